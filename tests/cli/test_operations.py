"""The commands that operators use, as they use them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import COMMANDS, main
from app.cli.serve import Children
from app.settings import ROOT
from tests.conftest import SERVER


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A deployment of its own, on SQLite."""
    monkeypatch.setenv("FOLKMOOT_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("FOLKMOOT_DATABASE_URL", raising=False)
    return tmp_path


def folkmoot(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def migrated(home: Path) -> Path:
    assert folkmoot("migrate").exit_code == 0
    return home


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself_with_an_example(command: str):
    said = folkmoot(command, "--help")

    assert said.exit_code == 0
    has_own = "Commands:" in said.output
    assert (
        has_own
        or "Example" in said.output
        or "folkmoot " in said.output.split("Options:")[0]
    )


def test_serving_an_old_database_says_what_to_do(home: Path):
    said = folkmoot("worker", "--once")

    assert said.exit_code == 1
    assert "folkmoot migrate" in said.output


def test_the_doctor_finds_a_fresh_deployment_well(migrated: Path):
    said = folkmoot("doctor")

    assert said.exit_code == 0
    assert "ok    integrity: ok" in said.output
    assert "disk flush" in said.output


def test_the_doctor_refuses_an_address_in_the_open(
    migrated: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FOLKMOOT_BASE_URL", "http://city.example")

    said = folkmoot("doctor")

    assert said.exit_code == 1
    assert "use https" in said.output


def test_an_official_is_added_with_their_body(migrated: Path):
    said = folkmoot(
        "create-official", "--name", "Amina Rowe", "--email", "a@city.example",
        "--organisation", "city", "--organisation-name", "City of Example",
        "--password", "valley lantern orchard",
    )  # fmt: skip

    assert said.exit_code == 0
    assert "can sign in as administrator of City of Example" in said.output


def test_a_weak_password_is_refused_with_the_reason(migrated: Path):
    said = folkmoot(
        "create-official", "--name", "A", "--email", "a@city.example",
        "--organisation", "city", "--organisation-name", "City", "--password", "short",
    )  # fmt: skip

    assert said.exit_code == 1
    assert "At least 12" in said.output or "at least 12" in said.output


def the_backup(home: Path) -> Path:
    assert folkmoot("backup").exit_code == 0
    (path,) = (home / "backups").glob("*.db")
    return path


def test_a_backup_can_be_proved_and_restored(migrated: Path):
    path = the_backup(migrated)

    assert folkmoot("restore", str(path), "--verify").exit_code == 0
    said = folkmoot("restore", str(path))

    assert said.exit_code == 0
    assert list(migrated.glob("folkmoot.before-*.db"))


def test_a_backup_that_was_touched_is_refused(migrated: Path):
    path = the_backup(migrated)
    with path.open("ab") as file:
        file.write(b"x")

    said = folkmoot("restore", str(path), "--verify")

    assert said.exit_code == 1
    assert "checksum" in said.output


def test_a_backup_whose_counts_differ_is_refused(migrated: Path):
    path = the_backup(migrated)
    manifest = path.with_suffix(".db.json")
    facts = json.loads(manifest.read_text())
    facts["counts"]["comments"] = 7
    manifest.write_text(json.dumps(facts))

    assert "7" in folkmoot("restore", str(path), "--verify").output


def test_old_backups_are_deleted(migrated: Path):
    path = the_backup(migrated)
    os.utime(path, (0, 0))

    folkmoot("backup")

    assert not path.exists()


def test_the_audit_trail_is_checked(migrated: Path):
    assert "holds" in folkmoot("audit").output


def test_a_worker_that_died_is_started_again_and_the_web_stays(tmp_path: Path):
    web = [sys.executable, "-c", "import time; time.sleep(60)"]
    note = tmp_path / "starts"
    dying = [sys.executable, "-c", f"open({str(note)!r}, 'a').write('x')"]
    children = Children([web, dying])
    deadline = time.monotonic() + 30
    while not (note.exists() and len(note.read_text()) > 1):
        assert time.monotonic() < deadline, "the worker was not started again"
        children.look()
        time.sleep(0.02)

    assert children.running[0].poll() is None
    children.end()
    assert children.running[0].poll() is not None


@pytest.mark.skipif(bool(SERVER), reason="starts SQLite by itself")
def test_serve_answers_and_stops_cleanly(migrated: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/readyz")
    finally:
        serving.send_signal(signal.SIGINT)
        said, _ = serving.communicate(timeout=30)

    assert serving.returncode == 0
    assert f"http://localhost:{port}" in said
    assert "Traceback" not in said


def wait_until_ready(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not answer within a minute")
