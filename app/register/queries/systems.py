"""Systems, their records and drafts."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Official, Organisation
from app.db import LARGEST_INTEGER
from app.errors import NotFound
from app.register.models import (
    EventKind,
    RecordDraft,
    RegisterEvent,
    RegisterRecord,
    System,
    SystemFeedback,
)
from app.register.rules.life import is_public


def find_system(session: Session, system_id: UUID) -> System | None:
    return session.get(System, system_id)


def get_system(session: Session, system_id: UUID) -> System:
    """Return a system by its id, public or not."""
    system = session.get(System, system_id)
    if system is None:
        raise NotFound("system", system_id)
    return system


def get_system_by_slug(session: Session, slug: str) -> System:
    """Return a system by its slug, public or not: for officials."""
    system = session.exec(select(System).where(System.slug == slug)).one_or_none()
    if system is None:
        raise NotFound("system", slug)
    return system


def get_public_system(session: Session, slug: str) -> System:
    """Return a system that anyone may see.

    A draft and a withheld one answer exactly like one that does not exist.
    """
    system = session.exec(select(System).where(System.slug == slug)).one_or_none()
    if system is None or not is_public(system):
        raise NotFound("system", slug)
    return system


def find_record(session: Session, system: System) -> RegisterRecord | None:
    """Return the current version, if one is published."""
    if system.current_version is None:
        return None
    return session.exec(
        select(RegisterRecord)
        .where(RegisterRecord.system_id == system.id)
        .where(RegisterRecord.version == system.current_version)
    ).one()


def map_records(
    session: Session, systems: Sequence[System]
) -> Mapping[UUID, RegisterRecord]:
    """Return the current version of each system that has one, by the system's id."""
    ids = [one.id for one in systems if one.current_version is not None]
    rows = session.exec(
        select(RegisterRecord)
        .join(System, col(System.id) == col(RegisterRecord.system_id))
        .where(col(System.id).in_(ids))
        .where(col(RegisterRecord.version) == col(System.current_version))
    )
    return {one.system_id: one for one in rows}


def get_record(session: Session, system: System, version: int) -> RegisterRecord:
    """Return one version of a system's record."""
    if version > LARGEST_INTEGER:
        raise NotFound("version", version)
    record = session.exec(
        select(RegisterRecord)
        .where(RegisterRecord.system_id == system.id)
        .where(RegisterRecord.version == version)
    ).one_or_none()
    if record is None:
        raise NotFound("version", version)
    return record


def list_records(session: Session, system: System) -> Sequence[RegisterRecord]:
    """Return all versions, newest first."""
    return session.exec(
        select(RegisterRecord)
        .where(RegisterRecord.system_id == system.id)
        .order_by(col(RegisterRecord.version).desc())
    ).all()


def map_publishers(
    session: Session, records: Sequence[RegisterRecord]
) -> Mapping[UUID, str]:
    """Return by author the name of the body whose official published a version."""
    authors = {one.author_id for one in records if one.author_id}
    rows = session.exec(
        select(Official.id, Organisation.name)
        .join(Organisation, col(Organisation.id) == col(Official.organisation_id))
        .where(col(Official.id).in_(authors))
    )
    return dict(rows.all())


def find_draft(session: Session, system: System) -> RecordDraft | None:
    return session.get(RecordDraft, system.id)


def map_drafts(
    session: Session, systems: Sequence[System]
) -> Mapping[UUID, RecordDraft]:
    """Return the drafts of some systems, by the system's id."""
    ids = [one.id for one in systems]
    query = select(RecordDraft).where(col(RecordDraft.system_id).in_(ids))
    return {one.system_id: one for one in session.exec(query)}


def find_feedback(session: Session, system: System) -> SystemFeedback | None:
    return session.get(SystemFeedback, system.id)


def is_consulted_on(session: Session, system: System) -> bool:
    """Tell whether a consultation on the system is recorded here."""
    feedback = find_feedback(session, system)
    return feedback is not None and feedback.is_consulted_on


def find_last_reason(session: Session, system: System) -> RegisterRecord | None:
    """Return the latest version that says why the public was not asked."""
    return session.exec(
        select(RegisterRecord)
        .where(RegisterRecord.system_id == system.id)
        .where(RegisterRecord.no_consultation_reason != "")
        .order_by(col(RegisterRecord.version).desc())
        .limit(1)
    ).one_or_none()


def find_organisation(session: Session, system: System) -> Organisation:
    """Return the body that answers for a system."""
    return session.get_one(Organisation, system.organisation_id)


def list_systems_of(session: Session, organisation_id: UUID) -> Sequence[System]:
    """Return all systems of a body, public or not, by name."""
    return session.exec(
        select(System)
        .where(System.organisation_id == organisation_id)
        .order_by(System.name)
    ).all()


def list_namesakes(session: Session, organisation_id: UUID, name: str) -> list[System]:
    """Return a body's systems of one name, however its letters and blanks are typed."""
    wanted = " ".join(name.split()).casefold()
    return [
        one
        for one in list_systems_of(session, organisation_id)
        if " ".join(one.name.split()).casefold() == wanted
    ]


def list_weakened(session: Session, systems: Sequence[System]) -> set[UUID]:
    """Return which systems had a version that took something away from people."""
    statement = (
        select(RegisterEvent.system_id)
        .where(col(RegisterEvent.system_id).in_([one.id for one in systems]))
        .where(RegisterEvent.kind == EventKind.WEAKENED)
        .distinct()
    )
    return set(session.exec(statement))
