"""Analysis runs: queued with their job, stored only by the attempt that owns them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, select

from app.accounts.models import Official
from app.analysis.findings import Findings, ReadComment
from app.analysis.findings import FoundTopic as EngineTopic
from app.comments.models import Comment
from app.consultations.models import Consultation, Question
from app.errors import N_, Conflict
from app.jobs import LostJob, enqueue, is_under_way
from app.topics.models import (
    AnalysisRun,
    FoundCampaign,
    FoundTopic,
    RunState,
    Topic,
    TopicState,
)
from app.topics.queries import (
    count_readable,
    find_latest_run,
    list_text_questions,
    list_topics,
    map_readings,
)
from app.topics.services.moving import replay_moves
from app.topics.services.readings import add_readings

PERFORM: Final = "topics.perform_run"
UNKNOWN_LANGUAGE: Final = "und"
_LONGEST_FAILURE: Final = 500


def queue_run(
    session: Session,
    question: Question,
    *,
    official: Official | None = None,
    now: datetime,
) -> AnalysisRun:
    """Add a run and its job in one transaction; return the one that waits, if any.

    Raises:
        Conflict: There is nothing to read.
    """
    waiting = find_latest_run(session, question.id, RunState.QUEUED, RunState.RUNNING)
    if waiting is not None and is_under_way(session, f"run:{waiting.id}"):
        return waiting
    if waiting is not None:
        # Its job died with the workers that tried it; nobody else will say so.
        waiting.state, waiting.finished_at = RunState.FAILED, now
        waiting.failure = "The worker stopped or was killed each time."
        session.add(waiting)
    if count_readable(session, question.id) == 0:
        raise Conflict(N_("There are no comments to read yet."))
    run = AnalysisRun(
        consultation_id=question.consultation_id,
        question_id=question.id,
        requested_by=official.id if official else None,
        queued_at=now,
    )
    session.add(run)
    session.flush()
    enqueue(session, PERFORM, {"run_id": str(run.id)}, key=f"run:{run.id}")
    return run


def queue_runs(
    session: Session,
    consultation: Consultation,
    *,
    official: Official | None = None,
    now: datetime,
) -> list[AnalysisRun]:
    """Queue a run for every question that has comments.

    Raises:
        Conflict: No question has any.
    """
    questions = [
        one
        for one in list_text_questions(session, consultation.id)
        if count_readable(session, one.id)
    ]
    if not questions:
        raise Conflict(N_("There are no comments to read yet."))
    return [queue_run(session, one, official=official, now=now) for one in questions]


def begin_run(
    session: Session, run: AnalysisRun, attempt: str, *, now: datetime
) -> None:
    """Note which attempt owns the run now."""
    run.state, run.attempt, run.started_at = RunState.RUNNING, attempt, now
    run.step, run.progress, run.failure = "", 0.0, ""
    session.add(run)


def fail_run(
    session: Session, run: AnalysisRun, attempt: str, reason: str, *, now: datetime
) -> None:
    """Note why a run failed, unless another attempt has it."""
    session.refresh(run)
    if run.attempt == attempt:
        run.state, run.finished_at = RunState.FAILED, now
        run.failure = reason[:_LONGEST_FAILURE]
        session.add(run)


def store_findings(
    session: Session,
    run: AnalysisRun,
    findings: Findings,
    texts: Mapping[str, str],
    attempt: str,
    now: datetime,
) -> None:
    """Store a finished reading whole; what officials made of topics stays.

    `texts` are the comments' masked texts as they were read.

    Raises:
        LostJob: Another attempt owns the run; nothing may be stored.
    """
    session.refresh(run)
    if run.attempt != attempt or run.state is not RunState.RUNNING:
        raise LostJob
    findings = without_single_children(findings)
    session.add_all(_found(run, one) for one in findings.topics)
    add_readings(session, run, findings.comments, texts)
    _add_campaigns(session, run, findings)
    _note_languages(session, run, findings.comments)
    _update_topics(session, run, findings, now)
    run.parameters = dict(findings.parameters)
    run.counts = asdict(findings.counts)
    run.timings = dict(findings.timings)
    run.state, run.progress, run.finished_at = RunState.DONE, 1.0, now
    session.add(run)
    session.flush()
    replay_moves(session, run)


def without_single_children(findings: Findings) -> Findings:
    """Join a subtopic that is all of its topic with it; two names for one say less."""
    children: dict[str, list[str]] = {}
    for one in findings.topics:
        if one.parent is not None:
            children.setdefault(one.parent, []).append(one.id)
    joined = {own[0]: parent for parent, own in children.items() if len(own) == 1}
    return replace(
        findings,
        topics=tuple(one for one in findings.topics if one.id not in joined),
        comments=tuple(_joined(one, joined) for one in findings.comments),
    )


def _joined(comment: ReadComment, joined: Mapping[str, str]) -> ReadComment:
    topics = dict.fromkeys(joined.get(one, one) for one in comment.topics)
    passages = tuple(
        replace(one, topic=joined.get(one.topic or "", one.topic))
        for one in comment.passages
    )
    return replace(comment, topics=tuple(topics), passages=passages)


def _found(run: AnalysisRun, topic: EngineTopic) -> FoundTopic:
    low, high = topic.share_interval
    return FoundTopic(
        run_id=run.id,
        key=topic.id,
        parent_key=topic.parent,
        label=topic.label[:300],
        keywords=list(topic.keywords),
        comments=topic.comments,
        distinct_texts=topic.distinct_texts,
        share=topic.share,
        share_low=low,
        share_high=high,
        stability=topic.stability,
        tone=asdict(topic.tone),
        quotes=[asdict(one) for one in topic.quotes],
        centroid=list(topic.centroid),
        reach=topic.reach,
    )


def _add_campaigns(session: Session, run: AnalysisRun, findings: Findings) -> None:
    session.add_all(
        FoundCampaign(
            run_id=run.id,
            key=one.id,
            comments=one.comments,
            distinct_texts=one.distinct_texts,
            representative_id=UUID(one.representative),
        )
        for one in findings.campaigns
    )
    adding = {UUID(one) for letter in findings.campaigns for one in letter.added_text}
    session.flush()
    for reading in map_readings(session, run.id, adding).values():
        reading.adds_text = True
        session.add(reading)


def _note_languages(
    session: Session, run: AnalysisRun, comments: Iterable[ReadComment]
) -> None:
    # Pages then say it to screen readers; what an author stated stays.
    found = {UUID(one.id): one.language for one in comments}
    unknown = select(Comment).where(
        Comment.question_id == run.question_id, Comment.language == UNKNOWN_LANGUAGE
    )
    for stored in session.exec(unknown):
        stored.language = found.get(stored.id, UNKNOWN_LANGUAGE)
        session.add(stored)


def _update_topics(
    session: Session, run: AnalysisRun, findings: Findings, now: datetime
) -> None:
    here = {one.key: one for one in list_topics(session, run.question_id)}
    found = {one.id: one for one in findings.topics}
    for key, one in found.items():
        topic = here.get(key) or _new_topic(run, one, now)
        _renew(topic, run, one)
        session.add(topic)
    for key, topic in here.items():
        if topic.split_from_id is not None:
            topic.latest_run_id = run.id
        elif key not in found and topic.state is not TopicState.MERGED:
            topic.state, topic.updated_at = TopicState.GONE, now
        session.add(topic)


def _new_topic(run: AnalysisRun, found: EngineTopic, now: datetime) -> Topic:
    return Topic(
        consultation_id=run.consultation_id,
        question_id=run.question_id,
        key=found.id,
        latest_run_id=run.id,
        label=found.label[:300],
        machine_label=found.label[:300],
        updated_at=now,
    )


def _renew(topic: Topic, run: AnalysisRun, found: EngineTopic) -> None:
    # A name that an official gave stays; one that nobody touched follows the machine.
    if topic.state in {TopicState.PROPOSED, TopicState.GONE}:
        if topic.label == topic.machine_label:
            topic.label = found.label[:300]
        topic.state = TopicState.PROPOSED
    topic.machine_label = found.label[:300]
    topic.parent_key = found.parent
    topic.latest_run_id = run.id
