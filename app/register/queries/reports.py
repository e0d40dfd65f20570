"""Reports as officials find them: their own body's, and those that have nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, or_, select

from app.accounts.models import Official, Organisation, Role
from app.accounts.queries import has_somebody, may_act_for
from app.accounts.rules import may_act_as
from app.errors import NotFound
from app.register.models import ErrorReport, ReportState
from app.register.queries.history import get_report
from app.register.rules.reports import late_before


@dataclass(frozen=True, slots=True)
class Parties:
    """Whose record a report is about, and who answered it; None where nobody is."""

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
    body = report.organisation_id or report.answering_body_id
    if body is not None and not may_act_for(session, official, body):
        raise NotFound("report", number)
    return report


def list_office_reports(
    session: Session, official: Official, state: ReportState, *, limit: int, offset: int
) -> Sequence[ErrorReport]:
    """Return what this official may see: what waits longest, or was answered last."""
    order = (
        [col(ErrorReport.reported_at), col(ErrorReport.number)]
        if state is ReportState.RECEIVED
        else [col(ErrorReport.answered_at).desc(), col(ErrorReport.number).desc()]
    )
    query = select(ErrorReport).where(_is_seen_by(official), ErrorReport.state == state)
    return session.exec(query.order_by(*order).limit(limit).offset(offset)).all()


def count_office_reports(
    session: Session, official: Official
) -> Mapping[ReportState, int]:
    """Count what this official may see, by state."""
    rows = session.exec(
        select(ErrorReport.state, func.count())
        .where(_is_seen_by(official))
        .group_by(ErrorReport.state)
    ).all()
    counted = dict(rows)
    return {state: counted.get(state, 0) for state in ReportState}


def count_late_reports(session: Session, official: Official, now: datetime) -> int:
    """Count what has waited for too long among the reports this official may see."""
    query = (
        select(func.count())
        .select_from(ErrorReport)
        .where(_is_seen_by(official), ErrorReport.state == ReportState.RECEIVED)
        .where(ErrorReport.reported_at < late_before(now))
    )
    return session.exec(query).one()


def map_parties(
    session: Session, reports: Sequence[ErrorReport]
) -> Mapping[UUID, Parties]:
    """Return by report whose record it is about and who answered it."""
    ids = {one.organisation_id for one in reports}
    ids |= {one.answering_body_id for one in reports}
    found = session.exec(select(Organisation).where(col(Organisation.id).in_(ids)))
    bodies: dict[UUID | None, Organisation] = {one.id: one for one in found}
    return {
        one.id: Parties(
            bodies.get(one.organisation_id), bodies.get(one.answering_body_id)
        )
        for one in reports
    }


def _is_seen_by(official: Official) -> ColumnElement[bool]:
    """Return the condition of `get_own_report`, for lists and counts."""
    body = func.coalesce(ErrorReport.organisation_id, ErrorReport.answering_body_id)
    is_seen = or_(body.is_(None), body == official.organisation_id)
    if may_act_as(official, Role.ADMINISTRATOR):
        is_seen = or_(is_seen, ~has_somebody(body))
    return is_seen
