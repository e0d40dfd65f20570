"""Consultations for programs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from litestar import Controller, get
from litestar.params import FromPath
from sqlmodel import Session

from app.consultations.models import Consultation, Question
from app.consultations.queries import (
    find_decision,
    get_public_consultation,
    list_decided_ids,
    list_notices,
    list_proposals,
    list_public_consultations,
    list_questions,
    list_versions,
)
from app.consultations.rules import phase_at
from app.register.models import System
from app.web.dependencies import Now, ReadSession
from app.web.openapi import OPEN_TO_ALL, answers, problems
from app.web.parameters import only_known_parameters


@dataclass(frozen=True, slots=True)
class ConsultationSummary:
    """What a list of consultations holds of each."""

    slug: str
    title: str
    kind: str
    phase: str
    summary: str
    language: str
    opens_at: datetime
    closes_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """Proceed, change or stop, with reasons."""

    outcome: str
    summary: str
    reasons: str
    decided_by: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class PublicProposal:
    """A proposal with its present words; `versions` holds the earlier ones too."""

    id: UUID
    title: str
    system: str
    version: int
    already_decides: bool
    how_to_contest: str
    versions: list[dict[str, Any]]
    decision: PublicDecision | None


@dataclass(frozen=True, slots=True)
class PublicConsultation:
    """All that a consultation's page says."""

    consultation: ConsultationSummary
    background: str
    who_decides: str
    decides_on: date | None
    concerns: list[dict[str, Any]]
    participant_questions: list[dict[str, Any]]
    proposals: list[PublicProposal]
    notices: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """One question; `key` is what a submission names it by."""

    key: str
    kind: str
    wording: str
    help_text: str
    choices: list[str]
    proposal_id: UUID | None


_SUMMARY: Final[dict[str, Any]] = {
    "slug": "ask-ostervale",
    "title": "A machine that answers questions",
    "kind": "proposal",
    "phase": "open",
    "summary": "Should an assistant answer first?",
    "language": "en",
    "opens_at": "2026-03-02T12:00:00Z",
    "closes_at": "2026-04-02T12:00:00Z",
    "updated_at": "2026-03-02T12:00:00Z",
}
_CONSULTATION: Final[dict[str, Any]] = {
    "consultation": _SUMMARY,
    "background": "Callers wait for twenty minutes.",
    "who_decides": "The council",
    "decides_on": "2026-05-04",
    "concerns": [{"key": "human", "label": "No person to talk to"}],
    "participant_questions": [],
    "proposals": [
        {
            "id": "01960c5e-6f2b-7000-8000-4f6f6c6b6d6f",
            "title": "An assistant on the council's pages",
            "system": "ask-ostervale",
            "version": 1,
            "already_decides": False,
            "how_to_contest": "",
            "versions": [],
            "decision": {
                "outcome": "change",
                "summary": "It answers only what is asked most.",
                "reasons": "Most people want a person for anything else.",
                "decided_by": "The council",
                "decided_on": "2026-05-04",
            },
        }
    ],
    "notices": [],
}
_QUESTION: Final[dict[str, Any]] = {
    "key": "views",
    "kind": "free_text",
    "wording": "What should we think of?",
    "help_text": "",
    "choices": [],
    "proposal_id": "01960c5e-6f2b-7000-8000-4f6f6c6b6d6f",
}


class ConsultationsApi(Controller):
    """Consultations, their proposals and questions."""

    path = "/api/v1/consultations"
    tags = ["Consultations"]
    guards = (only_known_parameters,)
    response_headers = OPEN_TO_ALL

    @get(
        "/",
        sync_to_thread=True,
        summary="List consultations",
        responses={
            **answers(list[ConsultationSummary], "Newest first", [_SUMMARY]),
            **problems(),
        },
    )
    def list_all(self, session: ReadSession, now: Now) -> list[ConsultationSummary]:
        """Return every published consultation, newest first.

        `phase` is upcoming, open, closed (comments are being read), answered or decided.
        """
        decided = list_decided_ids(session)
        return [
            _summary(one, now, is_decided=one.id in decided)
            for one in list_public_consultations(session)
        ]

    @get(
        "/{slug:str}",
        sync_to_thread=True,
        summary="Read a consultation",
        responses={
            **answers(PublicConsultation, "All that its page says", _CONSULTATION),
            **problems(404),
        },
    )
    def read(
        self, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> PublicConsultation:
        """Return what is proposed, in every version, and what was decided."""
        consultation = get_public_consultation(session, slug)
        proposals = _proposals(session, consultation)
        is_decided = any(one.decision for one in proposals)
        return PublicConsultation(
            consultation=_summary(consultation, now, is_decided=is_decided),
            background=consultation.background,
            who_decides=consultation.who_decides,
            decides_on=consultation.decides_on,
            concerns=consultation.concerns,
            participant_questions=consultation.participant_questions,
            proposals=proposals,
            notices=[
                {"at": one.at, "text": one.text}
                for one in list_notices(session, consultation.id)
            ],
        )

    @get(
        "/{slug:str}/questions",
        sync_to_thread=True,
        summary="List questions",
        responses={
            **answers(list[PublicQuestion], "In the order of the form", [_QUESTION]),
            **problems(404),
        },
    )
    def questions(
        self, session: ReadSession, slug: FromPath[str]
    ) -> list[PublicQuestion]:
        """Return what is asked, in order."""
        consultation = get_public_consultation(session, slug)
        return [_question(one) for one in list_questions(session, consultation.id)]


def _summary(
    consultation: Consultation, now: datetime, *, is_decided: bool
) -> ConsultationSummary:
    return ConsultationSummary(
        slug=consultation.slug,
        title=consultation.title,
        kind=consultation.kind.value,
        phase=phase_at(
            consultation,
            now,
            is_answered=consultation.answered_at is not None,
            is_decided=is_decided,
        ).value,
        summary=consultation.summary,
        language=consultation.language,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        updated_at=consultation.updated_at,
    )


def _proposals(session: Session, consultation: Consultation) -> list[PublicProposal]:
    found = []
    for one in list_proposals(session, consultation.id):
        decision = find_decision(session, one.id)
        is_public = decision is not None and decision.published_at is not None
        found.append(
            PublicProposal(
                id=one.id,
                title=one.title,
                system=session.get_one(System, one.system_id).slug,
                version=one.version,
                already_decides=one.already_decides,
                how_to_contest=one.how_to_contest,
                versions=[
                    version.model_dump(exclude={"id", "proposal_id"})
                    for version in list_versions(session, one)
                ],
                decision=PublicDecision(
                    outcome=decision.outcome.value,
                    summary=decision.summary,
                    reasons=decision.reasons,
                    decided_by=decision.decided_by,
                    decided_on=decision.decided_on,
                )
                if decision is not None and is_public
                else None,
            )
        )
    return found


def _question(question: Question) -> PublicQuestion:
    return PublicQuestion(
        key=question.key,
        kind=question.kind.value,
        wording=question.wording,
        help_text=question.help_text,
        choices=question.choices,
        proposal_id=question.proposal_id,
    )
