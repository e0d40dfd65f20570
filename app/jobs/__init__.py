"""The queue: work that a request must not wait for.

Rooms say `enqueue(session, "topics.perform_run", payload)` in their own transaction; a
worker calls the function that `@task` registered under that name. No engine gives
exactly-once: a job that changes data does so in one transaction that checks that its
attempt still owns the work (`Job.attempt`).
"""

from app.jobs.models import JobRow, JobState, WorkerBeat
from app.jobs.queue import cancel, enqueue, is_under_way
from app.jobs.reasons import reason_of
from app.jobs.registry import Job, LostJob, Stopping, given_up, schedule, task
from app.jobs.worker import Worker

__all__ = [
    "Job",
    "JobRow",
    "JobState",
    "LostJob",
    "Stopping",
    "Worker",
    "WorkerBeat",
    "cancel",
    "enqueue",
    "given_up",
    "is_under_way",
    "reason_of",
    "schedule",
    "task",
]
