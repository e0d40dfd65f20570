"""What the officials' pages on one question's reading share: links, counts, rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.comments.models import Comment, CommentState
from app.consultations.models import Consultation, Question
from app.errors import N_, Invalid, NotFound
from app.topics.models import (
    AnalysisRun,
    CommentReading,
    PlacedBy,
    RunState,
    Topic,
    TopicState,
)
from app.topics.queries import (
    Wanted,
    find_latest_run,
    find_stance_question,
    get_text_question,
    list_text_questions,
    list_topics,
    map_readings,
    tally_of,
)
from app.topics.queries.comments import list_campaigns, list_placements
from app.topics.queries.counting import map_stances
from app.topics.rules.counting import ReadCounts, Tally
from app.topics.rules.passages import Segment, segments, spans_of
from app.web.catalogues import translate
from app.web.forms import SubmittedForm, query_of
from app.web.requests import Request

ON_A_PAGE: Final = 25
_LONGEST_SEARCH: Final = 100

SHOWN_TO: Final[Mapping[CommentState, str]] = {
    CommentState.PUBLISHED: N_("public"),
    CommentState.COUNTED_ONLY: N_("officials only"),
    CommentState.RECEIVED: N_("not shown yet"),
}
STANCE_LABELS: Final[Mapping[str, str]] = {
    "support": N_("states: support"),
    "oppose": N_("states: oppose"),
    "unsure": N_("states: unsure"),
}

# A label, an address, whether it is this page, and how many are behind it.
Link = tuple[str, str, bool, int | None]


@dataclass(frozen=True, slots=True)
class View:
    """One question's latest reading, and the pages on it."""

    consultation: Consultation
    question: Question
    run: AnalysisRun
    whole: ReadCounts
    questions: Sequence[Link]
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment in a list: its words, cut where they belong, and what to know of it."""

    comment: Comment
    segments: Sequence[Segment]
    notes: Sequence[str]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of comments, found by words or all."""

    rows: Sequence[CommentRow]
    words: str
    found: int
    number: int
    pages: int


def require_read(
    session: Session, consultation: Consultation, key: str
) -> tuple[Question, AnalysisRun]:
    """Return a question and its latest finished run.

    Raises:
        NotFound: There is no such question, or it has not been read.
    """
    question = get_text_question(session, consultation.id, key)
    run = find_latest_run(session, question.id, RunState.DONE)
    if run is None:
        raise NotFound("reading", key)
    return question, run


def read_questions(
    session: Session, consultation: Consultation
) -> list[tuple[Question, AnalysisRun]]:
    """Return the questions that have been read, with their latest runs."""
    found = [
        (one, find_latest_run(session, one.id, RunState.DONE))
        for one in list_text_questions(session, consultation.id)
    ]
    return [(question, run) for question, run in found if run is not None]


def view_of(
    session: Session,
    consultation: Consultation,
    question: Question,
    run: AnalysisRun,
    here: str,
    tally: Tally | None = None,
) -> View:
    """Gather what stands above every page on a question's reading."""
    whole = (tally or tally_of(session, run)).whole
    base = f"/office/consultations/{consultation.slug}/topics"
    own = f"{base}/questions/{question.key}"
    letters = len(list_campaigns(session, run.id))
    places: list[tuple[str, str, str, int | None]] = [
        ("topics", N_("Topics"), f"{base}?question={question.key}", None),
        ("issues", N_("Known issues"), f"{own}/issues", None),
        ("must-read", N_("Must read"), f"{own}/must-read", None),
        ("letters", N_("Letters"), f"{own}/letters", letters),
        ("unsorted", N_("Fits no topic yet"), f"{own}/apart/unsorted", whole.unsorted),
        ("empty", N_("Says nothing"), f"{own}/apart/empty", whole.not_substantive),
    ]
    return View(
        consultation,
        question,
        run,
        whole,
        questions=[
            (one.wording, f"{base}?question={one.key}", one.id == question.id, None)
            for one, _ in read_questions(session, consultation)
        ],
        links=[
            (translate(label), address, name == here, count)
            for name, label, address, count in places
        ],
    )


def wanted_of(request: Request, number: int) -> Wanted:
    words = query_of(request).get("words").strip()[:_LONGEST_SEARCH]
    return Wanted(words=words, offset=(number - 1) * ON_A_PAGE, limit=ON_A_PAGE)


def listing(rows: Sequence[CommentRow], wanted: Wanted, found: int) -> Listing:
    return Listing(
        rows,
        wanted.words,
        found,
        number=wanted.offset // ON_A_PAGE + 1,
        pages=max(1, -(-found // ON_A_PAGE)),
    )


def rows_of(
    session: Session,
    run: AnalysisRun,
    comments: Sequence[Comment],
    keys: Collection[str] = frozenset(),
) -> list[CommentRow]:
    """Return comments with what speaks of these topics marked, and what is copied."""
    ids = {one.id for one in comments}
    readings = map_readings(session, run.id, ids)
    moved = {
        one.comment_id
        for one in list_placements(session, run.id, ids)
        if one.key in keys
        and one.placed_by is PlacedBy.OFFICIAL
        and not one.is_taken_out
    }
    question = session.get_one(Question, run.question_id)
    stance = find_stance_question(session, question)
    stances = map_stances(session, stance.id) if stance else {}
    return [
        CommentRow(
            one,
            _segments(one, readings.get(one.id), keys),
            _notes(
                one,
                readings.get(one.id),
                stances.get(one.submission_id, ""),
                was_moved=one.id in moved,
            ),
        )
        for one in comments
    ]


def with_scores(
    rows: Sequence[CommentRow], scores: Sequence[float]
) -> list[CommentRow]:
    return [replace(row, score=score) for row, score in zip(rows, scores, strict=True)]


def _segments(
    comment: Comment, reading: CommentReading | None, keys: Collection[str]
) -> list[Segment]:
    if reading is None:
        return [Segment(comment.masked_text)]
    shared = [(one[0], one[1]) for one in reading.shared_text]
    here = spans_of(reading.passages, keys)
    return segments(comment.masked_text, reading.length, here, shared)


def _notes(
    comment: Comment, reading: CommentReading | None, stance: str, *, was_moved: bool
) -> list[str]:
    notes = [SHOWN_TO.get(comment.state, ""), STANCE_LABELS.get(stance, "")]
    if was_moved:
        notes.append(N_("put here by an official"))
    if reading is not None and reading.joined_at is not None:
        notes.append(N_("joined later by the machine"))
    if reading is not None and reading.campaign is not None:
        own_words = N_("a letter, with words of their own")
        notes.append(own_words if reading.adds_text else N_("a letter"))
    return [translate(one) for one in notes if one]


def shown_topics(session: Session, question_id: UUID) -> list[Topic]:
    """Return the topics that comments can be put into, by name."""
    shown = {TopicState.PROPOSED, TopicState.CONFIRMED}
    topics = [one for one in list_topics(session, question_id) if one.state in shown]
    return sorted(topics, key=lambda one: one.label.casefold())


def read_id(text: str, field: str = "into") -> UUID:
    """Return an id that a form sent.

    Raises:
        Invalid: Nothing was chosen.
    """
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({field: N_("Choose a topic.")}) from None


def read_comment_ids(form: SubmittedForm) -> list[UUID]:
    """Return the comments that were ticked.

    Raises:
        Invalid: One is not an id.
    """
    try:
        return [UUID(one) for one in form.getlist("comment")]
    except ValueError:
        message = N_("Choose at least one comment.")
        raise Invalid({"comment": message}) from None
