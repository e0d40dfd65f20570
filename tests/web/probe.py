"""A small controller that shows the shared parts at work, for tests only."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from jinja2 import ChoiceLoader, DictLoader
from litestar import Controller, Litestar, Response, get, post
from litestar.params import FromPath, JSONBody
from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy.exc import OperationalError

from app.errors import Conflict, NotFound, SignInRequired
from app.web.caching import public
from app.web.dependencies import Now, PageNumber, ReadSession, WriteSession
from app.web.flash import flash
from app.web.forms import FormData, SubmittedForm, read_form
from app.web.limits import network_key, require_within
from app.web.pages import render, see_other
from app.web.requests import Request

PAGE = """
{% extends "layouts/page.html" %}
{% from "macros/forms.html" import field, error_summary, button %}
{% block main %}{% include "probe/_form.html" %}{% endblock %}
"""
FRAGMENT = """
{% from "macros/forms.html" import field, error_summary, button %}
<form id="probe" method="post" action="{{ url('/probe') }}">
{{ error_summary(errors) }}{{ csrf_input() }}
{{ field("name", _("Name"), form, errors) }}{{ button(_("Send")) }}</form>
"""
PLAIN = '{% extends "layouts/page.html" %}{% block main %}{{ words }}{% endblock %}'


@dataclass(frozen=True, slots=True)
class ProbePage:
    template: ClassVar[str] = "probe/page.html"
    fragment: ClassVar[str | None] = "probe/_form.html"

    form: SubmittedForm
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class PlainPage:
    template: ClassVar[str] = "probe/plain.html"
    fragment: ClassVar[str | None] = None

    words: str


class ProbeForm(BaseModel):
    name: Annotated[str, StringConstraints(min_length=2, max_length=50)]
    age: int = Field(default=1, ge=0, le=150)
    colours: list[str] = []


class ProbeController(Controller):
    path = "/probe"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(self, request: Request) -> Response[str]:
        return render(request, ProbePage(SubmittedForm(), {}))

    @post("/", sync_to_thread=True)
    def send(self, request: Request, form: FormData) -> Response[str]:
        entered, errors = read_form(ProbeForm, form)
        if entered is None:
            return render(request, ProbePage(form, errors), status_code=422)
        flash(request, f"Thank you, {entered.name}.")
        return see_other(request, "/probe/plain")

    @get("/plain", sync_to_thread=True)
    def plain(self, request: Request) -> Response[str]:
        return public(request, PlainPage("plain words"), "1")

    @get("/page", sync_to_thread=True)
    def numbered(self, request: Request, page: PageNumber = 1) -> Response[str]:
        return render(request, PlainPage(str(page)))

    @get("/missing/{slug:str}", sync_to_thread=True)
    def missing(self, session: ReadSession, slug: FromPath[str]) -> Response[str]:
        raise NotFound("probe", slug)

    @post("/conflict", sync_to_thread=True)
    def conflict(self, form: FormData) -> Response[str]:
        raise Conflict("Somebody was faster.")

    @get("/broken", sync_to_thread=True)
    def broken(self) -> Response[str]:
        raise RuntimeError("a secret in the message")

    @get("/busy", sync_to_thread=True)
    def busy(self) -> Response[str]:
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    @get("/members", sync_to_thread=True)
    def members(self) -> Response[str]:
        raise SignInRequired

    @post("/limited", sync_to_thread=True)
    def limited(
        self, request: Request, session: WriteSession, now: Now, form: FormData
    ) -> Response[str]:
        key = network_key(session, request, now=now)
        require_within(session, "probe", key, limit=3, seconds=3600, now=now)
        session.commit()
        return see_other(request, "/probe/plain")

    @post("/file", opt={"upload_limit": 4096}, sync_to_thread=True)
    def file(self, request: Request, form: FormData) -> Response[str]:
        sent = form.file("file")
        words = f"{sent.name}: {len(sent.content)}" if sent else "no file"
        return render(request, PlainPage(words))


class ProbeApi(Controller):
    path = "/api/v1/probe"
    include_in_schema = False

    @post("/", sync_to_thread=True)
    def send(self, data: JSONBody[ProbeForm]) -> dict[str, str]:
        return {"name": data.name}


def add_probe(app: Litestar) -> None:
    app.register(ProbeController)
    app.register(ProbeApi)


def add_templates(app: Litestar) -> None:
    """Let the site that an application serves now have the probe's pages as well."""
    templates = app.state.site.templates
    pages = {
        "probe/page.html": PAGE,
        "probe/_form.html": FRAGMENT,
        "probe/plain.html": PLAIN,
    }
    assert templates.loader
    templates.loader = ChoiceLoader([DictLoader(pages), templates.loader])


def request_from(app, host, headers=None, query=b"") -> Request:
    """Make a request as the server would hand it over."""
    scope = {
        "type": "http",
        "litestar_app": app,
        "client": (host, 1),
        "headers": [
            (name.encode(), value.encode()) for name, value in (headers or {}).items()
        ],
        "query_string": query,
    }
    return Request(scope)  # type: ignore[arg-type]
