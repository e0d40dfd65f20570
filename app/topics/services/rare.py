"""Officials note which of the unlikely comments they have read."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Official
from app.accounts.services import record_act
from app.topics.models import AnalysisRun, ReadMark
from app.topics.queries.rare import list_far_passages, map_read_marks


def mark_read(
    session: Session,
    run: AnalysisRun,
    comments: Collection[UUID],
    official: Official,
    *,
    now: datetime,
) -> int:
    """Note that an official has read comments of the list; return how many are new.

    The list may have changed since it was shown: what may stand on it is enough.
    """
    listed = [one.comment_id for one in list_far_passages(session, run, comments)]
    readers = map_read_marks(session, listed)
    fresh = [one for one in listed if official.id not in readers.get(one, ())]
    session.add_all(
        ReadMark(comment_id=one, official_id=official.id, read_at=now) for one in fresh
    )
    told = {"comments": len(fresh)}
    identity = str(run.question_id)
    record_act(
        session, official, "read_rare_comments", "question", identity, told, now=now
    )
    return len(fresh)
