import json

import pytest
from click.testing import CliRunner

from app.cli import main


@pytest.fixture
def comments(tmp_path):
    file = tmp_path / "comments.jsonl"
    rows = [{"id": "a", "body": "Write to ada@example.com"}, {"id": "b", "body": "Hi"}]
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")
    return file


def redact(file, *arguments):
    out = file.with_suffix(".out")
    command = ["redact", str(file), "--out", str(out), *arguments]
    return CliRunner().invoke(main, command), out


def test_redact_writes_masked_texts_and_where_the_masks_stand(comments):
    result, out = redact(comments, "--text", "body")

    assert result.exit_code == 0, result.output
    assert [json.loads(line) for line in out.read_text().splitlines()] == [
        {"id": "a", "text": "Write to [e-mail]", "spans": [[9, 24, "EMAIL"]]},
        {"id": "b", "text": "Hi", "spans": []},
    ]


def test_redact_says_which_fields_there_are_when_one_is_missing(comments):
    result, _ = redact(comments, "--text", "comment")

    assert result.exit_code == 1
    assert "it has: body, id" in result.output


@pytest.mark.parametrize("line", ["{", "[1]"])
def test_redact_says_which_line_it_cannot_read(comments, line):
    comments.write_text(line)

    result, _ = redact(comments, "--text", "body")

    assert result.exit_code == 1
    assert "line 1 is not" in result.output
