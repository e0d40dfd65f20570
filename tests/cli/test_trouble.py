"""What an operator reads when something around a command is not as it must be."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.cli import main
from app.cli.doctor import doctor
from app.cli.trouble import told_of
from tests.conftest import SERVER, url_named

EXPORT = ("register", "export", "--format", "csv", "--out", "register.csv")


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOLKMOOT_DATA_DIR", str(tmp_path))


def folkmoot(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_a_database_without_tables_asks_to_migrate():
    said = folkmoot(*EXPORT)

    assert said.exit_code == 1
    assert "Run `folkmoot migrate` first." in said.output
    assert "SELECT" not in said.output


def test_a_database_that_is_away_says_which_setting_to_check(monkeypatch):
    nobody = "postgresql+psycopg://city:hidden-word@127.0.0.1:1/city"
    monkeypatch.setenv("FOLKMOOT_DATABASE_URL", nobody)

    said = folkmoot(*EXPORT)

    assert said.exit_code == 1
    assert "Check FOLKMOOT_DATABASE_URL" in said.output
    assert "hidden-word" not in said.output


def test_a_setting_that_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setenv("FOLKMOOT_PORT", "eighty")

    said = folkmoot("doctor")

    assert said.exit_code == 1
    assert "FOLKMOOT_PORT" in said.output
    assert "eighty" in said.output


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("FOLKMOOT_DATA_DIR", str(file / "data"))

    said = folkmoot("migrate")

    assert said.exit_code == 1
    assert str(file) in said.output


def test_doctor_says_in_a_line_what_cannot_be_checked():
    said = folkmoot("doctor")

    assert "no such table" in said.output
    assert "SELECT" not in said.output


def test_a_mistake_of_ours_keeps_its_traceback(monkeypatch):
    def broken() -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr(doctor, "callback", broken)

    assert isinstance(folkmoot("doctor").exception, RuntimeError)


@pytest.mark.skipif(not SERVER, reason="SQLite has no such database")
def test_a_database_that_is_not_there_is_no_reason_to_migrate(monkeypatch):
    monkeypatch.setenv("FOLKMOOT_DATABASE_URL", url_named("nowhere"))

    said = folkmoot(*EXPORT)

    assert said.exit_code == 1
    assert "Check FOLKMOOT_DATABASE_URL" in said.output
    assert "migrate" not in said.output


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("SELECT * FROM nowhere", "Run `folkmoot migrate` first."),
        ("SELECT no_such_field FROM organisation", "Run `folkmoot migrate` first."),
        ("SELECT no_such_function(1)", None),
        ("SELEC 1", None),
    ],
)
def test_a_statement_that_is_wrong_is_told_from_a_table_that_is_not_there(
    database, statement, told
):
    with database.read_session() as session, pytest.raises(DBAPIError) as failed:
        session.execute(text(statement))

    said = told_of(failed.value)

    assert (said is None) == (told is None)
    assert str(said).endswith(str(told))


def test_the_doctor_names_the_setting_that_was_meant(monkeypatch):
    monkeypatch.setenv("FOLKMOOT_LANGUAGE", "fr")
    monkeypatch.setenv("FOLKMOOT_XYZZY", "1")

    said = folkmoot("doctor").output

    assert "there is no FOLKMOOT_LANGUAGE; did you mean FOLKMOOT_LANGUAGES?" in said
    assert "there is no FOLKMOOT_XYZZY\n" in said
    assert "FOLKMOOT_DATA_DIR" not in said


def test_the_doctor_says_which_language_has_no_translation(monkeypatch):
    monkeypatch.setenv("FOLKMOOT_LANGUAGES", "en,tlh-Latn,eo")
    assert "FOLKMOOT_LANGUAGES" in folkmoot("doctor").output

    monkeypatch.setenv("FOLKMOOT_LANGUAGES", "en,eo")
    assert "eo has no translation: its pages are in English" in (
        folkmoot("doctor").output
    )
