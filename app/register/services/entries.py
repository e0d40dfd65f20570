"""Keeps what lists, filters, search and feeds read in step with the record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, func, insert, inspect
from sqlalchemy import text as sql
from sqlalchemy.orm.attributes import flag_modified, set_committed_value
from sqlmodel import Session, SQLModel, col, select

from app.accounts.models import Organisation
from app.db import UTCDateTime, new_id
from app.register.models import (
    EventKind,
    RegisterEntry,
    RegisterEvent,
    RegisterRecord,
    Sidecar,
    System,
    SystemFeedback,
)
from app.register.queries import list_weakened, map_records
from app.register.rules.before_use import impact_assessed, public_asked
from app.register.rules.completeness import completeness, lapses
from app.register.rules.weakening import highest_risk
from app.register.schemas.answers import (
    Answers,
    list_value,
    stored_answers,
    text_value,
)
from app.register.schemas.choices import RISK_LEVELS
from app.register.schemas.sources import identifiers_in
from app.register.services.full_text import (
    forget_systems,
    remember_systems,
    searchable_texts,
)

_OfSystem = TypeVar("_OfSystem", RegisterEntry, SystemFeedback)
_LONGEST_SUMMARY: Final = 300
# One statement, so that of two who are the very first none fails.
_COUNT_ONE: Final = sql(
    "INSERT INTO register_state (id, version, changed_at) VALUES (1, 1, :now) "
    "ON CONFLICT (id) DO UPDATE SET version = register_state.version + 1, "
    "changed_at = excluded.changed_at"
).bindparams(bindparam("now", type_=UTCDateTime()))


def mark_changed(session: Session, now: datetime) -> None:
    """Count one more public change; every cached page is then looked at anew.

    On PostgreSQL whoever comes second waits here until the first has committed, so
    numbers that are given out below are given one by one.
    """
    session.connection().execute(_COUNT_ONE, {"now": now})


def note_event(
    session: Session,
    system: System,
    kind: EventKind,
    *,
    now: datetime,
    note: str = "",
    detail: dict[str, Any] | None = None,
) -> RegisterEvent:
    """Add one thing to tell in feeds and histories."""
    event = RegisterEvent(**event_row(system, kind, now=now, note=note, detail=detail))
    session.add(event)
    return event


def add_rows(
    session: Session, kind: type[SQLModel], rows: Sequence[dict[str, Any]]
) -> None:
    """Add many rows in one statement, without an object for each of them."""
    session.flush()
    if rows:
        session.connection().execute(insert(kind), rows)


def write_whole(row: SQLModel, names: Iterable[str] = ()) -> None:
    """Have columns of a row written, all or those named, whether they changed or not.

    So many rows take one statement; else there is one for each set of columns that
    happened to change. What somebody else may have changed meanwhile is not named.
    """
    every = (
        column.key
        for column in inspect(row).mapper.column_attrs
        if not column.columns[0].primary_key
    )
    for name in names or every:
        flag_modified(row, name)


def event_row(
    system: System,
    kind: EventKind,
    *,
    now: datetime,
    note: str = "",
    detail: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return one thing to tell of a system as it is at this moment."""
    return {
        "id": new_id(),
        "system_id": system.id,
        "organisation_id": system.organisation_id,
        "kind": kind,
        "at": now,
        "version": system.current_version,
        "note": note,
        "detail": detail or {},
    }


def refresh_entry(session: Session, system: System, *, now: datetime) -> None:
    """Write a public system's entry anew, or take it out of every list."""
    refresh_entries(session, [system], now=now)


def refresh_entries(
    session: Session, systems: Sequence[System], *, now: datetime
) -> None:
    """Write the entries of some systems anew, in as few statements as one's."""
    session.flush()
    _hold(session, systems)
    # So that on PostgreSQL two who publish give their numbers one by one.
    mark_changed(session, now)
    entries = _by_system(session, RegisterEntry, systems)
    shown = _shown(session, systems)
    hidden = entries.keys() - {one.system.id for one in shown}
    forget_systems(session, [entries[each].number for each in hidden])
    for each in hidden:
        session.delete(entries[each])
    feedback = _by_system(session, SystemFeedback, systems)
    numbers = _free_numbers(session)
    texts = {}
    for one in shown:
        entry = entries.get(one.system.id)
        number = entry.number if entry else next(numbers)
        row = _entry_row(one, feedback.get(one.system.id), number)
        if entry is None:
            session.add(RegisterEntry(**row))
        else:
            write_whole(entry.sqlmodel_update(row))
        texts[number] = one.texts()
    forget_systems(session, list(texts))
    remember_systems(session, texts)
    session.flush()


def _hold(session: Session, systems: Sequence[System]) -> None:
    """Keep systems as they are until the act is done, as others left them meanwhile.

    On PostgreSQL somebody may hide or remove a record while another one publishes it.
    """
    query = (
        select(System.id, System.is_withheld, System.removed_at)
        .where(col(System.id).in_([one.id for one in systems]))
        .order_by(col(System.id))
        .with_for_update()
    )
    found = {key: (hidden, removed) for key, hidden, removed in session.exec(query)}
    for system in systems:
        is_withheld, removed_at = found[system.id]
        set_committed_value(system, "is_withheld", is_withheld)
        set_committed_value(system, "removed_at", removed_at)


def _by_system(
    session: Session, kind: type[_OfSystem], systems: Sequence[System]
) -> dict[UUID, _OfSystem]:
    """Return the rows that some systems have one of, by the system's id."""
    ids = [one.id for one in systems]
    rows = session.exec(select(kind).where(col(kind.system_id).in_(ids)))
    return {one.system_id: one for one in rows}


def _shown(session: Session, systems: Sequence[System]) -> list["Shown"]:
    """Return those of some systems that lists may show, with what an entry is made of."""
    listed = [one for one in systems if not (one.is_withheld or one.removed_at)]
    records = map_records(session, listed)
    ids = {one.organisation_id for one in listed}
    found = session.exec(select(Organisation).where(col(Organisation.id).in_(ids)))
    bodies = {one.id: one for one in found}
    weakened = list_weakened(session, listed)
    identifiers = _identifiers(session, listed)
    return [
        Shown(
            one,
            records[one.id],
            bodies[one.organisation_id],
            stored_answers(records[one.id].fields),
            is_weakened=one.id in weakened,
            identifiers=identifiers[one.id],
        )
        for one in listed
        if one.id in records
    ]


def _identifiers(
    session: Session, systems: Sequence[System]
) -> Mapping[UUID, Sequence[str]]:
    """Return what other registers call some systems, by the system's id."""
    ids = [one.id for one in systems]
    rows = session.exec(
        select(Sidecar.system_id, Sidecar.values)
        .where(col(Sidecar.system_id).in_(ids))
        .order_by(Sidecar.format, Sidecar.source_key)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for system_id, values in rows:
        found[system_id] += identifiers_in(values)
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """A public system with what its entry is made of."""

    system: System
    record: RegisterRecord
    organisation: Organisation
    answers: Answers
    # Whether any of its versions took something away from people.
    is_weakened: bool = False
    # What other registers call it.
    identifiers: Sequence[str] = ()
    feedback: SystemFeedback | None = None

    def texts(self) -> dict[str, str]:
        """Return the words that it is found by."""
        return searchable_texts(
            self.record.name, self.organisation.name, self.answers, self.identifiers
        )


def enter_new(session: Session, shown: Sequence[Shown], *, now: datetime) -> None:
    """Write the entries of systems that were never public before, all at once."""
    if not shown:
        return
    mark_changed(session, now)
    first = _next_number(session)
    rows = [_entry_row(one, one.feedback, at) for at, one in enumerate(shown, first)]
    add_rows(session, RegisterEntry, rows)
    remember_systems(session, {at: one.texts() for at, one in enumerate(shown, first)})


def set_feedback(session: Session, feedback: SystemFeedback, *, now: datetime) -> None:
    """Store what people said of a system, as counted where comments are kept."""
    stored = session.merge(feedback)
    stored.updated_at = now
    session.flush()
    refresh_entry(session, session.get_one(System, feedback.system_id), now=now)


def mark_consulted_on(session: Session, system_id: UUID, *, now: datetime) -> None:
    """Note that people were asked about a system, and that a decision answers them."""
    feedback = session.get(SystemFeedback, system_id)
    if feedback is None:
        feedback = SystemFeedback(system_id=system_id, updated_at=now)
    feedback.is_consulted_on, feedback.updated_at = True, now
    set_feedback(session, feedback, now=now)


def _free_numbers(session: Session) -> Iterator[int]:
    """Yield numbers that no entry has, looked up when the first is asked for."""
    yield from count(_next_number(session))


def _next_number(session: Session) -> int:
    highest = session.exec(select(func.max(RegisterEntry.number))).one()
    return int(highest or 0) + 1


def _entry_row(
    shown: Shown, feedback: SystemFeedback | None, number: int
) -> dict[str, Any]:
    system, record, answers = shown.system, shown.record, shown.answers
    return {
        "system_id": system.id,
        "number": number,
        "slug": system.slug,
        "name": record.name,
        "summary": card_summary(answers),
        "language": record.language,
        "organisation_slug": shown.organisation.slug,
        "organisation_name": shown.organisation.name,
        "status": system.status,
        "facets": {
            **facets_of(system, answers, feedback),
            "weakened": ["yes"] if shown.is_weakened else [],
        },
        # Time alone breaks promises: what is left on a day is worked out on that day.
        "completeness": completeness(answers, date.min).percent,
        "lapses": lapses(answers),
        "comments": feedback.comments if feedback else 0,
        "version": record.version,
        "updated_at": record.published_at,
        "review_due_on": system.review_due_on,
    }


def card_summary(answers: Answers) -> str:
    """Return the sentence that stands under a name in a list."""
    text = (
        text_value(answers, "one_line")
        or text_value(answers, "plain_summary")
        or text_value(answers, "purpose")
    )
    text = " ".join(text.split())
    if len(text) <= _LONGEST_SUMMARY:
        return text
    return text[:_LONGEST_SUMMARY].rsplit(" ", 1)[0] + " …"


def facets_of(
    system: System,
    answers: Answers,
    feedback: SystemFeedback | None,
) -> dict[str, list[str]]:
    """Return the values that a system is filtered by."""
    risk = highest_risk(answers)
    asked = public_asked(
        answers,
        is_consulted_on=feedback is not None and feedback.is_consulted_on,
        reason=system.no_consultation_reason,
    )
    return {
        "topic": list_value(answers, "topic") or ["unknown"],
        "technology": list_value(answers, "technology_kinds") or ["unknown"],
        "effect": list_value(answers, "effects") or ["unknown"],
        "people": list_value(answers, "people_groups") or ["unknown"],
        "decides": [text_value(answers, "automation_degree") or "unknown"],
        "risk": [RISK_LEVELS[risk].key if risk >= 0 else "unknown"],
        "year": [text_value(answers, "use_started")[:4] or "unknown"],
        "consultation": [asked.value],
        "feedback": ["comments"] if feedback and feedback.comments else [],
        "assessment": [impact_assessed(answers).value],
    }
