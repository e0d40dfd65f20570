import csv
import json

import pytest
from click.testing import CliRunner

from app.cli import main
from tests.analysis.comments import DOCUMENTS


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "comments.csv"
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(["nr", "comment"])
        writer.writerows([one.id, one.text] for one in DOCUMENTS)
    return path


def analyse(file, *more):
    out = file.with_name("result.json")
    given = ["analyse", str(file), "--text", "comment", "--out", str(out), *more]
    return CliRunner().invoke(main, given), out


def test_analyse_writes_findings_a_report_and_a_summary(file):
    report = file.with_name("report.html")

    result, out = analyse(
        file, "--id", "nr", "--stability", "2", "--report", str(report)
    )

    assert result.exit_code == 0, result.output
    found = json.loads(out.read_text("utf-8"))
    assert found["schema"] == "folkmoot/analysis@1"
    assert [c["id"] for c in found["comments"]] == [one.id for one in DOCUMENTS]
    assert "24 say something" in result.stdout
    assert "Finding topics" in result.stderr
    page = report.read_text("utf-8")
    assert found["topics"][0]["label"] in page
    assert "not a poll" in page
    assert "<script" not in page


def test_analyse_keeps_ids_of_an_earlier_result(file):
    _, out = analyse(file, "--stability", "1")
    before = json.loads(out.read_text("utf-8"))
    earlier = out.rename(out.with_name("earlier.json"))

    _, out = analyse(
        file, "--stability", "1", "--seed", "9", "--previous", str(earlier)
    )

    after = json.loads(out.read_text("utf-8"))
    assert {t["id"] for t in before["topics"]} & {t["id"] for t in after["topics"]}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--id", "missing"], "the columns found are: 'nr', 'comment'"),
        (["--embedder", "magic"], "there is no embedder 'magic'"),
        (["--question", "a", "--question-column", "b"], "not both"),
        (["--stability", "-1"], "-1 is not in the range"),
    ],
)
def test_analyse_explains_what_is_wrong(file, more, message):
    result, out = analyse(file, *more)

    assert result.exit_code != 0
    assert message in result.output
    assert not out.exists()


def test_analyse_escapes_comments_in_the_report(tmp_path):
    file = tmp_path / "comments.csv"
    file.write_text("comment\n<script>alert(1)</script> in my bus comment\n")
    report = tmp_path / "report.html"

    analyse(file, "--report", str(report))

    assert "<script>" not in report.read_text("utf-8")
