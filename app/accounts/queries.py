"""Reads of bodies, officials, sessions and the audit trail."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import (
    AuditEntry,
    Official,
    OfficialSession,
    Organisation,
)
from app.accounts.rules import first_broken, is_live
from app.errors import NotFound


def digest_of(token: str) -> str:
    """Return what is kept of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def get_organisation(session: Session, slug: str) -> Organisation:
    query = select(Organisation).where(Organisation.slug == slug)
    organisation = session.exec(query).one_or_none()
    if organisation is None:
        raise NotFound("organisation", slug)
    return organisation


def find_official_by_email(session: Session, email: str) -> Official | None:
    query = select(Official).where(Official.email == email.strip().lower())
    return session.exec(query).one_or_none()


def get_official(session: Session, official_id: UUID, colleague: Official) -> Official:
    """Return an official of the colleague's own body."""
    official = session.get(Official, official_id)
    if official is None or official.organisation_id != colleague.organisation_id:
        raise NotFound("official", official_id)
    return official


def list_officials(session: Session, organisation_id: UUID) -> Sequence[Official]:
    return session.exec(
        select(Official)
        .where(Official.organisation_id == organisation_id)
        .order_by(col(Official.is_active).desc(), Official.name)
    ).all()


def list_staffed_bodies(session: Session) -> set[UUID]:
    """Return the bodies that have officials of their own here."""
    return set(session.exec(select(Official.organisation_id).distinct()))


def find_live_session(
    session: Session, token: str, now: datetime
) -> OfficialSession | None:
    """Return the session of a cookie, if it may still be used."""
    found = session.get(OfficialSession, digest_of(token))
    return found if found is not None and is_live(found, now) else None


def list_sessions(
    session: Session, official: Official, now: datetime
) -> list[OfficialSession]:
    """Return where an official is signed in, latest first."""
    found = session.exec(
        select(OfficialSession)
        .where(OfficialSession.official_id == official.id)
        .order_by(col(OfficialSession.last_seen_at).desc())
    )
    return [one for one in found if is_live(one, now)]


def list_audit_entries(
    session: Session,
    organisation_id: UUID,
    *,
    act: str = "",
    limit: int = 50,
    offset: int = 0,
) -> Sequence[AuditEntry]:
    """Return what officials of a body did, latest first."""
    query = (
        select(AuditEntry)
        .join(Official, col(Official.id) == col(AuditEntry.official_id))
        .where(Official.organisation_id == organisation_id)
        .order_by(col(AuditEntry.number).desc())
    )
    if act:
        query = query.where(AuditEntry.act == act)
    return session.exec(query.offset(offset).limit(limit)).all()


def find_broken_audit_entry(session: Session) -> int | None:
    """Return the number of the first audit entry that does not hold, if any."""
    query = select(AuditEntry).order_by(col(AuditEntry.number))
    return first_broken(session.exec(query.execution_options(yield_per=1_000)))


def find_last_seal(session: Session) -> str:
    """Return the head of the audit trail, to be kept elsewhere."""
    query = select(AuditEntry.seal).order_by(col(AuditEntry.number).desc()).limit(1)
    return session.exec(query).first() or ""
