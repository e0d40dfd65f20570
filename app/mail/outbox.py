"""What is written and not sent yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.jobs import enqueue
from app.mail.models import OutgoingMessage

# A server that is away for so long gets no letter any more: it would come too late.
LONGEST_TRIED: Final = timedelta(days=3)
LONGEST_SHOWN: Final = timedelta(days=7)
_LONGEST_SUBJECT: Final = 200
_MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody is written. A subject or header of several lines becomes one."""

    recipient: str
    subject: str
    text: str
    about: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def post(session: Session, letter: Letter, *, now: datetime) -> OutgoingMessage:
    """Have a letter sent once the caller has committed."""
    message = OutgoingMessage(
        about=letter.about,
        recipient=letter.recipient,
        subject=_one_line(letter.subject)[:_LONGEST_SUBJECT],
        text=letter.text,
        headers={name: _one_line(value) for name, value in letter.headers.items()},
        written_at=now,
    )
    session.add(message)
    session.flush()
    send_soon(session, message.id)
    return message


def send_soon(session: Session, message_id: UUID) -> None:
    """Enqueue the job that sends a letter; it carries the id and no address."""
    enqueue(session, "mail.deliver", {"id": str(message_id)}, key=f"mail:{message_id}")


def forget(session: Session, about: str) -> None:
    """Take back every letter about something, sent or not."""
    session.execute(delete(OutgoingMessage).where(col(OutgoingMessage.about) == about))


def forget_old(session: Session, now: datetime) -> None:
    """Delete what could not be sent for days, and what was shown for long enough."""
    kept = col(OutgoingMessage.kept_at)
    session.execute(delete(OutgoingMessage).where(kept < now - LONGEST_SHOWN))
    session.execute(
        delete(OutgoingMessage).where(
            kept.is_(None), col(OutgoingMessage.written_at) < now - LONGEST_TRIED
        )
    )


def list_unsent(session: Session) -> Sequence[OutgoingMessage]:
    """Return letters that still have to go, the oldest first."""
    return session.exec(
        select(OutgoingMessage)
        .where(col(OutgoingMessage.kept_at).is_(None))
        .order_by(col(OutgoingMessage.written_at))
    ).all()


def list_outbox(session: Session) -> Sequence[OutgoingMessage]:
    """Return the latest letters, the newest first."""
    return session.exec(
        select(OutgoingMessage)
        .order_by(col(OutgoingMessage.written_at).desc())
        .limit(_MOST_SHOWN)
    ).all()


def _one_line(text: str) -> str:
    return " ".join(text.split())
