"""Officials set consultations up, open them, extend and close them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from sqlmodel import Session

from app.accounts.models import Official, Organisation, Role
from app.accounts.rules import require_role
from app.accounts.services import record_act
from app.accounts.web import SignedIn
from app.consultations.models import (
    Consultation,
    ConsultationKind,
    Notice,
    Proposal,
    Question,
    QuestionKind,
)
from app.consultations.queries import (
    get_own_consultation,
    list_notices,
    list_organisation_consultations,
    list_proposals,
    list_questions,
)
from app.consultations.rules import Phase, phase_at, require_complete
from app.consultations.schemas import ConsultationForm, ProposalForm, QuestionForm
from app.consultations.services import (
    add_proposal,
    add_question,
    close_now,
    create_consultation,
    extend,
    publish_consultation,
)
from app.consultations.web.edit_forms import end_of, start_of, told_of_days
from app.errors import N_, Invalid, NotFound
from app.register.models import System
from app.register.queries import list_systems_of
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, read_form, told
from app.web.pages import render, see_other
from app.web.requests import Request

Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
OptionalDay = Annotated[date | None, BeforeValidator(lambda given: given or None)]
NeededProse = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)
]

PHASE_LABELS: Final[Mapping[Phase, str]] = {
    Phase.DRAFT: N_("Draft"),
    Phase.UPCOMING: N_("Opens soon"),
    Phase.OPEN: N_("Open"),
    Phase.CLOSED: N_("Being read"),
    Phase.ANSWERED: N_("Answered"),
    Phase.DECIDED: N_("Decided"),
}


KIND_LABELS: Final[Mapping[QuestionKind, str]] = {
    QuestionKind.FREE_TEXT: N_("In their own words"),
    QuestionKind.STANCE: N_("Support, oppose or unsure"),
    QuestionKind.CHOICE: N_("One of several choices"),
    QuestionKind.RATING: N_("A number from 1 to 5"),
}


class NewConsultationForm(BaseModel):
    """A consultation about one proposal, in one form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line
    summary: NeededProse
    background: Prose = ""
    kind: ConsultationKind = ConsultationKind.PROPOSAL
    opens_on: date
    closes_on: OptionalDay = None
    who_decides: NeededProse
    system: UUID
    what_is_proposed: NeededProse
    what_the_ai_does: NeededProse
    data_used: NeededProse
    what_could_go_wrong: NeededProse
    safeguards: Prose = ""
    question: Line
    answer_by_phone: Prose = ""
    answer_by_post: Prose = ""
    answer_in_person: Prose = ""


class ChangeForm(BaseModel):
    """A new closing day, and why; or only why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    closes_on: OptionalDay = None
    reason: NeededProse


@dataclass(frozen=True, slots=True)
class ListedConsultation:
    """A consultation of the body, and where it stands."""

    consultation: Consultation
    phase: str


@dataclass(frozen=True, slots=True)
class OwnConsultationsPage:
    """The body's consultations, drafts too."""

    template: ClassVar[str] = "consultations/office_list.html"
    fragment: ClassVar[str | None] = None

    official: Official
    rows: Sequence[ListedConsultation]


@dataclass(frozen=True, slots=True)
class NewConsultationPage:
    """Where a consultation begins."""

    template: ClassVar[str] = "consultations/office_new.html"
    fragment: ClassVar[str | None] = None

    official: Official
    systems: Sequence[System]
    form: SubmittedForm
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class SetUpPage:
    """One consultation as its officials see it."""

    template: ClassVar[str] = "consultations/office_set_up.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    phase: str
    is_draft: bool
    is_open: bool
    is_closed: bool
    has_passed: bool
    missing: Sequence[str]
    proposals: Sequence[Proposal]
    questions: Sequence[Question]
    kinds: Mapping[QuestionKind, str]
    notices: Sequence[Notice]
    form: SubmittedForm
    errors: FormErrors


class ConsultationOfficeController(Controller):
    """The officials' side of consultations."""

    path = "/office/consultations"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def listed(
        self, request: Request, session: ReadSession, now: Now, official: SignedIn
    ) -> Response[str]:
        found = list_organisation_consultations(session, official.organisation_id)
        rows = [ListedConsultation(one, _phase(one, now)) for one in found]
        return render(request, OwnConsultationsPage(official, rows))

    @get("/new", sync_to_thread=True)
    def new(
        self, request: Request, session: ReadSession, official: SignedIn
    ) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        page = _new(session, official, SubmittedForm(), FormErrors())
        return render(request, page)

    @post("/new", sync_to_thread=True)
    def create(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        entered, errors = read_form(NewConsultationForm, form)
        if entered is not None:
            try:
                consultation = _create(session, official, entered, now)
                session.commit()
                flash(request, translate(N_("The draft is saved. Nobody sees it yet.")))
                slug = consultation.slug
                return see_other(request, f"/office/consultations/{slug}")
            except Invalid as error:
                session.rollback()
                errors = told(error)
        page = _new(session, official, form, errors)
        return render(request, page, status_code=422)

    @get("/{slug:str}", sync_to_thread=True)
    def set_up(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        return render(request, _set_up(session, official, consultation, now))

    @post("/{slug:str}/set-up/{act:str}", sync_to_thread=True)
    def act(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        act: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        try:
            said = _do(session, consultation, act, form, now)
        except Invalid as error:
            session.rollback()
            consultation = get_own_consultation(session, official.organisation_id, slug)
            errors = told_of_days(error)
            page = _set_up(session, official, consultation, now, (form, errors))
            return render(request, page, status_code=422)
        record_act(
            session,
            official,
            f"{act}_consultation",
            "consultation",
            str(consultation.id),
            now=now,
        )
        session.commit()
        flash(request, translate(said))
        return see_other(request, f"/office/consultations/{slug}")


def _phase(consultation: Consultation, now: datetime) -> str:
    is_answered = consultation.answered_at is not None
    phase = phase_at(consultation, now, is_answered=is_answered)
    return translate(PHASE_LABELS[phase])


def _new(
    session: Session, official: Official, form: SubmittedForm, errors: FormErrors
) -> NewConsultationPage:
    systems = list_systems_of(session, official.organisation_id)
    return NewConsultationPage(official, systems, form, errors)


def _create(
    session: Session, official: Official, form: NewConsultationForm, now: datetime
) -> Consultation:
    if form.kind is ConsultationKind.PROPOSAL and form.closes_on is None:
        raise Invalid({"closes_on": N_("Say until when people can comment.")})
    body = session.get_one(Organisation, official.organisation_id)
    shared = (
        "title", "kind", "summary", "background", "who_decides", "answer_by_phone",
        "answer_by_post", "answer_in_person",
    )  # fmt: skip
    consultation = create_consultation(
        session,
        body,
        ConsultationForm(
            **form.model_dump(include=set(shared)),
            opens_at=start_of(form.opens_on),
            closes_at=end_of(form.closes_on) if form.closes_on else None,
        ),
        now=now,
    )
    words = (
        "what_is_proposed", "what_the_ai_does", "data_used", "what_could_go_wrong",
        "safeguards",
    )  # fmt: skip
    proposal = ProposalForm(
        system_id=form.system, title=form.title, **form.model_dump(include=set(words))
    )
    add_proposal(session, consultation, proposal, now=now)
    stance = translate(N_("Do you support this plan?"))
    add_question(
        session, consultation, QuestionForm(kind=QuestionKind.STANCE, wording=stance)
    )
    add_question(session, consultation, QuestionForm(wording=form.question))
    record_act(
        session,
        official,
        "created_consultation",
        "consultation",
        str(consultation.id),
        now=now,
    )
    return consultation


def _do(
    session: Session,
    consultation: Consultation,
    act: str,
    form: SubmittedForm,
    now: datetime,
) -> str:
    if act == "publish":
        publish_consultation(session, consultation, now=now)
        return N_("The consultation is public.")
    if act not in {"extend", "close"}:
        raise NotFound("act", act)
    entered, errors = read_form(ChangeForm, form)
    if entered is None:
        raise Invalid(dict(errors))
    if act == "close":
        close_now(session, consultation, reason=entered.reason, now=now)
        return N_("The consultation is closed.")
    if entered.closes_on is None:
        raise Invalid({"closes_on": N_("Give a later day.")})
    closes_at = end_of(entered.closes_on)
    extend(session, consultation, closes_at, reason=entered.reason, now=now)
    return N_("The consultation stays open longer.")


def _set_up(
    session: Session,
    official: Official,
    consultation: Consultation,
    now: datetime,
    entered: tuple[SubmittedForm, FormErrors] | None = None,
) -> SetUpPage:
    form, errors = entered or (SubmittedForm(), FormErrors())
    phase = phase_at(consultation, now)
    proposals = list_proposals(session, consultation.id)
    questions = list_questions(session, consultation.id)
    return SetUpPage(
        official,
        consultation,
        _phase(consultation, now),
        is_draft=consultation.published_at is None,
        is_open=phase is Phase.OPEN,
        is_closed=phase not in {Phase.DRAFT, Phase.UPCOMING, Phase.OPEN},
        has_passed=consultation.closes_at is not None and consultation.closes_at <= now,
        missing=_missing(consultation, len(proposals), len(questions)),
        proposals=proposals,
        questions=questions,
        kinds={kind: translate(label) for kind, label in KIND_LABELS.items()},
        notices=list_notices(session, consultation.id),
        form=form,
        errors=errors,
    )


def _missing(consultation: Consultation, proposals: int, questions: int) -> list[str]:
    """Return what a draft still lacks, in sentences."""
    try:
        require_complete(consultation, proposals=proposals, questions=questions)
    except Invalid as error:
        return list(told(error).values())
    return []
