"""Analysis runs, what the machine found, and what officials made of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import UTCDateTime, enum_text, new_id


class RunState(StrEnum):
    """Where an analysis run is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class TopicState(StrEnum):
    """What an official made of a topic; only confirmed ones become public."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    HIDDEN = "hidden"
    MERGED = "merged"
    # No comment of the latest run belongs to it any more.
    GONE = "gone"


class AnalysisRun(SQLModel, table=True):
    """One pass over the comments on one question.

    `attempt` fences the worker: results are stored only by the attempt that still
    owns the run. `parameters`, `counts` and `timings` are the engine's own report.
    """

    __tablename__ = "analysis_run"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Field(foreign_key="consultation.id", index=True)
    question_id: UUID = Field(foreign_key="question.id", index=True)
    state: RunState = Field(default=RunState.QUEUED, sa_type=enum_text(RunState))
    step: str = Field(default="", max_length=60)
    progress: float = 0.0
    attempt: str = Field(default="", max_length=64)
    requested_by: UUID | None = Field(default=None, foreign_key="official.id")
    queued_at: datetime = Field(sa_type=UTCDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    failure: str = ""
    parameters: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    timings: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class FoundTopic(SQLModel, table=True):
    """What the machine found in one run, unchanged for ever."""

    __tablename__ = "found_topic"
    __table_args__ = (UniqueConstraint("run_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    run_id: UUID = Field(foreign_key="analysis_run.id")
    key: str = Field(max_length=60)
    parent_key: str | None = Field(default=None, max_length=60)
    label: str = Field(max_length=300)
    keywords: list[str] = Field(default_factory=list, sa_type=JSON)
    comments: int = 0
    distinct_texts: int = 0
    share: float = 0.0
    share_low: float = 0.0
    share_high: float = 0.0
    stability: float = 0.0
    tone: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    quotes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    centroid: list[float] = Field(default_factory=list, sa_type=JSON)
    reach: float = 0.0


class CommentReading(SQLModel, table=True):
    """What the engine made of one comment in one run; holds no text.

    `passages` are `[start, end, topic key, tone]` with offsets into the masked text.
    """

    __tablename__ = "comment_reading"

    run_id: UUID = Field(foreign_key="analysis_run.id", primary_key=True)
    comment_id: UUID = Field(
        foreign_key="comment.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    topic_keys: list[str] = Field(default_factory=list, sa_type=JSON)
    tone: float | None = None
    language: str = Field(default="und", max_length=10)
    campaign: str | None = Field(default=None, max_length=60)
    is_substantive: bool = True
    passages: list[Any] = Field(default_factory=list, sa_type=JSON)
    issues: dict[str, float] = Field(default_factory=dict, sa_type=JSON)


class TopicComment(SQLModel, table=True):
    """One comment in one leaf topic of one run."""

    __tablename__ = "topic_comment"

    run_id: UUID = Field(foreign_key="analysis_run.id", primary_key=True)
    key: str = Field(primary_key=True, max_length=60)
    comment_id: UUID = Field(
        foreign_key="comment.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    # The topic that most of the comment is about.
    is_main: bool = True


class Topic(SQLModel, table=True):
    """What officials made of a found topic, with an id that outlives runs."""

    __table_args__ = (UniqueConstraint("question_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Field(foreign_key="consultation.id", index=True)
    question_id: UUID = Field(foreign_key="question.id", index=True)
    key: str = Field(max_length=60)
    parent_key: str | None = Field(default=None, max_length=60)
    latest_run_id: UUID = Field(foreign_key="analysis_run.id")
    label: str = Field(max_length=300)
    machine_label: str = Field(max_length=300)
    description: str = ""
    state: TopicState = Field(
        default=TopicState.PROPOSED, sa_type=enum_text(TopicState)
    )
    state_reason: str = ""
    merged_into_id: UUID | None = Field(default=None, foreign_key="topic.id")
    updated_at: datetime = Field(sa_type=UTCDateTime)


class TopicEvent(SQLModel, table=True):
    """One official's act on a topic; `before` and `after` make it undoable."""

    __tablename__ = "topic_event"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    topic_id: UUID = Field(foreign_key="topic.id", index=True)
    at: datetime = Field(sa_type=UTCDateTime)
    official_id: UUID | None = Field(default=None, foreign_key="official.id")
    act: str = Field(max_length=40)
    reason: str = ""
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    undone_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class TopicPublication(SQLModel, table=True):
    """A frozen public snapshot: counts and references, never copies of texts."""

    __tablename__ = "topic_publication"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Field(foreign_key="consultation.id", index=True)
    published_at: datetime = Field(sa_type=UTCDateTime)
    published_by: UUID | None = Field(default=None, foreign_key="official.id")
    snapshot: dict[str, Any] = Field(sa_type=JSON)
