"""What few people said and nobody else: a list to be read, with who has read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.web import SignedIn
from app.comments.models import Comment
from app.consultations.queries import get_own_consultation
from app.errors import N_
from app.topics.models import AnalysisRun
from app.topics.queries import map_readings
from app.topics.queries.rare import list_far_passages, map_comments, map_read_marks
from app.topics.rules.passages import Segment, segments
from app.topics.services.rare import mark_read
from app.topics.web.views import View, read_comment_ids, require_read, view_of
from app.web.catalogues import translate_many
from app.web.dependencies import Now, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData
from app.web.pages import render, see_other
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class RareRow:
    """A comment with the passage that is unlike the rest."""

    comment: Comment
    segments: Sequence[Segment]
    readers: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class MustReadPage:
    """Passages far from every topic."""

    template: ClassVar[str] = "topics/must_read.html"
    fragment: ClassVar[str | None] = None

    official: Official
    view: View
    rows: Sequence[RareRow]
    unread: int


class MustReadController(Controller):
    """What counting would lose."""

    path = "/office/consultations/{slug:str}/topics/questions/{key:str}/must-read"
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
        rows = _rows(session, run, official)
        page = MustReadPage(
            official,
            view_of(session, consultation, question, run, "must-read"),
            rows,
            unread=sum(not one.readers for one in rows),
        )
        return render(request, page)

    @post("/", sync_to_thread=True)
    def mark(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
        key: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.ANALYST)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        _, run = require_read(session, consultation, key)
        count = mark_read(session, run, read_comment_ids(form), official, now=now)
        session.commit()
        said = translate_many(
            N_("%(count)s comment marked as read."),
            N_("%(count)s comments marked as read."),
            count,
        )
        flash(request, said)
        here = f"/office/consultations/{slug}/topics/questions/{key}/must-read"
        return see_other(request, here)


def _rows(session: Session, run: AnalysisRun, official: Official) -> list[RareRow]:
    far = list_far_passages(session, run)
    ids = [one.comment_id for one in far]
    comments = map_comments(session, ids)
    readings = map_readings(session, run.id, ids)
    readers = map_read_marks(session, ids)
    return [
        RareRow(
            comment := comments[one.comment_id],
            segments(
                comment.masked_text,
                readings[one.comment_id].length,
                [(one.start, one.end)],
                [],
            ),
            readers=len(readers.get(one.comment_id, ())),
            is_mine=official.id in readers.get(one.comment_id, ()),
        )
        for one in far
    ]
