"""Sends what is written, tries again what could not be sent, forgets what is old."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.db import Database
from app.jobs import Job, schedule, task
from app.mail import sending
from app.mail.models import OutgoingMessage
from app.mail.outbox import forget_old, list_unsent, send_soon

log = logging.getLogger("folkmoot.mail")


class Undelivered(Exception):
    """The server did not take a letter now; it is tried again."""


@task("mail.deliver")
def perform_deliver(job: Job) -> None:
    """Send one letter and delete it; without a server keep it for a while."""
    message_id = UUID(job.payload["id"])
    with job.database.read_session() as session:
        message = session.get(OutgoingMessage, message_id)
    if message is None or message.kept_at is not None:
        return
    if not job.settings.smtp_url:
        _keep(job.database, message_id)
        return
    try:
        letter = sending.compose(
            message, job.settings.mail_from, job.settings.organisation_name
        )
        sending.deliver(letter, sending.read_server(job.settings.smtp_url))
    except sending.Uncomposable:
        log.warning("a letter cannot be composed; it is not tried again")
    except OSError as error:
        if not sending.is_refused_for_good(error):
            _note_failure(job.database, message_id, error)
            # A job keeps why it failed, and what a server answers quotes addresses.
            raise Undelivered(type(error).__name__) from None
    _delete(job.database, message_id)


@schedule("mail.sweep", every=timedelta(hours=1))
def perform_sweep(job: Job) -> None:
    """Try letters again that a server did not take for hours; forget the old ones."""
    with job.database.writing() as session:
        forget_old(session, datetime.now(UTC))
        for message in list_unsent(session):
            send_soon(session, message.id)
        session.commit()


def _keep(database: Database, message_id: UUID) -> None:
    with database.writing() as session:
        message = session.get(OutgoingMessage, message_id)
        if message is not None:
            message.kept_at = datetime.now(UTC)
            session.add(message)
            session.commit()


def _note_failure(database: Database, message_id: UUID, error: Exception) -> None:
    with database.writing() as session:
        message = session.get(OutgoingMessage, message_id)
        if message is not None:
            message.failure = type(error).__name__
            session.add(message)
            session.commit()


def _delete(database: Database, message_id: UUID) -> None:
    with database.writing() as session:
        message = session.get(OutgoingMessage, message_id)
        if message is not None:
            session.delete(message)
            session.commit()
