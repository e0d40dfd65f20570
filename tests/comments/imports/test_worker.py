"""Large files are left to the worker, which may be overtaken or killed."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from app.comments import tasks
from app.comments.models import (
    CommentImport,
    ImportState,
)
from app.comments.services.importing import mask_plan
from app.comments.web import imports as pages
from app.errors import Invalid
from app.jobs import JobRow, JobState, LostJob, Worker
from app.jobs.registry import MOST_ATTEMPTS
from tests.comments.imports.desk import (
    AFTER,
    LONG,
    a_job,
    as_excel,
    bring,
    check,
    guessed_fields,
    stored,
    upload,
)
from tests.posting import Client, post_form, prefixed


def test_a_large_file_is_read_by_the_worker(
    client: Client, session: Session, desk: str, database, settings, everything_is_large
):
    page = upload(client, desk, LONG)
    check(client, page)
    assert "Reading the file" in client.get(prefixed(page)).text
    worker = Worker(database, settings)
    worker.run_until_idle()

    post_form(client, f"{page}/confirm", page=page)
    worker.run_until_idle()

    assert stored(session, CommentImport)[0].state is ImportState.DONE
    assert len(stored(session)) == 3


@pytest.mark.parametrize(
    "content", [as_excel(LONG), LONG.encode() + b"3,Your views?,I agree.,\n" * 5_000]
)
def test_what_may_take_long_is_left_to_the_worker_however_small_it_is(
    client: Client, session: Session, desk: str, content: bytes
):
    page = upload(client, desk, content)
    check(client, page)

    assert stored(session, CommentImport)[0].state is ImportState.CHECKING


def test_others_may_write_while_a_file_is_read_and_masked(
    client: Client, desk: str, database, monkeypatch: pytest.MonkeyPatch
):
    written = []

    def writing(real):
        def act(*given, **named):
            with database.writing() as session:
                session.exec(select(CommentImport)).all()
            written.append(real.__name__)
            return real(*given, **named)

        return act

    for name in ("pack_file", "plan_of", "mask_plan"):
        real = getattr(pages, name)
        monkeypatch.setattr(pages, name, writing(real))

    page = bring(client, desk, LONG)

    assert "What this file brought" in client.get(prefixed(page)).text
    assert written == ["pack_file", "plan_of", "plan_of", "mask_plan"]


def test_what_two_files_bring_is_stored_once(
    client: Client, session: Session, desk: str, monkeypatch: pytest.MonkeyPatch
):
    page, other = upload(client, desk, LONG), upload(client, desk, LONG)
    check(client, page)
    check(client, other)

    def overtaken(plan, region):
        monkeypatch.undo()
        post_form(client, f"{other}/confirm", page=other)
        mask_plan(plan, region)

    monkeypatch.setattr(pages, "mask_plan", overtaken)
    post_form(client, f"{page}/confirm", page=page)

    assert "Another file brought some" in client.get(prefixed(page)).text
    assert len(stored(session)) == 3


def test_an_attempt_that_was_overtaken_stores_nothing(
    client: Client, session: Session, desk: str, database, settings, everything_is_large
):
    page = upload(client, desk, LONG)
    check(client, page)
    Worker(database, settings).run_until_idle()
    post_form(client, f"{page}/confirm", page=page)

    def overtake(step: str, share: float) -> None:
        with database.writing() as writing:
            writing.exec(select(CommentImport)).one().attempt = "another"
            writing.commit()

    job = a_job(database, settings, import_id=page.rsplit("/", 1)[1])
    with pytest.raises(LostJob):
        tasks.perform(replace(job, report=overtake))

    assert stored(session) == []


@pytest.mark.parametrize("step", ["check", "confirm"])
def test_a_file_whose_worker_is_killed_each_time_can_be_tried_again(
    client: Client, desk: str, database, settings, step: str, everything_is_large
):
    page = upload(client, desk, LONG)
    fields = guessed_fields(client.get(prefixed(page)).text)
    check(client, page)
    worker = Worker(database, settings)
    if step == "confirm":
        worker.run_until_idle()
        post_form(client, f"{page}/confirm", page=page)
    with database.writing() as writing:
        for job in writing.exec(select(JobRow).where(JobRow.state == JobState.WAITING)):
            job.attempts = MOST_ATTEMPTS
        writing.commit()

    worker.run_until_idle()

    assert "went wrong on our side" in client.get(prefixed(page)).text
    again: dict[str, dict[str, str]] = {"confirm": {}, "check": {**fields, **AFTER}}
    post_form(client, f"{page}/{step}", again[step], page=page)
    worker.run_until_idle()
    with database.read_session() as reading:
        (one,) = stored(reading, CommentImport)
    assert one.state is (ImportState.DONE if step == "confirm" else ImportState.CHECKED)


def test_what_is_wrong_with_a_file_is_told_a_sentence_a_line():
    error = Invalid({"map": "One is wrong.", "file": "Another is, too."})

    assert tasks.told(error) == "One is wrong.\nAnother is, too."
