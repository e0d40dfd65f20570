"""Takes a whole import back: what it added, changed and removed, and nobody touched."""

from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from app.accounts.models import Official
from app.errors import N_, Conflict
from app.jobs import LostJob, enqueue, is_under_way
from app.register.models import (
    ImportStep,
    RegisterImport,
    StepAct,
    StepOutcome,
    TakingBack,
    TakingBackState,
)
from app.register.queries.import_steps import (
    count_pending_steps,
    list_found_steps,
    list_next_steps,
)
from app.register.queries.imports import find_taking_back
from app.register.rules.taking_back import (
    WINDOW,
    FoundStep,
    require_may_take_back,
)
from app.register.schemas.exchange import TakingBackReport
from app.register.services.intake import AT_ONCE, Gate, Terms
from app.register.services.way_back import WayBack


def foresee(
    session: Session, row: RegisterImport, official: Official, *, now: datetime
) -> TakingBackReport:
    """Say what taking an import back would do now."""
    report = TakingBackReport()
    gate = Gate(session, Terms(now, official))
    for found in list_found_steps(session, row.id, gate.is_theirs):
        _count(report, found, found.why_left, official)
    return report


def ask_to_take_back(
    session: Session,
    row: RegisterImport,
    official: Official,
    reason: str,
    *,
    now: datetime,
) -> TakingBack:
    """Have an import taken back by a worker; what an earlier try left is looked at anew.

    Raises:
        Conflict: It may not be taken back, or that would change nothing.
    """
    taking = find_taking_back(session, row)
    require_may_take_back(row, taking, now)
    if foresee(session, row, official, now=now).changes_nothing:
        raise Conflict(N_("Taking this import back would change nothing."))
    session.execute(
        update(ImportStep)
        .where(col(ImportStep.import_id) == row.id)
        .where(col(ImportStep.outcome) != StepOutcome.TAKEN_BACK)
        .values(outcome=None)
    )
    if taking is None:
        taking = TakingBack(
            import_id=row.id, official_id=official.id, reason="", asked_at=now
        )
    report = TakingBackReport.of(taking.report)
    report.left = []
    taking.official_id, taking.reason, taking.asked_at = official.id, reason, now
    taking.state, taking.finished_at = TakingBackState.WORKING, None
    taking.position, taking.total = 0, count_pending_steps(session, row.id)
    taking.report = report.as_json()
    session.add(taking)
    session.flush()
    enqueue(session, "register.take_back", {"id": str(row.id)}, key=_key(taking))
    return taking


def own_taking_back(taking: TakingBack | None, attempt: str) -> TakingBack:
    """Return the row if this attempt of a job still owns it.

    Raises:
        LostJob: Another attempt does, or nothing is to be done.
    """
    if taking is None or taking.attempt != attempt or not taking.is_working:
        raise LostJob
    return taking


def take_back_some(session: Session, taking: TakingBack, *, now: datetime) -> int:
    """Take some steps back and note it, in one transaction; return how many."""
    row = session.get_one(RegisterImport, taking.import_id)
    official = session.get_one(Official, taking.official_id)
    gate = Gate(session, Terms(now, official))
    steps = list_next_steps(session, row.id, gate.is_theirs, AT_ONCE)
    report = TakingBackReport.of(taking.report)
    way = []
    for found in steps:
        why_left = found.why_left
        _count(report, found, why_left, official)
        if why_left is None:
            way.append(found)
        found.step.outcome = why_left or StepOutcome.TAKEN_BACK
        session.add(found.step)
    WayBack(session, row, official, taking.reason, now).take(way)
    taking.position += len(steps)
    taking.report = report.as_json()
    session.add(taking)
    return len(steps)


def finish_taking_back(session: Session, taking: TakingBack, *, now: datetime) -> None:
    """Say that all is done."""
    taking.state, taking.finished_at = TakingBackState.DONE, now
    session.add(taking)


def stop_taking_back(session: Session, taking: TakingBack) -> None:
    """Note that no further attempt is made; asking again goes on with the rest."""
    taking.state = TakingBackState.STOPPED
    session.add(taking)


def stop_lost(session: Session) -> None:
    """Stop what was being taken back by a job that died with its worker."""
    query = select(TakingBack).where(TakingBack.state == TakingBackState.WORKING)
    for taking in session.exec(query):
        if not is_under_way(session, _key(taking)):
            stop_taking_back(session, taking)


def forget_old_steps(session: Session, now: datetime) -> None:
    """Forget how imports found what they changed, once they can be taken back no more."""
    old = select(RegisterImport.id).where(
        func.coalesce(RegisterImport.finished_at, RegisterImport.uploaded_at)
        < now - WINDOW
    )
    working = select(TakingBack.import_id).where(
        TakingBack.state == TakingBackState.WORKING
    )
    session.execute(
        delete(ImportStep)
        .where(col(ImportStep.import_id).in_(old))
        .where(col(ImportStep.import_id).not_in(working))
    )


def _count(
    report: TakingBackReport,
    found: FoundStep,
    why_left: StepOutcome | None,
    official: Official,
) -> None:
    if found.step.act is StepAct.KEPT:
        return
    if why_left is None:
        setattr(report, found.effect, getattr(report, found.effect) + 1)
        return
    system = found.system
    is_own = system.organisation_id == official.organisation_id
    # What another body withholds answers to nobody else, here neither.
    name, slug = system.name, system.slug
    if system.is_withheld:
        name, slug = (name if is_own else ""), ""
    report.left.append({"slug": slug, "name": name, "why": why_left.value})


def _key(taking: TakingBack) -> str:
    return f"register-take-back:{taking.import_id}"
