"""Two rules of the house that no tool sees: who commits, and how long things get."""

import ast
from pathlib import Path

from app.settings import ROOT

FILES = sorted((ROOT / "app").rglob("*.py"))
EDGES = {"web", "api", "tasks", "cli", "jobs"}
LONGEST_FILE = 400
LONGEST_FUNCTION = 50

Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_edge(path: Path) -> bool:
    parts = path.relative_to(ROOT / "app").with_suffix("").parts
    return bool(EDGES & set(parts))


def functions_in(path: Path) -> list[Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [one for one in ast.walk(tree) if isinstance(one, Function)]


def lines_of(function: Function) -> int:
    """Lines from `def` to the end, the docstring apart."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or 0) - docstring.lineno + 1)


def test_only_the_edges_commit():
    # `super().commit()` is the driver's connection speaking of itself.
    texts = {
        one: one.read_text("utf-8").replace("super().commit()", "") for one in FILES
    }
    committing = [one for one, text in texts.items() if ".commit(" in text]

    assert [str(one) for one in committing if not is_edge(one)] == []


def test_no_file_is_too_long():
    lengths = {str(one): len(one.read_text("utf-8").splitlines()) for one in FILES}

    assert {k: n for k, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_too_long():
    lengths = {
        f"{path}:{one.name}": lines_of(one)
        for path in FILES
        for one in functions_in(path)
    }

    assert {k: n for k, n in lengths.items() if n > LONGEST_FUNCTION} == {}
