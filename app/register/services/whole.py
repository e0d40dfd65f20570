"""Takes in a register in our own format: every version as it was."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.errors import N_, Invalid
from app.register.models import EventKind, RegisterRecord, Status, System
from app.register.rules.review import last_confirmed_on, review_due_on
from app.register.schemas.answers import read_answers, stored_answers
from app.register.schemas.exchange import ImportReport
from app.register.services.entries import note_event, refresh_entry
from app.register.services.exporting import system_as_exported
from app.register.services.intake import Gate, Terms, take_all
from app.register.services.records import events_of, seal_of
from app.register.services.systems import is_address, require_name
from app.register.standards import folkmoot


def import_whole(session: Session, data: bytes, *, now: datetime) -> ImportReport:
    """Import a file of the schema `folkmoot/register@1` in the caller's transaction.

    Raises:
        UnreadableFile: The file as a whole cannot be read; nothing is imported.
    """
    return take_all(session, WholeFile(data), Terms(now))


class WholeFile:
    """A file of our own.

    A system that is here already is unchanged when it says the same, updated when the
    file continues its versions, and rejected when the two tell different stories.
    """

    def __init__(self, data: bytes) -> None:
        organisations, self.systems = folkmoot.read(data)
        self.organisations = {
            one["slug"]: one for one in organisations if one.get("slug")
        }
        self.count = len(self.systems)

    def begin(self) -> ImportReport:
        return ImportReport(read=self.count)

    def look(
        self, session: Session, span: slice, terms: Terms, report: ImportReport
    ) -> None:
        for row, data in self._rows(span):
            try:
                verdict = self._verdict(session, data, row, terms)
            except Invalid as error:
                report.reject(row, error.field_errors)
            else:
                setattr(report, verdict, getattr(report, verdict) + 1)

    def take(
        self, session: Session, span: slice, terms: Terms, report: ImportReport
    ) -> None:
        for row, data in self._rows(span):
            try:
                verdict = self._verdict(session, data, row, terms)
                if verdict != "unchanged":
                    _write(session, data, self._body(session, data, terms.now))
            except Invalid as error:
                report.reject(row, error.field_errors)
            else:
                setattr(report, verdict, getattr(report, verdict) + 1)

    def list_missing(self, session: Session, terms: Terms) -> Sequence[System]:  # noqa: ARG002
        # A file of ours may hold one system only, so it says nothing of others.
        return []

    def remove(self, session: Session, systems: Sequence[System], terms: Terms) -> None:
        """Nothing is ever missing."""

    def _rows(self, span: slice) -> list[tuple[int, dict[str, Any]]]:
        return list(enumerate(self.systems[span], start=span.start + 1))

    def _verdict(
        self, session: Session, data: Mapping[str, Any], row: int, terms: Terms
    ) -> str:
        """Return which count of a report a system belongs to.

        Raises:
            Invalid: It cannot be taken; names the field.
        """
        problem = folkmoot.problem_of(row, dict(data), set(self.organisations))
        if problem is not None:
            raise Invalid({problem.field: problem.reason})
        _require_sound(data)
        system = _find_system(session, data)
        body = _find_body(session, data["organisation"])
        Gate(session, terms).require_open(
            body, system.organisation_id if system else None
        )
        if system is None:
            return "created"
        if system_as_exported(session, system) == data:
            return "unchanged"
        if _continues(session, system, data):
            return "updated"
        reason = N_("Another system here has this address and history.")
        raise Invalid({"slug": reason})

    def _body(
        self, session: Session, data: Mapping[str, Any], now: datetime
    ) -> Organisation:
        slug = data["organisation"]
        body = _find_body(session, slug)
        if body is None:
            body = folkmoot.organisation_in(self.organisations[slug], now)
            session.add(body)
            session.flush()
        return body


def _require_sound(data: Mapping[str, Any]) -> None:
    """Check what our own forms would have checked, and that no version was altered.

    Raises:
        Invalid: Names the version and the field.
    """
    if not is_address(data["slug"]):
        raise Invalid({"slug": N_("This cannot be the end of an address here.")})
    require_name(data["name"])
    seal = ""
    for record in folkmoot.records_in(dict(data)):
        place = f"records.{record.version}"
        require_name(record.name)
        try:
            read_answers(record.fields)
        except Invalid as error:
            found = {f"{place}.{key}": why for key, why in error.field_errors.items()}
            raise Invalid(found) from error
        if record.seal != seal_of(record, seal):
            reason = N_("This version was altered after it was published.")
            raise Invalid({f"{place}.seal": reason})
        seal = record.seal


def _find_body(session: Session, slug: str) -> Organisation | None:
    query = select(Organisation).where(Organisation.slug == slug)
    return session.exec(query).one_or_none()


def _find_system(session: Session, data: Mapping[str, Any]) -> System | None:
    query = select(System).where(System.slug == data["slug"])
    return session.exec(query).one_or_none()


def _write(session: Session, data: dict[str, Any], body: Organisation) -> None:
    system = _find_system(session, data)
    if system is None:
        system = _new_system(session, data, body)
        session.add_all(_owned(folkmoot.extras_in(data), system))
    _add_versions(session, system, data)
    system.name, system.status = data["name"], Status(data["status"])
    system.updated_at = folkmoot.moment(data["updated_at"])
    _take_removal(session, system, data)
    session.add(system)
    session.flush()
    refresh_entry(session, system, now=system.updated_at)


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


def _take_removal(session: Session, system: System, data: dict[str, Any]) -> None:
    removed_at = data.get("removed_at")
    was_removed = system.removed_at is not None
    system.removed_at = folkmoot.moment(removed_at) if removed_at else None
    system.removal_reason = data.get("removal_reason", "")
    if system.removed_at is not None and not was_removed:
        reason = system.removal_reason
        kind = EventKind.REMOVED
        note_event(session, system, kind, note=reason, now=system.removed_at)


def _continues(session: Session, system: System, data: Mapping[str, Any]) -> bool:
    """Tell whether a file holds all our versions and more, or a removal besides."""
    own = session.exec(
        select(RegisterRecord.seal)
        .where(RegisterRecord.system_id == system.id)
        .order_by(col(RegisterRecord.version))
    ).all()
    theirs = [one["seal"] for one in data["records"]]
    is_removal = bool(data.get("removed_at")) and system.removed_at is None
    is_longer = len(theirs) > len(own) or (is_removal and len(theirs) == len(own))
    return is_longer and theirs[: len(own)] == list(own)


def _add_versions(session: Session, system: System, data: dict[str, Any]) -> None:
    before: RegisterRecord | None = None
    for record in folkmoot.records_in(data):
        if record.version > (system.current_version or 0):
            record.system_id = system.id
            session.add(record)
            _make_current(session, system, record, before)
        before = record
    session.flush()


def _make_current(
    session: Session,
    system: System,
    record: RegisterRecord,
    before: RegisterRecord | None,
) -> None:
    system.current_version = record.version
    answers = stored_answers(record.fields)
    system.last_confirmed_on = last_confirmed_on(answers)
    system.review_due_on = review_due_on(answers, record.published_at.date())
    kinds = [EventKind.PUBLISHED]
    if before is not None:
        weakened = bool(record.weakenings)
        kinds = events_of(record, before.status, is_weakened=weakened)
    detail: dict[str, Any] = {"caused_by": record.caused_by} if record.caused_by else {}
    if record.weakenings:
        detail["weakenings"] = record.weakenings
    for kind in kinds:
        note_event(
            session, system, kind, note=record.change_note, detail=detail,
            now=record.published_at,
        )  # fmt: skip


def _owned(rows: list[Any], system: System) -> list[Any]:
    for row in rows:
        row.system_id = system.id
    return rows
