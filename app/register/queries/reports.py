"""Reports as officials find them: their own body's, and those that have nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, and_, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.models import Official, Organisation, Role
from app.accounts.queries import has_somebody
from app.accounts.rules import may_act_as
from app.errors import NotFound
from app.register.models import ErrorReport, ReportState, System
from app.register.queries.history import get_report
from app.register.rules.reports import late_before

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Parties:
    """What a report is about, whose that is, and who answered; None where nothing is."""

    system: System | None
    owner: Organisation | None
    answering: Organisation | None


def get_own_report(
    session: Session, official: Official, number: int, *, to_change: bool = False
) -> ErrorReport:
    """Return a report that this official may see.

    To change it, nobody else may meanwhile: of two who answer at once the second
    waits, and then finds the first one's answer.
    """
    report = get_report(session, number, to_change=to_change)
    seen = _about(select(ErrorReport.id)).where(_is_seen_by(official))
    if session.exec(seen.where(ErrorReport.id == report.id)).first() is None:
        raise NotFound("report", number)
    return report


def find_owner(session: Session, report: ErrorReport) -> UUID | None:
    """Return the body whose record a report is about."""
    query = select(System.organisation_id).where(System.id == report.system_id)
    return session.exec(query).first()


def list_office_reports(
    session: Session, official: Official, state: ReportState, *, limit: int, offset: int
) -> Sequence[ErrorReport]:
    """Return what this official may see: what waits longest, or was answered last."""
    order = (
        [col(ErrorReport.reported_at), col(ErrorReport.number)]
        if state is ReportState.RECEIVED
        else [col(ErrorReport.answered_at).desc(), col(ErrorReport.number).desc()]
    )
    query = _about(select(ErrorReport)).where(_is_seen_by(official))
    query = query.where(ErrorReport.state == state)
    return session.exec(query.order_by(*order).limit(limit).offset(offset)).all()


def count_office_reports(
    session: Session, official: Official
) -> Mapping[ReportState, int]:
    """Count what this official may see, by state."""
    query = select(ErrorReport.state, func.count()).select_from(ErrorReport)
    rows = session.exec(
        query.outerjoin(System, _IS_ABOUT)
        .where(_is_seen_by(official))
        .group_by(col(ErrorReport.state))
    ).all()
    counted = dict(rows)
    return {state: counted.get(state, 0) for state in ReportState}


def count_late_reports(session: Session, official: Official, now: datetime) -> int:
    """Count what has waited for too long among the reports this official may see."""
    query = (
        _about(select(func.count()).select_from(ErrorReport))
        .where(_is_seen_by(official), ErrorReport.state == ReportState.RECEIVED)
        .where(ErrorReport.reported_at < late_before(now))
    )
    return session.exec(query).one()


def map_parties(
    session: Session, reports: Sequence[ErrorReport]
) -> Mapping[UUID, Parties]:
    """Return by report what it is about, whose that is, and who answered it."""
    about = {one.system_id for one in reports}
    found = session.exec(select(System).where(col(System.id).in_(about)))
    systems: dict[UUID | None, System] = {one.id: one for one in found}
    ids = {one.answering_body_id for one in reports}
    ids |= {one.organisation_id for one in systems.values()}
    named = session.exec(select(Organisation).where(col(Organisation.id).in_(ids)))
    bodies: dict[UUID | None, Organisation] = {one.id: one for one in named}
    parties = {}
    for one in reports:
        system = systems.get(one.system_id)
        owner = bodies.get(system.organisation_id) if system else None
        parties[one.id] = Parties(system, owner, bodies.get(one.answering_body_id))
    return parties


_IS_ABOUT: Final = col(System.id) == col(ErrorReport.system_id)


def _about(query: SelectOfScalar[Row]) -> SelectOfScalar[Row]:
    return query.outerjoin(System, _IS_ABOUT)


def _is_seen_by(official: Official) -> ColumnElement[bool]:
    """Return the condition on a report and its system that an official may see it.

    It goes to the body whose record it is now, else to the one that answered. Whoever
    stands in sees what is about a public record, or about none.
    """
    body = func.coalesce(System.organisation_id, ErrorReport.answering_body_id)
    is_seen = or_(body.is_(None), body == official.organisation_id)
    if may_act_as(official, Role.ADMINISTRATOR):
        is_public = and_(
            col(System.current_version).is_not(None), col(System.is_withheld).is_(False)
        )
        is_seen = or_(
            is_seen,
            and_(~has_somebody(body), or_(col(System.id).is_(None), is_public)),
        )
    return is_seen
