"""What an operator reads when something around a command is not as it must be."""

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.cli.doctor import doctor

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
