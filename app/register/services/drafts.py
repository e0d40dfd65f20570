"""What is being written about a system, before anyone else sees it."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Official
from app.errors import N_, Conflict, Invalid
from app.register.models import RecordDraft, RegisterRecord, System
from app.register.queries import find_draft, find_record, list_records
from app.register.rules.compare import differs
from app.register.rules.merging import rebased
from app.register.schemas.answers import Answer, Answers, read_answers, stored_answers
from app.register.services.systems import require_name

# Begins a mark that names a public version.
_VERSION: Final = "version-"
# As BCP 47 begins: a language, and a script or a country where it matters.
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,6})?")


def open_draft(session: Session, system: System, *, now: datetime) -> RecordDraft:
    """Return the draft, begun from the published record where there is none."""
    draft = find_draft(session, system)
    if draft is not None:
        return draft
    record = find_record(session, system)
    draft = RecordDraft(
        system_id=system.id,
        name=system.name,
        fields=dict(record.fields) if record else {},
        language=record.language if record else "en",
        updated_at=now,
    )
    session.add(draft)
    session.flush()
    return draft


def save_draft(
    session: Session,
    system: System,
    entered: Mapping[str, Any],
    *,
    official: Official | None,
    now: datetime,
) -> RecordDraft:
    """Store the answers given, leaving fields that were not entered as they are.

    A key with no answer at all empties its field. An answer that an official changed
    counts as confirmed today; what was imported is confirmed by nobody.

    Raises:
        Invalid: With a sentence per field; nothing is stored then.
    """
    answers = read_answers(entered)
    draft = open_draft(session, system, now=now)
    before = stored_answers(draft.fields)
    fields = dict(draft.fields)
    for key in entered:
        fields.pop(key, None)
    fields.update(_stamped(answers, before, now.date() if official else None))
    draft.fields = fields
    _mark_saved(draft, official, now)
    session.add(draft)
    session.flush()
    return draft


def rename_draft(
    session: Session, draft: RecordDraft, name: str, language: str
) -> None:
    """Change the name and the language that the next version will have.

    Raises:
        Invalid: The name is empty or too long, or the language is no code.
    """
    errors: dict[str, str] = {}
    try:
        draft.name = require_name(name)
    except Invalid as error:
        errors |= error.field_errors
    if _LANGUAGE.fullmatch(language.strip()):
        draft.language = language.strip()
    else:
        errors["language"] = N_("Write the language as a code, such as en, nl or fr.")
    if errors:
        raise Invalid(errors)
    session.add(draft)


def confirm_answers(
    session: Session, system: System, keys: list[str] | None, *, now: datetime
) -> RecordDraft:
    """Say that answers were looked at today and still hold; all when `keys` is None."""
    draft = open_draft(session, system, now=now)
    today = now.date().isoformat()
    draft.fields = {
        key: {**value, "confirmed_on": today} if keys is None or key in keys else value
        for key, value in draft.fields.items()
    }
    session.add(draft)
    session.flush()
    return draft


def draft_mark(system: System, draft: RecordDraft | None) -> str:
    """Name the text that an official was shown, so that none is replaced unseen.

    A draft that was published or discarded, and begun anew, counts from one again; its
    time tells it from the earlier one. Without a draft the public version is the text.
    """
    if draft is None:
        return f"{_VERSION}{system.current_version or 0}"
    return f"{draft.revision}-{draft.updated_at.isoformat()}"


def names_draft(mark: str) -> bool:
    """Tell whether a mark names a draft, whose text is kept only until the next one."""
    return not mark.startswith(_VERSION)


def list_opened_versions(
    session: Session, system: System, mark: str
) -> list[RegisterRecord | None]:
    """Return the public versions whose words a form with this mark may have shown.

    Oldest first; None where nothing was public yet. A mark without a draft names the
    one version. A draft was begun from the version that was public when it was last
    saved, or has followed a later one since.
    """
    records = list_records(session, system)
    if not names_draft(mark):
        named = (one for one in records if mark == f"{_VERSION}{one.version}")
        return [next(named, None)]
    saved_at = _saved_at(mark)
    base = next((one for one in records if one.published_at <= saved_at), None)
    later = [one for one in records if one.published_at > saved_at]
    return [base, *reversed(later)]


def _saved_at(mark: str) -> datetime:
    """Return when the draft that a mark names was saved; long ago where nobody knows."""
    try:
        return datetime.fromisoformat(mark.partition("-")[2]).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def require_unchanged(session: Session, system: System, mark: str) -> None:
    """Raise when somebody else saved the draft since it was opened."""
    if _mark_now(session, system) != mark:
        raise Conflict(
            N_(
                "This draft or the public record changed meanwhile. Compare before you "
                "save."
            )
        )


def rebase_drafts(
    session: Session, nexts: Mapping[UUID, tuple[RegisterRecord, RegisterRecord]]
) -> None:
    """Let drafts go on from a next version; whoever has one open is told so.

    `nexts` holds the version before and the next one, by system.
    """
    # As they are now: somebody may have saved or published one since it was looked at.
    drafts = session.exec(
        select(RecordDraft)
        .where(col(RecordDraft.system_id).in_(nexts))
        .order_by(col(RecordDraft.system_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for draft in drafts:
        before, after = nexts[draft.system_id]
        draft.fields = rebased(draft.fields, before.fields, after.fields)
        if draft.name == before.name:
            draft.name = after.name
        if draft.language == before.language:
            draft.language = after.language
        draft.revision += 1


def require_looked_at(session: Session, system: System, mark: str) -> None:
    """Raise when what would be published is not what was shown in the preview."""
    now = _mark_now(session, system)
    if now != mark and now == draft_mark(system, None):
        raise Conflict(
            N_(
                "A newer version was published since you looked, or the draft was "
                "discarded. Nothing was published now."
            )
        )
    if now != mark:
        raise Conflict(
            N_(
                "Somebody changed this draft since you looked, so nothing was "
                "published. Look at it again: this is how it stands now."
            )
        )


def _mark_now(session: Session, system: System) -> str:
    # PostgreSQL lets others write meanwhile: system and draft, which may not be there
    # yet, are held until the act is done.
    session.refresh(system, with_for_update=True)
    draft = session.get(
        RecordDraft, system.id, populate_existing=True, with_for_update=True
    )
    return draft_mark(system, draft)


def restated(answers: Answers, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers as stored in the place of earlier ones, in the order these had.

    An answer that stays the same keeps its day of confirmation; nobody confirmed others.
    """
    keys = dict.fromkeys([*before, *answers])
    given = {key: answers[key] for key in keys if key in answers}
    return _stamped(given, stored_answers(before), None)


def _stamped(answers: Answers, before: Answers, today: date | None) -> dict[str, Any]:
    return {key: _stamp(answers[key], before.get(key), today) for key in answers}


def _stamp(answer: Answer, before: Answer | None, today: date | None) -> dict[str, Any]:
    if answer.confirmed_on is None:
        # Nobody looks at an answer only because the form that holds it was saved.
        is_same = before is not None and not differs(before, answer)
        day = before.confirmed_on if is_same and before else today
        answer = answer.model_copy(update={"confirmed_on": day})
    return answer.stored()


def _mark_saved(draft: RecordDraft, official: Official | None, now: datetime) -> None:
    draft.revision += 1
    draft.updated_at = now
    draft.updated_by = official.id if official else None
