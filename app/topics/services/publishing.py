"""Makes confirmed topics public: a frozen snapshot, kept for good."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.accounts.models import Official
from app.accounts.services import record_act
from app.consultations.models import Consultation, ConsultationKind
from app.consultations.queries import list_proposals
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
    record_act(
        session,
        official,
        "published_topics",
        "consultation",
        str(consultation.id),
        {"publication": str(publication.id)},
        now=now,
    )
    _push_feedback(session, consultation, publication.snapshot, now)
    session.flush()
    return publication


def _push_feedback(
    session: Session,
    consultation: Consultation,
    snapshot: dict[str, Any],
    now: datetime,
) -> None:
    systems = {one.system_id for one in list_proposals(session, consultation.id)}
    for system_id in systems:
        before = session.get(SystemFeedback, system_id)
        is_proposal = consultation.kind is ConsultationKind.PROPOSAL
        set_feedback(
            session,
            SystemFeedback(
                system_id=system_id,
                consultations=1,
                submissions=snapshot["submissions"],
                comments=snapshot["comments"],
                distinct_texts=snapshot["distinct_texts"],
                is_consulted_on=is_proposal or bool(before and before.is_consulted_on),
                updated_at=now,
            ),
            now=now,
        )
