"""Files that a body's officials sent in, and what a system's source said."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.register.models import RegisterImport, Sidecar, System

_MOST = 20


def list_imports(session: Session, organisation_id: UUID) -> Sequence[RegisterImport]:
    """Return a body's latest files, without their contents."""
    return session.exec(
        select(RegisterImport)
        .where(RegisterImport.organisation_id == organisation_id)
        .order_by(col(RegisterImport.uploaded_at).desc())
        .options(defer(RegisterImport.content))  # type: ignore[arg-type]
        .limit(_MOST)
    ).all()


def get_import(
    session: Session, organisation_id: UUID, import_id: UUID
) -> RegisterImport:
    """Return one of the body's files, without its contents."""
    row = session.exec(
        select(RegisterImport)
        .where(RegisterImport.id == import_id)
        .where(RegisterImport.organisation_id == organisation_id)
        .options(defer(RegisterImport.content))  # type: ignore[arg-type]
    ).one_or_none()
    if row is None:
        raise NotFound("import", import_id)
    return row


def list_sources(session: Session, system: System) -> Sequence[Sidecar]:
    """Return what imported files said of a system, as they said it."""
    return session.exec(
        select(Sidecar)
        .where(Sidecar.system_id == system.id)
        .order_by(Sidecar.format, Sidecar.source_key)
    ).all()
