"""Who may do what, which passwords are good, and how the audit trail is sealed."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from app.accounts.models import AuditEntry, Official, OfficialSession, Role
from app.errors import N_, Invalid, NotPermitted

# Sign-in ends after an hour without a page, and after twelve hours in any case.
IDLE: Final = timedelta(hours=1)
LONGEST: Final = timedelta(hours=12)
# A page more often than this does not write the time of the last visit again.
SEEN_EVERY: Final = timedelta(minutes=1)
# Between the password and the second factor.
HALF_SIGNED_IN: Final = timedelta(minutes=10)
INVITATION_DAYS: Final = timedelta(days=3)

SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 128
_FEWEST_DIFFERENT: Final = 6
_SHORTEST_NAME: Final = 4
_COMMON: Final = (
    "password", "passwort", "letmein", "welcome", "qwerty", "azerty", "iloveyou",
    "admin", "changeme", "folkmoot", "abc123", "123456", "111111", "monkey",
    "football", "dragon", "sunshine", "princess", "trustno1", "secret",
)  # fmt: skip
_SEQUENCES: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertzuiop")

ROLE_LABELS: Final = {
    Role.MODERATOR: N_("Moderator"),
    Role.ANALYST: N_("Analyst"),
    Role.PUBLISHER: N_("Publisher"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
_ORDER: Final = tuple(Role)


def may_act_as(official: Official, role: Role) -> bool:
    """Tell whether an official's role includes another one."""
    return official.is_active and _ORDER.index(official.role) >= _ORDER.index(role)


def require_role(official: Official, role: Role) -> None:
    """Raise when the official's role does not include this one."""
    if not may_act_as(official, role):
        raise NotPermitted(
            N_("Your role does not allow this. Ask an administrator of your body.")
        )


def is_live(session: OfficialSession, now: datetime) -> bool:
    """Tell whether a session may still be used."""
    return now < session.expires_at and now - session.last_seen_at < IDLE


def require_good_password(password: str, *, email: str, name: str) -> None:
    """Raise with a sentence when a password is easy to guess.

    Length counts, composition does not (OWASP ASVS 5.0, V6.2).
    """
    sentence = _weakness(password, (email.partition("@")[0], *name.split()))
    if sentence:
        raise Invalid({"password": sentence})


def _weakness(password: str, names: tuple[str, ...]) -> str:
    low = password.casefold()
    if len(password) < SHORTEST_PASSWORD:
        return N_("Use at least 12 characters. Three or four words are good.")
    if len(password) > LONGEST_PASSWORD:
        return N_("Use at most 128 characters.")
    if len(set(low)) < _FEWEST_DIFFERENT or any(low in one * 12 for one in _SEQUENCES):
        return N_("This repeats itself too much to be safe.")
    if any(one.casefold() in low for one in names if len(one) >= _SHORTEST_NAME):
        return N_("Leave your own name out of it.")
    without = low
    for one in _COMMON:
        without = without.replace(one, "")
    if len(without) < SHORTEST_PASSWORD - 4 and without != low:
        return N_("This is one of the passwords that are tried first.")
    return ""


def seal_of(entry: AuditEntry) -> str:
    """Return the SHA-256 that ties an entry to the one before it."""
    said = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        str(entry.official_id),
        entry.actor,
        entry.act,
        entry.object_kind,
        entry.object_id,
        entry.detail,
        entry.previous_seal,
    ]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken(entries: Iterable[AuditEntry]) -> int | None:
    """Return the number of the first entry that was altered or follows a gap."""
    seal = ""
    for number, entry in enumerate(entries, start=1):
        is_next = entry.number == number and entry.previous_seal == seal
        if not is_next or entry.seal != seal_of(entry):
            return entry.number
        seal = entry.seal
    return None
