"""Files that a body's officials sent in, and what a system's source said."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.accounts.models import Official
from app.errors import NotFound
from app.register.models import RegisterImport, Sidecar, System, TakingBack

_MOST = 20


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was sent in; by whom it was taken back, where it was."""

    row: RegisterImport
    taking_back: TakingBack | None
    taken_back_by: str


def list_imports(session: Session, organisation_id: UUID) -> list[SentFile]:
    """Return a body's latest files, without their contents."""
    rows = session.exec(
        select(RegisterImport, TakingBack, Official.name)
        .join(
            TakingBack,
            col(TakingBack.import_id) == col(RegisterImport.id),
            isouter=True,
        )
        .join(Official, col(Official.id) == col(TakingBack.official_id), isouter=True)
        .where(RegisterImport.organisation_id == organisation_id)
        .order_by(col(RegisterImport.uploaded_at).desc())
        .options(defer(RegisterImport.content))  # type: ignore[arg-type]
        .limit(_MOST)
    )
    return [SentFile(row, taking, name or "") for row, taking, name in rows]


def find_taking_back(session: Session, row: RegisterImport) -> TakingBack | None:
    """Return how an import is taken back, if it is."""
    return session.get(TakingBack, row.id)


def get_taking_back(
    session: Session, row: RegisterImport
) -> tuple[TakingBack | None, str]:
    """Return how an import is taken back, and by whom, if it is."""
    taking = find_taking_back(session, row)
    if taking is None:
        return None, ""
    return taking, session.get_one(Official, taking.official_id).name


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
