"""The home page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from litestar import Controller, Response, get

from app.consultations.queries import find_next_turn
from app.publishing.queries.home import (
    MadeDecision,
    OpenConsultation,
    list_latest_decisions,
    list_open_for_home,
)
from app.register.queries.in_use import QUESTIONS, InUseCounts, count_in_use
from app.web.caching import Keep, public
from app.web.dependencies import Now, ReadSession
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class HomePage:
    """What this is, what is open, what was decided."""

    template: ClassVar[str] = "publishing/home.html"
    fragment: ClassVar[str | None] = None

    open_consultations: Sequence[OpenConsultation]
    decisions: Sequence[MadeDecision]
    in_use: InUseCounts
    questions: Mapping[str, str]


class HomeController(Controller):
    """The front door."""

    path = "/"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def home(self, request: Request, session: ReadSession, now: Now) -> Response[str]:
        page = HomePage(
            open_consultations=list_open_for_home(session, now),
            decisions=list_latest_decisions(session),
            in_use=count_in_use(session, now.date()),
            questions=QUESTIONS,
        )
        turn = find_next_turn(session, now)
        return public(request, page, keep=Keep(until=turn))
