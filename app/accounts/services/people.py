"""Officials come in, go out, and leave a trail. Nothing here commits."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from app.accounts.models import (
    AuditEntry,
    Official,
    OfficialSession,
    Organisation,
    Role,
)
from app.accounts.queries import digest_of, find_official_by_email
from app.accounts.rules import (
    HALF_SIGNED_IN,
    LONGEST,
    SEEN_EVERY,
    require_good_password,
    seal_of,
)
from app.accounts.schemas import OfficialForm
from app.errors import N_, Conflict, Invalid

_HASHER: Final = PasswordHasher()
# Names the lock that officials' acts queue for on PostgreSQL.
_TRAIL_LOCK: Final = 0x617564


def create_organisation(
    session: Session, slug: str, name: str, *, now: datetime, **about: Any
) -> Organisation:
    """Add a public body."""
    taken = select(Organisation.id).where(Organisation.slug == slug)
    if session.exec(taken).first() is not None:
        raise Conflict(N_("There is a body with this address already."))
    organisation = Organisation(slug=slug, name=name, created_at=now, **about)
    session.add(organisation)
    session.flush()
    return organisation


def create_official(
    session: Session, organisation: Organisation, form: OfficialForm, *, now: datetime
) -> Official:
    """Add an official who can sign in.

    Raises:
        Invalid: The password is easy to guess, or the e-mail is taken.
    """
    require_good_password(form.password, email=form.email, name=form.name)
    if find_official_by_email(session, form.email) is not None:
        raise Invalid({"email": N_("Somebody uses this e-mail already.")})
    official = Official(
        organisation_id=organisation.id,
        email=form.email,
        name=form.name,
        role=form.role,
        password_hash=_HASHER.hash(form.password),
        created_at=now,
    )
    session.add(official)
    session.flush()
    return official


@dataclass(frozen=True, slots=True)
class Proof:
    """A password that was right: whose, its hash then, and its hash from now on."""

    official_id: UUID
    old_hash: str
    new_hash: str


@dataclass(frozen=True, slots=True)
class SignedInto:
    """A new session."""

    token: str
    needs_factor: bool


def prove(official: Official | None, password: str) -> Proof | None:
    """Check a password; slow on purpose, so ask before anything is written.

    An unknown account costs as much time as a known one.
    """
    nobody = _hash_of_nobody()
    kept = official.password_hash if official else ""
    is_right = _matches(kept or nobody, password)
    if official is None or not is_right:
        return None
    is_old = _HASHER.check_needs_rehash(kept)
    return Proof(official.id, kept, hash_of(password) if is_old else kept)


def sign_in(
    session: Session, proof: Proof, *, previous_token: str = "", now: datetime
) -> SignedInto | None:
    """Return a new session, or None for who may not come in, or not so any more.

    The session that the browser had before ends, so that none can be planted.
    """
    official = session.get(
        Official, proof.official_id, populate_existing=True, with_for_update=True
    )
    if official is None or not official.is_active:
        return None
    if official.password_hash != proof.old_hash:
        return None
    if previous_token:
        sign_out(session, previous_token)
    if proof.new_hash != proof.old_hash:
        official.password_hash = proof.new_hash
        session.add(official)
    needs_factor = bool(official.factor_secret)
    token = add_session(session, official, now=now, needs_factor=needs_factor)
    return SignedInto(token, needs_factor)


def add_session(
    session: Session, official: Official, *, now: datetime, needs_factor: bool = False
) -> str:
    """Return the token of a new session, whole or waiting for the second factor."""
    token = secrets.token_urlsafe(32)
    session.add(
        OfficialSession(
            token_digest=digest_of(token),
            official_id=official.id,
            signed_in_at=now,
            last_seen_at=now,
            expires_at=now + (HALF_SIGNED_IN if needs_factor else LONGEST),
            needs_factor=needs_factor,
        )
    )
    if not needs_factor:
        record_act(
            session, official, "signed_in", "official", str(official.id), now=now
        )
    return token


@cache
def _hash_of_nobody() -> str:
    """Return a hash that no password fits; made at the first sign-in, not at start."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def require_password(official: Official, password: str) -> None:
    """Make sure that it is the official who asks.

    Raises:
        Invalid: The password is wrong.
    """
    if not _matches(official.password_hash, password):
        raise Invalid({"current": N_("This is not your present password.")})


def hash_of(password: str) -> str:
    """Return what is kept of a password; slow on purpose."""
    return _HASHER.hash(password)


def set_password(session: Session, official: Official, password_hash: str) -> None:
    """Store a password that was found good, and end every session."""
    official.password_hash = password_hash
    session.add(official)
    sign_out_everywhere(session, official)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def note_seen(session: Session, found: OfficialSession, now: datetime) -> bool:
    """Prolong a session; tell whether there is anything to commit."""
    if now - found.last_seen_at < SEEN_EVERY:
        return False
    found.last_seen_at = now
    session.add(found)
    return True


def sign_out(session: Session, token: str) -> None:
    """End one session."""
    found = session.get(OfficialSession, digest_of(token))
    if found is not None:
        session.delete(found)
        session.flush()


def forget_ended_sessions(session: Session, now: datetime) -> None:
    """Delete sessions whose time is over."""
    session.execute(
        delete(OfficialSession).where(col(OfficialSession.expires_at) < now)
    )


def sign_out_everywhere(session: Session, official: Official) -> None:
    """End every session of an official."""
    session.execute(
        delete(OfficialSession).where(col(OfficialSession.official_id) == official.id)
    )


def change_password(
    session: Session, official: Official, current: str, password: str, *, now: datetime
) -> None:
    """Set a new password and end every session.

    Raises:
        Invalid: The current password is wrong, or the new one is easy to guess.
    """
    require_password(official, current)
    require_good_password(password, email=official.email, name=official.name)
    set_password(session, official, hash_of(password))
    record_act(
        session, official, "changed_password", "official", str(official.id), now=now
    )


def change_address(
    session: Session, official: Official, email: str, current: str, *, now: datetime
) -> None:
    """Set the e-mail that an official signs in with.

    Raises:
        Invalid: The password is wrong, or the e-mail is taken.
    """
    require_password(official, current)
    other = find_official_by_email(session, email)
    if other is not None and other.id != official.id:
        raise Invalid({"email": N_("Somebody uses this e-mail already.")})
    official.email = email
    session.add(official)
    record_act(
        session, official, "changed_email", "official", str(official.id), now=now
    )


def change_official(
    session: Session,
    official: Official,
    *,
    role: Role,
    is_active: bool,
    by: Official,
    now: datetime,
) -> None:
    """Change what a colleague may do, or end their access.

    Raises:
        Conflict: An administrator would shut themselves out.
    """
    if official.id == by.id and (role is not official.role or not is_active):
        raise Conflict(N_("Ask another administrator to change your own access."))
    before = {"role": official.role.value, "is_active": official.is_active}
    official.role, official.is_active = role, is_active
    session.add(official)
    sign_out_everywhere(session, official)
    detail = {"before": before, "after": {"role": role.value, "is_active": is_active}}
    record_act(
        session, by, "changed_official", "official", str(official.id), detail, now=now
    )


def record_act(  # noqa: PLR0913 - who, what, to what, and more
    session: Session,
    official: Official | None,
    act: str,
    object_kind: str,
    object_id: str,
    detail: dict[str, Any] | None = None,
    *,
    now: datetime,
) -> AuditEntry:
    """Add an act to the audit trail; `detail` never holds a comment's text."""
    _hold_trail(session)
    last = session.exec(
        select(AuditEntry).order_by(col(AuditEntry.number).desc()).limit(1)
    ).one_or_none()
    entry = AuditEntry(
        number=(last.number or 0) + 1 if last else 1,
        at=now,
        official_id=official.id if official else None,
        actor=official.name if official else "",
        act=act,
        object_kind=object_kind,
        object_id=object_id,
        detail=detail or {},
        previous_seal=last.seal if last else "",
        seal="",
    )
    entry.seal = seal_of(entry)
    session.add(entry)
    session.flush()
    return entry


def _hold_trail(session: Session) -> None:
    """Let one transaction at a time add to the trail; on SQLite writers are alone."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_TRAIL_LOCK)))
