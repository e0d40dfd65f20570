"""`folkmoot import comments`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from app.cli.opening import open_for_command
from app.comments.rules.mapping import read_mapping
from app.comments.rules.tables import read_table
from app.comments.schemas import Showing
from app.comments.services.importing import (
    ImportChoices,
    ImportReport,
    mask_plan,
    plan_import,
)
from app.comments.services.imports import import_at_once
from app.consultations.queries import get_consultation
from app.errors import DomainError, Invalid
from app.settings import read_settings


@click.group()
def import_() -> None:
    """Take in what was collected elsewhere."""


@import_.command("comments")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--consultation", "slug", required=True, help="The end of its address.")
@click.option(
    "--map",
    "pairs",
    multiple=True,
    required=True,
    metavar="MEANING=COLUMN",
    help="submission, question, wording, text, submitted_at, language; or, with a "
    "column for each question, comment.KEY, answer.KEY, about.KEY.",
)
@click.option(
    "--where", "only", multiple=True, metavar="COLUMN=VALUE", help="Only these rows."
)
@click.option("--question", default="", help="Key of the question, if no column is.")
@click.option(
    "--create-questions", is_flag=True, help="Add questions that are missing."
)
@click.option(
    "--show",
    default="after-moderation",
    show_default=True,
    type=click.Choice(["after-moderation", "at-once", "never"]),
    help="When the words may be read by everyone.",
)
@click.option("--timezone", default="UTC", show_default=True, help="Of times in FILE.")
@click.option("--skip-broken", is_flag=True, help="Import the rest if rows are broken.")
@click.option("--dry-run", is_flag=True, help="Only report; store nothing.")
def comments(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    file: Path,
    slug: str,
    pairs: tuple[str, ...],
    only: tuple[str, ...],
    question: str,
    show: str,
    timezone: str,
    *,
    create_questions: bool,
    skip_broken: bool,
    dry_run: bool,
) -> None:
    """Import comments from a CSV, Excel or JSON lines file into a consultation.

    Importing a file again adds nothing that is there already. The import can be taken
    out again in the officials' pages, until something of it is public. If a row is broken,
    nothing is imported unless you say --skip-broken.

    \b
    Example, one row for each comment:
      folkmoot import comments survey.csv --consultation ai-survey \\
        --map submission=respondent --map question=question_id \\
        --map wording=question --map text=text --map submitted_at=submitted_at \\
        --where main_question=1 --create-questions
    Example, one row for each person:
      folkmoot import comments survey.xlsx --consultation ai-survey \\
        --map submission=id --map comment.hopes="Your hopes" --map answer.stance=vote
    """
    settings = read_settings()
    database = open_for_command(settings)
    choices = ImportChoices(Showing(show), create_questions, question, settings.region)
    with database.write_session() as session, _in_a_sentence():
        now = datetime.now(UTC)
        columns = replace(read_mapping(pairs, only), zone=_zone(timezone))
        consultation = get_consultation(session, slug)
        table = read_table(file.read_bytes())
        plan = plan_import(session, consultation, table, columns, choices, now=now)
        is_stored = not dry_run and (skip_broken or not plan.report.problems)
        if is_stored:
            mask_plan(plan, settings.region)
            import_at_once(session, consultation, file.name, plan, now=now)
            session.commit()
    _tell(plan.report)
    if dry_run:
        click.echo("Dry run: nothing was stored.")
    elif not is_stored:
        message = "Nothing was imported. Mend these rows, or say --skip-broken."
        raise click.ClickException(message)


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    """Say what the domain refuses as commands do."""
    try:
        yield
    except DomainError as error:
        raise click.ClickException(_sentence(error)) from error


def _tell(report: ImportReport) -> None:
    for line in _lines(report):
        click.echo(line)
    for problem in report.problems:
        click.echo(f"  row {problem.row}: {problem.reason}", err=True)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        message = f"{name} is not a time zone such as Europe/London."
        raise click.ClickException(message) from error


def _sentence(error: DomainError) -> str:
    if isinstance(error, Invalid):
        return " ".join(error.field_errors.values())
    return str(error)


def _lines(report: ImportReport) -> Iterator[str]:
    yield (
        f"{report.submissions:,} submissions, {report.comments:,} comments and "
        f"{report.answers:,} answers added; {report.unchanged:,} were here already; "
        f"{report.empty:,} rows without words; {report.left_out:,} rows left out; "
        f"{len(report.problems):,} rows broken."
    )
    yield from (f"  new question: {wording}" for wording in report.new_questions)
