"""What the documents say of commands and settings is what there is."""

import os
import re
from dataclasses import fields

import pytest

from app.cli import COMMANDS
from app.settings import ROOT, Settings, variable_of

OPERATIONS = ROOT / "docs/operations.md"
DOCUMENTS = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
TABLE = re.compile(r"(<!-- settings: [^\n]*-->\n).*?(<!-- /settings -->)", re.DOTALL)


def settings_table() -> str:
    lines = ["| variable | meaning | default |", "|---|---|---|"]
    for one in fields(Settings):
        default = one.default
        if one.name == "data_dir":
            default = "var"
        elif isinstance(default, tuple):
            default = ",".join(default)
        shown = "" if default in ("", False) else f"`{default}`"
        about = one.metadata["about"]
        lines.append(f"| `{variable_of(one.name)}` | {about} | {shown} |")
    return "\n".join(lines) + "\n"


def test_the_table_of_settings_is_that_of_the_code():
    written = OPERATIONS.read_text(encoding="utf-8")
    expected = TABLE.sub(lambda m: m[1] + settings_table() + m[2], written)
    if os.environ.get("FOLKMOOT_WRITE_DOCS"):
        OPERATIONS.write_text(expected, encoding="utf-8")

    assert OPERATIONS.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_variable_that_a_document_names_exists(path):
    known = {variable_of(one.name) for one in fields(Settings)}
    known |= {"FOLKMOOT_WRITE_DOCS", "FOLKMOOT_REAL_DATA", "FOLKMOOT_TEST_DATABASE_URL"}

    named = set(re.findall(r"FOLKMOOT_[A-Z_]*[A-Z]", path.read_text(encoding="utf-8")))

    assert named <= known


@pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_command_that_operations_name_exists(path):
    text = path.read_text(encoding="utf-8")

    named = set(re.findall(r"(?:^|`|bin/)folkmoot ([a-z][a-z-]+)", text, re.MULTILINE))

    assert named <= set(COMMANDS) | {"seed", "import", "consultation", "export"}
