"""`folkmoot export`."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlmodel import Session

from app.cli.opening import open_for_command
from app.comments.web.published import COLUMNS, export_rows
from app.consultations.models import Consultation
from app.consultations.queries import get_public_consultation
from app.errors import DomainError
from app.publishing.pages.results import results_document, results_page
from app.register.standards.cells import guarded
from app.topics.queries import find_latest_publication


@click.command()
@click.argument("slug")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to; made if it is not there.",
)
def export(slug: str, folder: Path) -> None:
    """Export what is public of a consultation: comments, results and answers.

    SLUG is the end of its address. Nothing is written that anyone could not read on
    the pages: masked texts only, and stances once it has closed.

    \b
    Example:
      folkmoot export night-buses --out night-buses
    """
    database = open_for_command()
    with database.read_session() as session:
        try:
            found = get_public_consultation(session, slug)
        except DomainError as error:
            raise click.ClickException(str(error)) from error
        folder.mkdir(parents=True, exist_ok=True)
        for path in _write(session, found, folder, datetime.now(UTC)):
            click.echo(f"{path} written.")


def _write(
    session: Session, consultation: Consultation, folder: Path, now: datetime
) -> Iterator[Path]:
    rows = list(export_rows(session, consultation, now=now))
    table = folder / "comments.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([guarded(str(row[name])) for name in COLUMNS])
    yield table
    yield _write_json(folder / "comments.json", {"comments": rows})
    publication = find_latest_publication(session, consultation.id)
    if publication is None:
        click.echo("No results are published yet.")
        return
    page = results_page(session, consultation, publication, now.date())
    yield _write_json(folder / "results.json", results_document(page))


def _write_json(path: Path, document: object) -> Path:
    text = json.dumps(document, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path
