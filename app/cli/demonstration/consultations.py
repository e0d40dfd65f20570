"""Holds the demonstration's consultations: asked, answered in comments, moderated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from app.accounts.models import Official, Organisation
from app.cli.demonstration.content import Voice, letters, read_voices
from app.comments.models import Channel, CommentState
from app.comments.queries import list_queue
from app.comments.schemas import Arrival, QueueFilter, SubmissionForm
from app.comments.services import publish_comments, submit
from app.consultations.models import Consultation, Question, QuestionKind
from app.consultations.queries import list_questions
from app.consultations.schemas import (
    Concern,
    ConsultationForm,
    ParticipantQuestion,
    ProposalForm,
    QuestionForm,
)
from app.consultations.services import (
    add_proposal,
    add_question,
    create_consultation,
    publish_consultation,
)
from app.register.models import System

_FILES: Final = {
    "ask-ostervale": "ask",
    "school-absence": "absence",
    "kitchen-inspections": "inspections",
    "early-warning-feedback": "warning",
}
_LETTERS: Final = {"ask-ostervale": 45}
# Newer than this waits for a moderator in the demonstration, as in real life.
_UNMODERATED: Final = timedelta(days=4)
_TEXTS: Final = (
    "title", "summary", "background", "who_decides", "answer_by_phone",
    "answer_by_post", "answer_in_person",
)  # fmt: skip
_PROPOSAL: Final = (
    "title", "already_decides", "how_to_contest", "what_is_proposed",
    "what_the_ai_does", "data_used", "what_could_go_wrong", "safeguards",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A consultation as held, and the receipt of its first participant."""

    consultation: Consultation
    receipt_code: str


class Host:
    """Holds consultations for one body, at the days that the content names."""

    def __init__(
        self,
        session: Session,
        organisation: Organisation,
        systems: dict[str, System],
        concerns: dict[str, str],
        *,
        key: bytes,
        now: datetime,
    ) -> None:
        self.session = session
        self.organisation = organisation
        self.systems = systems
        self.concerns = tuple(
            Concern(key=one, label=label) for one, label in concerns.items()
        )
        self.key = key
        self.now = now

    def hold(self, data: dict[str, Any], moderator: Official) -> Held:
        """Create, open, receive and moderate."""
        consultation = self._create(data)
        codes = [
            self._receive(consultation, number, voice, at)
            for number, (voice, at) in enumerate(self._arrivals(consultation, data))
        ]
        self._moderate(consultation, moderator)
        return Held(consultation, codes[0])

    def _day(self, days: int) -> datetime:
        return self.now + timedelta(days=days)

    def _create(self, data: dict[str, Any]) -> Consultation:
        opens_at = self._day(data["opens"])
        before = opens_at - timedelta(days=2)
        closes, decides = data.get("closes"), data.get("decides_on")
        asked = data.get("participant_questions", [])
        form = ConsultationForm(
            **{key: data[key] for key in _TEXTS if key in data},
            kind=data.get("kind", "proposal"),
            opens_at=opens_at,
            closes_at=self._day(closes) if closes is not None else None,
            decides_on=self._day(decides).date() if decides is not None else None,
            concerns=self.concerns,
            participant_questions=tuple(ParticipantQuestion(**one) for one in asked),
            easy_read="\n\n".join(data.get("easy_read", [])),
        )
        consultation = create_consultation(
            self.session, self.organisation, form, slug=data["slug"], now=before
        )
        for one in data["proposals"]:
            words = {key: one[key] for key in _PROPOSAL if key in one}
            system = self.systems[one["system"]]
            add_proposal(
                self.session,
                consultation,
                ProposalForm(system_id=system.id, **words),
                now=before,
            )
        for one in data["questions"]:
            add_question(self.session, consultation, QuestionForm(**one))
        publish_consultation(self.session, consultation, now=before)
        return consultation

    def _arrivals(
        self, consultation: Consultation, data: dict[str, Any]
    ) -> Iterable[tuple[Voice, datetime]]:
        """Return submissions with their times, spread over the time it is open."""
        slug = data["slug"]
        voices = read_voices(_FILES[slug])
        for number, letter in enumerate(letters("ask", _LETTERS.get(slug, 0))):
            voices.insert(20 + 2 * number, letter)
        ends = min(consultation.closes_at or self.now, self.now)
        first = consultation.opens_at + timedelta(hours=3)
        step = (ends - first - timedelta(hours=1)) / len(voices)
        return [(voice, first + step * at) for at, voice in enumerate(voices)]

    def _receive(
        self, consultation: Consultation, number: int, voice: Voice, at: datetime
    ) -> str:
        questions = list_questions(self.session, consultation.id)
        written = [one for one in questions if one.kind is QuestionKind.FREE_TEXT]
        form = SubmissionForm(
            answers=_stance(questions, voice),
            comments={
                question.key: text
                for question, text in zip(written, voice.texts, strict=False)
            },
            concerns=voice.concerns,
            may_publish=voice.may_publish,
        )
        arrival = Arrival(
            channel=_channel(number),
            once=f"demonstration-{consultation.slug}-{number}",
            language=voice.language,
            region="GB",
        )
        sent = submit(self.session, consultation, form, arrival, key=self.key, now=at)
        return sent.receipt_code

    def _moderate(self, consultation: Consultation, moderator: Official) -> None:
        received = QueueFilter(CommentState.RECEIVED)
        waiting = list_queue(
            self.session, consultation.id, received, self.now, limit=10_000
        )
        old = [one for one in waiting if one.created_at < self.now - _UNMODERATED]
        publish_comments(
            self.session, old, official=moderator, now=self.now - timedelta(days=1)
        )


def _stance(questions: Iterable[Question], voice: Voice) -> dict[str, str]:
    return {
        one.key: voice.stance for one in questions if one.kind is QuestionKind.STANCE
    }


def _channel(number: int) -> Channel:
    # Now and then somebody calls or writes a letter.
    return {5: Channel.PHONE, 9: Channel.POST}.get(number % 14, Channel.WEB)
