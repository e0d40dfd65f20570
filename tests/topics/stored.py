"""Looks into the database while the application uses it."""

from collections.abc import Callable
from typing import TypeVar

from sqlmodel import Session, SQLModel, select

from app.topics.models import Topic

Row = TypeVar("Row", bound=SQLModel)


def rows(
    session: Session, table: type[Row], wanted: Callable[[Row], bool] = lambda _: True
) -> list[Row]:
    """Read without keeping the write lock from the application."""
    with Session(session.get_bind()) as reading:
        return [one for one in reading.exec(select(table)) if wanted(one)]


def topic_named(session: Session, key: str) -> Topic:
    (topic,) = rows(session, Topic, lambda one: one.key == key)
    return topic
