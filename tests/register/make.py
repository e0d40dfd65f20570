"""Published systems for tests."""

from typing import Any

from sqlmodel import Session

from app.accounts.models import Official, Organisation
from app.register.models import Status, System
from app.register.schemas.change import Change
from app.register.services import create_system, publish_record, save_draft
from tests.factories import NOW, make_organisation
from tests.register.answers import PLAIN


def make_published(
    session: Session,
    name: str = "Letter sorting",
    organisation: Organisation | None = None,
    status: Status = Status.IN_USE,
    **given: Any,
) -> System:
    """Publish version 1 through the services, with plain answers and those given."""
    body = organisation or make_organisation(session)
    system = create_system(session, body, name, status=status, now=NOW)
    entered = {**PLAIN, **{key: as_answer(value) for key, value in given.items()}}
    save_draft(session, system, entered, official=None, now=NOW)
    publish_record(session, system, None, Change("First entry."), now=NOW)
    return system


def publish_next(
    session: Session,
    system: System,
    note: str | Change = "Changed.",
    official: Official | None = None,
    **given: Any,
) -> None:
    """Publish one more version with the answers given, and what is said of it."""
    change = Change(note) if isinstance(note, str) else note
    entered = {key: as_answer(value) for key, value in given.items()}
    save_draft(session, system, entered, official=None, now=NOW)
    publish_record(session, system, official, change, now=NOW)


def as_answer(value: Any) -> Any:
    is_whole = isinstance(value, dict) and ("state" in value or "value" in value)
    return value if is_whole else {"value": value}
