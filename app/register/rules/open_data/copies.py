"""Takes one system out of a file of the whole register, the rest as it was."""

import csv
import io
import json

_MARK = "\ufeff"


def without_system(name: str, text: str, slug: str) -> str:
    """Return a whole-register file without one system.

    `name` is one of those that `queries/files.py` writes; an element stands on a line
    of its own in its JSON.
    """
    if name.endswith(".csv"):
        return _MARK + _table_without(text.removeprefix(_MARK), slug)
    if name.endswith(".jsonl"):
        # Only at line feeds: a text may hold other characters that end lines.
        lines = io.StringIO(text, newline="\n")
        return "".join(line for line in lines if json.loads(line)["slug"] != slug)
    head, _, rest = text.partition("[\n")
    elements = [
        one.removesuffix(",") for one in rest.removesuffix("\n]}\n").split("\n")
    ]
    kept = [one for one in elements if one and json.loads(one)["slug"] != slug]
    return f"{head}[\n" + ",\n".join(kept) + "\n]}\n"


def _table_without(text: str, slug: str) -> str:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    at = rows[0].index("slug")
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows(
        row for number, row in enumerate(rows) if number == 0 or row[at] != slug
    )
    return out.getvalue()
