"""What anyone can read about consultations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from litestar import Controller, Response, get
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Organisation
from app.consultations.models import (
    Consultation,
    ConsultationKind,
    Decision,
    Notice,
    Proposal,
    ProposalVersion,
    Question,
)
from app.consultations.queries import (
    find_decision,
    find_next_turn,
    get_current_version,
    get_public_consultation,
    list_decided_ids,
    list_notices,
    list_proposals,
    list_public_consultations,
    list_questions,
    list_versions,
)
from app.consultations.rules import Phase, next_turn_of, phase_at
from app.register.models import System
from app.web.caching import Keep, public
from app.web.dependencies import Now, ReadSession
from app.web.forms import query_of
from app.web.requests import Request

# Which phases each list on the page holds.
LISTS: Final[Mapping[str, frozenset[Phase]]] = {
    "open": frozenset({Phase.OPEN, Phase.UPCOMING}),
    "closed": frozenset({Phase.CLOSED}),
    "answered": frozenset({Phase.ANSWERED, Phase.DECIDED}),
}
# How far along the loop each phase is.
STEP_OF: Final[Mapping[Phase, int]] = {
    Phase.DRAFT: 0,
    Phase.UPCOMING: 0,
    Phase.OPEN: 1,
    Phase.CLOSED: 2,
    Phase.ANSWERED: 3,
    Phase.DECIDED: 4,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A consultation in a list."""

    consultation: Consultation
    organisation: Organisation
    phase: Phase


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with its present words, its system and what was decided."""

    proposal: Proposal
    words: ProposalVersion
    earlier: Sequence[ProposalVersion]
    system: System
    is_registered: bool
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class ConsultationsPage:
    """Open, closed and answered consultations, one list at a time."""

    template: ClassVar[str] = "consultations/index.html"
    fragment: ClassVar[str | None] = "consultations/_list.html"

    chosen: str
    counts: Mapping[str, int]
    listed: Sequence[Listed]


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """What is proposed, in short first, and how to take part."""

    template: ClassVar[str] = "consultations/consultation.html"
    fragment: ClassVar[str | None] = None

    consultation: Consultation
    organisation: Organisation
    phase: Phase
    step: int
    is_standing: bool
    proposals: Sequence[ProposalView]
    questions: Sequence[Question]
    notices: Sequence[Notice]


@dataclass(frozen=True, slots=True)
class PaperFormPage:
    """The form to print, fill in by hand and post."""

    template: ClassVar[str] = "consultations/paper_form.html"
    fragment: ClassVar[str | None] = None

    consultation: Consultation
    organisation: Organisation
    proposals: Sequence[ProposalView]
    questions: Sequence[Question]


class ConsultationController(Controller):
    """Public pages of consultations."""

    path = "/consultations"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def index(self, request: Request, session: ReadSession, now: Now) -> Response[str]:
        everything = _listed(session, now)
        counts = {
            name: sum(one.phase in phases for one in everything)
            for name, phases in LISTS.items()
        }
        wanted = query_of(request).get("show")
        chosen = wanted if wanted in LISTS else "open"
        listed = [one for one in everything if one.phase in LISTS[chosen]]
        page = ConsultationsPage(chosen, counts, listed)
        turn = find_next_turn(session, now)
        return public(request, page, keep=Keep(query=("show",), until=turn))

    @get("/{slug:str}", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[str]:
        consultation = get_public_consultation(session, slug)
        proposals = list_proposal_views(session, consultation)
        phase = _phase(consultation, proposals, now)
        page = ConsultationPage(
            consultation=consultation,
            organisation=session.get_one(Organisation, consultation.organisation_id),
            phase=phase,
            step=STEP_OF[phase],
            is_standing=consultation.kind is ConsultationKind.STANDING,
            proposals=proposals,
            questions=list_questions(session, consultation.id),
            notices=list_notices(session, consultation.id),
        )
        turn = next_turn_of(consultation, now)
        return public(request, page, keep=Keep(until=turn))

    @get("/{slug:str}/paper-form", sync_to_thread=True)
    def paper_form(
        self, request: Request, session: ReadSession, slug: FromPath[str]
    ) -> Response[str]:
        consultation = get_public_consultation(session, slug)
        proposals = list_proposal_views(session, consultation)
        page = PaperFormPage(
            consultation=consultation,
            organisation=session.get_one(Organisation, consultation.organisation_id),
            proposals=proposals,
            questions=list_questions(session, consultation.id),
        )
        return public(request, page, keep=Keep())


def list_proposal_views(
    session: Session, consultation: Consultation
) -> list[ProposalView]:
    """Return the proposals of a consultation as they are shown."""
    return [
        _proposal_view(session, proposal)
        for proposal in list_proposals(session, consultation.id)
    ]


def _proposal_view(session: Session, proposal: Proposal) -> ProposalView:
    system = session.get_one(System, proposal.system_id)
    decision = find_decision(session, proposal.id)
    is_public = decision is not None and decision.published_at is not None
    versions = list_versions(session, proposal)
    return ProposalView(
        proposal=proposal,
        words=get_current_version(session, proposal),
        earlier=[one for one in versions if one.version != proposal.version],
        system=system,
        is_registered=system.current_version is not None and not system.is_withheld,
        decision=decision if is_public else None,
    )


def _phase(
    consultation: Consultation, proposals: Sequence[ProposalView], now: datetime
) -> Phase:
    is_decided = any(one.decision is not None for one in proposals)
    return phase_at(
        consultation,
        now,
        is_answered=consultation.answered_at is not None,
        is_decided=is_decided,
    )


def _listed(session: Session, now: datetime) -> list[Listed]:
    decided = list_decided_ids(session)
    return [
        Listed(
            consultation,
            session.get_one(Organisation, consultation.organisation_id),
            phase_at(
                consultation,
                now,
                is_answered=consultation.answered_at is not None,
                is_decided=consultation.id in decided,
            ),
        )
        for consultation in list_public_consultations(session)
    ]
