"""Taking in a file of comments that were collected elsewhere.

Reading a file changes nothing: `plan_import` says what it would bring, `mask_plan` does
the slow part, and only `store_plan` writes, all of it at once.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, select

from app.analysis.personal_data import mask
from app.comments.models import Answer, Channel, Comment, CommentState, Submission
from app.comments.rules.mapping import (
    ColumnMap,
    Entry,
    Problem,
    read_entries,
)
from app.comments.rules.submitting import choices_of
from app.comments.rules.tables import Table
from app.comments.schemas import Showing
from app.comments.services.answered import Readable
from app.consultations.models import Consultation, Question, QuestionKind
from app.consultations.queries import list_questions
from app.consultations.rules import key_of
from app.consultations.schemas import QuestionForm
from app.consultations.services import next_question
from app.db import new_id
from app.errors import N_, Conflict

_LONGEST_KEY: Final = 60
_LONGEST_WORDING: Final = 1000
_ROWS_AT_ONCE: Final = 1000
_STEPS_TOLD: Final = 50

_STATE_OF: Final[Mapping[Showing, CommentState]] = {
    Showing.AFTER_MODERATION: CommentState.RECEIVED,
    Showing.AT_ONCE: CommentState.PUBLISHED,
    Showing.NEVER: CommentState.COUNTED_ONLY,
}

_EPOCH: Final = datetime.fromtimestamp(0, UTC)
# Every column with its default; an entry adds its own values.
_PLAIN_SUBMISSION: Final = Submission(
    consultation_id=UUID(int=0),
    channel=Channel.IMPORT,
    submitted_at=_EPOCH,
    updated_at=_EPOCH,
).model_dump()
_PLAIN_COMMENT: Final = Comment(
    submission_id=UUID(int=0),
    question_id=UUID(int=0),
    text="",
    masked_text="",
    created_at=_EPOCH,
    updated_at=_EPOCH,
).model_dump()


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """How a file is taken in.

    Attributes:
        creates_questions: Whether questions that are missing are added.
        question: The key of the question for texts that name none.
        region: The country whose telephone and id formats are masked first.
    """

    showing: Showing = Showing.AFTER_MODERATION
    creates_questions: bool = False
    question: str = ""
    region: str | None = None


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would do."""

    submissions: int = 0
    comments: int = 0
    answers: int = 0
    unchanged: int = 0
    left_out: int = 0
    empty: int = 0
    new_questions: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


Values: TypeAlias = dict[str, Any]


class _Sent(NamedTuple):
    """A submission that is there, or will be."""

    id: UUID
    is_gone: bool


@dataclass(slots=True)
class ImportPlan:
    """The rows that a file brings, none of them stored yet.

    `known` are the questions that were there: rows point to them. Rows are plain
    values, since making a hundred thousand models takes most of a minute.
    """

    report: ImportReport
    known: frozenset[UUID]
    questions: list[Question] = field(default_factory=list)
    submissions: list[Values] = field(default_factory=list)
    answers: list[Values] = field(default_factory=list)
    comments: list[Values] = field(default_factory=list)


def import_comments(
    session: Session,
    consultation: Consultation,
    table: Table,
    columns: ColumnMap,
    choices: ImportChoices,
    *,
    now: datetime,
) -> ImportReport:
    """Add what a file holds and the consultation has not; report what is broken.

    Everything sound is added to the session: the edge commits, or rolls back when it
    was only a preview or when there are problems and all or nothing was chosen.
    Importing again adds nothing, and brings nothing back that was erased.

    Raises:
        Invalid: A column is not there.
    """
    plan = plan_import(session, consultation, table, columns, choices, now=now)
    mask_plan(plan, choices.region)
    store_plan(session, consultation, plan)
    return plan.report


def plan_import(
    session: Session,
    consultation: Consultation,
    table: Table,
    columns: ColumnMap,
    choices: ImportChoices,
    *,
    now: datetime,
) -> ImportPlan:
    """Return what a file brings that is not there; reads only.

    Raises:
        Invalid: A column is not there.
    """
    reading = read_entries(table, columns, choices.question)
    report = ImportReport(
        left_out=reading.left_out, empty=reading.empty, problems=list(reading.problems)
    )
    there = list_questions(session, consultation.id)
    plan = ImportPlan(report, frozenset(one.id for one in there))
    questions = _questions(consultation, there, reading.wordings, choices, plan)
    planner = _Planner(session, consultation, questions, choices, now)
    for entry in reading.entries:
        problems = planner.find_problems(entry)
        report.problems += problems.values()
        # Where each comment has a row of its own, only the broken rows stay out.
        for name in problems.keys() & entry.rows.keys():
            del entry.comments[name]
        is_whole = not problems.keys() - entry.rows.keys()
        if is_whole and (entry.comments or entry.answers):
            planner.take(entry, plan)
    report.problems.sort(key=lambda one: one.row)
    report.submissions = len(plan.submissions)
    report.comments, report.answers = len(plan.comments), len(plan.answers)
    return plan


def mask_plan(
    plan: ImportPlan,
    region: str | None,
    progress: Callable[[float], None] = lambda _: None,
) -> None:
    """Mask personal data in every comment; telling how far it is, from 0 to 1."""
    every = max(1, len(plan.comments) // _STEPS_TOLD)
    for number, comment in enumerate(plan.comments):
        if number % every == 0:
            progress(number / len(plan.comments))
        comment["masked_text"] = mask(comment["text"], region=region).text


def store_plan(
    session: Session,
    consultation: Consultation,
    plan: ImportPlan,
    *,
    import_id: UUID | None = None,
) -> None:
    """Add the rows of a plan, quickly, since nobody else can write meanwhile.

    Raises:
        Conflict: The questions are not those that the plan was made for.
    """
    there = frozenset(one.id for one in list_questions(session, consultation.id))
    if there != plan.known:
        raise Conflict(N_("The questions have changed meanwhile. Please try again."))
    for row in (*plan.submissions, *plan.comments):
        row["import_id"] = import_id
    session.add_all(plan.questions)
    session.flush()
    _insert(session, Submission, plan.submissions)
    _insert(session, Answer, plan.answers)
    _insert(session, Comment, plan.comments)


def _insert(session: Session, table: type[SQLModel], rows: Sequence[Values]) -> None:
    for begin in range(0, len(rows), _ROWS_AT_ONCE):
        session.execute(insert(table), rows[begin : begin + _ROWS_AT_ONCE])


def _questions(
    consultation: Consultation,
    there: Sequence[Question],
    wordings: Mapping[str, str],
    choices: ImportChoices,
    plan: ImportPlan,
) -> dict[str, Question]:
    """Return the questions by what the file calls them: their key or their words."""
    known: dict[str, Question] = {}
    for question in there:
        known[question.wording] = question
        known[question.key] = question
    for name, wording in wordings.items():
        # A key is stored in lower case, so "Q13" is found by its words or as "q13".
        match = known.get(name) or known.get(wording) or known.get(key_of(name))
        if match is not None:
            known[name] = match
            continue
        if not choices.creates_questions:
            continue
        others = [*there, *plan.questions]
        taken = {one.key for one in others}
        form = QuestionForm(
            wording=wording[:_LONGEST_WORDING], key=key_of(name, taken)[:_LONGEST_KEY]
        )
        known[name] = next_question(consultation, others, form)
        plan.questions.append(known[name])
        plan.report.new_questions.append(wording)
    return known


class _Planner:
    """Turns entries into rows, knowing what is there already."""

    def __init__(
        self,
        session: Session,
        consultation: Consultation,
        questions: Mapping[str, Question],
        choices: ImportChoices,
        now: datetime,
    ) -> None:
        self.session = session
        self.consultation = consultation
        self.questions = questions
        self.choices = choices
        self.now = now
        self.readable = Readable(session, consultation.id)
        self.sent = self._sent()
        self.written = self._written()
        self.seen: Counter[str] = Counter()

    def find_problems(self, entry: Entry) -> dict[str, Problem]:
        """Return by question why an entry does not fit the consultation."""
        found = {}
        for name in entry.comments:
            question = self.questions.get(name)
            if question is not None and question.kind is QuestionKind.FREE_TEXT:
                continue
            wrong = N_("There is no question “%(name)s”.")
            if question is not None:
                wrong = N_("“%(name)s” is not answered in words.")
            found[name] = entry.problem(wrong, name=name)
        for name, value in entry.answers.items():
            question = self.questions.get(name)
            if question is None or value not in choices_of(question):
                wrong = N_("“%(value)s” is not an answer to “%(name)s”.")
                found[name] = entry.problem(wrong, value=value[:40], name=name)
        return found

    def take(self, entry: Entry, plan: ImportPlan) -> None:
        key = self._source_key(entry)
        sent = self.sent.get(key)
        sent_at = entry.submitted_at or self.now
        if sent is None:
            sent = self.sent[key] = _Sent(new_id(), is_gone=False)
            plan.submissions.append(self._submission(entry, key, sent.id, sent_at))
            plan.answers += self._answers(entry, sent.id)
        elif sent.is_gone:
            plan.report.unchanged += len(entry.comments)
            return
        for name, text in entry.comments.items():
            question = self.questions[name]
            if (sent.id, question.id) in self.written:
                plan.report.unchanged += 1
                continue
            self.written.add((sent.id, question.id))
            plan.comments.append(self._comment(sent.id, question, text, sent_at))

    def _answers(self, entry: Entry, submission_id: UUID) -> list[Values]:
        return [
            {
                "id": new_id(),
                "submission_id": submission_id,
                "question_id": self.questions[name].id,
                "value": value,
            }
            for name, value in entry.answers.items()
        ]

    def _submission(
        self, entry: Entry, key: str, submission_id: UUID, sent_at: datetime
    ) -> Values:
        return {
            **_PLAIN_SUBMISSION,
            "id": submission_id,
            "consultation_id": self.consultation.id,
            "language": entry.language or self.consultation.language,
            "submitted_at": sent_at,
            "updated_at": self.now,
            "source_key": key,
            "may_publish": self.choices.showing is not Showing.NEVER,
            "about_participant": entry.about,
        }

    def _comment(
        self, submission_id: UUID, question: Question, text: str, sent_at: datetime
    ) -> Values:
        answered = self.readable.answered_by(question, sent_at)
        return {
            **_PLAIN_COMMENT,
            "id": new_id(),
            "submission_id": submission_id,
            "question_id": question.id,
            "proposal_id": answered.proposal_id,
            "proposal_version": answered.proposal_version,
            "record_version": answered.record_version,
            "text": text,
            "state": _STATE_OF[self.choices.showing],
            "created_at": sent_at,
            "updated_at": self.now,
        }

    def _source_key(self, entry: Entry) -> str:
        """Return a digest of the file's own key, which may be a name or an address.

        Rows without one are known by what they say, and equal ones by their order:
        two people may have sent the same letter.
        """
        own = entry.key
        if not own:
            said = "\n".join(_said(entry))
            self.seen[said] += 1
            own = f"{self.seen[said]}\n{said}"
        text = f"{self.consultation.id}\n{own}"
        return hashlib.sha256(text.encode()).hexdigest()

    def _sent(self) -> dict[str, _Sent]:
        query = select(Submission).where(
            Submission.consultation_id == self.consultation.id,
            col(Submission.source_key).is_not(None),
        )
        return {
            one.source_key or "": _Sent(
                one.id, is_gone=bool(one.erased_at or one.withdrawn_at)
            )
            for one in self.session.exec(query)
        }

    def _written(self) -> set[tuple[UUID, UUID]]:
        query = (
            select(Comment.submission_id, Comment.question_id)
            .join(Submission, col(Submission.id) == col(Comment.submission_id))
            .where(Submission.consultation_id == self.consultation.id)
        )
        return set(self.session.exec(query))


def _said(entry: Entry) -> Iterator[str]:
    yield str(entry.submitted_at)
    for part in (entry.comments, entry.answers, entry.about):
        yield from (f"{key}={value}" for key, value in sorted(part.items()))
