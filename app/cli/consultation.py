"""`folkmoot consultation analyse`."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import click
from sqlmodel import Session

from app.cli.opening import open_for_command
from app.cli.serve import load_tasks, require_migrated
from app.consultations.models import Question
from app.consultations.queries import get_consultation
from app.db import Database
from app.errors import Conflict, DomainError
from app.jobs import Worker
from app.settings import read_settings
from app.topics.models import AnalysisRun, RunState
from app.topics.queries import get_run, list_text_questions
from app.topics.services import queue_run

_LOOK_SECONDS: Final = 0.5


@click.group()
def consultation() -> None:
    """Work on one consultation."""


@consultation.command()
@click.argument("slug")
@click.option("--no-wait", is_flag=True, help="Leave the reading to a worker.")
def analyse(slug: str, *, no_wait: bool) -> None:
    """Read the comments on every question of a consultation, and find the topics.

    SLUG is the end of its address. Officials then check the topics; nothing is public
    before that. The same comments give the same topics.

    \b
    Example:
      folkmoot consultation analyse night-buses
    """
    settings = read_settings()
    database = open_for_command(settings)
    require_migrated(database)
    runs = _queue(database, slug)
    if no_wait:
        click.echo(f"{len(runs)} questions wait for a worker.")
        return
    load_tasks()
    worker = Worker(database, settings)
    while _is_busy(database, runs):
        # A worker that runs elsewhere may have taken some of them.
        if worker.run_until_idle() == 0:
            time.sleep(_LOOK_SECONDS)
    failed = [line for line in _tell(database, runs) if line]
    if failed:
        raise click.ClickException("; ".join(failed))


def _queue(database: Database, slug: str) -> list[UUID]:
    with database.writing() as session:
        try:
            found = get_consultation(session, slug)
        except DomainError as error:
            raise click.ClickException(str(error)) from error
        questions = list_text_questions(session, found.id)
        runs = list(_queued(session, questions))
        session.commit()
    if not runs:
        message = f"There are no comments to read in {slug} yet."
        raise click.ClickException(message)
    return runs


def _queued(session: Session, questions: Sequence[Question]) -> Iterator[UUID]:
    for question in questions:
        try:
            yield queue_run(session, question, now=datetime.now(UTC)).id
        except Conflict:
            click.echo(f"{question.wording}: no comments yet.")


def _runs(database: Database, runs: Sequence[UUID]) -> list[AnalysisRun]:
    with database.read_session() as session:
        return [get_run(session, one) for one in runs]


def _is_busy(database: Database, runs: Sequence[UUID]) -> bool:
    under_way = {RunState.QUEUED, RunState.RUNNING}
    return any(one.state in under_way for one in _runs(database, runs))


def _tell(database: Database, runs: Sequence[UUID]) -> Iterator[str]:
    """Say what was read, question by question; yield why one failed."""
    for run in _runs(database, runs):
        with database.read_session() as session:
            wording = session.get_one(Question, run.question_id).wording
        if run.state is RunState.FAILED:
            yield f"{wording}: {run.failure}"
        else:
            counts = run.counts
            click.echo(
                f"{wording}: {counts['comments']:,} comments, "
                f"{counts['distinct_texts']:,} distinct texts read."
            )
