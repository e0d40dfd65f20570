"""How comments are read, in plain words, from the engine's own facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from litestar import Controller, Response, get

from app.analysis.method import COMPONENTS, LIMITS, STEPS, Component, ReadingStep
from app.web.caching import Keep, public
from app.web.catalogues import translate
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class MethodPage:
    """What the engine does, with what, and what it cannot do."""

    template: ClassVar[str] = "publishing/method.html"
    fragment: ClassVar[str | None] = None

    steps: Sequence[ReadingStep]
    components: Sequence[Component]
    limits: Sequence[str]


class MethodController(Controller):
    """The machine explains itself."""

    path = "/how-comments-are-read"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(self, request: Request) -> Response[str]:
        steps = [
            ReadingStep(one.key, translate(one.name), translate(one.explanation))
            for one in STEPS
        ]
        limits = [translate(one) for one in LIMITS]
        components = [
            replace(one, purpose=translate(one.purpose)) for one in COMPONENTS
        ]
        return public(request, MethodPage(steps, components, limits), keep=Keep())
