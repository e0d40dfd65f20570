"""What imports did to systems, and how these stand now."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import func, not_
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, or_, select

from app.register.models import (
    ImportStep,
    Incident,
    MonitoringReading,
    RegisterImport,
    StepAct,
    StepOutcome,
    System,
    SystemFeedback,
)
from app.register.rules.taking_back import FoundStep

# Takes a system, and the bodies that answered for it before.
IsTheirs: TypeAlias = Callable[..., bool]


def list_found_steps(
    session: Session, import_id: UUID, is_theirs: IsTheirs
) -> list[FoundStep]:
    """Return what an import did and what still stands of it, without the sources' rows.

    `is_theirs` tells which systems only others may change.
    """
    statement = _found(import_id).options(defer(ImportStep.sources))  # type: ignore[arg-type]
    return _told(session, statement, is_theirs)


def list_next_steps(
    session: Session, import_id: UUID, is_theirs: IsTheirs, most: int
) -> list[FoundStep]:
    """Return the next steps to take back; others wait to write about these systems."""
    pending = _pending(import_id).order_by(col(ImportStep.id)).limit(most)
    steps = session.exec(pending).all()
    ids = {one.system_id for one in steps}
    # Nobody else's version may come between looking and writing; what only points at
    # a system, such as an incident, waits for nothing.
    session.exec(
        select(System)
        .where(col(System.id).in_(ids))
        .order_by(col(System.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    some = _found(import_id).where(col(ImportStep.id).in_([one.id for one in steps]))
    return _told(session, some, is_theirs)


def count_pending_steps(session: Session, import_id: UUID) -> int:
    """Return how many steps are not dealt with yet."""
    pending = _pending(import_id).subquery()
    return session.exec(select(func.count()).select_from(pending)).one()


def _pending(import_id: UUID) -> Any:
    return select(ImportStep).where(
        ImportStep.import_id == import_id, col(ImportStep.outcome).is_(None)
    )


def _found(import_id: UUID) -> Any:
    later = aliased(ImportStep)
    is_held_later = (
        select(later.id)
        .where(later.system_id == ImportStep.system_id)
        .where(later.import_id != ImportStep.import_id)
        .where(col(later.id) > col(ImportStep.id))
        .where(later.act != StepAct.REMOVED)
        .where(or_(later.act != StepAct.KEPT, col(later.import_id).in_(_standing())))
        .where(col(later.outcome).is_(None))
        .exists()
    )
    return (
        select(ImportStep, System, is_held_later, _is_added_to(ImportStep, System))
        .join(System, col(System.id) == col(ImportStep.system_id))
        .where(ImportStep.import_id == import_id)
        .where(
            or_(
                col(ImportStep.outcome).is_(None),
                ImportStep.outcome != StepOutcome.TAKEN_BACK,
            )
        )
        .order_by(System.name, col(ImportStep.id))
    )


def _is_added_to(step: Any, system: Any) -> Any:
    """Tell whether something was recorded here of what an import brought."""
    uploaded_at = (
        select(RegisterImport.uploaded_at)
        .where(RegisterImport.id == step.import_id)
        .scalar_subquery()
    )
    return or_(
        select(Incident.id)
        .where(Incident.system_id == system.id)
        # What came with a file was recorded by nobody here.
        .where(col(Incident.recorded_by).is_not(None))
        .exists(),
        select(MonitoringReading.id)
        .where(MonitoringReading.system_id == system.id)
        .where(col(MonitoringReading.recorded_by).is_not(None))
        .exists(),
        select(SystemFeedback.system_id)
        .where(SystemFeedback.system_id == system.id)
        # That people were asked elsewhere may have come with the file.
        .where(col(SystemFeedback.updated_at) > uploaded_at)
        .exists(),
    )


def _standing() -> Any:
    """Return the imports of which something can still be taken back.

    What another one only found it would hold for good: nobody can take it back.
    """
    step, system = aliased(ImportStep), aliased(System)
    return (
        select(step.import_id)
        .join(system, col(system.id) == col(step.system_id))
        .where(step.act != StepAct.KEPT)
        .where(col(step.outcome).is_(None))
        .where(col(system.current_version).is_not_distinct_from(col(step.version)))
        .where(col(system.removed_at).is_not_distinct_from(col(step.removed_at)))
        .where(col(system.moved_at).is_not_distinct_from(col(step.moved_at)))
        .where(or_(step.act != StepAct.CREATED, not_(_is_added_to(step, system))))
    )


def _told(session: Session, statement: Any, is_theirs: IsTheirs) -> list[FoundStep]:
    return [
        FoundStep(
            step,
            system,
            is_held_later=bool(is_held_later),
            is_added_to=bool(is_added_to),
            is_of_others=is_theirs(system, *_bodies_before(step)),
        )
        for step, system, is_held_later, is_added_to in session.exec(statement)
    ]


def _bodies_before(step: ImportStep) -> Sequence[UUID]:
    before = step.before.get("organisation_id")
    return [UUID(before)] if before else []
