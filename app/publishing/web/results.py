"""Results, as a page, as data, and with the comments behind each number."""

import csv
import io
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from sqlmodel import Session

from app.comments.models import Comment, CommentState
from app.consultations.models import Consultation
from app.consultations.queries import get_public_consultation
from app.errors import NotFound
from app.publishing.pages.results import (
    ResultsPage,
    ShownTopic,
    get_publication,
    results_document,
    results_page,
)
from app.register.standards.cells import guarded
from app.topics.models import CommentReading
from app.topics.queries import Wanted, list_topic_comments, map_readings
from app.topics.queries.comments import count_topic_comments
from app.topics.queries.issues import count_issue_comments, list_issue_comments
from app.topics.rules.passages import Segment, segments, spans_of
from app.web.caching import Keep, public
from app.web.dependencies import Now, PageNumber, ReadSession
from app.web.requests import Request

_ON_A_PAGE: Final = 25
# Comments join topics in the background, which moves nothing that is published.
_COMMENTS: Final = Keep(query=("page",), is_live=True)


@dataclass(frozen=True, slots=True)
class SaidComment:
    """A published comment, with what speaks of the topic marked."""

    comment: Comment
    segments: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class SaidPage:
    """The published comments behind one number of the results."""

    template: ClassVar[str] = "publishing/said.html"
    fragment: ClassVar[str | None] = None

    consultation: Consultation
    wording: str
    name: str
    is_issue: bool
    counted: int
    shown: int
    rows: Sequence[SaidComment]
    path: str
    number: int
    pages: int


class ResultsController(Controller):
    """Results, as a page and as data."""

    path = "/"
    include_in_schema = False

    @get("/consultations/{slug:str}/results", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[str]:
        consultation = get_public_consultation(session, slug)
        publication = get_publication(session, consultation)
        page = results_page(session, consultation, publication, now.date())
        return public(request, page, keep=Keep())

    @get("/consultations/{slug:str}/results.json", sync_to_thread=True)
    def as_json(
        self, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[bytes]:
        consultation = get_public_consultation(session, slug)
        publication = get_publication(session, consultation)
        page = results_page(session, consultation, publication, now.date())
        whole = json.dumps(results_document(page), ensure_ascii=False, indent=1)
        return Response(whole.encode(), media_type="application/json")

    @get("/consultations/{slug:str}/results.csv", sync_to_thread=True)
    def as_csv(
        self, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[bytes]:
        consultation = get_public_consultation(session, slug)
        publication = get_publication(session, consultation)
        page = results_page(session, consultation, publication, now.date())
        return Response(_table(page), media_type="text/csv")

    @get(
        "/consultations/{slug:str}/results/topics/{topic_id:uuid}", sync_to_thread=True
    )
    def topic(
        self,
        request: Request,
        session: ReadSession,
        slug: FromPath[str],
        topic_id: FromPath[UUID],
        number: PageNumber = 1,
    ) -> Response[str]:
        """Show every published comment of a topic."""
        consultation = get_public_consultation(session, slug)
        snapshot = get_publication(session, consultation).snapshot
        for question in snapshot["questions"]:
            for told in question["topics"]:
                if told["id"] == str(topic_id):
                    behind = _Behind(consultation, question, told, "topics")
                    page = _topic_page(session, behind, number)
                    return public(request, page, keep=_COMMENTS)
        raise NotFound("topic", topic_id)

    @get(
        "/consultations/{slug:str}/results/issues/{key:str}/{issue:str}",
        sync_to_thread=True,
    )
    def issue(
        self,
        request: Request,
        session: ReadSession,
        slug: FromPath[str],
        key: FromPath[str],
        issue: FromPath[str],
        number: PageNumber = 1,
    ) -> Response[str]:
        """Show the published comments that touch an issue, the closest first."""
        consultation = get_public_consultation(session, slug)
        snapshot = get_publication(session, consultation).snapshot
        for question in snapshot["questions"]:
            for told in question["issues"]:
                if (question["key"], told["key"]) == (key, issue):
                    behind = _Behind(consultation, question, told, "issues")
                    page = _issue_page(session, behind, number)
                    return public(request, page, keep=_COMMENTS)
        raise NotFound("issue", issue)


@dataclass(frozen=True, slots=True)
class _Behind:
    """A number of the results whose comments are asked for."""

    consultation: Consultation
    question: Mapping[str, Any]
    told: Mapping[str, Any]
    kind: str

    @property
    def run(self) -> UUID:
        return UUID(self.question["run"])

    @property
    def path(self) -> str:
        base = f"/consultations/{self.consultation.slug}/results/{self.kind}"
        if self.kind == "topics":
            return f"{base}/{self.told['id']}"
        return f"{base}/{self.question['key']}/{self.told['key']}"


def _topic_page(session: Session, behind: _Behind, number: int) -> SaidPage:
    wanted, keys = _wanted(number), behind.told["keys"]
    comments = list_topic_comments(session, behind.run, keys, wanted)
    shown = count_topic_comments(session, behind.run, keys, wanted)
    readings = map_readings(session, behind.run, [one.id for one in comments])
    rows = [
        SaidComment(one, _said_on(one, readings.get(one.id), keys)) for one in comments
    ]
    return _said(behind, rows, shown, number)


def _said_on(
    comment: Comment, reading: CommentReading | None, keys: Collection[str]
) -> Sequence[Segment]:
    if reading is None:
        return [Segment(comment.masked_text)]
    here = spans_of(reading.passages, keys)
    return segments(comment.masked_text, reading.length, here, [])


def _issue_page(session: Session, behind: _Behind, number: int) -> SaidPage:
    wanted, key = _wanted(number), behind.told["key"]
    scored = list_issue_comments(session, behind.run, key, wanted)
    shown = count_issue_comments(session, behind.run, key, wanted)
    rows = [SaidComment(one, [Segment(one.masked_text)]) for one, _ in scored]
    return _said(behind, rows, shown, number)


def _wanted(number: int) -> Wanted:
    return Wanted(
        states=(CommentState.PUBLISHED,),
        offset=(number - 1) * _ON_A_PAGE,
        limit=_ON_A_PAGE,
    )


def _said(
    behind: _Behind, rows: Sequence[SaidComment], shown: int, number: int
) -> SaidPage:
    is_issue = behind.kind == "issues"
    return SaidPage(
        behind.consultation,
        behind.question["wording"],
        behind.told["name" if is_issue else "label"],
        is_issue,
        behind.told["comments"],
        shown,
        rows,
        behind.path,
        number,
        pages=max(1, -(-shown // _ON_A_PAGE)),
    )


_COLUMNS: Final = (
    "question", "topic", "parent", "machine_label", "comments", "distinct_texts",
    "submissions", "share", "share_low", "share_high", "stability", "support",
    "oppose", "unsure", "answer", "what_changes",
)  # fmt: skip


def _table(page: ResultsPage) -> bytes:
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for question in page.questions:
        for topic in question.topics:
            _write_topic(writer, question.told["wording"], topic, "")
    return out.getvalue().encode()


def _write_topic(writer: Any, wording: str, topic: ShownTopic, parent: str) -> None:
    told = topic.told
    low, high = told["interval"] or ("", "")
    stances = [told["stances"].get(one, "") for one in ("support", "oppose", "unsure")]
    answer = topic.response
    row = [
        wording, told["label"], parent, told["machine_label"], told["comments"],
        told["distinct_texts"], told["submissions"], told["share"], low, high,
        told["stability"], *stances, answer.text if answer else "",
        answer.what_changes if answer else "",
    ]  # fmt: skip
    writer.writerow([guarded(str(cell)) for cell in row])
    for child in topic.children:
        _write_topic(writer, wording, child, told["label"])
