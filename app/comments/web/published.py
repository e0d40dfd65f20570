"""What participants wrote, as far as it is published: to read and to download."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from sqlmodel import Session

from app.comments.models import Comment, CommentState
from app.comments.pages import as_public
from app.comments.queries import (
    PublishedComment,
    count_by_state,
    count_published_comments,
    count_stances,
    count_submissions,
    count_withheld_reasons,
    get_published_comment,
    iterate_published_comments,
    list_published_comments,
)
from app.comments.rules.moderation import WITHHELD_REASONS
from app.comments.schemas import CommentFilter
from app.consultations.models import (
    Consultation,
    Proposal,
    Question,
    QuestionKind,
    Stance,
)
from app.consultations.queries import get_public_consultation, list_questions
from app.consultations.rules import is_sealed, next_turn_of
from app.register.models import System
from app.register.rules.life import is_public
from app.register.standards.cells import guarded
from app.web.caching import Keep, public
from app.web.catalogues import translate
from app.web.dependencies import Now, PageNumber, ReadSession
from app.web.forms import query_of
from app.web.requests import Request

PER_PAGE: Final = 20
_LONGEST_SEARCH: Final = 100
_NAMES: Final = ("question", "stance", "words", "page")
COLUMNS: Final = (
    "id",
    "question",
    "wording",
    "text",
    "stance",
    "language",
    "sent_on",
    "proposal_version",
    "record_version",
)


@dataclass(frozen=True, slots=True)
class StanceCount:
    """How many submissions state a stance on one question."""

    question: Question
    parts: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """Published comments, with what was kept back and why."""

    template: ClassVar[str] = "comments/published.html"
    fragment: ClassVar[str | None] = "comments/_published.html"

    consultation: Consultation
    questions: Sequence[Question]
    wanted: CommentFilter
    shown: Sequence[PublishedComment]
    found: int
    page: int
    pages: int
    path: str
    is_sealed: bool
    submissions: int
    states: Mapping[CommentState, int]
    reasons: Sequence[tuple[str, int]]
    stances: Sequence[StanceCount]


@dataclass(frozen=True, slots=True)
class CommentPage:
    """One published comment at an address of its own."""

    template: ClassVar[str] = "comments/comment.html"
    fragment: ClassVar[str | None] = None

    consultation: Consultation
    one: PublishedComment
    is_sealed: bool
    # What the comment is about, where anyone may see its record.
    system: System | None


class PublishedCommentsController(Controller):
    """Comments that anyone may read."""

    path = "/consultations/{slug:str}"
    include_in_schema = False

    @get("/comments", sync_to_thread=True)
    def index(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        slug: FromPath[str],
        page: PageNumber = 1,
    ) -> Response[str]:
        consultation = get_public_consultation(session, slug)
        questions = list_questions(session, consultation.id)
        sealed = is_sealed(consultation, now)
        wanted = _wanted(request, questions, sealed=sealed)
        found = count_published_comments(session, consultation.id, wanted)
        states = count_by_state(session, consultation.id)
        reasons = count_withheld_reasons(session, consultation.id)
        shown = CommentsPage(
            consultation=consultation,
            questions=[q for q in questions if q.kind is QuestionKind.FREE_TEXT],
            wanted=wanted,
            shown=list_published_comments(
                session,
                consultation.id,
                wanted,
                offset=(page - 1) * PER_PAGE,
                limit=PER_PAGE,
            ),
            found=found,
            page=page,
            pages=-(-found // PER_PAGE),
            path=_path(consultation, wanted),
            is_sealed=sealed,
            submissions=count_submissions(session, consultation.id),
            states=states,
            reasons=[
                (translate(text), reasons[key])
                for key, text in WITHHELD_REASONS.items()
                if key in reasons
            ],
            stances=[] if sealed else _stances(session, questions),
        )
        turn = next_turn_of(consultation, now)
        return public(request, shown, keep=Keep(query=_NAMES, until=turn, is_live=True))

    @get("/comments/{comment_id:uuid}", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        slug: FromPath[str],
        comment_id: FromPath[UUID],
    ) -> Response[str]:
        consultation = get_public_consultation(session, slug)
        one = get_published_comment(session, consultation.id, comment_id)
        page = CommentPage(
            consultation,
            one,
            is_sealed(consultation, now),
            _system_of(session, one.comment),
        )
        turn = next_turn_of(consultation, now)
        return public(request, page, keep=Keep(until=turn, is_live=True))

    @get("/comments.csv", sync_to_thread=True)
    def as_csv(
        self, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[bytes]:
        consultation = get_public_consultation(session, slug)
        out = io.StringIO(newline="")
        out.write("\ufeff")
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for row in export_rows(session, consultation, now=now):
            writer.writerow([guarded(str(row[name])) for name in COLUMNS])
        return _download(
            out.getvalue().encode(), f"{consultation.slug}-comments.csv", "text/csv"
        )

    @get("/comments.json", sync_to_thread=True)
    def as_json(
        self, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[bytes]:
        consultation = get_public_consultation(session, slug)
        body = {
            "consultation": consultation.slug,
            "title": consultation.title,
            "comments": list(export_rows(session, consultation, now=now)),
        }
        return _download(
            json.dumps(body, ensure_ascii=False, indent=1).encode(),
            f"{consultation.slug}-comments.json",
            "application/json",
        )


def export_rows(
    session: Session, consultation: Consultation, *, now: datetime
) -> Iterator[dict[str, Any]]:
    """Yield what is published of every comment; stances only once unsealed."""
    sealed = is_sealed(consultation, now)
    for one in iterate_published_comments(session, consultation.id):
        yield as_public(one, sealed=sealed)


def _wanted(
    request: Request, questions: Sequence[Question], *, sealed: bool
) -> CommentFilter:
    query = query_of(request)
    question, stance = query.get("question"), query.get("stance")
    is_known = question in {one.key for one in questions}
    is_stance = stance in {one.value for one in Stance} and not sealed
    return CommentFilter(
        question=question if is_known else "",
        stance=stance if is_stance else "",
        words=query.get("words").strip()[:_LONGEST_SEARCH],
    )


def _path(consultation: Consultation, wanted: CommentFilter) -> str:
    chosen = {"question": wanted.question, "stance": wanted.stance}
    given = {**chosen, "words": wanted.words}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"/consultations/{consultation.slug}/comments?{query}{'&' if query else ''}"


def _stances(session: Session, questions: Sequence[Question]) -> list[StanceCount]:
    counts = []
    for question in questions:
        if question.kind is QuestionKind.STANCE:
            stated = count_stances(session, question.id)
            parts = [(one.value, stated.get(one.value, 0)) for one in Stance]
            counts.append(StanceCount(question, parts))
    return counts


def _download(content: bytes, name: str, media_type: str) -> Response[bytes]:
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "public, no-cache",
        },
    )


def _system_of(session: Session, comment: Comment) -> System | None:
    if comment.proposal_id is None or comment.record_version is None:
        return None
    proposal = session.get_one(Proposal, comment.proposal_id)
    system = session.get_one(System, proposal.system_id)
    return system if is_public(system) else None
