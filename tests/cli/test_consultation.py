"""Analysing and exporting a consultation from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import Session

from app.cli import main
from app.consultations.models import Consultation
from app.jobs.registry import TASKS
from app.topics.queries import list_consultation_topics
from app.topics.tasks import perform_run
from tests.factories import make_comment, make_consultation, make_question
from tests.topics.conftest import TEXTS
from tests.topics.findings import read_by_first_word


@pytest.fixture
def consultation(
    session: Session, settings, monkeypatch: pytest.MonkeyPatch
) -> Consultation:
    """A closed consultation with comments, where the command looks for it."""
    monkeypatch.setenv("FOLKMOOT_DATABASE_URL", settings.database_url)
    quick = {"topics.perform_run": lambda job: perform_run(job, read_by_first_word)}
    monkeypatch.setattr("app.jobs.worker.TASKS", {**TASKS, **quick})
    consultation = make_consultation(session, slug="night-buses")
    question = make_question(session, consultation)
    for text in TEXTS:
        make_comment(session, question, text)
    make_question(session, consultation, wording="And trees?")
    session.commit()
    return consultation


def folkmoot(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_every_question_is_read_and_its_topics_wait_for_officials(
    session: Session, consultation: Consultation
):
    done = folkmoot("consultation", "analyse", "night-buses")

    assert done.exit_code == 0
    assert "What do you think of it?: 6 comments, 6 distinct texts read." in done.output
    assert "And trees?: no comments yet." in done.output
    with Session(session.get_bind()) as reading:
        assert len(list_consultation_topics(reading, consultation.id)) == 3


def test_the_reading_is_left_to_a_worker_when_asked(consultation: Consultation):
    done = folkmoot("consultation", "analyse", "night-buses", "--no-wait")

    assert "1 questions wait for a worker." in done.output


def test_a_consultation_that_is_not_there_is_named(consultation: Consultation):
    done = folkmoot("consultation", "analyse", "day-buses")

    assert done.exit_code == 1
    assert "day-buses" in done.output


def test_what_is_public_is_exported(consultation: Consultation, tmp_path: Path):
    done = folkmoot("export", "night-buses", "--out", str(tmp_path / "out"))

    assert done.exit_code == 0
    rows = json.loads((tmp_path / "out/comments.json").read_text())["comments"]
    assert {one["text"] for one in rows} == set(TEXTS)
    assert "cost is too high" in (tmp_path / "out/comments.csv").read_text("utf-8-sig")


def test_a_draft_is_not_exported(
    session: Session, consultation: Consultation, tmp_path: Path
):
    consultation.published_at = None
    session.add(consultation)
    session.commit()

    done = folkmoot("export", "night-buses", "--out", str(tmp_path / "out"))

    assert done.exit_code == 1
    assert not (tmp_path / "out").exists()
