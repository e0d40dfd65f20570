"""`folkmoot register import` and `folkmoot register export`."""

import gc
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from app.cli.opening import open_for_command
from app.db import Database
from app.errors import DomainError, NotFound
from app.register.schemas.exchange import ImportReport
from app.settings import read_settings

if TYPE_CHECKING:
    from app.register.services.intake import IncomingFile, Terms

_MOST_SHOWN: Final = 20
_MOST_KINDS: Final = 10
_CHANGES: Final = {"created": "New", "updated": "Changed", "removed": "Removed"}


def _writable(
    context: click.Context,  # noqa: ARG001
    parameter: click.Parameter,  # noqa: ARG001
    path: Path | None,
) -> Path | None:
    """Refuse a report that could not be written, before anything is read."""
    if path is None:
        return None
    is_new = not path.exists()
    try:
        path.open("a").close()
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}. Nothing was imported."
        raise click.BadParameter(message) from error
    if is_new:
        path.unlink()
    return path


@click.group()
def register() -> None:
    """Take other registers in, and give this one out."""


@register.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "name",
    required=True,
    type=click.Choice(["us-2025", "nl-short", "nl-1.0", "folkmoot"]),
    help="What the file is.",
)
@click.option("--dry-run", is_flag=True, help="Only report; store nothing.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_writable,
    help="Where the report goes.",
)
@click.option(
    "--partial", is_flag=True, help="Do not remove what a whole register lacks."
)
@click.option(
    "--allow-removals",
    is_flag=True,
    help="Take off the lists what a whole register lacks, even if that is a lot.",
)
@click.option(
    "--skip-rejected", is_flag=True, help="Import the rest when records are rejected."
)
def import_command(  # noqa: PLR0913 - one parameter for each option
    file: Path,
    name: str,
    report: Path | None,
    *,
    dry_run: bool,
    partial: bool,
    allow_removals: bool,
    skip_rejected: bool,
) -> None:
    """Import a register, or a copy of it that is newer.

    Importing the same file again changes nothing. If any record is rejected, nothing
    is imported unless you say --skip-rejected.

    \b
    Example:
      folkmoot register import inventory.csv --format us-2025 --report report.json
    """
    from app.register.services.intake import Terms
    from app.register.services.intake_files import open_file

    try:
        incoming = open_file(name, file.read_bytes())
    except DomainError as error:
        message = f"{file.name}: {error} Nothing was imported."
        raise click.ClickException(message) from error
    # The file stays in memory to the end; the collector need not look at it again.
    gc.freeze()
    database = open_for_command()
    terms = Terms(datetime.now(UTC), None, partial)
    done = _look(database, incoming, terms)
    refusal = _refusal(done, skip_rejected=skip_rejected, allow_removals=allow_removals)
    is_wanted = not (dry_run or refusal)
    if is_wanted:
        foretold = done.changes
        done = _take(database, incoming, terms)
        done.changes = foretold
    _tell(done, report)
    if dry_run:
        click.echo(f"Dry run: nothing was stored. {refusal}".rstrip())
    elif refusal:
        message = f"Nothing was imported. {refusal}"
        raise click.ClickException(message)


def _refusal(done: ImportReport, *, skip_rejected: bool, allow_removals: bool) -> str:
    """Say why a file is not taken in, and what to do; nothing where it may be."""
    if done.rejected and not skip_rejected:
        return "Mend these records, or say --skip-rejected."
    if done.removes_many and not allow_removals:
        return (
            f"This copy lacks {done.removed:,} of the {done.held:,} records that came "
            "from this source. If it is only a part of the register, say --partial. If "
            "they are to be taken off the lists, say --allow-removals."
        )
    return ""


def _look(database: Database, file: "IncomingFile", terms: "Terms") -> ImportReport:
    from app.register.services.intake import look_through

    with database.read_session() as session:
        return look_through(session, file, terms)


def _take(database: Database, file: "IncomingFile", terms: "Terms") -> ImportReport:
    """Take a file in; commits often, so that a site that runs goes on taking comments.

    Cut off and begun again, it leaves what is there already and goes on.
    """
    from app.register.services.intake import AT_ONCE, spans

    report = file.begin()
    with click.progressbar(length=file.count, file=sys.stderr) as shown:
        for span in spans(file.count):
            with database.write_session() as session:
                file.take(session, span, terms, report)
                session.commit()
            shown.update(span.stop - span.start)
    while True:
        with database.write_session() as session:
            missing = file.list_missing(session, terms)[:AT_ONCE]
            if not missing:
                return report
            file.remove(session, missing, terms)
            report.removed += len(missing)
            session.commit()


def _tell(done: ImportReport, path: Path | None) -> None:
    click.echo(
        f"{done.read} read: {done.created} created, {done.updated} updated, "
        f"{done.unchanged} unchanged, {done.rejected_count} rejected; "
        f"{done.removed} removed; {len(done.warnings)} warnings."
    )
    lines = [*_lines("Rejected", list(map(_problem, done.rejected))), *_warned(done)]
    if done.is_dry_run:
        for change, title in _CHANGES.items():
            lines += _lines(title, list(map(_changed, done.changed(change))))
    for line in lines:
        click.echo(line, err=True)
    if path is None:
        return
    text = json.dumps(done.as_json(), ensure_ascii=False, indent=2)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        message = f"What is said above holds, but {path} could not be written: "
        raise click.ClickException(f"{message}{error.strerror}.") from error


def _lines(title: str, texts: list[str], most: int = _MOST_SHOWN) -> list[str]:
    """Return a heading with the first of some texts, nothing where there are none."""
    if not texts:
        return []
    more = len(texts) - most
    rest = [f"  and {more} more; --report writes all of them"] if more > 0 else []
    return [f"{title}:", *(f"  {one}" for one in texts[:most]), *rest]


def _problem(one: dict[str, Any]) -> str:
    name = f" ({one['name']})" if one.get("name") else ""
    value = f" ({one['value']})" if one.get("value") else ""
    return f"record {one['row']}{name}, {one['field']}: {one['reason']}{value}"


def _changed(one: dict[str, Any]) -> str:
    keys = f" ({', '.join(one['keys'])})" if one["keys"] else ""
    return f"{one['name']}{keys}"


def _warned(done: ImportReport) -> list[str]:
    """Return the warnings by kind, the most frequent first, each with a few records."""
    kinds: dict[str, list[str]] = {}
    for one in done.warnings:
        value = f" ({one['value']})" if one.get("value") else ""
        kind = f"{one['field']}: {one['reason']}{value}"
        kinds.setdefault(kind, []).append(str(one["row"]))
    by_count = sorted(kinds.items(), key=lambda kind: -len(kind[1]))
    texts = [
        f"{len(rows)} times {kind} Records {', '.join(rows[:3])}{' …' if rows[3:] else ''}"
        for kind, rows in by_count
    ]
    return _lines("Warnings", texts, _MOST_KINDS)


def _unfit(errors: dict[str, str]) -> str:
    lines = [f"  {key}: {why}" for key, why in list(errors.items())[:_MOST_SHOWN]]
    more = len(errors) - len(lines)
    return "\n".join([*lines, *([f"  and {more} more"] if more > 0 else [])])


@register.command("export")
@click.option(
    "--format",
    "name",
    default="folkmoot",
    show_default=True,
    type=click.Choice(["folkmoot", "csv", "jsonl", "us-2025", "nl-1.0", "atrs-3"]),
    help="What to write.",
)
@click.option(
    "--system",
    "slug",
    default="",
    help="Only this system, by the end of its address.",
)
@click.option(
    "--organisation", "body", default="", help="Only this body, by its address's end."
)
@click.option(
    "--skip-unfit",
    is_flag=True,
    help="Leave out systems with a value that the format has no room for.",
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The file to write."
)
def export_command(
    name: str, slug: str, body: str, *, skip_unfit: bool, out: Path
) -> None:
    """Export the public register, or a part of it.

    \b
    Examples:
      folkmoot register export --format csv --out register.csv
      folkmoot register export --format nl-1.0 --organisation city --out city.json
    """
    from app.register.services.exporting import Wanted, export_what_fits

    settings = read_settings()
    database = open_for_command(settings)
    with database.read_session() as session:
        try:
            data, unfit = export_what_fits(
                session, name, base_url=settings.base_url, wanted=Wanted(slug, body)
            )
        except NotFound as error:
            raise click.ClickException(str(error)) from error
    if unfit and not skip_unfit:
        advice = "Mend these values, or leave such systems out with --skip-unfit."
        raise click.ClickException(f"Nothing was written. {advice}\n{_unfit(unfit)}")
    if unfit:
        left_out = len({place.partition(".")[0] for place in unfit})
        click.echo(f"Left out, {left_out} in all:\n{_unfit(unfit)}", err=True)
    out.write_bytes(data)
    click.echo(f"{out}: {len(data):,} bytes")


@register.command("reindex")
def reindex_command() -> None:
    """Make filters and search anew from every public record.

    Needed after an upgrade that says so: records keep what an earlier release filed
    them under until their next version. The site may run meanwhile. Cut off and begun
    again, it starts over, and nothing is lost.

    \b
    Example:
      folkmoot register reindex
    """
    from app.register.services.reindexing import count_all, reindex_some

    database = open_for_command()
    with database.read_session() as session:
        total = count_all(session)
    done, after = 0, None
    with click.progressbar(length=total, file=sys.stderr) as shown:
        while True:
            with database.write_session() as session:
                some = reindex_some(session, after, now=datetime.now(UTC))
                if not some:
                    break
                session.commit()
            done, after = done + len(some), some[-1]
            shown.update(len(some))
    click.echo(f"Filters and search are made anew; {done} systems were looked at.")


@register.command("describe-engine")
@click.option(
    "--organisation", "slug", required=True, help="The body, by its address's end."
)
def describe_engine_command(slug: str) -> None:
    """Draft a record of Folkmoot's own reading engine, for officials to complete.

    It is an AI system like any other in the register. The draft holds what the engine
    knows of itself; who answers for it and on which legal basis is left to the body.

    \b
    Example:
      folkmoot register describe-engine --organisation city
    """
    from app.accounts.queries import get_organisation
    from app.cli.engine_record import draft_engine_record

    settings = read_settings()
    database = open_for_command(settings)
    with database.write_session() as session:
        try:
            organisation = get_organisation(session, slug)
            system = draft_engine_record(session, organisation, now=datetime.now(UTC))
        except DomainError as error:
            raise click.ClickException(str(error)) from error
        session.commit()
    click.echo(f"Drafted: {settings.base_url}/office/systems/{system.slug}")
