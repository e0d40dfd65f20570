"""Newer copies of records, brought together with what officials wrote here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Organisation
from app.errors import N_, Invalid
from app.register.models import RecordDraft, RegisterRecord, Sidecar, Status, System
from app.register.queries import map_drafts, map_records
from app.register.rules.compare import differs
from app.register.rules.merging import Merged, Said, changed_in_both, merge
from app.register.schemas.answers import Answer, Answers, read_answers, stored_answers
from app.register.schemas.exchange import ImportReport
from app.register.services.drafts import restated
from app.register.services.intake import Gate
from app.register.standards import nl_1_0, nl_short, us_2025
from app.register.standards.source import SourceRecord

_READ_AGAIN: Final[dict[str, Callable[[int, str, dict[str, Any]], SourceRecord]]] = {
    "us-2025": us_2025.record_of,
    "nl-short": nl_short.record_of,
    "nl-1.0": nl_1_0.record_of,
}
_STAYS: Final = N_(
    "The source changed this, and officials wrote their own here. Theirs stays."
)
_DRAFT_OPEN: Final = N_(
    "Officials have an unpublished draft of this record. It stays open; what they did "
    "not change in it follows the source."
)
_DRAFT_STAYS: Final = N_(
    "The source changed this, and an unpublished draft says something else. The record "
    "follows the source; the draft stays as officials wrote it. Compare before you "
    "publish it."
)


@dataclass(frozen=True, slots=True)
class Newer:
    """A system that is here, what its source said before, and what it says now.

    Attributes:
        standing: How the system stood before, in plain data.
        row: The source's row as it stood beside the record, in plain data.
    """

    system: System
    source: SourceRecord
    before: Said | None
    now: Said
    changed_keys: Sequence[str]
    standing: dict[str, Any]
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Together:
    """What becomes of a record that its source changed, and of a draft beside it.

    Attributes:
        fields: The next version's answers, as stored.
        is_draft_told: Whether whoever imports may know of the draft.
    """

    newer: Newer
    merged: Merged
    record: RegisterRecord
    fields: dict[str, Any]
    draft: RecordDraft | None
    is_draft_told: bool

    @property
    def is_body_changed(self) -> bool:
        # The body may have another name here than at the source.
        before = self.newer.before
        is_same = (
            before is not None and before.organisation == self.newer.now.organisation
        )
        return (
            not is_same and self.merged.said.organisation == self.newer.now.organisation
        )

    def tell(self, report: ImportReport) -> None:
        """Say in a report what officials wrote and the source changed."""
        row, name = self.newer.source.row, self.newer.source.name
        for key in self.merged.kept:
            report.warn(row, key, _STAYS, name)
        if self.draft is None or not self.is_draft_told:
            return
        report.warn(row, "draft", _DRAFT_OPEN, name)
        before = self.record.fields
        for key in changed_in_both(self.draft.fields, before, self.fields):
            report.warn(row, key, _DRAFT_STAYS, name)


def bring_together(
    session: Session,
    newer: Sequence[Newer],
    bodies: Mapping[str, Organisation],
    gate: Gate,
) -> list[Together]:
    """Look up what stands here of some systems; `bodies` are all, by name."""
    systems = [one.system for one in newer]
    records, drafts = map_records(session, systems), map_drafts(session, systems)
    names = {one.id: name for name, one in bodies.items()}
    return [
        _together(one, records[one.system.id], drafts.get(one.system.id), names, gate)
        for one in newer
    ]


def _together(
    newer: Newer,
    record: RegisterRecord,
    draft: RecordDraft | None,
    bodies: Mapping[UUID, str],
    gate: Gate,
) -> Together:
    system = newer.system
    here = Said(
        record.name,
        system.status,
        bodies[system.organisation_id],
        record.language,
        stored_answers(record.fields),
    )
    merged = merge(newer.before, here, newer.now)
    return Together(
        newer,
        merged,
        record,
        restated(merged.said.answers, record.fields),
        draft,
        is_draft_told=draft is not None and gate.shows_draft(system, draft),
    )


def changed_keys(source: SourceRecord, sidecar: Sidecar) -> list[str]:
    """Return the source's keys whose values say something else than before."""
    before, after = sidecar.values, source.values
    return sorted(
        key
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key) and key not in source.bookkeeping
    )


def said_now(source: SourceRecord, answers: Answers) -> Said:
    """Return what a record of a file says; its answers are checked."""
    return Said(
        source.name,
        source.status,
        source.organisation,
        source.language,
        answers,
        source.moving,
    )


def said_before(name: str, sidecar: Sidecar) -> Said | None:
    """Return what a source said when it was last taken over; None if nobody can tell.

    It is read anew from the row that was kept, by what we know of the format today.
    """
    read = _READ_AGAIN.get(name)
    if read is None or not sidecar.values:
        return None
    try:
        source = read(sidecar.position, sidecar.source_key, dict(sidecar.values))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return said_now(source, _fitting(source.fields))


def keys_behind(sidecar: Sidecar, fields: Collection[str]) -> frozenset[str]:
    """Return the source's keys that say something of some of our fields."""
    whole = said_before(sidecar.format, sidecar)
    if whole is None or not fields:
        return frozenset()
    return frozenset(
        key for key in sidecar.values if _is_told_by(key, sidecar, whole, fields)
    )


def _is_told_by(
    key: str, sidecar: Sidecar, whole: Said, fields: Collection[str]
) -> bool:
    """Tell whether an answer would be another one if the source left a key blank."""
    values = {**sidecar.values, key: ""}
    rest = said_before(
        sidecar.format, Sidecar(**{**sidecar.model_dump(), "values": values})
    )
    answers = rest.answers if rest else {}
    return any(differs(whole.answers.get(one), answers.get(one)) for one in fields)


def _fitting(fields: Mapping[str, Any]) -> Answers:
    try:
        return read_answers(fields)
    except Invalid as error:
        unfit = error.field_errors
        return read_answers(
            {key: one for key, one in fields.items() if key not in unfit}
        )


def beside_at_source(sidecar: Sidecar, record: RegisterRecord) -> dict[str, str]:
    """Return the name and the status's words in a source where officials changed them.

    A source that states none says nothing else.
    """
    source = said_before(sidecar.format, sidecar)
    if source is None:
        return {}
    said = {}
    if source.name and source.name != record.name:
        said["name"] = source.name
    if source.status not in {Status.NOT_STATED, record.status}:
        said["status"] = source.status.label
    return said


def otherwise_at_source(sidecar: Sidecar, record: RegisterRecord) -> dict[str, Answer]:
    """Return the source's answers, by field, that a record here does not give.

    Of a version that came in by itself there are none; officials changed the others.
    """
    source = said_before(sidecar.format, sidecar)
    if source is None:
        return {}
    # Laid beside itself, so that what moves on unnoticed counts as the same.
    here = replace(source, answers=stored_answers(record.fields))
    next_ = merge(source, here, source).said.answers
    return {
        key: one for key, one in source.answers.items() if differs(next_.get(key), one)
    }
