"""Takes in a register in our own format: every version as it was."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from app.accounts.models import Organisation
from app.errors import N_
from app.register.models import (
    EventKind,
    RegisterRecord,
    Status,
    System,
)
from app.register.rules.review import last_confirmed_on, review_due_on
from app.register.schemas.answers import stored_answers
from app.register.schemas.exchange import ImportReport
from app.register.services.entries import note_event, refresh_entry
from app.register.services.exporting import system_as_exported
from app.register.standards import folkmoot
from app.register.standards.source import Problem


def import_whole(session: Session, data: bytes, *, now: datetime) -> ImportReport:
    """Import a file of the schema `folkmoot/register@1`.

    A system that is here already is unchanged when it says the same, updated when the
    file continues its versions, and rejected when the two tell different stories.

    Raises:
        UnreadableFile: The file as a whole cannot be read; nothing is imported.
    """
    organisations, systems = folkmoot.read(data)
    report = ImportReport(read=len(systems))
    bodies = _bodies(session, organisations, now)
    for number, one in enumerate(systems, start=1):
        problem = folkmoot.problem_of(number, one, set(bodies))
        if problem is None:
            problem = _take(session, number, one, bodies[one["organisation"]], report)
        if problem is not None:
            report.rejected.append(
                {"row": problem.row, "field": problem.field, "reason": problem.reason}
            )
    session.flush()
    return report


def _bodies(
    session: Session, organisations: list[dict[str, Any]], now: datetime
) -> dict[str, Organisation]:
    here = {one.slug: one for one in session.exec(select(Organisation))}
    for one in organisations:
        if one.get("slug") and one["slug"] not in here:
            here[one["slug"]] = folkmoot.organisation_in(one, now)
            session.add(here[one["slug"]])
    session.flush()
    return here


def _take(
    session: Session,
    number: int,
    data: dict[str, Any],
    body: Organisation,
    report: ImportReport,
) -> Problem | None:
    system = session.exec(
        select(System).where(System.slug == data["slug"])
    ).one_or_none()
    if system is None:
        system = _new_system(session, data, body)
        _add_versions(session, system, data, after=0)
        session.add_all(_owned(folkmoot.extras_in(data), system))
        report.created += 1
    elif system_as_exported(session, system) == data:
        report.unchanged += 1
        return None
    elif _continues(session, system, data):
        _add_versions(session, system, data, after=system.current_version or 0)
        system.name, system.status = data["name"], Status(data["status"])
        report.updated += 1
    else:
        return Problem(
            number, "slug", N_("Another system here has this address and history.")
        )
    system.updated_at = folkmoot.moment(data["updated_at"])
    session.add(system)
    session.flush()
    refresh_entry(session, system, now=system.updated_at)
    return None


def _new_system(session: Session, data: dict[str, Any], body: Organisation) -> System:
    system = System(
        organisation_id=body.id,
        slug=data["slug"],
        name=data["name"],
        status=Status(data["status"]),
        no_consultation_reason=data["no_consultation_reason"],
        created_at=folkmoot.moment(data["created_at"]),
        updated_at=folkmoot.moment(data["updated_at"]),
    )
    session.add(system)
    session.flush()
    return system


def _continues(session: Session, system: System, data: dict[str, Any]) -> bool:
    own = session.exec(
        select(RegisterRecord.seal)
        .where(RegisterRecord.system_id == system.id)
        .order_by(RegisterRecord.version)  # type: ignore[arg-type]
    ).all()
    theirs = [one["seal"] for one in data["records"]]
    return len(theirs) > len(own) and theirs[: len(own)] == list(own)


def _add_versions(
    session: Session, system: System, data: dict[str, Any], *, after: int
) -> None:
    for record in folkmoot.records_in(data):
        if record.version <= after:
            continue
        record.system_id = system.id
        session.add(record)
        system.current_version = record.version
        answers = stored_answers(record.fields)
        published_on = record.published_at.date()
        system.last_confirmed_on = last_confirmed_on(answers)
        system.review_due_on = review_due_on(answers, published_on)
        kind = EventKind.CHANGED if record.version > 1 else EventKind.PUBLISHED
        note_event(
            session, system, kind, note=record.change_note, now=record.published_at
        )
    session.flush()


def _owned(rows: list[Any], system: System) -> list[Any]:
    for row in rows:
        row.system_id = system.id
    return rows
