"""What a colleague saved while one was writing, beside what was typed.

Only what differs is shown. For each field the official then says whose text to keep, as
`keep.FIELD`; what is the colleague's stays as it is stored.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import ne
from typing import Any, Final

from sqlmodel import Session

from app.accounts.models import Official
from app.errors import N_, Conflict, Invalid
from app.register.models import RecordDraft, RegisterRecord
from app.register.pages.office import Difference, FieldInput, Meanwhile
from app.register.pages.tongue import OF_THE_PAGE
from app.register.queries import find_draft, find_record
from app.register.rules.compare import compare, differs, mark_words
from app.register.schemas.answers import Answer, State, read_answers, stored_answers
from app.register.schemas.fields import FIELD_BY_KEY
from app.register.schemas.kinds import Layer
from app.register.services.drafts import list_opened_versions, names_draft
from app.register.web.desk import Desk
from app.register.web.draft_form import (
    entered_answers,
    inputs_from_answers,
    inputs_from_form,
)
from app.web.forms import FormErrors, SubmittedForm

_THEIRS: Final = "theirs"
# Names the fields of which one must say whose text to keep: nobody could tell.
_UNSURE: Final = "unsure"


def keeps_theirs(form: SubmittedForm, key: str) -> bool:
    """Tell whether the colleague's text was chosen over what was typed."""
    return form.get(f"keep.{key}") == _THEIRS


def require_chosen(form: SubmittedForm) -> None:
    """Raise when it is not said whose text to keep, and nobody could tell."""
    if any(f"keep.{key}" not in form for key in form.getlist(_UNSURE)):
        raise Conflict(N_("Say for each field whose text to keep. Then save again."))


def sent_or_stored(form: SubmittedForm, key: str, stored: str) -> str:
    """Return what was typed, unless the colleague's text was chosen over it."""
    return stored if keeps_theirs(form, key) else form.get(key, stored)


def inputs_as_sent(
    layer: Layer, form: SubmittedForm, errors: FormErrors, draft: RecordDraft
) -> list[tuple[str, list[FieldInput]]]:
    """Return a layer's fields as sent; as stored where that was chosen."""
    answers = stored_answers(draft.fields)
    stored = inputs_from_answers(layer, answers, draft.language)
    sent = inputs_from_form(layer, form, errors, draft.language)
    return [
        (
            name,
            [
                theirs if keeps_theirs(form, mine.field.key) else mine
                for theirs, mine in zip(as_stored, as_sent, strict=True)
            ],
        )
        for (name, as_stored), (_, as_sent) in zip(stored, sent, strict=True)
    ]


def meanwhile_of(
    session: Session, desk: Desk, stored: RecordDraft, layer: Layer, form: SubmittedForm
) -> Meanwhile:
    """Return who saved what since the form was opened, where the form says otherwise."""
    draft, record = find_draft(session, desk.system), find_record(session, desk.system)
    saved = _last_saved(session, draft, record)
    opened = list_opened_versions(session, desk.system, form.get("revision"))
    differences = [
        *(_beside(stored, opened, form) if layer is Layer.SUMMARY else []),
        *_answers(stored, opened, layer, form),
    ]
    return Meanwhile(*saved, differences)


def _last_saved(
    session: Session, draft: RecordDraft | None, record: RegisterRecord | None
) -> tuple[str, datetime | None]:
    """Return who wrote what is stored now, and when."""
    if draft is not None:
        writer = session.get(Official, draft.updated_by) if draft.updated_by else None
        return writer.name if writer else "", draft.updated_at
    return (record.author, record.published_at) if record else ("", None)


def _answers(
    stored: RecordDraft,
    opened: Sequence[RegisterRecord | None],
    layer: Layer,
    form: SubmittedForm,
) -> Iterator[Difference]:
    entered = entered_answers(form, layer)
    mine = {
        key: typed
        for key, given in entered.items()
        if (typed := _typed(key, given)) is not None
    }
    theirs, *public = (
        {key: one for key, one in stored_answers(fields).items() if key in entered}
        for fields in (stored.fields, *(one.fields if one else {} for one in opened))
    )
    for one in compare(theirs, mine, OF_THE_PAGE):
        key = one.field.key
        read = [said.get(key) for said in public]
        is_theirs = _is_theirs(form, key, mine.get(key), read, differs)
        yield Difference(key, one.field.label, one.before, one.after, is_theirs)


def _beside(
    stored: RecordDraft, opened: Sequence[RegisterRecord | None], form: SubmittedForm
) -> Iterator[Difference]:
    """Compare what a draft holds beside its answers."""
    labels = {"name": FIELD_BY_KEY["name"].label, "language": N_("Language")}
    for key, label in labels.items():
        theirs, mine = getattr(stored, key), form.get(key).strip()
        if theirs != mine:
            read = [getattr(one, key, None) for one in opened]
            is_theirs = _is_theirs(form, key, mine, read, ne)
            yield Difference(key, label, *mark_words(theirs, mine), is_theirs)


def _is_theirs(
    form: SubmittedForm,
    key: str,
    typed: Any,
    read: Sequence[Any],
    are_different: Callable[[Any, Any], bool],
) -> bool | None:
    """Tell which text is chosen: what was sent before, else by who wrote something.

    What was sent and is what the public could `read` when the form was opened was most
    likely not touched. A draft's text is gone once another took its place: where the
    public text changed as well, nobody can tell, and None asks.
    """
    if f"keep.{key}" in form:
        return keeps_theirs(form, key)
    if key in form.getlist(_UNSURE):
        return None
    if not all(are_different(one, typed) for one in read):
        return True
    is_lost = names_draft(form.get("revision")) and are_different(read[0], read[-1])
    return None if is_lost else False


def _typed(key: str, given: Mapping[str, Any]) -> Answer | None:
    """Return what was typed into one field, though it could not be saved like this."""
    try:
        return read_answers({key: given}).get(key)
    except Invalid:
        state, value = given.get("state"), given.get("value")
        if state in (None, "", State.ANSWERED) and not value:
            return None
        return Answer.model_construct(
            state=State(state) if state in set(State) else State.ANSWERED,
            value=value,
            reason=given.get("reason") or "",
            until=None,
        )
