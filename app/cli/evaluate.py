"""`folkmoot evaluate`: measure the engine on every labelled set in a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from app.analysis.evaluation.figures import Figure

# What takes another program, more memory or a machine to itself.
_BY_BENCHMARKS: Final = (
    ("times faster than stock BERTopic: 8 cold, 25 by total, aim 50", "speed"),
    ("100,000 comments in 90 s and 3 GB, aim 45 s", "growth"),
    ("growth from 10,000 to 300,000 at 1.2, aim 1.1; 1,000,000 in 8 min", "growth"),
    ("any single comment in 2 s, for each step", "hostile"),
)

# part -> the sets it needs, as paths below the folder
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "topics": ("nhs_patient_feedback/comments.csv", "polis_opendata/comments.csv"),
    "masking": ("pii/comments_pii_injected.jsonl",),
    "campaigns": ("regsgov_opt_comments/comments_10k.csv",),
    "tone": ("vader_groundtruth/ratings.csv", "nhs_patient_feedback/comments.csv"),
    "languages": ("language_id/lingua_sample.csv",),
    "issues": ("bc_ai_survey/comments.csv",),
}


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--part",
    "parts",
    multiple=True,
    type=click.Choice(list(_PARTS)),
    help="Measure only this; may be given several times.",
)
@click.option(
    "--embedder",
    "embedders",
    multiple=True,
    help="Embedders for topics. [default: static, and auto where it is another]",
)
def evaluate(folder: Path, parts: tuple[str, ...], embedders: tuple[str, ...]) -> None:
    """Measure the engine on the labelled sets in FOLDER and print a table.

    A set that is not there is left out, and said. Ends with an error where a floor
    does not hold.

    \b
    Example:
      folkmoot evaluate data/
    """
    failed = 0
    click.echo(_line("what", "measured", "floor", "aim", "of", ""))
    for part in parts or tuple(_PARTS):
        missing = [name for name in _PARTS[part] if not (folder / name).exists()]
        if missing:
            click.echo(f"{part}: left out, {', '.join(missing)} is not there")
            continue
        for figure in _measured(part, folder, embedders):
            failed += not figure.holds
            click.echo(_row(figure))
    if not parts:
        for what, benchmark in _BY_BENCHMARKS:
            click.echo(f"{what}: printed by benchmarks/{benchmark}.py")
    if failed:
        raise click.ClickException(f"{failed} floors do not hold")


def _measured(
    part: str, folder: Path, embedders: tuple[str, ...]
) -> "Iterator[Figure]":
    from importlib import import_module

    from app.analysis import embedders as known

    measure: Callable[..., list[Figure]] = import_module(
        f"app.analysis.evaluation.{part}"
    ).measure
    if part == "topics":
        best = known.choose("auto").name != known.choose("static").name
        for name in embedders or (("static", "auto") if best else ("static",)):
            yield from measure(folder, name)
    elif part == "issues":
        static = known.choose("static")
        yield from measure(folder, lambda texts: static.embed(texts, lambda _: None))
    else:
        yield from measure(folder)


def _row(figure: "Figure") -> str:
    sign = "\u2264" if figure.at_most else "\u2265"
    floor = "" if figure.floor is None else f"{sign} {_number(figure.floor)}"
    aim = "" if figure.aim is None else f"{sign} {_number(figure.aim)}"
    held = "" if figure.floor is None else ("holds" if figure.holds else "FAILS")
    value = _number(figure.value)
    return _line(figure.what, value, floor, aim, f"{figure.of:,}", held)


def _number(value: float) -> str:
    return f"{value:g}" if float(value).is_integer() else f"{value:.4f}"


def _line(*cells: str) -> str:
    widths = (58, 10, 10, 10, 8, 6)
    first, *others = zip(cells, widths, strict=True)
    right = " ".join(cell.rjust(width) for cell, width in others)
    return f"{first[0]:<{first[1]}} {right}".rstrip()
