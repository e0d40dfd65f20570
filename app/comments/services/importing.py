"""Taking in a file of comments that were collected elsewhere."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.analysis.personal_data import mask
from app.comments.models import Answer, Channel, Comment, CommentState, Submission
from app.comments.rules.mapping import (
    BrokenRow,
    ColumnMap,
    Entry,
    Problem,
    read_entries,
)
from app.comments.rules.submitting import choices_of
from app.comments.rules.tables import Table
from app.comments.services.submitting import version_answered
from app.consultations.models import Consultation, Proposal, Question, QuestionKind
from app.consultations.queries import list_proposals, list_questions
from app.consultations.rules import key_of
from app.consultations.schemas import QuestionForm
from app.consultations.services import add_question
from app.errors import N_, Invalid

_LONGEST_KEY: Final = 60
_LONGEST_WORDING: Final = 1000


class Showing(StrEnum):
    """Who may read imported words; whoever imports knows what their authors allowed."""

    AFTER_MODERATION = "after-moderation"
    AT_ONCE = "at-once"
    NEVER = "never"


_STATE_OF: Final[Mapping[Showing, CommentState]] = {
    Showing.AFTER_MODERATION: CommentState.RECEIVED,
    Showing.AT_ONCE: CommentState.PUBLISHED,
    Showing.NEVER: CommentState.COUNTED_ONLY,
}


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
    reading = read_entries(table, columns, choices.question)
    report = ImportReport(
        left_out=reading.left_out, empty=reading.empty, problems=list(reading.problems)
    )
    questions = _questions(session, consultation, reading.wordings, choices, report)
    writer = _Writer(session, consultation, questions, choices, now)
    for entry in reading.entries:
        problem = writer.find_problem(entry)
        if problem is None:
            writer.write(entry, report)
        else:
            report.problems.append(problem)
    writer.finish()
    report.problems.sort(key=lambda one: one.row)
    return report


def _questions(
    session: Session,
    consultation: Consultation,
    wordings: Mapping[str, str],
    choices: ImportChoices,
    report: ImportReport,
) -> dict[str, Question]:
    """Return the questions by what the file calls them: their key or their words."""
    known: dict[str, Question] = {}
    for question in list_questions(session, consultation.id):
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
        taken = {one.key for one in known.values()}
        form = QuestionForm(
            wording=wording[:_LONGEST_WORDING], key=key_of(name, taken)[:_LONGEST_KEY]
        )
        known[name] = add_question(session, consultation, form)
        report.new_questions.append(wording)
    return known


class _Writer:
    """Writes entries, knowing what is there already."""

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
        self.proposals: Sequence[Proposal] = list_proposals(session, consultation.id)
        self.sent = self._sent()
        self.written = self._written()
        self.seen: Counter[str] = Counter()
        self.parts: list[Answer | Comment] = []

    def find_problem(self, entry: Entry) -> Problem | None:
        """Return why an entry does not fit the consultation's questions."""
        for name in entry.comments:
            question = self.questions.get(name)
            if question is None:
                return _problem(
                    entry, N_("There is no question “%(name)s”."), name=name
                )
            if question.kind is not QuestionKind.FREE_TEXT:
                return _problem(
                    entry, N_("“%(name)s” is not answered in words."), name=name
                )
        for name, value in entry.answers.items():
            question = self.questions.get(name)
            if question is None or value not in choices_of(question):
                return _problem(
                    entry,
                    N_("“%(value)s” is not an answer to “%(name)s”."),
                    value=value[:40],
                    name=name,
                )
        return None

    def write(self, entry: Entry, report: ImportReport) -> None:
        key = self._source_key(entry)
        submission = self.sent.get(key)
        if submission is None:
            submission = self._submission(entry, key)
            self.session.add(submission)
            self.sent[key] = submission
            report.submissions += 1
            self._write_answers(entry, submission, report)
        elif submission.erased_at or submission.withdrawn_at:
            report.unchanged += len(entry.comments)
            return
        for name, text in entry.comments.items():
            question = self.questions[name]
            if (submission.id, question.id) in self.written:
                report.unchanged += 1
                continue
            self.parts.append(self._comment(submission, question, text))
            self.written.add((submission.id, question.id))
            report.comments += 1

    def finish(self) -> None:
        """Add what belongs to submissions once these are in the database."""
        self.session.flush()
        self.session.add_all(self.parts)
        self.session.flush()

    def _write_answers(
        self, entry: Entry, submission: Submission, report: ImportReport
    ) -> None:
        for name, value in entry.answers.items():
            question = self.questions[name]
            answer = Answer(
                submission_id=submission.id, question_id=question.id, value=value
            )
            self.parts.append(answer)
            report.answers += 1

    def _submission(self, entry: Entry, key: str) -> Submission:
        return Submission(
            consultation_id=self.consultation.id,
            channel=Channel.IMPORT,
            language=entry.language or self.consultation.language,
            submitted_at=entry.submitted_at or self.now,
            updated_at=self.now,
            source_key=key,
            may_publish=self.choices.showing is not Showing.NEVER,
            about_participant=entry.about,
        )

    def _comment(
        self, submission: Submission, question: Question, text: str
    ) -> Comment:
        proposal_id, version = version_answered(self.proposals, question)
        return Comment(
            submission_id=submission.id,
            question_id=question.id,
            proposal_id=proposal_id,
            proposal_version=version,
            text=text,
            masked_text=mask(text, region=self.choices.region).text,
            state=_STATE_OF[self.choices.showing],
            created_at=submission.submitted_at,
            updated_at=self.now,
        )

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

    def _sent(self) -> dict[str, Submission]:
        query = select(Submission).where(
            Submission.consultation_id == self.consultation.id,
            col(Submission.source_key).is_not(None),
        )
        return {one.source_key or "": one for one in self.session.exec(query)}

    def _written(self) -> set[tuple[UUID, UUID]]:
        query = (
            select(Comment.submission_id, Comment.question_id)
            .join(Submission, col(Submission.id) == col(Comment.submission_id))
            .where(Submission.consultation_id == self.consultation.id)
        )
        return set(self.session.exec(query))


def _problem(entry: Entry, message: str, **parameters: str) -> Problem:
    return Problem(entry.row, BrokenRow(message, **parameters))


def _said(entry: Entry) -> Iterator[str]:
    yield str(entry.submitted_at)
    for part in (entry.comments, entry.answers, entry.about):
        yield from (f"{key}={value}" for key, value in sorted(part.items()))


def require_sound(report: ImportReport) -> None:
    """Refuse a file with broken rows when all or nothing was chosen.

    Raises:
        Invalid: Names the first rows and reasons.
    """
    if report.problems:
        lines = [f"row {one.row}: {one.reason}" for one in report.problems[:20]]
        raise Invalid({"file": "; ".join(lines)})
