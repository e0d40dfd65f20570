"""Officials check the topics of a question, all on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session, col, select

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.web import SignedIn
from app.comments.models import Comment
from app.comments.queries import READABLE
from app.consultations.models import Consultation
from app.consultations.queries import get_own_consultation
from app.errors import N_
from app.topics.models import (
    AnalysisRun,
    FoundTopic,
    Topic,
    TopicEvent,
    TopicState,
)
from app.topics.queries import (
    get_topic,
    list_consultation_topics,
    list_found_topics,
    list_topics,
    map_moved_on,
    map_readings,
    tally_of,
)
from app.topics.queries.issues import IssueCount, count_issues
from app.topics.queries.topics import map_last_acts
from app.topics.rules import (
    STATE_LABELS,
    TopicNode,
    keys_of,
    merged_into,
    tree_of,
)
from app.topics.rules.counting import Tally, TopicCounts
from app.topics.rules.judging import STEADINESS_LABELS, Steadiness, steadiness_of
from app.topics.rules.passages import excerpt
from app.topics.services import confirm_topics
from app.topics.web.views import View, read_id, read_questions, view_of
from app.web.catalogues import translate, translate_many
from app.web.dependencies import Now, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, query_of
from app.web.pages import render, see_other
from app.web.requests import Request

_QUOTES: Final = 2


@dataclass(frozen=True, slots=True)
class OfficeQuote:
    """A passage that stands for a topic, leading to the whole comment."""

    comment_id: UUID
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class ReviewedTopic:
    """A topic as an official sees it in the list, with its subtopics."""

    topic: Topic
    found: FoundTopic | None
    counts: TopicCounts
    share: float
    steadiness: str
    quotes: Sequence[OfficeQuote]
    children: Sequence["ReviewedTopic"]


@dataclass(frozen=True, slots=True)
class MovedTopic:
    """A topic that is part of another one, or was made from one."""

    topic: Topic
    other: str
    comments: int


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """Every topic of a question, to be checked."""

    template: ClassVar[str] = "topics/review.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    view: View | None
    topics: Sequence[ReviewedTopic]
    merged: Sequence[MovedTopic]
    gone: Sequence[Topic]
    issues: Sequence[IssueCount]
    undoable: Mapping[UUID, TopicEvent]
    waiting: int
    waiting_elsewhere: int
    state_labels: Mapping[TopicState, str]


class TopicsController(Controller):
    """Checking topics."""

    path = "/office/consultations/{slug:str}/topics"
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
        chosen = query_of(request).get("question")
        return render(request, _page(session, official, consultation, chosen))

    @post("/confirm-all", sync_to_thread=True)
    def confirm_all(
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
        keys = [read_id(one) for one in form.getlist("topic")]
        topics = [get_topic(session, consultation.id, one) for one in keys]
        count = confirm_topics(session, topics, official, now=now)
        session.commit()
        said = N_("%(count)s topic confirmed."), N_("%(count)s topics confirmed.")
        flash(request, translate_many(*said, count))
        return see_other(
            request,
            f"/office/consultations/{slug}/topics?question={form.get('question')}",
        )


def state_labels() -> dict[TopicState, str]:
    return {state: translate(label) for state, label in STATE_LABELS.items()}


def steadiness_labels() -> dict[Steadiness, str]:
    return {name: translate(label) for name, label in STEADINESS_LABELS.items()}


def _page(
    session: Session, official: Official, consultation: Consultation, chosen: str
) -> TopicsPage:
    read = read_questions(session, consultation)
    here = next((one for one in read if one[0].key == chosen), next(iter(read), None))
    labels = state_labels()
    waiting = [
        one
        for one in list_consultation_topics(session, consultation.id)
        if one.state is TopicState.PROPOSED
    ]
    if here is None:
        return TopicsPage(
            official, consultation, None, [], [], [], [], {}, 0, 0, labels
        )
    question, run = here
    review = _Review(session, run)
    own = sum(one.question_id == question.id for one in waiting)
    return TopicsPage(
        official,
        consultation,
        view_of(session, consultation, question, run, "topics", review.tally),
        topics=review.reviewed(review.nodes),
        merged=review.merged(),
        gone=[one for one in review.topics if one.state is TopicState.GONE],
        issues=count_issues(session, run),
        undoable=map_last_acts(session, [one.id for one in review.topics]),
        waiting=own,
        waiting_elsewhere=len(waiting) - own,
        state_labels=labels,
    )


class _Review:
    """The topics of one run, counted once."""

    def __init__(self, session: Session, run: AnalysisRun) -> None:
        self.session = session
        self.run = run
        self.topics = list_topics(session, run.question_id)
        self.tally: Tally = tally_of(session, run)
        self.counts = {
            one.id: self.tally.of(keys_of(one, self.topics)) for one in self.topics
        }
        sizes = {key: one.comments for key, one in self.counts.items()}
        found = list_found_topics(session, run.id)
        self.nodes = tree_of(self.topics, found, sizes)
        self.labels = steadiness_labels()
        self.quotable = _quotable(session, run, found)

    def reviewed(self, nodes: Sequence[TopicNode]) -> list[ReviewedTopic]:
        return [
            ReviewedTopic(
                node.topic,
                node.found,
                counts := self.counts[node.topic.id],
                share=counts.comments / max(1, self.tally.whole.analysed),
                steadiness=self.labels[steadiness_of(node.found.stability)]
                if node.found
                else "",
                quotes=self._quotes(node),
                children=self.reviewed(node.children),
            )
            for node in nodes
        ]

    def merged(self) -> list[MovedTopic]:
        names = {one.id: one.label for one in self.topics}
        moved_on = map_moved_on(self.session, self.run)

        def size(topic: Topic) -> int:
            above = merged_into(topic, self.topics)
            return self.tally.when_merged(keys_of(topic, self.topics), above, moved_on)

        return [
            MovedTopic(one, names[one.merged_into_id], size(one))
            for one in self.topics
            if one.state is TopicState.MERGED and one.merged_into_id
        ]

    def _quotes(self, node: TopicNode) -> list[OfficeQuote]:
        here = self.tally.comments(keys_of(node.topic, self.topics))
        told = node.found.quotes if node.found else []
        quotes = [
            self.quotable[one["comment"], one["start"]]
            for one in told
            if (one["comment"], one["start"]) in self.quotable
            and UUID(one["comment"]) in here
        ]
        return quotes[:_QUOTES]


def _quotable(
    session: Session, run: AnalysisRun, found: Sequence[FoundTopic]
) -> dict[tuple[str, int], OfficeQuote]:
    wanted = [one for topic in found for one in topic.quotes]
    ids = {UUID(one["comment"]) for one in wanted}
    readings = map_readings(session, run.id, ids)
    comments = {
        str(one.id): one
        for one in session.exec(
            select(Comment).where(
                col(Comment.id).in_(ids), col(Comment.state).in_(READABLE)
            )
        )
    }
    return {
        (one["comment"], one["start"]): OfficeQuote(
            comment.id,
            comment.language,
            excerpt(
                comment.masked_text,
                readings[comment.id].length,
                one["start"],
                one["end"],
            ),
        )
        for one in wanted
        if (comment := comments.get(one["comment"])) is not None
    }
