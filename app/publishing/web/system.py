"""A system's public page with what people said, its versions, and ways to contest it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.consultations.models import Consultation, ConsultationKind
from app.consultations.queries import find_next_turn, list_system_consultations
from app.consultations.rules import is_open
from app.errors import NotFound
from app.publishing.pages.results import ResultsPage, results_page
from app.publishing.queries.feedback import count_by_month, count_by_version
from app.register.models import RegisterRecord, System, SystemFeedback
from app.register.pages import (
    ComparePage,
    HistoryPage,
    LetterPage,
    ReportErrorPage,
    SourcePage,
    SystemPage,
    TouchPage,
    VersionPage,
    VersionRow,
)
from app.register.pages.tongue import OF_THE_PAGE
from app.register.queries import (
    get_public_system,
    get_record,
    list_records,
    map_publishers,
)
from app.register.queries.events import (
    PublicEvent,
    Wanted,
    list_between_versions,
    list_public_events,
)
from app.register.queries.history import (
    list_incidents,
    list_reports,
    list_series,
)
from app.register.queries.public_records import get_public_record
from app.register.rules.compare import compare, compare_versions
from app.register.rules.completeness import completeness
from app.register.rules.incidents import corrections, earlier_wordings
from app.register.rules.open_data.linked_data import system_document
from app.register.rules.open_data.public_record import PublicRecord
from app.register.rules.open_data.record_json import record_document
from app.register.rules.touch import follow
from app.register.rules.weakening import (
    Weakening,
    find_weakenings,
    read_weakenings,
)
from app.register.schemas.answers import Answers, is_withheld, row_value, stored_answers
from app.register.schemas.fields import FIELD_BY_KEY, SECTIONS
from app.register.schemas.forms import ErrorForm
from app.register.schemas.kinds import Layer
from app.register.services.merging import (
    beside_at_source,
    keys_behind,
    otherwise_at_source,
)
from app.register.services.reports import report_error
from app.register.web.feeds import system_feed
from app.register.web.negotiation import (
    MEDIA_TYPES,
    data_response,
    split_ending,
    wanted_kind,
)
from app.register.web.reports import require_few_reports
from app.topics.queries import find_latest_publication
from app.web.caching import Keep, public
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession, WriteSession, app_settings
from app.web.flash import flash
from app.web.forms import FormData, FormErrors, SubmittedForm, query_of, read_form
from app.web.pages import render, see_other
from app.web.requests import Request

_GONE: Final = 410


class SystemController(Controller):
    """Everything under `/register/{slug}`."""

    path = "/register/{slug:str}"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[Any]:
        slug, ending = split_ending(slug)
        record = get_public_record(session, slug, now.date())
        status_code = _GONE if record.system.removed_at else 200
        kind = wanted_kind(request, ending)
        if kind != "html":
            return _as_data(request, session, record, kind, status_code)
        events = list_public_events(session, Wanted(system_id=record.system.id))
        page = SystemPage(
            public=record,
            answers=record.answers,
            fields=FIELD_BY_KEY,
            sections=SECTIONS,
            layers={
                layer: completeness(record.answers, record.today, layer)
                for layer in Layer
            },
            incidents=[
                (one, earlier_wordings(one))
                for one in list_incidents(session, record.system)
            ],
            series=[
                (one, corrections(one.readings))
                for one in list_series(session, record.system)
            ],
            events=events,
            reports=list_reports(session, system_id=record.system.id),
            told=(told := _told_version(session, record)),
            weakenings=weakenings_of(told),
            feedback=_feedback(session, record, now),
        )
        return public(
            request,
            page,
            keep=Keep(until=find_next_turn(session, now)),
            vary="Accept",
            status_code=status_code,
        )

    @get("/history", sync_to_thread=True)
    def history(
        self, request: Request, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[str]:
        record = get_public_record(session, slug, now.date())
        records = list_records(session, record.system)
        publishers = map_publishers(session, records)
        steps: list[VersionRow | PublicEvent] = [
            *list_between_versions(session, record.system),
            *version_rows(records),
        ]
        # What happened at the moment of a version stands above it.
        steps.sort(key=lambda one: one.at, reverse=True)
        page = HistoryPage(record, steps, publishers)
        return public(request, page, keep=Keep())

    @get("/versions/{version:int}", sync_to_thread=True)
    def version(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        slug: FromPath[str],
        version: FromPath[int],
    ) -> Response[str]:
        record = get_public_record(session, slug, now.date(), version)
        page = VersionPage(
            public=record,
            answers=record.answers,
            fields=FIELD_BY_KEY,
            sections=SECTIONS,
            told=record.record,
            weakenings=weakenings_of(record.record),
        )
        return public(request, page, keep=Keep())

    @get("/compare", sync_to_thread=True)
    def compare(
        self, request: Request, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[str]:
        record = get_public_record(session, slug, now.date())
        versions = list_records(session, record.system)
        latest = versions[0].version
        asked = query_of(request)
        before = get_record(
            session, record.system, _number(asked, "from", max(1, latest - 1))
        )
        after = get_record(session, record.system, _number(asked, "to", latest))
        # Read backwards, what was added in between would look taken away.
        is_forward = before.version < after.version
        old, new = (stored_answers(one.fields) for one in (before, after))
        page = ComparePage(
            public=record,
            versions=versions,
            before=before,
            after=after,
            steps=[
                (one, weakenings_of(one))
                for one in versions
                if before.version < one.version <= after.version
            ],
            changes=compare_versions(before, after, OF_THE_PAGE),
            weakenings=find_weakenings(old, new) if is_forward else [],
        )
        return public(request, page, keep=Keep(query=("from", "to")))

    @get("/source", sync_to_thread=True)
    def source(
        self, request: Request, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[str]:
        record = get_public_record(session, slug, now.date())
        withheld = [key for key in record.answers if is_withheld(record.answers, key)]
        origins = [
            replace(one, withheld=keys_behind(one.sidecar, withheld))
            for one in record.origins
        ]
        if not origins:
            raise NotFound("source", slug)
        publishers = map_publishers(session, [record.record])
        author = record.record.author_id
        body = publishers[author] if author else record.organisation.name
        is_changed = any(
            otherwise_at_source(one, record.record)
            or beside_at_source(one, record.record)
            for one in record.sidecars
        )
        page = SourcePage(record, origins, body, is_changed)
        return public(request, page, keep=Keep())

    @get("/does-this-touch-me", sync_to_thread=True)
    def touch(
        self, request: Request, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[str]:
        record = get_public_record(session, slug, now.date())
        asked = query_of(request)
        given = {name: asked.get(name) for name in asked.names()}
        path = follow(record.system.status, record.answers, given, record.today)
        page = TouchPage(record, record.answers, FIELD_BY_KEY, path)
        # What somebody answers about themselves is kept nowhere.
        return public(request, page)

    @get("/letter", sync_to_thread=True)
    def letter(
        self, request: Request, session: ReadSession, now: Now, slug: FromPath[str]
    ) -> Response[str]:
        record = get_public_record(session, slug, now.date())
        page = LetterPage(record, record.answers, _is_under_ai_act(record.answers))
        return public(request, page, keep=Keep())

    @get("/report", sync_to_thread=True)
    def error_form(
        self, request: Request, session: ReadSession, slug: FromPath[str]
    ) -> Response[str]:
        system = get_public_system(session, slug)
        version = _version_read(system, query_of(request))
        page = ReportErrorPage(system, version, SubmittedForm(), FormErrors())
        return render(request, page)

    @post("/report", sync_to_thread=True)
    def tell_error(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        slug: FromPath[str],
        form: FormData,
    ) -> Response[str]:
        system = get_public_system(session, slug)
        version = _version_read(system, form)
        entered, errors = read_form(ErrorForm, form)
        if entered is None:
            page = ReportErrorPage(system, version, form, errors)
            return render(request, page, status_code=422)
        require_few_reports(request, session, now)
        region = app_settings(request).region
        report = report_error(
            session, system, entered, version=version, region=region, now=now
        )
        session.commit()
        flash(request, translate("Thank you. Your report has been received."))
        return see_other(request, f"/register/reports/{report.number}")


def version_rows(records: Sequence[RegisterRecord]) -> list[VersionRow]:
    """Return versions, newest first, each with the one before it."""
    rows = [
        VersionRow(
            record,
            before,
            _count_answers(before, record),
            weakenings_of(record),
        )
        for record, before in pairwise(records)
    ]
    return [*rows, *(VersionRow(one, None, 0, []) for one in records[-1:])]


def _told_version(session: Session, public: PublicRecord) -> RegisterRecord:
    """Return the version that last changed an answer: a mere step hides no weakening."""
    record = public.record
    while record.version > 1 and not record.weakenings:
        before = get_record(session, public.system, record.version - 1)
        if _count_answers(before, record):
            break
        record = before
    return record


def _count_answers(before: RegisterRecord, after: RegisterRecord) -> int:
    old, new = (stored_answers(one.fields) for one in (before, after))
    return len(compare(old, new))


def weakenings_of(record: RegisterRecord) -> list[Weakening]:
    return read_weakenings(record.weakenings)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What `publishing/_feedback.html` shows.

    Attributes:
        before_use: Consultations on proposals about the system, newest first.
        standing: The one that takes feedback at any time, while it is open.
        results: What people said, consultation by consultation, where it is published.
        months: Comments that anyone may read, by month ("2026-03").
        versions: The same by the version of the record that stood when they were sent.
    """

    summary: SystemFeedback | None
    before_use: Sequence[Consultation]
    standing: Consultation | None
    results: Sequence[ResultsPage]
    months: Sequence[tuple[str, int]]
    versions: Sequence[tuple[int | None, int]]


def _feedback(session: Session, record: PublicRecord, now: datetime) -> Feedback:
    about = list_system_consultations(session, record.system.id)
    ids = [one.id for one in about]
    is_standing = ConsultationKind.STANDING
    return Feedback(
        summary=record.feedback,
        before_use=[one for one in about if one.kind is not is_standing],
        standing=next(
            (one for one in about if one.kind is is_standing and is_open(one, now)),
            None,
        ),
        results=[
            results_page(session, one, publication, now.date())
            for one in about
            if (publication := find_latest_publication(session, one.id)) is not None
        ],
        months=count_by_month(session, ids),
        versions=count_by_version(session, record.system.id, ids),
    )


def _as_data(
    request: Request,
    session: Session,
    record: PublicRecord,
    kind: str,
    status_code: int,
) -> Response[bytes]:
    base_url = app_settings(request).base_url.rstrip("/")
    if kind == "atom":
        content = system_feed(request, session, record)
    else:
        as_document = {"json": record_document, "jsonld": system_document}[kind]
        document = as_document(record, base_url)
        content = json.dumps(document, ensure_ascii=False).encode()
    return data_response(request, content, MEDIA_TYPES[kind], status_code=status_code)


def _version_read(system: System, asked: SubmittedForm) -> int:
    """Return which version somebody read; the current one if none such is public."""
    current = system.current_version or 1
    version = _number(asked, "version", current)
    return version if 1 <= version <= current else current


def _number(asked: SubmittedForm, name: str, default: int) -> int:
    text = asked.get(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default  # noqa: PLR2004


def _is_under_ai_act(answers: Answers) -> bool:
    return any(
        row.get("scheme") == "eu_ai_act" and row.get("level") == "high"
        for row in row_value(answers, "risk_class")
    )
