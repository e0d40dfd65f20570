"""Reads of bodies, officials, sessions and the audit trail."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, func
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.models import (
    AuditEntry,
    Invitation,
    Official,
    OfficialSession,
    Organisation,
    RecoveryCode,
    Role,
)
from app.accounts.rules import first_broken, is_live, may_act_as
from app.errors import NotFound

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which acts somebody wants to see; empty means all."""

    act: str = ""
    official_id: UUID | None = None
    object_id: str = ""
    since: datetime | None = None
    before: datetime | None = None


def digest_of(token: str) -> str:
    """Return what is kept of a session token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def get_organisation(session: Session, slug: str) -> Organisation:
    query = select(Organisation).where(Organisation.slug == slug)
    organisation = session.exec(query).one_or_none()
    if organisation is None:
        raise NotFound("organisation", slug)
    return organisation


def list_invented_bodies(session: Session) -> frozenset[str]:
    """Return the slugs of bodies that a demonstration made up, beside real ones."""
    rows = session.exec(select(Organisation.slug, Organisation.is_demonstration)).all()
    invented = frozenset(slug for slug, is_invented in rows if is_invented)
    return invented if len(invented) < len(rows) else frozenset()


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


def list_bodies_with_somebody(session: Session) -> set[UUID]:
    """Return the bodies that have an official here who can answer for them."""
    return set(
        session.exec(select(Organisation.id).where(has_somebody(col(Organisation.id))))
    )


def has_somebody(organisation_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Return the condition that a body has an official here who can answer for it.

    Whoever was invited and has not come yet cannot.
    """
    return (
        select(Official.id)
        .where(col(Official.organisation_id) == organisation_id)
        .where(col(Official.is_active))
        .where(Official.password_hash != "")
        .where(col(Official.role).in_((Role.PUBLISHER, Role.ADMINISTRATOR)))
        .exists()
    )


def may_act_for(session: Session, official: Official, organisation_id: UUID) -> bool:
    """Tell whether an official works for a body, or stands in for one without anybody.

    Records come in for bodies that have nobody here. So that what people report about
    these is answered and put right, administrators of the others may do both, and no
    more: what else only a body's own officials may do, each room says (`Desk`).
    """
    if official.organisation_id == organisation_id:
        return True
    if not may_act_as(official, Role.ADMINISTRATOR):
        return False
    body = select(Organisation.id).where(Organisation.id == organisation_id)
    return (
        session.exec(body.where(~has_somebody(col(Organisation.id)))).first()
        is not None
    )


def find_live_session(
    session: Session, token: str, now: datetime
) -> OfficialSession | None:
    """Return the session of a cookie, if it may still be used."""
    found = session.get(OfficialSession, digest_of(token))
    return found if found is not None and is_live(found, now) else None


def find_invitation(session: Session, token: str, now: datetime) -> Invitation | None:
    """Return the invitation of a link, if it may still be used."""
    found = session.get(Invitation, digest_of(token))
    return found if found is not None and now < found.expires_at else None


def count_recovery_codes(session: Session, official: Official) -> int:
    """Count an official's recovery codes that were not used yet."""
    query = select(func.count()).where(
        RecoveryCode.official_id == official.id, col(RecoveryCode.used_at).is_(None)
    )
    return session.exec(query).one()


def list_sessions(
    session: Session, official: Official, now: datetime
) -> list[OfficialSession]:
    """Return where an official is signed in, latest first."""
    found = session.exec(
        select(OfficialSession)
        .where(
            OfficialSession.official_id == official.id,
            col(OfficialSession.needs_factor).is_(False),
        )
        .order_by(col(OfficialSession.last_seen_at).desc())
    )
    return [one for one in found if is_live(one, now)]


def list_audit_entries(
    session: Session,
    organisation_id: UUID,
    wanted: AuditFilter,
    *,
    limit: int = 50,
    offset: int = 0,
) -> Sequence[AuditEntry]:
    """Return what officials of a body did, and others on its behalf, latest first."""
    query = _acts(select(AuditEntry), organisation_id, wanted)
    query = query.order_by(col(AuditEntry.number).desc())
    return session.exec(query.offset(offset).limit(limit)).all()


def find_last_act(session: Session, act: str, object_id: str) -> AuditEntry | None:
    """Return when something was last done to a thing, by whom, and what was noted."""
    query = select(AuditEntry).where(
        AuditEntry.act == act, AuditEntry.object_id == object_id
    )
    return session.exec(query.order_by(col(AuditEntry.number).desc())).first()


def count_audit_entries(
    session: Session, organisation_id: UUID, wanted: AuditFilter
) -> int:
    query = select(func.count()).select_from(AuditEntry)
    return session.exec(_acts(query, organisation_id, wanted)).one()


def list_acts(session: Session, organisation_id: UUID) -> Sequence[str]:
    """Return every kind of act that officials of a body have done."""
    query = _acts(select(AuditEntry.act), organisation_id, AuditFilter())
    return session.exec(query.distinct().order_by(AuditEntry.act)).all()


def _acts(
    query: SelectOfScalar[Row], organisation_id: UUID, wanted: AuditFilter
) -> SelectOfScalar[Row]:
    # What others did for a body that had nobody here is its business, too.
    on_behalf_of = col(AuditEntry.detail)["on_behalf_of"].as_string()
    query = query.join(Official, col(Official.id) == col(AuditEntry.official_id)).where(
        or_(
            Official.organisation_id == organisation_id,
            on_behalf_of == str(organisation_id),
        )
    )
    if wanted.act:
        query = query.where(AuditEntry.act == wanted.act)
    if wanted.official_id:
        query = query.where(AuditEntry.official_id == wanted.official_id)
    if wanted.object_id:
        query = query.where(AuditEntry.object_id == wanted.object_id)
    if wanted.since:
        query = query.where(col(AuditEntry.at) >= wanted.since)
    if wanted.before:
        query = query.where(col(AuditEntry.at) < wanted.before)
    return query


def find_broken_audit_entry(session: Session) -> int | None:
    """Return the number of the first audit entry that does not hold, if any."""
    query = select(AuditEntry).order_by(col(AuditEntry.number))
    return first_broken(session.exec(query.execution_options(yield_per=1_000)))


def find_last_seal(session: Session) -> str:
    """Return the head of the audit trail, to be kept elsewhere."""
    query = select(AuditEntry.seal).order_by(col(AuditEntry.number).desc()).limit(1)
    return session.exec(query).first() or ""
