"""Officials write the questions of a draft.

It stands here, not beside the other editing, since only this room knows whether anybody
has answered a question already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.comments.queries import count_answers_to
from app.consultations.models import Consultation, Proposal, Question, QuestionKind
from app.consultations.queries import get_question, list_proposals, list_questions
from app.consultations.rules import require_draft
from app.consultations.services import (
    add_question,
    move_question,
    remove_question,
    update_question,
)
from app.consultations.web.desk import (
    CONSULTATION_DEPENDENCIES,
    AtConsultation,
    ConsultationDesk,
)
from app.consultations.web.edit_forms import filled_question, read_question
from app.consultations.web.office import KIND_LABELS
from app.errors import N_, NotFound
from app.web.catalogues import translate
from app.web.dependencies import ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm
from app.web.pages import render, see_other
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question, to be changed or written first."""

    template: ClassVar[str] = "consultations/office_question.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    question: Question | None
    proposals: Sequence[Proposal]
    kinds: Sequence[tuple[str, str]]
    form: SubmittedForm
    errors: FormErrors


class QuestionController(Controller):
    """The questions of a consultation that is not public yet."""

    path = "/office/consultations/{slug:str}/questions"
    include_in_schema = False
    dependencies = CONSULTATION_DEPENDENCIES

    @get("/new", sync_to_thread=True)
    def new(
        self, request: Request, session: ReadSession, desk: AtConsultation
    ) -> Response[str]:
        _require(desk)
        form = SubmittedForm.of({"kind": QuestionKind.FREE_TEXT.value})
        return render(request, _page(session, desk, None, form, FormErrors()))

    @post("/new", sync_to_thread=True)
    def create(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        form: FormData,
    ) -> Response[str]:
        _require(desk)
        entered, errors = read_question(form)
        if entered is None:
            page = _page(session, desk, None, form, errors)
            return render(request, page, status_code=422)
        question = add_question(session, desk.consultation, entered)
        desk.note(session, "added_question", question=question.key)
        return _saved(request, session, desk)

    @get("/{question_id:uuid}", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        desk: AtConsultation,
        question_id: FromPath[UUID],
    ) -> Response[str]:
        _require(desk)
        question = get_question(session, desk.consultation.id, question_id)
        form = filled_question(question)
        return render(request, _page(session, desk, question, form, FormErrors()))

    @post("/{question_id:uuid}", sync_to_thread=True)
    def change(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        question_id: FromPath[UUID],
        form: FormData,
    ) -> Response[str]:
        _require(desk)
        question = get_question(session, desk.consultation.id, question_id)
        entered, errors = read_question(form)
        if entered is None:
            page = _page(session, desk, question, form, errors)
            return render(request, page, status_code=422)
        count = count_answers_to(session, question.id)
        update_question(
            session, desk.consultation, question, entered, answer_count=count
        )
        desk.note(session, "edited_question", question=question.key)
        return _saved(request, session, desk)

    @post("/{question_id:uuid}/{act:str}", sync_to_thread=True)
    def act(
        self,
        request: Request,
        session: WriteSession,
        desk: AtConsultation,
        question_id: FromPath[UUID],
        act: FromPath[str],
    ) -> Response[str]:
        _require(desk)
        question = get_question(session, desk.consultation.id, question_id)
        key = question.key
        match act:
            case "remove":
                count = count_answers_to(session, question.id)
                remove_question(session, question, answer_count=count)
            case "up":
                place = list_questions(session, desk.consultation.id).index(question)
                move_question(session, question, to=max(0, place - 1))
            case _:
                raise NotFound("act", act)
        desk.note(session, f"{act}_question", question=key)
        return _saved(request, session, desk)


def _require(desk: ConsultationDesk) -> None:
    desk.require(Role.PUBLISHER)
    require_draft(desk.consultation)


def _saved(request: Request, session: Session, desk: ConsultationDesk) -> Response[str]:
    session.commit()
    flash(request, translate(N_("Your changes are saved.")))
    return see_other(request, desk.address)


def _page(
    session: Session,
    desk: ConsultationDesk,
    question: Question | None,
    form: SubmittedForm,
    errors: FormErrors,
) -> QuestionPage:
    return QuestionPage(
        desk.official,
        desk.consultation,
        question,
        list_proposals(session, desk.consultation.id),
        [(kind.value, translate(label)) for kind, label in KIND_LABELS.items()],
        form,
        errors,
    )
