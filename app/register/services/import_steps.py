"""Notes what an import does to each system, so that it can be taken back."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.register.models import ImportStep, Sidecar, StepAct, System
from app.register.services.entries import add_rows


class StepNotes:
    """What an import did, gathered and written at once: one step for each system.

    An import that nobody could take back, such as one from the command line, has no
    id; nothing is noted of it.
    """

    def __init__(self, import_id: UUID | None) -> None:
        self.import_id = import_id
        self.steps: dict[UUID, ImportStep] = {}

    def note(
        self,
        system: System,
        act: StepAct,
        before: dict[str, Any] | None = None,
        sources: Sequence[dict[str, Any]] = (),
    ) -> None:
        """Note one system as it is now, with how it was before."""
        step = self.add(system.id, act, before, sources)
        step.version, step.removed_at = system.current_version, system.removed_at
        step.moved_at = system.moved_at

    def add(
        self,
        system_id: UUID,
        act: StepAct,
        before: dict[str, Any] | None = None,
        sources: Sequence[dict[str, Any]] = (),
    ) -> ImportStep:
        """Note a system that is not at hand."""
        step = self._step_of(system_id)
        if step.act is StepAct.KEPT:
            # Two rows of a file may stand for one system: how it was first counts.
            step.act, step.before = act, before or {}
        step.sources = [*step.sources, *sources]
        return step

    def write(self, session: Session) -> None:
        if self.import_id is not None:
            self._join_earlier(session)
            rows = [one.model_dump() for one in self.steps.values()]
            add_rows(session, ImportStep, rows)
        self.steps = {}

    def _step_of(self, system_id: UUID) -> ImportStep:
        if system_id not in self.steps:
            import_id = self.import_id or system_id
            step = ImportStep(
                import_id=import_id, system_id=system_id, act=StepAct.KEPT
            )
            self.steps[system_id] = step
        return self.steps[system_id]

    def _join_earlier(self, session: Session) -> None:
        """Go on with steps that an earlier span of the same import noted."""
        earlier = session.exec(
            select(ImportStep)
            .where(ImportStep.import_id == self.import_id)
            .where(col(ImportStep.system_id).in_(self.steps))
        ).all()
        for step in earlier:
            new = self.steps.pop(step.system_id)
            step.sources = [*step.sources, *new.sources]
            if step.act is StepAct.KEPT:
                step.act, step.before = new.act, new.before
            if new.act is not StepAct.KEPT:
                step.version, step.removed_at = new.version, new.removed_at
                step.moved_at = new.moved_at
            session.add(step)


def standing_of(system: System) -> dict[str, Any]:
    """Return how a system stands, in plain data."""
    removed_at, moved_at = system.removed_at, system.moved_at
    return {
        "version": system.current_version,
        "organisation_id": str(system.organisation_id),
        "removed_at": removed_at.isoformat() if removed_at else None,
        "removal_reason": system.removal_reason,
        "moved_at": moved_at.isoformat() if moved_at else None,
    }


def source_of(sidecar: Sidecar) -> dict[str, Any]:
    """Return a source's row as it stands beside a record, in plain data."""
    return {
        "id": str(sidecar.id),
        "values": dict(sidecar.values),
        "digest": sidecar.digest,
        "position": sidecar.position,
        "imported_at": sidecar.imported_at.isoformat(),
    }


def map_sidecars(
    session: Session, system_ids: Iterable[UUID], name: str = ""
) -> dict[UUID, list[Sidecar]]:
    """Return the rows that files gave of some systems, by system; of one format or all."""
    query = select(Sidecar).where(col(Sidecar.system_id).in_(set(system_ids)))
    if name:
        query = query.where(Sidecar.format == name)
    found: dict[UUID, list[Sidecar]] = {}
    for one in session.exec(query):
        found.setdefault(one.system_id, []).append(one)
    return found
