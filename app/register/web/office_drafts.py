"""Writing a record, looking at it as the public will, and publishing it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from litestar import Controller, Response, get, post
from sqlmodel import Session

from app.accounts.models import Role
from app.accounts.rules import require_role
from app.errors import N_, Conflict, DomainError, Invalid
from app.register.models import RecordDraft, RegisterRecord
from app.register.pages.office import EditPage, FieldInput, PreviewPage
from app.register.pages.tongue import OF_THE_PAGE
from app.register.queries import (
    find_draft,
    find_organisation,
    find_record,
    is_consulted_on,
)
from app.register.rules.compare import FieldChange, compare, compare_names
from app.register.rules.completeness import blank_fields, completeness
from app.register.rules.life import (
    ENDED,
    is_listed,
    needs_reason_without_consultation,
    require_begun,
)
from app.register.rules.open_data.public_record import PublicRecord
from app.register.rules.reading_level import summary_levels
from app.register.rules.review import needs_new_review, only_confirms
from app.register.rules.weakening import find_weakenings
from app.register.schemas.answers import Answers, stored_answers
from app.register.schemas.change import Change
from app.register.schemas.fields import FIELD_BY_KEY, SECTIONS
from app.register.schemas.forms import PublishForm
from app.register.schemas.kinds import Layer
from app.register.services import open_draft, publish_record, save_draft
from app.register.services.drafts import (
    confirm_answers,
    draft_mark,
    rename_draft,
    require_looked_at,
    require_unchanged,
)
from app.register.services.records import require_first_reason
from app.register.web.causes import cause_options
from app.register.web.desk import DRAFTING_DEPENDENCIES, OFFICE, AtDesk, Desk
from app.register.web.draft_conflict import (
    inputs_as_sent,
    keeps_theirs,
    meanwhile_of,
    require_chosen,
    sent_or_stored,
)
from app.register.web.draft_form import (
    entered_answers,
    inputs_from_answers,
    unfit_answers,
)
from app.web.catalogues import sentence, translate
from app.web.dependencies import ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, query_of, read_form
from app.web.pages import render, see_other
from app.web.requests import Request

STILL_HOLDS: Final = N_("Checked: what the record says still holds.")
_NOTHING_SENT: Final = SubmittedForm()
_AFTER = {Layer.SUMMARY: Layer.FULL, Layer.FULL: Layer.TECHNICAL}


class DraftController(Controller):
    """A record's draft, layer by layer."""

    path = f"{OFFICE}/{{slug:str}}"
    include_in_schema = False
    dependencies = DRAFTING_DEPENDENCIES

    @get("/edit", sync_to_thread=True)
    def edit(
        self, request: Request, session: ReadSession, desk: AtDesk
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        draft = draft_or_record(session, desk)
        layer = _layer(query_of(request))
        answers = stored_answers(draft.fields)
        sections = inputs_from_answers(layer, answers, draft.language)
        mark = draft_mark(desk.system, find_draft(session, desk.system))
        return render(request, _edit_page(desk, draft, mark, (layer, sections)))

    @post("/edit", sync_to_thread=True)
    def save(
        self,
        request: Request,
        session: WriteSession,
        desk: AtDesk,
        form: FormData,
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        layer = _layer(form)
        draft = draft_or_record(session, desk)
        mark = draft_mark(desk.system, find_draft(session, desk.system))
        try:
            require_unchanged(session, desk.system, form.get("revision"))
            require_chosen(form)
            _save(session, desk, layer, form)
        except (Invalid, Conflict) as error:
            is_conflict = isinstance(error, Conflict)
            errors = _told(error)
            sections = inputs_as_sent(layer, form, errors, draft)
            page = replace(
                _edit_page(desk, draft, mark, (layer, sections), form, errors),
                meanwhile=meanwhile_of(session, desk, draft, layer, form)
                if is_conflict
                else None,
            )
            session.rollback()
            return render(request, page, status_code=409 if is_conflict else 422)
        session.commit()
        flash(request, translate("The draft is saved. It is not public yet."))
        return see_other(request, _next_address(desk, layer, form))

    @get("/preview", sync_to_thread=True)
    def preview(
        self, request: Request, session: ReadSession, desk: AtDesk
    ) -> Response[str]:
        page = preview_page(session, desk, SubmittedForm(), FormErrors())
        return render(request, page)

    @post("/publish", sync_to_thread=True)
    def publish(
        self,
        request: Request,
        session: WriteSession,
        desk: AtDesk,
        form: FormData,
    ) -> Response[str]:
        require_role(desk.official, Role.PUBLISHER)
        entered, errors = read_form(PublishForm, form)
        if entered is not None and form.get("then") == "look":
            session.rollback()
            return render(request, preview_page(session, desk, form, errors))
        if entered is not None:
            try:
                require_looked_at(session, desk.system, form.get("revision"))
            except Conflict as error:
                if find_draft(session, desk.system) is None:
                    raise  # there is no form to return to; the words are given back
                session.rollback()
                page = preview_page(session, desk, form, _told(error))
                return render(request, page, status_code=409)
            errors = _publish(session, desk, entered)
        if errors:
            session.rollback()
            page = preview_page(session, desk, form, errors)
            return render(request, page, status_code=422)
        session.commit()
        flash(request, translate("The record is public now."))
        return see_other(request, f"/register/{desk.system.slug}")


def draft_or_record(session: Session, desk: Desk) -> RecordDraft:
    """Return the draft, or what one would begin with; reading stores nothing."""
    draft = find_draft(session, desk.system)
    if draft is not None:
        return draft
    record = find_record(session, desk.system)
    return RecordDraft(
        system_id=desk.system.id,
        name=desk.system.name,
        fields=dict(record.fields) if record else {},
        language=record.language if record else "en",
        updated_at=desk.now,
        revision=1,
    )


def _save(session: Session, desk: Desk, layer: Layer, form: SubmittedForm) -> None:
    draft = open_draft(session, desk.system, now=desk.now)
    errors: dict[str, str] = {}
    if layer is Layer.SUMMARY:
        try:
            name = sent_or_stored(form, "name", draft.name)
            language = sent_or_stored(form, "language", draft.language)
            rename_draft(session, draft, name, language)
        except Invalid as error:
            errors |= error.field_errors
    entered = {
        key: one
        for key, one in entered_answers(form, layer).items()
        if not keeps_theirs(form, key)
    }
    errors |= unfit_answers(entered, desk.system.status, desk.now.date())
    checked = [key for key in entered if f"{key}.checked" in form]
    try:
        save_draft(session, desk.system, entered, official=desk.official, now=desk.now)
        confirm_answers(session, desk.system, checked, now=desk.now)
    except Invalid as error:
        errors |= error.field_errors
    if errors:
        raise Invalid(errors)
    desk.note(session, "saved_draft", layer=layer.value)


def _publish(session: Session, desk: Desk, entered: PublishForm) -> FormErrors:
    if entered.confirm_rest:
        confirm_answers(session, desk.system, None, now=desk.now)
    draft = draft_or_record(session, desk)
    try:
        change = _change(session, desk, entered, draft)
        require_begun(desk.system.status, stored_answers(draft.fields), desk.now.date())
        require_first_reason(session, desk.system, change)
        record = publish_record(
            session, desk.system, desk.official, change, now=desk.now
        )
    except Invalid as error:
        told = _told(error)
        # The preview has no field for the status: it is changed elsewhere.
        return FormErrors({"" if key == "status" else key: told[key] for key in told})
    desk.note(session, "published_record", version=record.version)
    return FormErrors()


def _change(
    session: Session, desk: Desk, entered: PublishForm, draft: RecordDraft
) -> Change:
    return Change(
        entered.change_note or _own_note(session, desk, draft),
        entered.change_reason,
        no_consultation_reason=entered.no_consultation_reason,
        caused_by=desk.find_cause(session, entered.caused_by),
        # Whoever stands in puts right what is public, and that is what feeds tell.
        is_correction=entered.is_correction or desk.stands_in,
    )


def _own_note(session: Session, desk: Desk, draft: RecordDraft) -> str:
    """Return what is noted of a version that only confirms what was public before."""
    record = find_record(session, desk.system)
    if record is None or draft.name != record.name:
        return ""
    before, after = stored_answers(record.fields), stored_answers(draft.fields)
    return translate(STILL_HOLDS) if only_confirms(before, after) else ""


def _told(error: DomainError) -> FormErrors:
    if isinstance(error, Invalid):
        return FormErrors(
            {key: translate(text) for key, text in error.field_errors.items()}
        )
    return FormErrors({"": sentence(error)})


def _layer(form: SubmittedForm) -> Layer:
    asked = form.get("layer", Layer.SUMMARY.value)
    return Layer(asked) if asked in set(Layer) else Layer.SUMMARY


def _next_address(desk: Desk, layer: Layer, form: SubmittedForm) -> str:
    """Go where the pressed button leads: stay for one more row, on, or to the preview."""
    if form.get("then") == "stay":
        return f"{desk.address}/edit?layer={layer.value}"
    after = _AFTER.get(layer)
    if form.get("then") == "next" and after:
        return f"{desk.address}/edit?layer={after.value}"
    return f"{desk.address}/preview"


def _edit_page(
    desk: Desk,
    draft: RecordDraft,
    mark: str,
    shown: tuple[Layer, Sequence[tuple[str, Sequence[FieldInput]]]],
    form: SubmittedForm = _NOTHING_SENT,
    errors: FormErrors | None = None,
) -> EditPage:
    layer, sections = shown
    answers = stored_answers(draft.fields)
    today = desk.now.date()
    return EditPage(
        official=desk.official,
        system=desk.system,
        name=sent_or_stored(form, "name", draft.name),
        language=sent_or_stored(form, "language", draft.language),
        layer=layer,
        layers={one: completeness(answers, today, one) for one in Layer},
        sections=sections,
        errors=errors or FormErrors(),
        revision=mark,
        meanwhile=None,
    )


def _changes(record: RegisterRecord | None, draft: RecordDraft) -> list[FieldChange]:
    """Return what the draft would change of what is public, in the page's words."""
    if record is None:
        return []
    before, after = stored_answers(record.fields), stored_answers(draft.fields)
    return [
        *compare_names(record.name, draft.name),
        *compare(before, after, OF_THE_PAGE),
    ]


def _as_public(
    session: Session, desk: Desk, draft: RecordDraft, form: SubmittedForm
) -> PublicRecord:
    """Return a draft as the version that it would become; nothing is stored."""
    causes = {one.key: one for one in desk.list_causes(session)}
    cause = causes.get(form.get("caused_by"))
    record = RegisterRecord(
        system_id=desk.system.id,
        version=(desk.system.current_version or 0) + 1,
        name=draft.name,
        status=desk.system.status,
        fields=draft.fields,
        language=draft.language,
        published_at=desk.now,
        author=desk.official.name,
        change_note=form.get("change_note").strip(),
        change_reason=form.get("change_reason").strip(),
        caused_by=cause.stored() if cause else None,
    )
    return PublicRecord(
        system=desk.system,
        record=record,
        organisation=find_organisation(session, desk.system),
        feedback=None,
        today=desk.now.date(),
    )


def _may_confirm(session: Session, desk: Desk) -> bool:
    """Tell whether all that is public may be confirmed at once."""
    is_waiting = find_draft(session, desk.system) is not None
    is_alive = is_listed(desk.system) and desk.system.status not in ENDED
    return is_alive and not is_waiting and not desk.stands_in


def preview_page(
    session: Session, desk: Desk, form: SubmittedForm, errors: FormErrors
) -> PreviewPage:
    draft = draft_or_record(session, desk)
    record = find_record(session, desk.system)
    answers = stored_answers(draft.fields)
    before: Answers = stored_answers(record.fields) if record else {}
    return PreviewPage(
        official=desk.official,
        system=desk.system,
        draft=draft,
        has_draft=find_draft(session, desk.system) is not None,
        revision=draft_mark(desk.system, find_draft(session, desk.system)),
        public=_as_public(session, desk, draft, form),
        answers=answers,
        fields=FIELD_BY_KEY,
        sections=SECTIONS,
        levels=summary_levels(answers, draft.language),
        changes=_changes(record, draft),
        weakenings=find_weakenings(before, answers) if record else [],
        blanks=blank_fields(answers, desk.now.date()),
        may_confirm=_may_confirm(session, desk),
        needs_next_review=needs_new_review(answers, desk.now.date()),
        needs_reason=record is None
        and needs_reason_without_consultation(
            desk.system.status, is_consulted_on=is_consulted_on(session, desk.system)
        ),
        causes=cause_options(desk.list_causes(session)),
        form=form,
        errors=errors,
        today=desk.now.date(),
    )
