"""`folkmoot redact`: mask personal data in a file of comments."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from app.analysis.personal_data import mask


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--text", "text_field", required=True, help="Field that holds the text.")
@click.option(
    "--id", "id_field", default="id", show_default=True, help="Field of the key."
)
@click.option("--region", help="Country of the comments, such as GB or DE.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write; one object a line.",
)
def redact(
    file: Path, text_field: str, id_field: str, region: str | None, out: Path
) -> None:
    """Mask personal data in FILE (JSON, one object a line).

    Writes for each line its id, the masked text and the spans that were masked, as
    [start, end, type] in characters of the original.

    \b
    Example:
      folkmoot redact comments.jsonl --text body --out masked.jsonl
    """
    lines = found = 0
    with out.open("w", encoding="utf-8") as target:
        for number, row in _rows(file):
            if text_field not in row:
                fields = ", ".join(sorted(row))
                raise click.ClickException(
                    f"line {number} has no field {text_field!r}; it has: {fields}"
                )
            masked = mask(str(row[text_field] or ""), region=region)
            spans = [[s.start, s.end, s.kind.value] for s in masked.spans]
            entry = {
                "id": row.get(id_field, number),
                "text": masked.text,
                "spans": spans,
            }
            target.write(json.dumps(entry, ensure_ascii=False) + "\n")
            lines += 1
            found += len(spans)
    click.echo(f"{lines} texts read, {found} stretches masked, written to {out}")


def _rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with file.open(encoding="utf-8") as source:
        for number, line in enumerate(source, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise click.ClickException(f"line {number} is not JSON") from error
            if not isinstance(row, dict):
                raise click.ClickException(f"line {number} is not a JSON object")
            yield number, row
