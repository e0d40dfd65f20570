"""Published topics with their answers, for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.consultations.queries import get_public_consultation
from app.publishing.pages.results import (
    ResultsPage,
    ShownQuestion,
    ShownTopic,
    get_publication,
    results_page,
)
from app.web.dependencies import Now, ReadSession
from app.web.openapi import OPEN_TO_ALL, answers, problems
from app.web.parameters import only_known_parameters


@dataclass(frozen=True, slots=True)
class PublishedPromise:
    """What the body can be held to."""

    text: str
    owner: str
    due_on: date
    state: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """What the body answers to a topic."""

    text: str
    what_changes: str
    promises: list[PublishedPromise]


@dataclass(frozen=True, slots=True)
class PublishedQuote:
    """A passage of a published comment."""

    comment_id: UUID
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Comments by the tone of their wording; says nothing about support."""

    negative: int
    neutral: int
    positive: int
    not_assessed: int


@dataclass(frozen=True, slots=True)
class PublishedTopic:
    """A topic that an official confirmed.

    `share` is of the comments that say something; `interval` is how far the machine's
    own reading of it moves, never an estimate about a population. `stance` counts what
    participants stated, null where nobody was asked. `machine_label` is what the machine
    called it, empty where an official made it out of another topic.
    """

    id: UUID
    parent_id: UUID | None
    label: str
    machine_label: str
    split_from: str | None
    description: str
    keywords: list[str]
    comments: int
    distinct_texts: int
    submissions: int
    copies_of_letters: int
    joined_later: int
    placed_by_officials: int
    share: float
    interval: list[float] | None
    stability: float | None
    stance: dict[str, int] | None
    wording: Wording
    merged: list[dict[str, Any]]
    quotes: list[PublishedQuote]
    answer: PublishedAnswer | None


@dataclass(frozen=True, slots=True)
class PublishedIssue:
    """A known concern; at least so many comments touch it."""

    key: str
    name: str
    description: str
    comments_at_least: int
    distinct_texts: int


@dataclass(frozen=True, slots=True)
class LeftOutTopic:
    """A topic that is not shown: hidden, not confirmed, or no longer found; and why."""

    label: str
    machine_label: str
    state: str
    reason: str
    comments: int


@dataclass(frozen=True, slots=True)
class PublishedQuestion:
    """The topics of one question, each before its subtopics."""

    key: str
    wording: str
    read_at: datetime | None
    comments: int
    analysed: int
    not_substantive: int
    in_no_topic: int
    distinct_texts: int
    campaigns: int
    topics: list[PublishedTopic]
    issues: list[PublishedIssue]
    left_out: list[LeftOutTopic]


@dataclass(frozen=True, slots=True)
class PublishedTopics:
    """What people said. It is not a poll: people chose themselves to take part."""

    consultation: str
    published_at: datetime
    is_a_poll: bool
    submissions: int
    comments: int
    distinct_texts: int
    questions: list[PublishedQuestion]


_TOPIC: Final[dict[str, Any]] = {
    "id": "01960c5e-6f2b-7000-8000-4f6f6c6b6d6f",
    "parent_id": "01960c5e-6f2b-7000-8000-4f6f6c6b6d6e",
    "label": "A person to talk to",
    "machine_label": "Phone, real person",
    "split_from": "Phone and letters",
    "description": "People want to reach a person at any point.",
    "keywords": ["phone", "person", "talk"],
    "comments": 64,
    "distinct_texts": 41,
    "submissions": 64,
    "copies_of_letters": 24,
    "joined_later": 0,
    "placed_by_officials": 2,
    "share": 0.29,
    "interval": [0.25, 0.31],
    "stability": 0.82,
    "stance": {"support": 9, "oppose": 38, "unsure": 17},
    "wording": {"negative": 22, "neutral": 30, "positive": 12, "not_assessed": 0},
    "merged": [],
    "quotes": [
        {
            "comment_id": "01960c5e-6f2b-7001-8000-4f6f6c6b6d6f",
            "language": "en",
            "text": "Please keep a person on the phone for people like my mother.",
        }
    ],
    "answer": {
        "text": "Nobody has to use the assistant.",
        "what_changes": "Every screen shows how to reach a person.",
        "promises": [
            {
                "text": "A call back the same day",
                "owner": "Head of customer services",
                "due_on": "2026-09-01",
                "state": "open",
                "is_overdue": False,
            }
        ],
    },
}
_EXAMPLE: Final[dict[str, Any]] = {
    "consultation": "ask-ostervale",
    "published_at": "2026-03-02T12:00:00Z",
    "is_a_poll": False,
    "submissions": 221,
    "comments": 219,
    "distinct_texts": 180,
    "questions": [
        {
            "key": "views",
            "wording": "What should we think of?",
            "read_at": "2026-02-20T09:00:00Z",
            "comments": 219,
            "analysed": 214,
            "not_substantive": 5,
            "in_no_topic": 0,
            "distinct_texts": 180,
            "campaigns": 1,
            "topics": [_TOPIC],
            "issues": [
                {
                    "key": "human_contact",
                    "name": "Human contact and judgement",
                    "description": "A person to talk to.",
                    "comments_at_least": 51,
                    "distinct_texts": 30,
                }
            ],
            "left_out": [
                {
                    "label": "asdf",
                    "machine_label": "asdf",
                    "state": "hidden",
                    "reason": "Tests of the form.",
                    "comments": 2,
                }
            ],
        }
    ],
}


class PublishedTopicsApi(Controller):
    """What people said, topic by topic."""

    path = "/api/v1/consultations/{slug:str}/topics"
    tags = ["Topics"]
    guards = (only_known_parameters,)
    response_headers = OPEN_TO_ALL

    @get(
        "/",
        sync_to_thread=True,
        summary="List published topics with their answers",
        responses={
            **answers(PublishedTopics, "Topics as they were published last", _EXAMPLE),
            **problems(404),
        },
    )
    def topics(
        self, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[PublishedTopics]:
        """Return confirmed topics with counts, stated stance, quotes and answers.

        404 until officials publish: results stay sealed while people can comment.
        """
        consultation = get_public_consultation(session, slug)
        publication = get_publication(session, consultation)
        page = results_page(session, consultation, publication, now.date())
        headers = {"Cache-Control": "public, no-cache"}
        return Response(_document(page), headers=headers)


def _document(page: ResultsPage) -> PublishedTopics:
    return PublishedTopics(
        consultation=page.consultation.slug,
        published_at=page.published_at,
        is_a_poll=False,
        submissions=page.snapshot["submissions"],
        comments=page.snapshot["comments"],
        distinct_texts=page.snapshot["distinct_texts"],
        questions=[_question(one) for one in page.questions],
    )


def _question(shown: ShownQuestion) -> PublishedQuestion:
    told = shown.told
    same = ("key", "wording", "comments", "analysed", "not_substantive", "campaigns")
    return PublishedQuestion(
        **{name: told[name] for name in same},
        read_at=datetime.fromisoformat(told["read_at"]) if told["read_at"] else None,
        in_no_topic=told["unsorted"],
        distinct_texts=told["distinct_texts"],
        topics=[
            _topic(one) for top in shown.topics for one in (top, *_below(top.children))
        ],
        issues=[_issue(one) for one in told["issues"]],
        left_out=[_left_out(one) for one in told["left_out"]],
    )


def _below(children: Sequence[ShownTopic]) -> list[ShownTopic]:
    return [one for child in children for one in (child, *_below(child.children))]


def _topic(shown: ShownTopic) -> PublishedTopic:
    told = shown.told
    same = (
        "label", "machine_label", "split_from", "description", "keywords", "comments",
        "distinct_texts", "submissions", "share", "interval", "stability", "merged",
    )  # fmt: skip
    return PublishedTopic(
        **{name: told[name] for name in same},
        id=UUID(told["id"]),
        parent_id=UUID(told["parent"]) if told["parent"] else None,
        copies_of_letters=told["letters"],
        joined_later=told["joined"],
        placed_by_officials=told["placed"],
        stance=dict(told["stances"]) or None,
        wording=Wording(**told["tone"]),
        quotes=[
            PublishedQuote(one.comment.id, one.comment.language, one.text)
            for one in shown.quotes
        ],
        answer=_answer(shown),
    )


def _answer(shown: ShownTopic) -> PublishedAnswer | None:
    if shown.response is None:
        return None
    return PublishedAnswer(
        shown.response.text,
        shown.response.what_changes,
        [
            PublishedPromise(one.text, one.owner, one.due_on, one.state.value, late)
            for one, late in shown.promises
        ],
    )


def _issue(told: Mapping[str, Any]) -> PublishedIssue:
    return PublishedIssue(
        told["key"],
        told["name"],
        told["description"],
        told["comments"],
        told["distinct_texts"],
    )


def _left_out(told: Mapping[str, Any]) -> LeftOutTopic:
    same = ("label", "machine_label", "state", "reason", "comments")
    return LeftOutTopic(**{name: told[name] for name in same})
