"""Known concerns on one question: what touches each, and whether it may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.web import SignedIn
from app.consultations.models import Consultation
from app.consultations.queries import get_own_consultation
from app.errors import N_, Invalid, NotFound
from app.topics.models import IssueState
from app.topics.queries import Wanted
from app.topics.queries.issues import (
    IssueCount,
    count_issue_comments,
    count_issues,
    list_issue_comments,
)
from app.topics.rules.issues import ISSUE_STATE_LABELS
from app.topics.services.issues import Verdict, review_issue
from app.topics.web.views import (
    Listing,
    View,
    listing,
    require_read,
    rows_of,
    view_of,
    wanted_of,
    with_scores,
)
from app.web.catalogues import translate
from app.web.dependencies import Now, PageNumber, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, told
from app.web.pages import render, see_other
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class IssuesPage:
    """Every known concern, by how many comments touch it at least."""

    template: ClassVar[str] = "topics/issues.html"
    fragment: ClassVar[str | None] = None

    official: Official
    view: View
    rows: Sequence[IssueCount]
    state_labels: Mapping[IssueState, str]


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One concern with the comments that touch it, the closest first."""

    template: ClassVar[str] = "topics/issue.html"
    fragment: ClassVar[str | None] = None

    official: Official
    view: View
    one: IssueCount
    listed: Listing
    state_labels: Mapping[IssueState, str]
    form: SubmittedForm
    errors: FormErrors


class IssuesController(Controller):
    """Checking what was mapped."""

    path = "/office/consultations/{slug:str}/topics/questions/{key:str}/issues"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        slug: FromPath[str],
        key: FromPath[str],
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        question, run = require_read(session, consultation, key)
        page = IssuesPage(
            official,
            view_of(session, consultation, question, run, "issues"),
            count_issues(session, run),
            _state_labels(),
        )
        return render(request, page)

    @get("/{issue:str}", sync_to_thread=True)
    def issue(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        slug: FromPath[str],
        key: FromPath[str],
        issue: FromPath[str],
        number: PageNumber = 1,
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        wanted = wanted_of(request, number)
        page = _page(session, official, consultation, (key, issue), wanted)
        return render(request, page)

    @post("/{issue:str}/{act:str}", sync_to_thread=True)
    def judge(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        key: FromPath[str],
        issue: FromPath[str],
        act: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ANALYST)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        question, _ = require_read(session, consultation, key)
        try:
            verdict = Verdict(_state(act), form.get("reason"))
            review_issue(session, question, issue, verdict, official, now=now)
        except Invalid as error:
            session.rollback()
            consultation = get_own_consultation(session, official.organisation_id, slug)
            entered = (form, told(error))
            wanted = wanted_of(request, 1)
            page = _page(session, official, consultation, (key, issue), wanted, entered)
            return render(request, page, status_code=422)
        session.commit()
        flash(request, translate(_SAID[verdict.state]))
        here = f"/office/consultations/{slug}/topics/questions/{key}/issues"
        return see_other(request, f"{here}#issue-{issue}")


_ACTS = {
    "confirm": IssueState.CONFIRMED,
    "hide": IssueState.HIDDEN,
    "undo": IssueState.PROPOSED,
}
_SAID = {
    IssueState.CONFIRMED: N_("Confirmed. It becomes public when you publish."),
    IssueState.HIDDEN: N_("Hidden. It is not shown to the public."),
    IssueState.PROPOSED: N_("Taken back. It waits to be checked."),
}


def _state(act: str) -> IssueState:
    if act not in _ACTS:
        raise NotFound("act", act)
    return _ACTS[act]


def _state_labels() -> dict[IssueState, str]:
    return {state: translate(label) for state, label in ISSUE_STATE_LABELS.items()}


def _page(
    session: Session,
    official: Official,
    consultation: Consultation,
    address: tuple[str, str],
    wanted: Wanted,
    entered: tuple[SubmittedForm, FormErrors] | None = None,
) -> IssuePage:
    key, name = address
    form, errors = entered or (SubmittedForm(), FormErrors())
    question, run = require_read(session, consultation, key)
    counts = {one.issue.key: one for one in count_issues(session, run)}
    if name not in counts:
        raise NotFound("issue", name)
    scored = list_issue_comments(session, run.id, name, wanted)
    rows = rows_of(session, run, [comment for comment, _ in scored])
    found = count_issue_comments(session, run.id, name, wanted)
    return IssuePage(
        official,
        view_of(session, consultation, question, run, "issues"),
        counts[name],
        listing(with_scores(rows, [score for _, score in scored]), wanted, found),
        _state_labels(),
        form,
        errors,
    )
