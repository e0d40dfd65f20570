"""Comments in no topic: those that fit none yet, and those that say nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.web import SignedIn
from app.consultations.models import Consultation
from app.consultations.queries import get_own_consultation
from app.errors import N_, Invalid, NotFound
from app.topics.models import Topic
from app.topics.queries import Wanted, get_topic
from app.topics.queries.comments import count_apart, list_apart
from app.topics.services import place_comments
from app.topics.web.views import (
    Listing,
    View,
    listing,
    read_comment_ids,
    read_id,
    require_read,
    rows_of,
    shown_topics,
    view_of,
    wanted_of,
)
from app.web.catalogues import translate
from app.web.dependencies import Now, PageNumber, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, told
from app.web.pages import render, see_other
from app.web.requests import Request

# What each list is called in its address, and whether its comments say something.
_KINDS: Final[Mapping[str, bool]] = {"unsorted": True, "empty": False}


@dataclass(frozen=True, slots=True)
class ApartPage:
    """Comments that count and are in no topic, to be read and put into one."""

    template: ClassVar[str] = "topics/apart.html"
    fragment: ClassVar[str | None] = None

    official: Official
    view: View
    kind: str
    listed: Listing
    others: Sequence[Topic]
    form: SubmittedForm
    errors: FormErrors


class ApartController(Controller):
    """Comments in no topic."""

    path = "/office/consultations/{slug:str}/topics/questions/{key:str}/apart"
    include_in_schema = False

    @get("/{kind:str}", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        slug: FromPath[str],
        key: FromPath[str],
        kind: FromPath[str],
        number: PageNumber = 1,
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        wanted = wanted_of(request, number)
        page = _page(session, official, consultation, (key, kind), wanted)
        return render(request, page)

    @post("/{kind:str}", sync_to_thread=True)
    def place(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        key: FromPath[str],
        kind: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ANALYST)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        _, run = require_read(session, consultation, key)
        try:
            target = get_topic(session, consultation.id, read_id(form.get("into")))
            comments = read_comment_ids(form)
            place_comments(session, run, comments, target, official, now=now)
        except Invalid as error:
            session.rollback()
            consultation = get_own_consultation(session, official.organisation_id, slug)
            wanted = wanted_of(request, 1)
            entered = (form, told(error))
            page = _page(session, official, consultation, (key, kind), wanted, entered)
            return render(request, page, status_code=422)
        session.commit()
        message = N_("The comments are in “%(label)s” now. You can undo it there.")
        flash(request, translate(message, label=target.label))
        here = f"/office/consultations/{slug}/topics/questions/{key}/apart/{kind}"
        return see_other(request, here)


def _page(
    session: Session,
    official: Official,
    consultation: Consultation,
    address: tuple[str, str],
    wanted: Wanted,
    entered: tuple[SubmittedForm, FormErrors] | None = None,
) -> ApartPage:
    key, kind = address
    if kind not in _KINDS:
        raise NotFound("list", kind)
    form, errors = entered or (SubmittedForm(), FormErrors())
    question, run = require_read(session, consultation, key)
    says = _KINDS[kind]
    comments = list_apart(session, run.id, is_substantive=says, wanted=wanted)
    found = count_apart(session, run.id, is_substantive=says, wanted=wanted)
    return ApartPage(
        official,
        view_of(session, consultation, question, run, kind),
        kind,
        listing(rows_of(session, run, comments), wanted, found),
        others=shown_topics(session, question.id),
        form=form,
        errors=errors,
    )
