"""How comments are read, in plain words, from the engine's own facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from litestar import Controller, Response, get
from sqlmodel import Session

from app.analysis.method import (
    BY_GROUP,
    COMPONENTS,
    LIMITS,
    MEASURED,
    OPTIONAL,
    RECORD_SLUG,
    STEPS,
    Component,
    Measured,
    ReadingStep,
)
from app.errors import NotFound
from app.register.models import System
from app.register.queries import get_public_system
from app.web.caching import Keep, public
from app.web.catalogues import translate
from app.web.dependencies import ReadSession
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class MethodPage:
    """What the engine does, with what, how well, and what it cannot do."""

    template: ClassVar[str] = "publishing/method.html"
    fragment: ClassVar[str | None] = None

    steps: Sequence[ReadingStep]
    components: Sequence[Component]
    optional: Sequence[Component]
    limits: Sequence[str]
    measured: Sequence[Measured]
    by_group: Sequence[str]
    record: System | None


class MethodController(Controller):
    """The machine explains itself."""

    path = "/how-comments-are-read"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(self, request: Request, session: ReadSession) -> Response[str]:
        steps = [
            ReadingStep(one.key, translate(one.name), translate(one.explanation))
            for one in STEPS
        ]
        page = MethodPage(
            steps,
            _named(COMPONENTS),
            _named(OPTIONAL),
            [translate(one) for one in LIMITS],
            [_translated(one) for one in MEASURED],
            [translate(one) for one in BY_GROUP],
            _record(session),
        )
        return public(request, page, keep=Keep())


def _named(components: Sequence[Component]) -> Sequence[Component]:
    return [replace(one, purpose=translate(one.purpose)) for one in components]


def _translated(one: Measured) -> Measured:
    return replace(
        one,
        what=translate(one.what),
        on=translate(one.on),
        meaning=translate(one.meaning),
    )


def _record(session: Session) -> System | None:
    """Return the engine's own record, where the body has published one."""
    try:
        return get_public_system(session, RECORD_SLUG)
    except NotFound:
        return None
