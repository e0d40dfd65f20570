from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from app.accounts.models import Official
from app.comments.models import Comment
from app.consultations.models import Consultation
from app.topics.models import Topic
from app.topics.services import (
    confirm_topics,
    move_comments,
    publish_topics,
    undo_last,
)
from tests.factories import NOW
from tests.topics.conftest import Read

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def topics(session: Session, read: Read) -> dict[str, Topic]:
    read()
    return {one.key: one for one in session.exec(select(Topic))}


@pytest.fixture
def written(session: Session) -> Iterator[list[str]]:
    """Every statement that changes rows, in the order in which they are sent."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", note)
    yield sent
    event.remove(session.get_bind(), "before_cursor_execute", note)


def test_nothing_is_locked_after_the_trail(
    session: Session,
    consultation: Consultation,
    topics: dict[str, Topic],
    official: Official,
    written: list[str],
):
    phone, cost = topics["phone"], topics["cost"]
    ids = [one.id for one in session.exec(select(Comment)) if "phone" in one.text]
    acts: list[Callable[[], object]] = [
        lambda: move_comments(session, ids, phone, cost, official, now=NOW),
        lambda: undo_last(session, phone, official, now=LATER),
        lambda: confirm_topics(session, topics.values(), official, now=NOW),
        lambda: publish_topics(session, consultation, official, now=NOW),
    ]
    for act in acts:
        written.clear()
        act()
        session.flush()
        trail = [one.startswith("INSERT INTO audit_entry") for one in written]
        assert any(trail) and trail == sorted(trail)
