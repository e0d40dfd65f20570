"""The list of known concerns of a consultation: renamed, added to, switched, restored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.web import SignedIn
from app.analysis.issues import DEFAULT_ISSUES
from app.consultations.models import Consultation
from app.consultations.queries import get_own_consultation
from app.errors import N_, Invalid, NotFound
from app.topics.queries.issues import list_issues
from app.topics.services.issues import (
    add_issue,
    change_issue,
    restore_issues,
    switch_issue,
)
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, told
from app.web.pages import render, see_other
from app.web.requests import Request

_FIELDS: Final = ("name", "description", "phrases")


@dataclass(frozen=True, slots=True)
class ListedIssue:
    """A concern in the list."""

    key: str
    name: str
    description: str
    phrases: Sequence[str]
    is_on: bool


@dataclass(frozen=True, slots=True)
class IssueListPage:
    """What comments are compared with, and a form for one more."""

    template: ClassVar[str] = "topics/issue_list.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    issues: Sequence[ListedIssue]
    is_own: bool
    form: SubmittedForm
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class IssueEditPage:
    """One concern, to be renamed or described in other phrases."""

    template: ClassVar[str] = "topics/issue_edit.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    issue: ListedIssue
    form: SubmittedForm
    errors: FormErrors


class IssueListController(Controller):
    """Editing the list."""

    path = "/office/consultations/{slug:str}/topics/issues"
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
        empty = (SubmittedForm(), FormErrors())
        return render(request, _list_page(session, official, consultation, empty))

    @post("/", sync_to_thread=True)
    def add(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ANALYST)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        try:
            add_issue(session, consultation, _entered(form), official, now=now)
        except Invalid as error:
            session.rollback()
            consultation = get_own_consultation(session, official.organisation_id, slug)
            page = _list_page(session, official, consultation, (form, told(error)))
            return render(request, page, status_code=422)
        session.commit()
        return _done(request, slug, N_("Added. The comments are compared with it now."))

    @post("/restore", sync_to_thread=True)
    def restore(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        require_role(official, Role.ANALYST)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        restore_issues(session, consultation, official, now=now)
        session.commit()
        return _done(request, slug, N_("The usual list is back."))

    @get("/{issue:str}", sync_to_thread=True)
    def edit(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        slug: FromPath[str],
        issue: FromPath[str],
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        empty = (SubmittedForm(), FormErrors())
        page = _edit_page(session, official, consultation, issue, empty)
        return render(request, page)

    @post("/{issue:str}", sync_to_thread=True)
    def save(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        issue: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ANALYST)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        try:
            entered = _entered(form)
            change_issue(session, consultation, issue, entered, official, now=now)
        except Invalid as error:
            session.rollback()
            consultation = get_own_consultation(session, official.organisation_id, slug)
            typed = (form, told(error))
            page = _edit_page(session, official, consultation, issue, typed)
            return render(request, page, status_code=422)
        session.commit()
        return _done(request, slug, N_("Saved. The comments are compared anew now."))

    @post("/{issue:str}/{act:str}", sync_to_thread=True)
    def switch(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        issue: FromPath[str],
        act: FromPath[str],
    ) -> Response[str]:
        require_role(official, Role.ANALYST)
        if act not in {"on", "off"}:
            raise NotFound("act", act)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        is_on = act == "on"
        switch_issue(session, consultation, issue, official, is_on=is_on, now=now)
        session.commit()
        said = N_("Switched on.") if is_on else N_("Switched off.")
        return _done(request, slug, said)


def _done(request: Request, slug: str, said: str) -> Response[str]:
    flash(request, translate(said))
    return see_other(request, f"/office/consultations/{slug}/topics/issues")


def _entered(form: SubmittedForm) -> dict[str, str]:
    return {name: form.get(name) for name in _FIELDS}


def _listed(session: Session, consultation: Consultation) -> list[ListedIssue]:
    own = list_issues(session, consultation.id)
    if own:
        return [
            ListedIssue(one.key, one.name, one.description, one.phrases, one.is_on)
            for one in own
        ]
    return [
        ListedIssue(
            one.key,
            translate(one.name),
            translate(one.description),
            one.phrases,
            is_on=True,
        )
        for one in DEFAULT_ISSUES
    ]


def _list_page(
    session: Session,
    official: Official,
    consultation: Consultation,
    entered: tuple[SubmittedForm, FormErrors],
) -> IssueListPage:
    return IssueListPage(
        official,
        consultation,
        _listed(session, consultation),
        bool(list_issues(session, consultation.id)),
        *entered,
    )


def _edit_page(
    session: Session,
    official: Official,
    consultation: Consultation,
    key: str,
    entered: tuple[SubmittedForm, FormErrors],
) -> IssueEditPage:
    for one in _listed(session, consultation):
        if one.key == key:
            return IssueEditPage(official, consultation, one, *entered)
    raise NotFound("issue", key)
