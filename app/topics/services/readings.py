"""Stores what the engine made of comments, in a run or after it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, select

from app.analysis.findings import ReadComment
from app.comments.models import Comment
from app.db import text_digest
from app.topics.models import (
    AnalysisRun,
    CommentReading,
    FoundCampaign,
    IssueComment,
    PlacedBy,
    TopicComment,
)
from app.topics.services.moving import replay_moves


def add_readings(
    session: Session,
    run: AnalysisRun,
    comments: Sequence[ReadComment],
    texts: Mapping[str, str],
    joined_at: datetime | None = None,
) -> None:
    """Add where comments belong; `texts` are their masked texts as they were read."""
    first = _first_of_wording(session, run, comments, is_new=joined_at is not None)
    placed_by = PlacedBy.RUN if joined_at is None else PlacedBy.JOINED
    for comment in comments:
        reading = _reading(run, comment, texts[comment.id])
        reading.same_as = first[_plain(comment.masked_text)]
        reading.joined_at = joined_at
        session.add(reading)
        session.add_all(_placements(run, comment, placed_by))
        session.add_all(_touched(run, comment))
    session.flush()


def forget_readings(session: Session, run_id: UUID) -> None:
    """Delete where each comment was in a run; what it found and counted stays."""
    for table in (CommentReading, TopicComment, IssueComment, FoundCampaign):
        session.execute(delete(table).where(col(table.run_id) == run_id))


def join_comments(
    session: Session,
    run: AnalysisRun,
    comments: Sequence[ReadComment],
    texts: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    """Add comments that came after a run to its topics, marked as joined later.

    A comment that was corrected since is read anew; what officials moved stays moved.
    """
    ids = [UUID(one.id) for one in comments]
    _forget(session, run, ids)
    add_readings(session, run, comments, texts, joined_at=now)
    replay_moves(session, run, ids)


def replace_issues(
    session: Session,
    run: AnalysisRun,
    scores: Mapping[UUID, Mapping[str, float]],
) -> None:
    """Store how comments touch a changed list of issues; what joined since stays."""
    if not scores:
        return
    earlier = delete(IssueComment).where(
        col(IssueComment.run_id) == run.id,
        col(IssueComment.comment_id) == bindparam("scored"),
    )
    session.connection().execute(earlier, [{"scored": one} for one in scores])
    session.add_all(
        IssueComment(run_id=run.id, key=key, comment_id=comment_id, score=score)
        for comment_id, touched in scores.items()
        for key, score in touched.items()
    )
    session.flush()


def _forget(session: Session, run: AnalysisRun, ids: Collection[UUID]) -> None:
    for table in (TopicComment, IssueComment, CommentReading):
        session.execute(
            delete(table).where(
                col(table.run_id) == run.id, col(table.comment_id).in_(ids)
            )
        )


def _first_of_wording(
    session: Session, run: AnalysisRun, comments: Sequence[ReadComment], *, is_new: bool
) -> dict[str, UUID]:
    """Return, for each wording, the comment that stands for it when texts are counted."""
    first: dict[str, UUID] = {}
    for one in comments:
        first.setdefault(_plain(one.masked_text), UUID(one.id))
    if is_new:
        written = [one.masked_text for one in comments]
        earlier = session.exec(
            select(Comment.masked_text, CommentReading.same_as)
            .join(CommentReading, col(CommentReading.comment_id) == col(Comment.id))
            .where(
                CommentReading.run_id == run.id, col(Comment.masked_text).in_(written)
            )
        )
        first |= {_plain(text): same for text, same in earlier if same is not None}
    return first


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _reading(run: AnalysisRun, comment: ReadComment, text: str) -> CommentReading:
    # Where the text had to be made safe to read, offsets say nothing about it.
    is_aligned = text == comment.masked_text
    return CommentReading(
        run_id=run.id,
        comment_id=UUID(comment.id),
        topic_keys=list(comment.topics),
        tone=comment.tone,
        language=comment.language,
        campaign=comment.campaign,
        is_substantive=comment.substantive,
        passages=[
            [p.start, p.end, p.topic, p.tone, p.fit]
            for p in comment.passages
            if is_aligned
        ],
        shared_text=[list(span) for span in comment.shared_text if is_aligned],
        length=len(text),
        digest=text_digest(text),
    )


def _placements(
    run: AnalysisRun, comment: ReadComment, placed_by: PlacedBy
) -> Iterable[TopicComment]:
    for place, key in enumerate(comment.topics):
        heard = [
            p.tone for p in comment.passages if p.topic == key and p.tone is not None
        ]
        yield TopicComment(
            run_id=run.id,
            key=key,
            comment_id=UUID(comment.id),
            is_main=place == 0,
            tone=sum(heard) / len(heard) if heard else None,
            placed_by=placed_by,
        )


def _touched(run: AnalysisRun, comment: ReadComment) -> Iterable[IssueComment]:
    for key, score in comment.issues.items():
        yield IssueComment(
            run_id=run.id, key=key, comment_id=UUID(comment.id), score=score
        )
