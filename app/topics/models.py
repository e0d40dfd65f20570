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
    # No comment of the latest run belongs to it any more, or its split was undone.
    GONE = "gone"


class PlacedBy(StrEnum):
    """Who put a comment into a topic: machine and person stay distinguishable."""

    RUN = "run"
    # By machine too, but after the run, without looking for new topics.
    JOINED = "joined"
    OFFICIAL = "official"


class IssueState(StrEnum):
    """What an official made of the comments that the machine put to an issue."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    HIDDEN = "hidden"


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

    `passages` are `[start, end, topic key, tone, fit]` with offsets into the masked
    text, which had `length` characters and `digest` then; `fit` is how close the
    passage lies to its topic. `shared_text` are stretches that others hold too.
    `same_as` is the first comment of the same wording.
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
    shared_text: list[Any] = Field(default_factory=list, sa_type=JSON)
    adds_text: bool = False
    same_as: UUID | None = Field(default=None)
    length: int = 0
    digest: str = Field(default="", max_length=4)
    # Set where the comment came after the run and was only joined to its topics.
    joined_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class FoundCampaign(SQLModel, table=True):
    """Comments of one run that share a copied letter; holds no text."""

    __tablename__ = "found_campaign"

    run_id: UUID = Field(foreign_key="analysis_run.id", primary_key=True)
    key: str = Field(primary_key=True, max_length=60)
    comments: int = 0
    distinct_texts: int = 0
    representative_id: UUID = Field(foreign_key="comment.id", ondelete="CASCADE")


class TopicComment(SQLModel, table=True):
    """One comment in one topic of one run, by machine or by an official.

    What the machine placed is never deleted: an official who moves the comment
    elsewhere has it taken out.
    """

    __tablename__ = "topic_comment"

    run_id: UUID = Field(foreign_key="analysis_run.id", primary_key=True)
    key: str = Field(primary_key=True, max_length=60)
    comment_id: UUID = Field(
        foreign_key="comment.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    # The topic that most of the comment is about.
    is_main: bool = True
    # Of the wording of what the comment says on this topic; None: not assessed.
    tone: float | None = None
    placed_by: PlacedBy = Field(default=PlacedBy.RUN, sa_type=enum_text(PlacedBy))
    is_taken_out: bool = False


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
    # An official made it out of comments of this one; no run finds it, none ends it.
    split_from_id: UUID | None = Field(default=None, foreign_key="topic.id")
    # An official made this subtopic a topic of its own.
    stands_alone: bool = False
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


class TopicMove(SQLModel, table=True):
    """An official put one comment elsewhere; told again after every run.

    `from_topic_id` is None where it was in no topic, `to_topic_id` where it now is.
    """

    __tablename__ = "topic_move"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    question_id: UUID = Field(foreign_key="question.id", index=True)
    comment_id: UUID = Field(foreign_key="comment.id", index=True, ondelete="CASCADE")
    from_topic_id: UUID | None = Field(default=None, foreign_key="topic.id")
    to_topic_id: UUID | None = Field(default=None, foreign_key="topic.id")
    event_id: UUID = Field(foreign_key="topic_event.id", index=True)
    is_undone: bool = False


class Issue(SQLModel, table=True):
    """A concern that comments of a consultation are compared with.

    A consultation without rows of its own uses the engine's twelve.
    """

    __table_args__ = (UniqueConstraint("consultation_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Field(foreign_key="consultation.id", index=True)
    key: str = Field(max_length=60)
    position: int = 0
    name: str = Field(max_length=120)
    description: str = ""
    phrases: list[str] = Field(default_factory=list, sa_type=JSON)
    is_on: bool = True
    updated_at: datetime = Field(sa_type=UTCDateTime)


class IssueComment(SQLModel, table=True):
    """One comment that touches an issue, and how closely, from 0 to 1."""

    __tablename__ = "issue_comment"

    run_id: UUID = Field(foreign_key="analysis_run.id", primary_key=True)
    key: str = Field(primary_key=True, max_length=60)
    comment_id: UUID = Field(
        foreign_key="comment.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    score: float = 0.0


class IssueReview(SQLModel, table=True):
    """Whether an official stands by what was mapped to an issue on one question."""

    __tablename__ = "issue_review"

    question_id: UUID = Field(foreign_key="question.id", primary_key=True)
    key: str = Field(primary_key=True, max_length=60)
    state: IssueState = Field(
        default=IssueState.PROPOSED, sa_type=enum_text(IssueState)
    )
    reason: str = ""
    changed_at: datetime = Field(sa_type=UTCDateTime)
    changed_by: UUID | None = Field(default=None, foreign_key="official.id")


class ReadMark(SQLModel, table=True):
    """An official has read a comment of the must-read list."""

    __tablename__ = "read_mark"

    comment_id: UUID = Field(
        foreign_key="comment.id", primary_key=True, ondelete="CASCADE"
    )
    official_id: UUID = Field(foreign_key="official.id", primary_key=True)
    read_at: datetime = Field(sa_type=UTCDateTime)


class TopicPublication(SQLModel, table=True):
    """A frozen public snapshot: counts and references, never copies of texts."""

    __tablename__ = "topic_publication"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Field(foreign_key="consultation.id", index=True)
    published_at: datetime = Field(sa_type=UTCDateTime)
    published_by: UUID | None = Field(default=None, foreign_key="official.id")
    snapshot: dict[str, Any] = Field(sa_type=JSON)
