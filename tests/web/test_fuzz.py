"""Never a 500 for what someone sent: every route, with everything we can think of.

Names of fields and queries are read from our own sources, so that a new one is tried
as soon as it is there.
"""

import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any, cast
from urllib.parse import quote

import pytest
from httpx import Response
from jinja2 import Environment
from sqlmodel import Session

from app.db import SqliteConnection
from app.settings import ROOT
from app.web.requests import Request, site_of
from app.web.templates import render_template
from tests.conftest import SERVER
from tests.factories import make_official
from tests.posting import Client, token_in
from tests.reading import form_values, unnamed_lines
from tests.sign_in import sign_in
from tests.web.world import World, make_world, prefix, routes_of

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
# Percent-encoded, as they go over the wire.
HOSTILE = {
    "nul": "a%00b",
    "400 digits": "9" * 400,
    "bad utf-8": "%c3%28",
    "lone surrogate": "%ed%a0%80",
    "negative": "-1",
    "beyond 64 bits": str(2**63),
    "path": "..%2f..%2fetc%2fpasswd",
    "format": "%25(name)s%25s{0}{{7*7}}",
    "newline": "a%0d%0aSet-Cookie:%20x=1",
    "emoji": "%f0%9f%98%80%e2%80%ae",
    "not a number": "nan",
    "far day": "9999-12-31",
    "long": "x" * 3000,
    "half an address": "http://[::1",
    "like": "%25_%5c%27%22",
}
_QUERY = re.compile(r"""\.get(?:list)?\("(\w+)"|name="(\w+)", (?:ge|default)""")
_FIELD = re.compile(
    r"""(?:field|textarea|select|radios|checkbox|checkboxes|hidden|file)\("(\w+)"|name="(\w+)\""""
)
_UNSEEN = ("once", "act", "kind", "stay")
_FORM = re.compile(r'<form method="post"\s+action="([^"]+)".*?</form>', re.DOTALL)


def names_in(pattern: re.Pattern[str], folder: str, ending: str) -> list[str]:
    found: set[str] = set()
    for path in sorted((ROOT / folder).rglob(f"*{ending}")):
        text = path.read_text(encoding="utf-8")
        found |= {first or second for first, second in pattern.findall(text)}
    return sorted(found - {"_csrf"})


QUERIES = names_in(_QUERY, "app", ".py")
FIELDS = names_in(_FIELD, "templates", ".html")


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


class Sender:
    """Sends as an administrator, whose session no request can end for good."""

    def __init__(self, client: Client, session: Session, world: World) -> None:
        self.client, self.session, self.world = client, session, world
        body = world.organisation.id
        self.official = make_official(session, organisation_id=body)
        self.broken: dict[str, int] = {}
        self.summaries = 0
        self.nameless: dict[str, list[str]] = {}
        self.refresh()

    def refresh(self) -> None:
        """Sign in anew, and take the token of a page."""
        sign_in(self.client, self.session, self.official)
        page = self.client.get("/en/office/account").text
        self.token = quote(token_in(page))

    def send(self, method: str, url: str, body: str = "", **headers: str) -> Response:
        if method == "POST":
            response = self.client.post(
                url, content=f"_csrf={self.token}&{body}", headers=FORM
            )
        else:
            response = self.client.get(url, headers=headers)
        if response.status_code >= 500:
            self.broken[f"{method} {url[:120]} {body[:80]}"] = response.status_code
        self.summaries += "error-summary" in response.text
        if unnamed := unnamed_lines(response.text):
            self.nameless[url[:120]] = unnamed
        return response

    def send_every_form_empty(self) -> None:
        """Press every button there is with nothing filled in."""
        for page in sorted(self.addresses("GET")):
            self.refresh()
            for form in _FORM.finditer(self.client.get(page).text):
                self.refresh()
                given = form_values(form[0])
                kept = {n: v for n, v in given.items() if n in _UNSEEN}
                body = "&".join(f"{name}={quote(v)}" for name, v in kept.items())
                self.send("POST", form[1], body)

    def addresses(self, wanted: str) -> Iterator[str]:
        """Yield the address of every route with a method, leading to what is there."""
        for method, path in routes_of(self.client.app):
            if method == wanted:
                yield prefix(self.world.address(path))


@pytest.fixture
def sender(client: Client, session: Session, world: World) -> Sender:
    return Sender(client, session, world)


@pytest.mark.slow
def test_hostile_words_in_an_address(sender: Sender):
    for method, path in routes_of(sender.client.app):
        for slot in re.findall(r"\{(\w+):", path):
            for word in HOSTILE.values():
                address = sender.world.address(path, **{slot: word})
                sender.send(method, prefix(address))
        sender.refresh()

    assert sender.broken == {}


@pytest.mark.slow
def test_hostile_words_in_every_query(sender: Sender):
    for address in sender.addresses("GET"):
        for word in HOSTILE.values():
            query = "&".join(f"{name}={word[:200]}" for name in QUERIES)
            sender.send("GET", f"{address}?{query}&{word}=1")

    assert sender.broken == {}


def test_queries_given_twice(sender: Sender):
    twice = "&".join(f"{name}=a&{name}=1" for name in [*QUERIES, "page"])
    for address in sender.addresses("GET"):
        sender.send("GET", f"{address}?{twice}")

    assert sender.broken == {}


@pytest.mark.slow
def test_hostile_words_in_every_field(sender: Sender):
    for address in sender.addresses("POST"):
        sender.refresh()
        for word in HOSTILE.values():
            body = "&".join(f"{name}={word[:500]}" for name in FIELDS)
            sender.send("POST", address, body)
        sender.send("POST", address, "&".join(f"{n}=1&{n}=2" for n in FIELDS))
        sender.send("POST", address, "%=%&=&&a=%zz&" + "b=1&" * 900)

    assert sender.broken == {}


def test_every_error_summary_leads_to_fields_and_names_them(sender: Sender):
    sender.send_every_form_empty()

    assert sender.nameless == {}
    assert sender.summaries > 20


@pytest.mark.skipif(bool(SERVER), reason="PostgreSQL writes side by side")
def test_nobody_waits_while_a_refusal_is_drawn(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
):
    locked: list[str] = []

    def drawn(templates: Environment, request: Request, *page: Any) -> str:
        with site_of(request).database.engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            if cast("SqliteConnection", driver).turns.is_taken:
                locked.append(request.url.path)
        return render_template(templates, request, *page)

    monkeypatch.setattr("app.web.pages.render_template", drawn)
    sender.send_every_form_empty()

    assert locked == []
    assert sender.summaries > 20


def test_one_hostile_word_in_an_otherwise_good_form(sender: Sender):
    words = cycle(HOSTILE.values())
    forms = 0
    for page in sorted(sender.addresses("GET")):
        shown = sender.client.get(page).text
        for form in _FORM.finditer(shown):
            good = form_values(form[0])
            forms += 1
            for name in good:
                bad = {n: quote(v) for n, v in good.items()} | {name: next(words)}
                body = "&".join(f"{n}={v}" for n, v in bad.items())
                sender.send("POST", form[1], body)
        sender.refresh()

    assert sender.broken == {}
    assert forms > 50


@pytest.mark.parametrize(
    "token", ["", "%c3%a9", "%ff%fe", "A" * 5000, "a%00", "====", "%ed%a0%80"]
)
def test_a_malformed_token_opens_nothing(sender: Sender, token: str):
    sender.token = token

    answers = {sender.send("POST", one).status_code for one in sender.addresses("POST")}

    # What is for programs asks for JSON, or for a token in its address.
    assert answers <= {400, 403, 404, 415}


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"comments": ' * 5_000 + b"1" + b"}" * 5_000,
        b'{"comments": {"views": "a\\u0000b"}}',
        b'{"comments": {"views": "\\ud800"}}',
        b'{"comments": {"views": ' + b"9" * 5_000 + b"}}",
        b'{"comments": {"views": 1e999}, "may_publish": "perhaps"}',
        b'{"answers": {"stance": "love"}, "concerns": [[[]]], "extra": 1}',
        b'{"comments": {"' + b"k" * 70_000 + b'": "x"}}',
        b'{"comments": null, "about": [], "answers": "x"}',
        b'"text"', b"", b"\xff\xfe{", b'{"a": 1, "a": 2', b"NaN",
    ],
)  # fmt: skip
def test_hostile_json(sender: Sender, body: bytes):
    for address in sender.addresses("POST"):
        if address.startswith("/api/"):
            response = sender.client.post(address, content=body, headers=JSON)
            assert 400 <= response.status_code < 500


HEADERS = [
    {"Cookie": "sid=%ff; csrf=\xe9; flash=a.b; sent=x; language=../;; =;a"},
    {"Cookie": "sid=" + "a" * 5000},
    {"Cookie": 'sid="\\377"; flash="' + "e30" * 99},
    {"Accept-Language": "en;q=\xe9, " + "x" * 3000 + ";q=9e999"},
    {"If-None-Match": "\xff" * 200, "If-Modified-Since": "yesterday"},
    {"HX-Request": "true", "HX-Target": "\xe9", "HX-Current-URL": "http://["},
    {"Referer": "http://[::1", "Host": "evil.example", "Origin": "null"},
    {"Range": "bytes=9-1", "X-Forwarded-For": "1.1.1.1, \xe9, ::::"},
    {"Content-Length": "9" * 400, "Accept": "*/*;q=\xe9"},
]


@pytest.mark.parametrize("headers", HEADERS)
def test_hostile_headers(client: Client, world: World, headers: dict[str, str]):
    raw = [(k.encode(), v.encode("latin-1")) for k, v in headers.items()]
    addresses = [
        prefix(world.address(path))
        for method, path in routes_of(client.app)
        if method == "GET"
    ]

    broken = [
        one for one in addresses if client.get(one, headers=raw).status_code >= 500
    ]
    assert broken == []
