"""Makes confirmed topics public: a frozen snapshot, kept for good."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Official
from app.accounts.services import record_act
from app.consultations.models import Consultation, ConsultationKind
from app.consultations.queries import list_proposals, list_system_consultations
from app.consultations.rules import is_sealed
from app.errors import N_, PhaseClosed
from app.register.models import SystemFeedback
from app.register.services import set_feedback
from app.topics.models import TopicPublication
from app.topics.queries import find_latest_publication, list_consultation_topics
from app.topics.rules import require_something_to_publish
from app.topics.services.snapshot import snapshot_of


def publish_topics(
    session: Session, consultation: Consultation, official: Official, *, now: datetime
) -> TopicPublication:
    """Freeze what is confirmed now and make it public.

    Raises:
        PhaseClosed: People can still comment; results stay sealed until closing.
        Conflict: Nothing is confirmed.
    """
    if is_sealed(consultation, now):
        raise PhaseClosed(
            N_("People can still comment. Results are published after closing.")
        )
    topics = list_consultation_topics(session, consultation.id)
    require_something_to_publish({one.id: one.state for one in topics})
    earlier = find_latest_publication(session, consultation.id)
    publication = TopicPublication(
        consultation_id=consultation.id,
        published_at=now,
        published_by=official.id,
        snapshot=snapshot_of(session, consultation, earlier),
    )
    session.add(publication)
    consultation.results_published_at = now
    session.add(consultation)
    session.flush()
    for one in list_proposals(session, consultation.id):
        _push_feedback(session, one.system_id, now)
    # The trail comes last: whoever holds it must wait for nothing else.
    record_act(
        session,
        official,
        "published_topics",
        "consultation",
        str(consultation.id),
        {"publication": str(publication.id)},
        now=now,
    )
    return publication


def _push_feedback(session: Session, system_id: UUID, now: datetime) -> None:
    """Tell the register what is published about a system, over all consultations."""
    consultations = list_system_consultations(session, system_id)
    told = [
        publication.snapshot
        for one in consultations
        if (publication := find_latest_publication(session, one.id)) is not None
    ]
    earlier = session.get(SystemFeedback, system_id)
    was_consulted_on = earlier is not None and earlier.is_consulted_on
    feedback = SystemFeedback(
        system_id=system_id,
        consultations=len(told),
        submissions=sum(one["submissions"] for one in told),
        comments=sum(one["comments"] for one in told),
        distinct_texts=sum(one["distinct_texts"] for one in told),
        is_consulted_on=was_consulted_on
        or any(
            one.kind is ConsultationKind.PROPOSAL
            and one.results_published_at is not None
            for one in consultations
        ),
        updated_at=now,
    )
    set_feedback(session, feedback, now=now)
