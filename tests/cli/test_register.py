"""`folkmoot register`, as an operator uses it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete
from sqlmodel import Session, select

from app.cli import main
from app.db import Database
from app.register.models import RegisterEntry
from tests.factories import make_organisation
from tests.register.test_standards import us_file


@pytest.fixture
def home(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOLKMOOT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FOLKMOOT_DATABASE_URL", database_url)
    return tmp_path


@pytest.fixture
def copy(home: Path) -> str:
    rows = [
        {"id": "1", "title": "Slim", "organisatie": "Stad", "status": "in_gebruik"},
        {
            "id": "2",
            "title": "x" * 120,
            "organisatie": "Dorp",
            "status": "ontwikkeling",
        },
    ]
    path = home / "copy.json"
    path.write_text(json.dumps({"algoritmes": rows}))
    return str(path)


def register(*words: str) -> Result:
    return CliRunner().invoke(main, ["register", *words])


def test_a_file_is_imported_once_with_a_report(home: Path, copy: str):
    report = home / "report.json"
    words = ("import", copy, "--format", "nl-short", "--report", str(report))

    assert "2 created" in register(*words).output
    assert "2 unchanged" in register(*words).output
    assert json.loads(report.read_text())["unchanged"] == 2


def test_a_report_that_cannot_be_written_is_said_before_anything_is_imported(
    home: Path, copy: str
):
    words = ("import", copy, "--format", "nl-short")

    for place in (home / "no" / "report.json", home):
        refused = register(*words, "--report", str(place))
        assert refused.exit_code == 2
        assert str(place) in refused.output
    assert "2 created" in register(*words).output


def test_the_counts_are_said_also_when_the_report_is_lost_on_the_way(
    home: Path, copy: str, monkeypatch: pytest.MonkeyPatch
):
    def fail(*given: object, **more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fail)
    words = ("import", copy, "--format", "nl-short", "--report", str(home / "r.json"))

    said = register(*words)

    assert said.exit_code == 1
    assert "2 created" in said.output
    assert "could not be written: No space left on device" in said.output


def test_a_dry_run_stores_nothing(home: Path, copy: str):
    words = ("import", copy, "--format", "nl-short")

    assert "nothing was stored" in register(*words, "--dry-run").output
    assert "2 created" in register(*words).output


def test_a_dry_run_names_what_is_new_changed_removed_and_rejected(home: Path):
    path, report = home / "copy.json", home / "report.json"
    words = ("import", str(path), "--format", "nl-short", "--report", str(report))
    rows = [{"id": str(n), "title": f"Oud {n}", "doel": "Snel"} for n in range(25)]
    path.write_text(json.dumps({"algoritmes": rows}))
    register(*words)
    later = [
        {"id": "0", "title": "Oud 0", "doel": "Beter"},
        {"id": "new", "title": "Nieuw", "doel": "Slim"},
        {"id": "1", "title": "x" * 400, "doel": "Lang"},
    ]
    path.write_text(json.dumps({"algoritmes": later}))

    said = register(*words, "--dry-run").output

    assert "New:\n  Nieuw\n" in said
    assert "Changed:\n  Oud 0 (doel)\n" in said
    assert said.count("\n  Oud ") == 21
    assert "  and 3 more; --report writes all of them" in said
    assert f"record 3 ({'x' * 400}), name: This name is too long." in said
    assert len(json.loads(report.read_text())["changes"]) == 25


def many(home: Path, count: int) -> str:
    """Write a whole copy of so many records."""
    path = home / "copy.json"
    rows = [{"id": str(n), "title": f"Oud {n}", "doel": "Snel"} for n in range(count)]
    path.write_text(json.dumps({"algoritmes": rows}))
    return str(path)


def test_a_copy_that_would_take_many_records_off_the_lists_is_refused(home: Path):
    register("import", many(home, 40), "--format", "nl-short")
    words = ("import", many(home, 1), "--format", "nl-short")

    refused = register(*words)

    assert refused.exit_code == 1
    assert "This copy lacks 39 of the 40 records" in refused.output
    assert "say --partial" in refused.output
    foretold = register(*words, "--dry-run")
    assert foretold.exit_code == 0
    assert "say --allow-removals" in foretold.output
    assert "0 removed" in register(*words, "--partial").output
    assert "39 removed" in register(*words, "--allow-removals").output


@pytest.mark.parametrize(("before", "after"), [(30, 10), (400, 370)])
def test_a_copy_that_lacks_a_few_records_is_taken(home: Path, before: int, after: int):
    register("import", many(home, before), "--format", "nl-short")

    said = register("import", many(home, after), "--format", "nl-short")

    assert said.exit_code == 0
    assert f"{before - after} removed" in said.output


def test_warnings_are_shown_by_kind_with_their_number(home: Path):
    path = home / "copy.json"
    rows = [{"id": str(n), "title": f"A {n}", "status": f"s{n}"} for n in range(12)]
    path.write_text(json.dumps({"algoritmes": rows}))

    said = register("import", str(path), "--format", "nl-short").output

    assert "12 times doel: No purpose is stated. Records 1, 2, 3 …" in said
    assert "1 times status: We do not know this status" in said
    assert "(s4) Records 5\n" in said
    assert "  and 3 more; --report writes all of them" in said


def test_nothing_is_imported_by_halves_unless_asked(home: Path):
    path = home / "broken.json"
    path.write_text(
        json.dumps({"algoritmes": [{"id": "1"}, {"id": "2", "title": "B"}]})
    )
    words = ("import", str(path), "--format", "nl-short")

    refused = register(*words)
    assert refused.exit_code == 1
    assert "record 1, title" in refused.output
    assert "1 created" in register(*words, "--skip-rejected").output
    assert "1 unchanged" in register(*words, "--skip-rejected").output


def test_a_row_that_is_too_short_can_be_left_out(home: Path):
    path = home / "inventory.csv"
    row = {"agency": "DOT", "agency_name": "Roads", "use_case_name": "Bridge watch"}
    path.write_bytes(us_file(row) + b"DOT,Roads,7,Short\r\n")
    words = ("import", str(path), "--format", "us-2025")

    refused = register(*words)
    assert refused.exit_code == 1
    assert "record 2 (Short), cells: This row has more or fewer cells" in refused.output
    assert "(4 / 36)" in refused.output
    assert "1 created" in register(*words, "--skip-rejected").output


def test_a_file_that_cannot_be_read_says_so(home: Path):
    path = home / "broken.json"
    path.write_text("{")

    said = register("import", str(path), "--format", "folkmoot")

    assert said.exit_code == 1
    assert "Nothing was imported" in said.output


def test_a_register_is_exported(home: Path, copy: str):
    register("import", copy, "--format", "nl-short")
    out = home / "out.csv"

    assert register("export", "--format", "csv", "--out", str(out)).exit_code == 0
    assert "Slim" in out.read_text(encoding="utf-8-sig")


def test_a_value_too_long_for_a_format_is_named_and_nothing_written(
    home: Path, copy: str
):
    register("import", copy, "--format", "nl-short")
    out = home / "out.json"

    said = register("export", "--format", "nl-1.0", "--out", str(out))

    assert said.exit_code == 1
    assert ".name:" in said.output
    assert not out.exists()


def test_what_does_not_fit_a_format_is_left_out_whole_when_asked(home: Path, copy: str):
    register("import", copy, "--format", "nl-short")
    out = home / "out.json"

    said = register("export", "--format", "nl-1.0", "--skip-unfit", "--out", str(out))

    assert said.exit_code == 0
    assert "Left out, 1 in all" in said.output
    assert [one["name"] for one in json.loads(out.read_text())] == ["Slim"]


def test_one_body_is_exported_alone(home: Path, copy: str):
    register("import", copy, "--format", "nl-short")
    out = home / "out.jsonl"
    words = ("export", "--format", "jsonl", "--out", str(out), "--organisation")

    assert register(*words, "stad").exit_code == 0
    (line,) = out.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["name"] == "Slim"
    assert register(*words, "elsewhere").exit_code == 1


def test_a_system_that_is_not_public_is_not_exported_as_an_empty_file(home: Path):
    out = home / "out.json"

    said = register("export", "--system", "nothing", "--out", str(out))

    assert said.exit_code == 1
    assert "nothing" in said.output
    assert not out.exists()


def test_the_engine_gets_a_draft_of_its_own_record_once(home: Path, session: Session):
    body = make_organisation(session)
    session.commit()
    words = ("describe-engine", "--organisation", body.slug)

    first, again = register(*words), register(*words)

    assert "/office/systems/reading-engine" in first.output
    assert "has a record already" in again.output
    assert register("describe-engine", "--organisation", "nobody").exit_code == 1


def test_filters_and_search_are_made_anew(home: Path, copy: str, database: Database):
    register("import", copy, "--format", "nl-short")
    with database.write_session() as session:
        session.execute(delete(RegisterEntry))
        session.commit()

    said = register("reindex")

    assert said.exit_code == 0
    assert "2 systems were looked at" in said.output
    with database.read_session() as session:
        names = {one.name for one in session.exec(select(RegisterEntry))}
    assert names == {"Slim", "x" * 120}
