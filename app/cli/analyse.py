"""`folkmoot analyse`: read a file of comments and say what it holds."""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import click

if TYPE_CHECKING:
    from app.analysis.findings import KnownTopic

_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
_TARGET: Final = click.Path(dir_okay=False, path_type=Path)
_STEPS: Final = {
    "load": "Loading the engine",
    "prepare": "Masking personal data, finding languages",
    "campaigns": "Looking for campaigns",
    "embed": "Placing passages by meaning",
    "cluster": "Finding topics",
    "describe": "Naming topics",
    "tone": "Reading the tone of the wording",
}


@click.command()
@click.argument("file", type=_FILE)
@click.option("--text", required=True, help="Column that holds the comments.")
@click.option("--id", "key", help="Column of their ids. Without it, rows are counted.")
@click.option("--question", help="The question that all comments answer.")
@click.option("--question-column", help="Column of the question each one answers.")
@click.option(
    "--language", default="auto", show_default=True, help="ISO 639-1 code, or auto."
)
@click.option(
    "--languages",
    default="",
    help="With auto: the languages to expect, such as en,de. The fewer, the surer.",
)
@click.option("--region", help="Country of the comments, such as GB or DE.")
@click.option(
    "--embedder",
    default="auto",
    show_default=True,
    help="auto, static, onnx:FOLDER or transformers:FOLDER.",
)
@click.option("--seed", default=0, show_default=True, help="Where chance starts.")
@click.option(
    "--stability",
    type=click.IntRange(0, 200),
    help="How many times topics are found again. More is surer and slower.",
)
@click.option("--out", required=True, type=_TARGET, help="Where to write the JSON.")
@click.option("--report", type=_TARGET, help="Where to write a page with charts.")
@click.option("--previous", type=_FILE, help="An earlier result: its topics keep ids.")
def analyse(  # noqa: PLR0913
    *,
    file: Path,
    text: str,
    key: str | None,
    question: str | None,
    question_column: str | None,
    language: str,
    languages: str,
    region: str | None,
    embedder: str,
    seed: int,
    stability: int | None,
    out: Path,
    report: Path | None,
    previous: Path | None,
) -> None:
    """Read the comments in FILE (.csv, .xlsx or .jsonl) and write what they say.

    Personal data is masked before anything else reads a comment. The result, in the
    form folkmoot/analysis@1, goes to --out, and a summary is printed.

    \b
    Example:
      folkmoot analyse answers.csv --text comment --out result.json
    """
    from app.analysis import files, findings, options
    from app.analysis import report as reports
    from app.analysis.pipeline import find_topics

    if question and question_column:
        raise click.UsageError("give --question or --question-column, not both")
    columns = files.Columns(text, key, question_column)
    expected = tuple(code.strip().lower() for code in languages.split(",") if code)
    chosen = options.Options(
        language=language.lower(),
        languages=expected or options.LANGUAGES,
        embedder=embedder,
        seed=seed,
        stability_runs=options.STABILITY_RUNS if stability is None else stability,
        region=region,
        known=_known(previous),
    )
    try:
        documents = files.read_documents(file, columns, question)
        result = find_topics(documents, options=chosen, progress=_Told(sys.stderr))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    # The process ends soon; the collector need not look at everything once more.
    gc.freeze()
    with out.open("w", encoding="utf-8") as target:
        findings.write_json(result, target)
    if report is not None:
        report.write_text(reports.html(result, file.name), encoding="utf-8")
    click.echo(reports.summary(result))
    click.echo(f"Written to {out}" + (f" and {report}" if report else ""))


def _known(previous: Path | None) -> "tuple[KnownTopic, ...]":
    import json

    from app.analysis.findings import from_json, known_topics

    if previous is None:
        return ()
    try:
        return known_topics(from_json(json.loads(previous.read_text("utf-8"))))
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(
            f"{previous.name} is not a result of folkmoot analyse"
        ) from error


class _Told:
    """Shows how far the reading is: one line that grows, or one line a step."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._step = ""
        self._shown = -1

    def __call__(self, step: str, done: float) -> None:
        percent = int(done * 100)
        if step == self._step and percent == self._shown:
            return
        is_new = step != self._step
        self._step, self._shown = step, percent
        words = f"{percent:3d} %  {_STEPS.get(step, step)}"
        if self._stream.isatty():
            end = "\n" if done >= 1 else ""
            self._stream.write(f"\r\x1b[K{words}{end}")
        elif is_new:
            self._stream.write(words + "\n")
        self._stream.flush()
