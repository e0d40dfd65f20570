"""Jobs as leased rows, when schedules ran last, and which workers are alive."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from app.db import UTCDateTime, enum_text, new_id


class JobState(StrEnum):
    """Where a job is. A dead one has used up its attempts and says why."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class JobRow(SQLModel, table=True):
    """One piece of work. A running one is leased; a lease that ran out is free again.

    At most one waiting job has a given `key`.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_run_at", "state", "run_at"),
        Index(
            "uq_job_waiting_key",
            "key",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=80)
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    key: str | None = Field(default=None, max_length=120)
    state: JobState = Field(default=JobState.WAITING, sa_type=enum_text(JobState))
    run_at: datetime = Field(sa_type=UTCDateTime)
    attempts: int = 0
    attempt: str = Field(default="", max_length=40)
    leased_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    step: str = Field(default="", max_length=60)
    progress: float = 0.0
    failure: str = ""
    created_at: datetime = Field(sa_type=UTCDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class ScheduleRow(SQLModel, table=True):
    """When a schedule is due next; workers compete for it by changing the row."""

    __tablename__ = "job_schedule"

    name: str = Field(primary_key=True, max_length=80)
    due_at: datetime = Field(sa_type=UTCDateTime)


class WorkerBeat(SQLModel, table=True):
    """A worker's last sign of life."""

    __tablename__ = "worker_beat"

    worker: str = Field(primary_key=True, max_length=80)
    at: datetime = Field(sa_type=UTCDateTime)
