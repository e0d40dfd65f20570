"""Officials edit the list of known concerns, and stand by what was mapped to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Official
from app.accounts.services import record_act
from app.analysis.issues import DEFAULT_ISSUES
from app.analysis.issues import Issue as ComparedIssue
from app.consultations.models import Consultation, Question
from app.errors import NotFound
from app.jobs import enqueue
from app.topics.models import Issue, IssueReview, IssueState
from app.topics.queries.issues import get_compared, list_compared, list_issues
from app.topics.queries.topics import list_text_questions
from app.topics.rules import require_reason
from app.topics.rules.issues import (
    new_key,
    read_phrases,
    require_name,
    require_one_on,
    require_room,
)

MAP: Final = "topics.map_issues"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an official makes of the comments mapped to a concern, and why."""

    state: IssueState
    reason: str = ""


def add_issue(
    session: Session,
    consultation: Consultation,
    entered: dict[str, str],
    official: Official,
    *,
    now: datetime,
) -> Issue:
    """Look for one more concern in the comments of a consultation.

    Raises:
        Invalid: It has no name or no phrases.
        Conflict: The list is full.
    """
    own = own_issues(session, consultation, now=now)
    require_room(own)
    issue = Issue(
        consultation_id=consultation.id,
        key=new_key(entered.get("name", ""), {one.key for one in own}),
        position=len(own),
        updated_at=now,
        **_values(entered),
    )
    session.add(issue)
    _changed(session, consultation, issue.key, "added_issue", official, now)
    return issue


def change_issue(
    session: Session,
    consultation: Consultation,
    key: str,
    entered: dict[str, str],
    official: Official,
    *,
    now: datetime,
) -> Issue:
    """Rename a concern, or compare comments with other phrases.

    Raises:
        Invalid: It has no name or no phrases.
    """
    issue = _own(session, consultation, key, now)
    values = _values(entered)
    is_remapped = values["phrases"] != issue.phrases
    for name, value in values.items():
        setattr(issue, name, value)
    issue.updated_at = now
    session.add(issue)
    if is_remapped:
        # Other comments may be found now, and nobody has looked at those.
        _forget_reviews(session, consultation, key)
    _changed(session, consultation, key, "changed_issue", official, now)
    return issue


def switch_issue(
    session: Session,
    consultation: Consultation,
    key: str,
    official: Official,
    *,
    is_on: bool,
    now: datetime,
) -> None:
    """Stop or begin to look for a concern.

    Raises:
        Conflict: Nothing would be looked for.
    """
    issue = _own(session, consultation, key, now)
    issue.is_on, issue.updated_at = is_on, now
    session.add(issue)
    session.flush()
    require_one_on(list_issues(session, consultation.id))
    act = "switched_issue_on" if is_on else "switched_issue_off"
    _changed(session, consultation, key, act, official, now)


def restore_issues(
    session: Session, consultation: Consultation, official: Official, *, now: datetime
) -> None:
    """Return to the usual twelve; what was written here is gone."""
    for issue in list_issues(session, consultation.id):
        _forget_reviews(session, consultation, issue.key)
        session.delete(issue)
    session.flush()
    _changed(session, consultation, "", "restored_issues", official, now)


def review_issue(
    session: Session,
    question: Question,
    key: str,
    verdict: Verdict,
    official: Official,
    *,
    now: datetime,
) -> None:
    """Confirm what was mapped to a concern, hide it, or take either back.

    Raises:
        NotFound: Nobody looks for it.
        Invalid: It is hidden without a reason.
    """
    get_compared(session, question.consultation_id, key)
    review = session.get(IssueReview, (question.id, key)) or IssueReview(
        question_id=question.id, key=key, changed_at=now
    )
    before = review.state
    review.state = verdict.state
    is_hidden = verdict.state is IssueState.HIDDEN
    review.reason = require_reason(verdict.reason) if is_hidden else ""
    review.changed_at, review.changed_by = now, official.id
    session.add(review)
    told = {"key": key, "before": before.value, "after": verdict.state.value}
    record_act(
        session, official, "reviewed_issue", "question", str(question.id), told, now=now
    )


def map_if_changed(
    session: Session, consultation_id: UUID, used: tuple[ComparedIssue, ...]
) -> None:
    """Have comments compared anew when the list changed while they were read."""
    if list_compared(session, consultation_id) != used:
        _queue_mapping(session, consultation_id)


def own_issues(
    session: Session, consultation: Consultation, *, now: datetime
) -> Sequence[Issue]:
    """Return the consultation's own list, made from the usual one when it has none."""
    own = list_issues(session, consultation.id)
    if own:
        return own
    session.add_all(
        Issue(
            consultation_id=consultation.id,
            key=one.key,
            position=place,
            name=one.name,
            description=one.description,
            phrases=list(one.phrases),
            updated_at=now,
        )
        for place, one in enumerate(DEFAULT_ISSUES)
    )
    session.flush()
    return list_issues(session, consultation.id)


def _own(
    session: Session, consultation: Consultation, key: str, now: datetime
) -> Issue:
    for one in own_issues(session, consultation, now=now):
        if one.key == key:
            return one
    raise NotFound("issue", key)


def _values(entered: dict[str, str]) -> dict[str, Any]:
    return {
        "name": require_name(entered.get("name", "")),
        "description": entered.get("description", "").strip()[:500],
        "phrases": read_phrases(entered.get("phrases", "")),
    }


def _forget_reviews(session: Session, consultation: Consultation, key: str) -> None:
    for question in list_text_questions(session, consultation.id):
        review = session.get(IssueReview, (question.id, key))
        if review is not None:
            session.delete(review)


def _changed(
    session: Session,
    consultation: Consultation,
    key: str,
    act: str,
    official: Official,
    now: datetime,
) -> None:
    """Note the act, and have the comments compared anew by the worker."""
    identity = str(consultation.id)
    record_act(
        session, official, act, "consultation", identity, {"issue": key}, now=now
    )
    _queue_mapping(session, consultation.id)


def _queue_mapping(session: Session, consultation_id: UUID) -> None:
    identity = str(consultation_id)
    enqueue(session, MAP, {"consultation_id": identity}, key=f"issues:{identity}")
