"""One comment as the machine read it: its topics, its issues, its copied stretches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.accounts.models import Official
from app.accounts.web import SignedIn
from app.comments.queries import READABLE, get_comment
from app.consultations.models import Consultation, Question
from app.consultations.queries import get_own_consultation
from app.errors import NotFound
from app.topics.models import RunState, Topic
from app.topics.queries import find_latest_run, list_topics
from app.topics.queries.comments import list_placements
from app.topics.queries.issues import list_compared, list_issues_of_comment
from app.topics.web.views import CommentRow, rows_of
from app.web.dependencies import ReadSession
from app.web.pages import render
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class ReadCommentPage:
    """A whole comment, and what was made of it."""

    template: ClassVar[str] = "topics/comment.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    question: Question
    row: CommentRow
    topics: Sequence[Topic]
    left: Sequence[Topic]
    issues: Sequence[tuple[str, str, float]]


class ReadCommentController(Controller):
    """A comment in its reading."""

    path = "/office/consultations/{slug:str}/topics/comments"
    include_in_schema = False

    @get("/{comment_id:uuid}", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        slug: FromPath[str],
        comment_id: FromPath[UUID],
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        comment = get_comment(session, consultation.id, comment_id)
        run = find_latest_run(session, comment.question_id, RunState.DONE)
        if run is None or comment.state not in READABLE:
            raise NotFound("comment", comment_id)
        topics = {one.key: one for one in list_topics(session, comment.question_id)}
        places = list_placements(session, run.id, [comment.id])
        names = {one.key: one.name for one in list_compared(session, consultation.id)}
        (row,) = rows_of(session, run, [comment])
        page = ReadCommentPage(
            official,
            consultation,
            session.get_one(Question, comment.question_id),
            row,
            topics=[topics[one.key] for one in places if not one.is_taken_out],
            left=[topics[one.key] for one in places if one.is_taken_out],
            issues=[
                (one.key, names[one.key], one.score)
                for one in list_issues_of_comment(session, run.id, comment.id)
                if one.key in names
            ],
        )
        return render(request, page)
