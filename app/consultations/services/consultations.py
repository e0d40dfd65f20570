"""The life of a consultation: written, published, extended, closed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.consultations.models import Consultation, Notice, Proposal
from app.consultations.queries import list_proposals, list_questions
from app.consultations.rules import (
    is_open,
    require_complete,
    require_not_closed,
    require_open,
    require_times,
    slug_of,
)
from app.consultations.schemas import ConsultationForm
from app.errors import N_, Invalid, PhaseClosed
from app.register.models import System

# Once people can answer, these stay: they are what was asked of them, and when.
_FIXED_ONCE_OPEN: Final = ("kind", "opens_at", "closes_at")


def create_consultation(
    session: Session,
    organisation: Organisation,
    form: ConsultationForm,
    *,
    slug: str = "",
    now: datetime,
) -> Consultation:
    """Add a draft; nothing of it is public yet.

    Raises:
        Invalid: Closing does not come after opening.
    """
    require_times(form.opens_at, form.closes_at)
    wanted = slug_of(slug or form.title)
    like = select(Consultation.slug).where(col(Consultation.slug).startswith(wanted))
    consultation = Consultation(
        organisation_id=organisation.id,
        slug=slug_of(wanted, session.exec(like)),
        created_at=now,
        updated_at=now,
        **_values(form),
    )
    session.add(consultation)
    session.flush()
    return consultation


def update_consultation(
    session: Session,
    consultation: Consultation,
    form: ConsultationForm,
    *,
    change_note: str = "",
    now: datetime,
) -> None:
    """Change what a consultation says of itself.

    While it is open a public note must say what changed; its times change by
    `extend` and `close_now` only.

    Raises:
        Invalid: The times do not fit, or the note is missing.
        PhaseClosed: It has closed.
    """
    require_not_closed(consultation, now)
    values = _values(form)
    if is_open(consultation, now):
        for name in _FIXED_ONCE_OPEN:
            values[name] = getattr(consultation, name)
        changed = any(values[key] != getattr(consultation, key) for key in values)
        if changed:
            _tell(session, consultation, change_note, now)
    require_times(values["opens_at"], values["closes_at"])
    for name, value in values.items():
        setattr(consultation, name, value)
    consultation.updated_at = now
    session.flush()


def publish_consultation(
    session: Session,
    consultation: Consultation,
    *,
    is_past: bool = False,
    now: datetime,
) -> None:
    """Make a draft public; it opens at its opening time, or now if that has passed.

    `is_past` puts one on record that was held elsewhere and has closed already.

    Raises:
        Invalid: Something is missing, or the closing time has passed, or it would tell
            of a system of which nobody may know.
        PhaseClosed: It is public already.
    """
    if consultation.published_at is not None:
        raise PhaseClosed(N_("This consultation is public already."))
    proposals = list_proposals(session, consultation.id)
    require_complete(
        consultation,
        proposals=len(proposals),
        questions=len(list_questions(session, consultation.id)),
    )
    _require_nothing_hidden(session, proposals)
    has_closed = consultation.closes_at is not None and consultation.closes_at <= now
    if has_closed and not is_past:
        raise Invalid({"closes_at": N_("The closing time has passed.")})
    consultation.published_at = now
    if not has_closed:
        consultation.opens_at = max(consultation.opens_at, now)
    consultation.updated_at = now
    session.flush()


def extend(
    session: Session,
    consultation: Consultation,
    closes_at: datetime,
    *,
    reason: str,
    now: datetime,
) -> None:
    """Close later than announced, and say so in public.

    Raises:
        Invalid: The new time is not later, or the reason is missing.
        PhaseClosed: It is not open.
    """
    require_open(consultation, now)
    if consultation.closes_at is None or closes_at <= consultation.closes_at:
        raise Invalid({"closes_at": N_("Give a later time than the present one.")})
    _tell(session, consultation, reason, now)
    consultation.closes_at = closes_at
    consultation.updated_at = now
    session.flush()


def close_now(
    session: Session, consultation: Consultation, *, reason: str, now: datetime
) -> None:
    """Close an open consultation before its time, and say why in public.

    Raises:
        Invalid: The reason is missing.
        PhaseClosed: It is not open.
    """
    require_open(consultation, now)
    _tell(session, consultation, reason, now)
    consultation.closes_at = now
    consultation.updated_at = now
    session.flush()


def _require_nothing_hidden(session: Session, proposals: Sequence[Proposal]) -> None:
    # Held, so that on PostgreSQL none of them is hidden meanwhile.
    systems = [
        session.get_one(
            System, one.system_id, populate_existing=True, with_for_update=True
        )
        for one in sorted(proposals, key=lambda one: one.system_id)
    ]
    if any(one.is_withheld for one in systems):
        raise Invalid(
            {
                "proposals": N_(
                    "This is about a system whose record is hidden. Show the record "
                    "again first, or propose something else."
                )
            }
        )


def _tell(
    session: Session, consultation: Consultation, note: str, now: datetime
) -> None:
    note = note.strip()
    if not note:
        raise Invalid(
            {"change_note": N_("Say in a sentence what changes and why; it is public.")}
        )
    session.add(Notice(consultation_id=consultation.id, at=now, text=note))


def _values(form: ConsultationForm) -> dict[str, Any]:
    values = form.model_dump()
    values["concerns"] = [dict(one) for one in values["concerns"]]
    values["participant_questions"] = [
        {**one, "choices": list(one["choices"])}
        for one in values["participant_questions"]
    ]
    return values
