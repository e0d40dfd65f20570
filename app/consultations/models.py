"""Consultations, what is proposed in them, what is asked, and what was decided."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import UTCDateTime, enum_text, new_id


class ConsultationKind(StrEnum):
    """Before a system is used, or standing beside one that is in use."""

    PROPOSAL = "proposal"
    STANDING = "standing"


class QuestionKind(StrEnum):
    """How a question is answered."""

    FREE_TEXT = "free_text"
    STANCE = "stance"
    CHOICE = "choice"
    RATING = "rating"


class Stance(StrEnum):
    """Stated by the participant, never derived from wording."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    UNSURE = "unsure"


class Outcome(StrEnum):
    """What was decided."""

    PROCEED = "proceed"
    CHANGE = "change"
    STOP = "stop"


class Consultation(SQLModel, table=True):
    """A public conversation with opening and closing times.

    `concerns` lists what may be ticked: `[{"key": "privacy", "label": "…"}]`.
    `participant_questions` lists optional questions about the participant:
    `[{"key": "age", "label": "…", "choices": ["…", …]}]`.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    slug: str = Field(unique=True, max_length=120)
    kind: ConsultationKind = Field(
        default=ConsultationKind.PROPOSAL, sa_type=enum_text(ConsultationKind)
    )
    title: str = Field(max_length=200)
    summary: str = ""
    background: str = ""
    language: str = Field(default="en", max_length=10)
    # Not public before published_at is set; open between opens_at and closes_at.
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    opens_at: datetime = Field(sa_type=UTCDateTime)
    closes_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # Pushed down by the rooms above: when topics became public, and when each of the
    # top ones had a public answer.
    results_published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    who_decides: str = ""
    decides_on: date | None = None
    concerns: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    participant_questions: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=JSON
    )
    # Short sentences, one a line; an address where there is a designed version too.
    easy_read: str = ""
    easy_read_url: str = Field(default="", max_length=500)
    audio_url: str = Field(default="", max_length=500)
    sign_language_url: str = Field(default="", max_length=500)
    answer_by_phone: str = ""
    answer_by_post: str = ""
    answer_in_person: str = ""
    created_at: datetime = Field(sa_type=UTCDateTime)
    updated_at: datetime = Field(sa_type=UTCDateTime)

    @property
    def was_held_elsewhere(self) -> bool:
        """Whether nobody could answer here: it had closed before it was public."""
        if self.published_at is None or self.closes_at is None:
            return False
        return self.closes_at <= self.published_at


class Proposal(SQLModel, table=True):
    """A proposed use of a system; its words are in its versions."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Field(foreign_key="consultation.id", index=True)
    system_id: UUID = Field(foreign_key="system.id", index=True)
    position: int = 0
    title: str = Field(max_length=200)
    version: int = 1
    # Where a system already decides about people: this form is not an appeal.
    already_decides: bool = False
    how_to_contest: str = ""


class ProposalVersion(SQLModel, table=True):
    """The words of a proposal at one time; every comment keeps which it answered."""

    __tablename__ = "proposal_version"
    __table_args__ = (UniqueConstraint("proposal_id", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    proposal_id: UUID = Field(foreign_key="proposal.id")
    version: int
    what_is_proposed: str = ""
    what_the_ai_does: str = ""
    data_used: str = ""
    what_could_go_wrong: str = ""
    safeguards: str = ""
    change_note: str = ""
    created_at: datetime = Field(sa_type=UTCDateTime)


class Question(SQLModel, table=True):
    """What is asked; may concern one proposal."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Field(foreign_key="consultation.id", index=True)
    proposal_id: UUID | None = Field(default=None, foreign_key="proposal.id")
    key: str = Field(max_length=60)
    position: int = 0
    kind: QuestionKind = Field(
        default=QuestionKind.FREE_TEXT, sa_type=enum_text(QuestionKind)
    )
    wording: str = Field(max_length=1000)
    help_text: str = ""
    choices: list[str] = Field(default_factory=list, sa_type=JSON)


class Notice(SQLModel, table=True):
    """A public note that something changed while a consultation was open."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Field(foreign_key="consultation.id", index=True)
    at: datetime = Field(sa_type=UTCDateTime)
    text: str


class Decision(SQLModel, table=True):
    """Proceed, change or stop: by whom, when, why, answering which consultation."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Field(foreign_key="consultation.id", index=True)
    proposal_id: UUID = Field(foreign_key="proposal.id", unique=True)
    outcome: Outcome = Field(sa_type=enum_text(Outcome))
    summary: str = ""
    reasons: str = ""
    decided_by: str = Field(max_length=200)
    decided_on: date
    recorded_by: UUID | None = Field(default=None, foreign_key="official.id")
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
