"""Taking in what a participant sends, once, and letting them correct it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.analysis.personal_data import mask
from app.comments.models import Answer, Comment, CommentState, Submission
from app.comments.queries import (
    find_by_once_digest,
    list_answers,
    list_submission_comments,
)
from app.comments.rules.moderation import require_held, state_when_new
from app.comments.rules.receipts import (
    code_for,
    content_digest,
    digest_of,
    once_digest,
)
from app.comments.rules.submitting import Checked, check
from app.comments.schemas import Arrival, SubmissionForm
from app.comments.services.answered import Readable
from app.consultations.models import Consultation
from app.consultations.queries import list_questions
from app.consultations.rules import require_open
from app.errors import N_, Conflict


@dataclass(frozen=True, slots=True)
class Sent:
    """A stored submission and the code to it, which is told once and kept nowhere."""

    submission: Submission
    receipt_code: str
    is_new: bool


def submit(
    session: Session,
    consultation: Consultation,
    form: SubmissionForm,
    arrival: Arrival,
    *,
    key: bytes,
    now: datetime,
) -> Sent:
    """Store what somebody sent; the same form sent again is stored once.

    Raises:
        PhaseClosed: The consultation is not open, or was not when this came.
        Invalid: Something does not fit its questions.
        Conflict: This form was sent already, with other words.
    """
    once = f"{consultation.id}\n{arrival.once}"
    sent = _find_sent(session, form, once, key=key)
    if sent is not None:
        return sent
    sent_at = arrival.received_at or now
    require_open(consultation, sent_at)
    checked = check(consultation, list_questions(session, consultation.id), form)
    submission = Submission(
        consultation_id=consultation.id,
        channel=arrival.channel,
        language=arrival.language,
        submitted_at=sent_at,
        updated_at=now,
        entered_by=arrival.entered_by,
        receipt_digest=digest_of(key, code_for(key, once)),
        idempotency_key=once_digest(key, once),
        content_digest=_content(key, once, form),
        risks=list(arrival.risks),
        may_publish=form.may_publish,
        about_participant=checked.about,
    )
    if not _was_added(session, submission):
        return _sent_meanwhile(session, form, once, key)
    _store(session, submission, checked, arrival, now=now)
    return Sent(submission, code_for(key, once), is_new=True)


def mask_all(form: SubmissionForm, region: str | None) -> dict[str, str]:
    """Mask what somebody wrote; to be called before anything is written."""
    return {
        text: mask(text, region=region).text for text in form.comments.values() if text
    }


def correct(
    session: Session,
    submission: Submission,
    form: SubmissionForm,
    *,
    region: str | None,
    now: datetime,
) -> None:
    """Replace what a submission says; what is corrected is looked at again.

    Raises:
        PhaseClosed: The consultation has closed.
        Conflict: It was withdrawn or erased.
        Invalid: Something does not fit, or nothing is left of it.
    """
    require_held(submission)
    consultation = session.get_one(Consultation, submission.consultation_id)
    require_open(consultation, now)
    checked = check(consultation, list_questions(session, consultation.id), form)
    submission.may_publish = form.may_publish
    submission.about_participant = checked.about
    submission.updated_at = now
    # Else the form that was sent first would count as another one.
    submission.content_digest = None
    for answer in list_answers(session, submission.id):
        session.delete(answer)
    session.flush()
    arrival = Arrival(submission.channel, "", region=region)
    _store(session, submission, checked, arrival, now=now)


def _find_sent(
    session: Session, form: SubmissionForm, once: str, *, key: bytes
) -> Sent | None:
    earlier = find_by_once_digest(session, once_digest(key, once))
    if earlier is None:
        return None
    if earlier.content_digest != _content(key, once, form):
        raise Conflict(
            N_(
                "This form was sent already. To change what you sent, use your "
                "receipt; to send something more, open the form again."
            )
        )
    return Sent(earlier, code_for(key, once), is_new=False)


def _was_added(session: Session, submission: Submission) -> bool:
    """Add it, unless another request stored the same form a moment ago."""
    try:
        with session.begin_nested():
            session.add(submission)
    except IntegrityError:
        return False
    return True


def _sent_meanwhile(
    session: Session, form: SubmissionForm, once: str, key: bytes
) -> Sent:
    sent = _find_sent(session, form, once, key=key)
    if sent is None:
        raise Conflict(N_("This form is being sent already. Please try again."))
    return sent


def _content(key: bytes, once: str, form: SubmissionForm) -> str:
    return content_digest(key, once, form.model_dump_json())


def _store(
    session: Session,
    submission: Submission,
    checked: Checked,
    arrival: Arrival,
    *,
    now: datetime,
) -> None:
    for question_id, value in checked.answers:
        session.add(
            Answer(submission_id=submission.id, question_id=question_id, value=value)
        )
    readable = Readable(session, submission.consultation_id)
    existing = {
        one.question_id: one for one in list_submission_comments(session, submission.id)
    }
    state = state_when_new(submission)
    for question, text in checked.comments:
        comment = existing.pop(question.id, None)
        masked = arrival.masked.get(text)
        if masked is None:
            masked = mask(text, region=arrival.region).text
        if comment is None:
            comment = Comment(
                submission_id=submission.id,
                question_id=question.id,
                text=text,
                masked_text=masked,
                state=state,
                created_at=now,
                updated_at=now,
            )
        elif comment.text != text or comment.state is not _kept_state(comment, state):
            comment.state = state
            comment.state_changed_at, comment.state_changed_by = None, None
            comment.withheld_reason = comment.state_note = ""
            comment.text, comment.masked_text, comment.updated_at = text, masked, now
        answered = readable.answered_by(question, now)
        comment.proposal_id = answered.proposal_id
        comment.proposal_version = answered.proposal_version
        comment.record_version = answered.record_version
        session.add(comment)
    for comment in existing.values():
        empty(comment, CommentState.ERASED, now=now)
    session.flush()


def _kept_state(comment: Comment, fresh: CommentState) -> CommentState:
    """Return the state an unchanged comment keeps: published stays published."""
    is_judged = comment.state in {CommentState.PUBLISHED, CommentState.WITHHELD}
    if is_judged and fresh is CommentState.RECEIVED:
        return comment.state
    return fresh


def empty(comment: Comment, state: CommentState, *, now: datetime) -> None:
    """Take the words out of a comment; its row stays, so that counts can be told."""
    comment.text = comment.masked_text = ""
    comment.state_note = comment.withheld_reason = ""
    comment.state = state
    comment.state_changed_at = comment.updated_at = now
    comment.state_changed_by = None
