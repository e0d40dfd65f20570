"""One body with something of everything, and how a route's address leads to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from litestar import Litestar
from litestar.routes import HTTPRoute
from sqlmodel import Session

from app.accounts.models import Organisation
from app.analysis.findings import Counts
from app.comments.models import CommentState
from app.comments.services.imports import begin_import, pack_file
from app.consultations.models import Consultation
from app.official_responses.models import OfficialResponse, Promise
from app.register.models import ErrorReport, Incident, ReportKind
from app.register.services.import_files import pack, receive_file
from app.topics.models import AnalysisRun, FoundTopic, RunState, Topic
from tests.comments.made import make_asked
from tests.factories import (
    make_comment,
    make_official,
    make_organisation,
    make_proposal,
    make_question,
)
from tests.register.make import make_published

_SLOT = re.compile(r"\{(\w+):(\w+)\}")
_FILE: Final = b"respondent,question_id,text\n1,views,A longer view of it.\n"


@dataclass(frozen=True, slots=True)
class World:
    """What there is, by the names that addresses have for it."""

    organisation: Organisation
    draft: Consultation
    values: Mapping[str, str]

    def address(self, path: str, /, **other: str) -> str:
        """Return a route's path with something that is there in every slot."""
        given = {**self.values, **other}
        if "/systems/" in path or "/register/" in path:
            given = {**given, "slug": given["system"], **other}
        if "/systems/import/" in path:
            given = {**given, "import_id": given["register_import_id"], **other}
        if "/questions/{" in path or "/preview" in path:
            given = {**given, "slug": self.draft.slug, **other}
        return _SLOT.sub(lambda found: given[found[1]], path)


def make_world(session: Session) -> World:
    """Add a body with a system, consultations, comments, topics, answers and more."""
    now = datetime.now(UTC).replace(microsecond=0)
    body = make_organisation(session, slug="city")
    system = make_published(session, "Bus plans", body)
    times = {"published_at": now, "opens_at": now, "closes_at": now + timedelta(days=9)}
    consultation = make_asked(session, organisation_id=body.id, **times)
    draft = make_asked(
        session, organisation_id=body.id, **{**times, "published_at": None},
        slug="draft",
    )  # fmt: skip
    official = make_official(session, organisation_id=body.id)
    proposal = make_proposal(session, consultation, system_id=system.id)
    question = make_question(session, consultation, key="more")
    state = CommentState.RECEIVED
    comment = make_comment(session, question, "Waiting words.", state=state)
    make_comment(session, question, "Words that are shown.")
    file = begin_import(
        session, consultation, "hall.csv", pack_file(_FILE), official=official, now=now
    )
    received = receive_file(
        session, official, ("us-2025", "a.csv", pack(b"id")), is_partial=True, now=now
    )
    values = {
        **_read(session, consultation, question.id, now),
        **_register(session, system.id, body.id, now),
        "slug": consultation.slug,
        "system": system.slug,
        "proposal_id": str(proposal.id),
        "question_id": str(make_question(session, draft, key="else").id),
        "comment_id": str(comment.id),
        "import_id": str(file.id),
        "register_import_id": str(received.id),
        "key": question.key,
        "issue": "privacy",
        "kind": "unsorted",
        "place": "1",
        "follow_id": str(file.id),
        "token": "x" * 43,
        "official_id": str(make_official(session, organisation_id=body.id).id),
        "act": "publish",
        "version": "1",
        "day": "2026-01-01",
        "name": "register.csv",
        "path": "openapi.json",
    }
    session.commit()
    return World(body, draft, values)


def _read(
    session: Session, consultation: Consultation, question_id: UUID, now: datetime
) -> dict[str, str]:
    run = AnalysisRun(
        consultation_id=consultation.id,
        question_id=question_id,
        state=RunState.DONE,
        queued_at=now,
        finished_at=now,
        counts=asdict(Counts(2, 2, 0, 2, 0)),
    )
    session.add(run)
    session.flush()
    tone = {"negative": 0, "neutral": 2, "positive": 0, "not_assessed": 0}
    found = FoundTopic(run_id=run.id, key="t1", label="Night buses", tone=tone)
    session.add(found)
    topic = Topic(
        consultation_id=consultation.id,
        question_id=question_id,
        key="t1",
        latest_run_id=run.id,
        label="Night buses",
        machine_label="Night buses",
        updated_at=now,
    )
    session.add(topic)
    session.flush()
    response = OfficialResponse(topic_id=topic.id, text="We will.", updated_at=now)
    session.add(response)
    session.flush()
    promise = Promise(
        response_id=response.id, text="A night line", owner="Ann", due_on=now.date()
    )
    session.add(promise)
    session.flush()
    return {"topic_id": str(topic.id), "promise_id": str(promise.id)}


def _register(
    session: Session, system_id: UUID, body_id: UUID, now: datetime
) -> dict[str, str]:
    incident = Incident(
        system_id=system_id,
        happened_on=now.date(),
        title="A night without plans",
        what_happened="Buses stood.",
        published_at=now,
        updated_at=now,
    )
    report = ErrorReport(
        kind=next(iter(ReportKind)),
        number=1,
        system_id=system_id,
        text="It says the wrong thing.",
        reported_at=now,
    )
    session.add_all([incident, report])
    session.flush()
    return {"incident_id": str(incident.id), "number": str(report.number)}


def routes_of(app: Litestar) -> Iterator[tuple[str, str]]:
    """Yield method and path of every route of ours."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for method in sorted(route.methods - {"OPTIONS", "HEAD"}):
                yield method, route.path


def prefix(path: str) -> str:
    """Return a page's path in English; programs and files have no language."""
    plain = ("/api/", "/schema", "/static/", "/healthz", "/readyz", "/.well-known")
    ending = path.rsplit("/", 1)[-1]
    return path if path.startswith(plain) or "." in ending else f"/en{path}"
