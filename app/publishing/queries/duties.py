"""What waits for somebody in a consultation: what, how much, and for whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from app.accounts.models import Role
from app.comments.models import CommentState
from app.comments.queries import (
    count_by_state,
    count_waiting_long,
    list_waiting_imports,
)
from app.consultations.models import Consultation, ConsultationKind
from app.consultations.queries import find_decision, list_proposals
from app.consultations.rules import is_sealed
from app.official_responses.queries import (
    is_overdue,
    list_unanswered,
    map_promises,
    map_responses,
)
from app.topics.models import RunState, Topic, TopicState
from app.topics.queries import (
    count_readable,
    find_latest_publication,
    find_latest_run,
    list_consultation_topics,
    list_text_questions,
)


class Duty(StrEnum):
    """What an official can do now; what cannot wait comes first."""

    LATE_COMMENTS = "late_comments"
    OVERDUE_PROMISES = "overdue_promises"
    FAILED_READING = "failed_reading"
    COMMENTS = "comments"
    FILES = "files"
    DRAFT = "draft"
    READING = "reading"
    TOPICS = "topics"
    PUBLICATION = "publication"
    ANSWERS = "answers"
    DECISION = "decision"


URGENT = frozenset({Duty.LATE_COMMENTS, Duty.OVERDUE_PROMISES, Duty.FAILED_READING})
ROLE_FOR = {
    Duty.LATE_COMMENTS: Role.MODERATOR,
    Duty.COMMENTS: Role.MODERATOR,
    Duty.READING: Role.ANALYST,
    Duty.FAILED_READING: Role.ANALYST,
    Duty.TOPICS: Role.ANALYST,
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One duty in one consultation, and how many things it is about."""

    duty: Duty
    count: int


def list_duties(
    session: Session,
    consultation: Consultation,
    now: datetime,
    *,
    is_settled: bool = False,
) -> list[Waiting]:
    """Return what waits in a consultation, in the order of `Duty`.

    One that is settled, with every decision published, is not asked for the steps that
    lead there: a body has more of them every year.
    """
    steps = _after_deciding if is_settled else _after_closing
    found = [
        *_comments(session, consultation, now),
        *steps(session, consultation, now),
        *_promises(session, consultation, now),
    ]
    if consultation.published_at is None:
        found.append(Waiting(Duty.DRAFT, 1))
    order = list(Duty)
    counted = [one for one in found if one.count]
    return sorted(counted, key=lambda one: order.index(one.duty))


def _comments(
    session: Session, consultation: Consultation, now: datetime
) -> Iterator[Waiting]:
    late = count_waiting_long(session, consultation.id, now)
    all_of_them = count_by_state(session, consultation.id).get(CommentState.RECEIVED, 0)
    yield Waiting(Duty.LATE_COMMENTS, late)
    # Those that are late stand in the list of all that wait, too.
    yield Waiting(Duty.COMMENTS, all_of_them)
    files = list_waiting_imports(session, consultation.id)
    yield Waiting(Duty.FILES, len(files))


def _after_closing(
    session: Session, consultation: Consultation, now: datetime
) -> Iterator[Waiting]:
    """Yield the steps from reading to the decision, as far as they can be taken."""
    topics = list_consultation_topics(session, consultation.id)
    unread, failed = _readings(session, consultation)
    yield Waiting(Duty.FAILED_READING, failed)
    proposed = [one for one in topics if one.state is TopicState.PROPOSED]
    yield Waiting(Duty.TOPICS, len(proposed))
    if is_sealed(consultation, now) or consultation.published_at is None:
        return
    yield Waiting(Duty.READING, unread)
    confirmed = [one for one in topics if one.state is TopicState.CONFIRMED]
    if find_latest_publication(session, consultation.id) is None:
        is_ready = bool(confirmed) and not proposed
        yield Waiting(Duty.PUBLICATION, len(confirmed) if is_ready else 0)
        return
    yield Waiting(Duty.ANSWERS, _unanswered(session, consultation, topics))
    if consultation.kind is ConsultationKind.PROPOSAL:
        yield Waiting(Duty.DECISION, _undecided(session, consultation))


def _after_deciding(
    session: Session,
    consultation: Consultation,
    now: datetime,  # noqa: ARG001 - as `_after_closing`
) -> Iterator[Waiting]:
    topics = list_consultation_topics(session, consultation.id)
    yield Waiting(Duty.ANSWERS, _unanswered(session, consultation, topics))


def _readings(session: Session, consultation: Consultation) -> tuple[int, int]:
    """Count questions with comments that were never read, and failed readings."""
    unread = failed = 0
    for question in list_text_questions(session, consultation.id):
        run = find_latest_run(session, question.id)
        if run is None:
            unread += bool(count_readable(session, question.id))
        else:
            failed += run.state is RunState.FAILED
    return unread, failed


def _unanswered(
    session: Session, consultation: Consultation, topics: Sequence[Topic]
) -> int:
    return len(list_unanswered(topics, map_responses(session, consultation.id)))


def _undecided(session: Session, consultation: Consultation) -> int:
    decisions = [
        find_decision(session, proposal.id)
        for proposal in list_proposals(session, consultation.id)
    ]
    return sum(one is None or one.published_at is None for one in decisions)


def _promises(
    session: Session, consultation: Consultation, now: datetime
) -> Iterator[Waiting]:
    promises = map_promises(session, consultation.id).values()
    today = now.date()
    overdue = [one for some in promises for one in some if is_overdue(one, today)]
    yield Waiting(Duty.OVERDUE_PROMISES, len(overdue))
