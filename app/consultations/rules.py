"""When a consultation may be seen, answered and changed; pure decisions."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.consultations.models import Consultation, ConsultationKind
from app.errors import N_, Conflict, Invalid, PhaseClosed

LONGEST_SLUG: Final = 100
# Words that our own pages use after /consultations/.
_TAKEN: Final = frozenset({"open", "closed", "answered", "new", "data", "feeds"})


class Phase(StrEnum):
    """Where a consultation stands, as anyone may see it."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"
    DECIDED = "decided"


def phase_at(
    consultation: Consultation,
    now: datetime,
    *,
    is_answered: bool = False,
    is_decided: bool = False,
) -> Phase:
    """Return the phase; closed means that what people said is being read.

    Answers are kept in a room above, so whoever knows of them says so.
    """
    if consultation.published_at is None:
        return Phase.DRAFT
    if now < consultation.opens_at:
        return Phase.UPCOMING
    if is_open(consultation, now):
        return Phase.OPEN
    if is_decided:
        return Phase.DECIDED
    return Phase.ANSWERED if is_answered else Phase.CLOSED


def is_open(consultation: Consultation, now: datetime) -> bool:
    """Tell whether comments are taken; a standing one may have no closing date."""
    if consultation.published_at is None or now < consultation.opens_at:
        return False
    return consultation.closes_at is None or now < consultation.closes_at


def next_turn_of(consultation: Consultation, now: datetime) -> datetime | None:
    """Return when it opens or closes next; None when time changes nothing more."""
    turns = [consultation.opens_at, consultation.closes_at]
    return min((one for one in turns if one is not None and one > now), default=None)


def is_sealed(consultation: Consultation, now: datetime) -> bool:
    """Tell whether counts are kept back so that they sway nobody.

    A standing consultation never closes, so its results are not sealed.
    """
    if consultation.kind is ConsultationKind.STANDING:
        return False
    return consultation.closes_at is None or now < consultation.closes_at


def require_open(consultation: Consultation, now: datetime) -> None:
    """Refuse a comment outside the time in which they are taken.

    Raises:
        PhaseClosed: Says whether it is too early or too late.
    """
    if is_open(consultation, now):
        return
    if consultation.published_at is None or now < consultation.opens_at:
        raise PhaseClosed(N_("This consultation is not open yet."))
    raise PhaseClosed(N_("This consultation has closed."))


def require_not_closed(consultation: Consultation, now: datetime) -> None:
    """Refuse changes to what people were asked once they can no longer answer."""
    closes_at = consultation.closes_at
    if consultation.published_at and closes_at and now >= closes_at:
        raise PhaseClosed(N_("This consultation has closed, so it stays as it was."))


def require_draft(consultation: Consultation) -> None:
    """Refuse to change what is asked once others have seen it.

    Raises:
        Conflict: It is public.
    """
    if consultation.published_at is not None:
        raise Conflict(N_("This consultation is public, so its questions stay."))


def require_room_for_proposals(consultation: Consultation) -> None:
    """Refuse another proposal where people answered what was proposed then.

    Raises:
        Conflict: It is public.
    """
    if consultation.published_at is not None:
        raise Conflict(
            N_("This consultation is public; a new proposal needs one of its own.")
        )


def require_times(opens_at: datetime, closes_at: datetime | None) -> None:
    """Refuse a closing that does not come after the opening."""
    if closes_at is not None and closes_at <= opens_at:
        raise Invalid({"closes_at": N_("Closing must come after opening.")})


def require_complete(
    consultation: Consultation, *, proposals: int, questions: int
) -> None:
    """Refuse to publish what could not be understood or answered."""
    errors: dict[str, str] = {}
    if not consultation.summary.strip():
        errors["summary"] = N_("Write a short summary first.")
    if not consultation.who_decides.strip():
        errors["who_decides"] = N_("Say who decides.")
    if not proposals:
        errors["proposals"] = N_("Add what is proposed.")
    if not questions:
        errors["questions"] = N_("Add at least one question.")
    is_dated = consultation.closes_at is not None
    if consultation.kind is ConsultationKind.PROPOSAL and not is_dated:
        errors["closes_at"] = N_("Say until when people can comment.")
    if errors:
        raise Invalid(errors)


def require_held_elsewhere(
    consultation: Consultation, now: datetime, *, submissions: int
) -> None:
    """Refuse to put on record what can still be open, or what nobody answered.

    Raises:
        Conflict: Says which, and what to do instead.
        PhaseClosed: It is public already.
    """
    if consultation.published_at is not None:
        raise PhaseClosed(N_("This consultation is public already."))
    if consultation.closes_at is None or consultation.closes_at > now:
        raise Conflict(N_("Its last day is still to come. Publish it as it is."))
    if not submissions:
        raise Conflict(
            N_(
                "This consultation was never open, and nobody's comments were "
                "imported. Import them first, or name a later last day."
            )
        )


def require_unanswered(answer_count: int) -> None:
    """Refuse to change a question that people have answered already."""
    if answer_count:
        raise Conflict(
            N_(
                "People have answered this question already, so its words stay. "
                "Add another question instead."
            )
        )


def slug_of(title: str, taken: Iterable[str] = ()) -> str:
    """Return a title as the last part of an address that nobody uses yet."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST_SLUG]
    slug = slug.strip("-") or "consultation"
    used = {*taken, *_TAKEN}
    number = 2
    free = slug
    while free in used:
        free, number = f"{slug}-{number}", number + 1
    return free


def key_of(wording: str, taken: Iterable[str] = ()) -> str:
    """Return a short key for a question, free among its neighbours."""
    plain = unicodedata.normalize("NFKD", wording).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    key = "-".join(words)[:40].strip("-") or "question"
    used = set(taken)
    number = 2
    free = key
    while free in used:
        free, number = f"{key}-{number}", number + 1
    return free
