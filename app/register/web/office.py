"""The officials' side of the register: their systems, new ones, and what is due."""

import hmac
from datetime import date, datetime
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Organisation, Role
from app.accounts.rules import require_role
from app.accounts.services import record_act
from app.accounts.web import SignedIn
from app.errors import N_, NotFound
from app.register.models import ReportState, System
from app.register.pages.office import NewSystemPage, OfficeListPage
from app.register.queries import find_draft, list_namesakes, list_systems_of
from app.register.queries.history import list_due_systems
from app.register.queries.reports import count_late_reports, count_office_reports
from app.register.rules.open_data.feed import Review, calendar
from app.register.rules.review import is_due_soon, is_overdue
from app.register.schemas.forms import SystemForm
from app.register.services import create_system
from app.register.web.desk import OFFICE, statuses
from app.settings import Settings
from app.web.catalogues import translate
from app.web.cookies import signature
from app.web.dependencies import Now, ReadSession, WriteSession, app_settings
from app.web.forms import FormData, FormErrors, SubmittedForm, read_form
from app.web.pages import render, see_other
from app.web.requests import Request


class OfficeController(Controller):
    """A body's systems, what is due, and new ones."""

    path = OFFICE
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def list_all(
        self, request: Request, session: ReadSession, now: Now, official: SignedIn
    ) -> Response[str]:
        systems = list_systems_of(session, official.organisation_id)
        page = OfficeListPage(
            official=official,
            systems=systems,
            due=_due(session, official, now.date()),
            reports=count_office_reports(session, official)[ReportState.RECEIVED],
            late=count_late_reports(session, official, now),
            drafts=frozenset(one.id for one in systems if find_draft(session, one)),
            calendar=f"{OFFICE}/calendar/{official.id}/"
            + _calendar_name(app_settings(request), official),
            today=now.date(),
        )
        return render(request, page)

    @get("/reviews.ics", sync_to_thread=True)
    def reviews(
        self, request: Request, session: ReadSession, now: Now, official: SignedIn
    ) -> Response[str]:
        return _calendar(request, session, official, now)

    @get("/calendar/{official_id:uuid}/{name:str}", sync_to_thread=True)
    def subscribed(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        official_id: FromPath[UUID],
        name: FromPath[str],
    ) -> Response[str]:
        """Answer a calendar program, which cannot sign in; the address is the key."""
        official = session.get(Official, official_id)
        if official is None or not official.is_active:
            raise NotFound("calendar", official_id)
        ours = _calendar_name(app_settings(request), official).encode()
        if not hmac.compare_digest(ours, name.encode("utf-8", "replace")):
            raise NotFound("calendar", official_id)
        return _calendar(request, session, official, now)

    @get("/new", sync_to_thread=True)
    def new(self, request: Request, official: SignedIn) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        page = NewSystemPage(official, statuses(), [], SubmittedForm(), FormErrors())
        return render(request, page)

    @post("/new", sync_to_thread=True)
    def create(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        form: FormData,
    ) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        entered, errors = read_form(SystemForm, form)
        namesakes = list_namesakes(session, official.organisation_id, form.get("name"))
        if namesakes and entered is not None and not entered.is_another:
            said = translate(
                N_("Look at the one that is there. Tick this if yours is another.")
            )
            errors = FormErrors({"is_another": said})
        if entered is None or errors:
            page = NewSystemPage(official, statuses(), namesakes, form, errors)
            return render(request, page, status_code=422)
        body = session.get_one(Organisation, official.organisation_id)
        system = create_system(
            session, body, entered.name, status=entered.status, now=now
        )
        record_act(
            session, official, "created_system", "system", str(system.id), now=now
        )
        session.commit()
        return see_other(request, f"{OFFICE}/{system.slug}/edit")


def _calendar_name(settings: Settings, official: Official) -> str:
    """Return the secret end of an official's calendar; a new password makes it anew."""
    said = f"{official.id}\n{official.password_hash}".encode()
    return f"{signature(settings, 'review-calendar', said).hex()[:40]}.ics"


def _calendar(
    request: Request, session: Session, official: Official, now: datetime
) -> Response[str]:
    base_url = app_settings(request).base_url.rstrip("/")
    due = [
        Review(
            id=f"review-{one.id}@{base_url.partition('://')[2]}",
            title=translate(N_("Check the record of: %(name)s"), name=one.name),
            url=f"{base_url}{OFFICE}/{one.slug}",
            due_on=one.review_due_on or now.date(),
        )
        for one in list_due_systems(session, official.organisation_id)
    ]
    text = calendar(translate(N_("Reviews of AI records")), due, now)
    headers = {"Cache-Control": "no-store"}
    return Response(text, media_type="text/calendar", headers=headers)


def _due(session: Session, official: Official, today: date) -> list[System]:
    """Return the systems whose review is overdue or due within a month."""
    systems = list_due_systems(session, official.organisation_id)
    return [
        one
        for one in systems
        if is_overdue(one.review_due_on, today) or is_due_soon(one.review_due_on, today)
    ]
