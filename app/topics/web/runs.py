"""Officials start analyses and watch them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.services import record_act
from app.accounts.web import SignedIn
from app.consultations.models import Consultation, Question
from app.consultations.queries import get_own_consultation
from app.errors import N_
from app.topics.models import (
    AnalysisRun,
    RunState,
)
from app.topics.queries import (
    Wanted,
    count_comments_since,
    count_readable,
    find_latest_run,
    list_runs,
    list_text_questions,
)
from app.topics.queries.comments import count_apart
from app.topics.queries.runs import count_joined
from app.topics.services import queue_runs
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession, WriteSession
from app.web.pages import render, see_other
from app.web.requests import Request

STEPS: Final[Mapping[str, str]] = {
    "": N_("Waiting for a free worker"),
    "load": N_("Loading the engine"),
    "prepare": N_("Masking personal data and finding languages"),
    "campaigns": N_("Looking for copied letters"),
    "embed": N_("Placing passages by meaning"),
    "cluster": N_("Finding groups, again and again"),
    "describe": N_("Naming topics and choosing quotes"),
    "tone": N_("Reading the tone of the wording"),
}


@dataclass(frozen=True, slots=True)
class QuestionRuns:
    """One question with its last run."""

    question: Question
    run: AnalysisRun | None
    readable: int
    new: int
    joined: int
    unsorted: int
    step: str


@dataclass(frozen=True, slots=True)
class AnalysisPage:
    """Runs of a consultation, with progress that renews itself."""

    template: ClassVar[str] = "topics/analysis.html"
    fragment: ClassVar[str | None] = "topics/_runs.html"

    official: Official
    consultation: Consultation
    rows: Sequence[QuestionRuns]
    is_busy: bool
    past: Sequence[AnalysisRun]


class AnalysisController(Controller):
    """Reading comments."""

    path = "/office/consultations/{slug:str}/analysis"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        rows = [
            _row(session, one) for one in list_text_questions(session, consultation.id)
        ]
        page = AnalysisPage(
            official,
            consultation,
            rows,
            is_busy=any(_is_busy(one.run) for one in rows),
            past=list_runs(session, consultation.id),
        )
        return render(request, page)

    @post("/", sync_to_thread=True)
    def start(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        require_role(official, Role.ANALYST)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        runs = queue_runs(session, consultation, official=official, now=now)
        record_act(
            session,
            official,
            "started_analysis",
            "consultation",
            str(consultation.id),
            {"runs": [str(one.id) for one in runs]},
            now=now,
        )
        session.commit()
        return see_other(request, f"/office/consultations/{slug}/analysis")


def _row(session: Session, question: Question) -> QuestionRuns:
    run = find_latest_run(session, question.id)
    return QuestionRuns(
        question,
        run,
        readable=count_readable(session, question.id),
        new=count_comments_since(session, run) if run else 0,
        joined=count_joined(session, run) if run else 0,
        unsorted=_count_unsorted(session, run) if run else 0,
        step=translate(STEPS.get(run.step, run.step)) if run else "",
    )


def _count_unsorted(session: Session, run: AnalysisRun) -> int:
    return count_apart(session, run.id, is_substantive=True, wanted=Wanted())


def _is_busy(run: AnalysisRun | None) -> bool:
    return run is not None and run.state in {RunState.QUEUED, RunState.RUNNING}
