"""What needs an official's attention, drawn from every room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from litestar import Controller, Response, get
from sqlmodel import Session

from app.accounts.models import Official
from app.accounts.web import SignedIn
from app.comments.models import CommentState
from app.comments.queries import count_by_state, count_waiting_long
from app.consultations.models import Consultation
from app.consultations.queries import list_organisation_consultations
from app.consultations.rules import Phase, phase_at
from app.consultations.web.office import PHASE_LABELS
from app.topics.models import TopicState
from app.topics.queries import list_consultation_topics
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession
from app.web.pages import render
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class Attention:
    """One consultation, and what in it waits for somebody."""

    consultation: Consultation
    phase: str
    is_open: bool
    waiting: int
    late: int
    unchecked: int


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """The first page after signing in."""

    template: ClassVar[str] = "publishing/office.html"
    fragment: ClassVar[str | None] = None

    official: Official
    rows: Sequence[Attention]


class DashboardController(Controller):
    """The workspace's front page."""

    path = "/office"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, now: Now, official: SignedIn
    ) -> Response[str]:
        found = list_organisation_consultations(session, official.organisation_id)
        rows = [_attention(session, one, now) for one in found]
        rows.sort(key=lambda row: (-row.late, -row.waiting, -row.unchecked))
        return render(request, DashboardPage(official, rows))


def _attention(
    session: Session, consultation: Consultation, now: datetime
) -> Attention:
    is_answered = consultation.results_published_at is not None
    phase = phase_at(consultation, now, is_answered=is_answered)
    topics = list_consultation_topics(session, consultation.id)
    return Attention(
        consultation,
        translate(PHASE_LABELS[phase]),
        is_open=phase is Phase.OPEN,
        waiting=count_by_state(session, consultation.id).get(CommentState.RECEIVED, 0),
        late=count_waiting_long(session, consultation.id, now),
        unchecked=sum(one.state is TopicState.PROPOSED for one in topics),
    )
