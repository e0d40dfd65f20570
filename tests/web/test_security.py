"""What Mozilla's Observatory would say, as a test of our own headers."""

import dataclasses
import json
import logging
import re

import pytest

from app.web.security import JsonFormatter
from tests.browsing import browse
from tests.web.probe import add_templates

HALF_A_YEAR = 15_768_000
PATHS = [
    "/en/",
    "/en/about/privacy",
    "/en/nothing",
    "/en/probe",
    "/api/v1/x",
    "/healthz",
]


@pytest.fixture
def https(probed_app, settings):
    """The same site behind https."""
    secure = dataclasses.replace(settings, base_url="https://testserver.local")
    with browse(probed_app, secure) as client:
        add_templates(probed_app)
        yield client


def directives(policy: str) -> dict[str, str]:
    pairs = (part.strip().partition(" ") for part in policy.split(";"))
    return {name: value for name, _, value in pairs}


def points(headers) -> list[int]:
    """Bonuses and penalties by the table of mdn/mdn-http-observatory."""
    policy = directives(headers.get("content-security-policy", ""))
    unsafe = re.search("unsafe-", headers.get("content-security-policy", ""))
    cookies = headers.get("set-cookie", "").lower()
    is_strict = policy.get("default-src") == "'none'" and not unsafe
    needed = ("secure", "httponly", "samesite")
    age = re.search(r"max-age=(\d+)", headers.get("strict-transport-security", ""))
    rules = [
        (not policy, -25),
        (bool(unsafe), -20),
        (is_strict and policy.get("form-action", "'none'") in {"'self'", "'none'"}, 10),
        (policy.get("frame-ancestors") == "'none'", 5),
        ("frame-ancestors" not in policy, -20),
        (headers.get("x-content-type-options") != "nosniff", -5),
        (age is None, -20),
        (age is not None and int(age[1]) < HALF_A_YEAR, -10),
        (headers.get("referrer-policy") in {"same-origin", "no-referrer"}, 5),
        (headers.get("cross-origin-resource-policy") == "same-origin", 10),
        (headers.get("cross-origin-opener-policy") == "same-origin", 10),
        (headers.get("cross-origin-embedder-policy") == "require-corp", 10),
        (bool(cookies) and "secure" not in cookies, -40),
        (bool(cookies) and "httponly" not in cookies, -30),
        (bool(cookies) and "samesite" not in cookies, -20),
        (bool(cookies) and all(word in cookies for word in needed), 5),
    ]
    return [number for holds, number in rules if holds]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_scores_at_least_125_without_a_penalty(https, path):
    given = points(https.get(path).headers)

    assert 100 + sum(given) >= 125
    assert min(given) > 0


def test_a_kept_page_scores_no_less(https):
    first, again = (points(https.get("/en/").headers) for _ in range(2))

    assert first == again
    assert 100 + sum(again) >= 125


def test_forms_go_only_to_us(https):
    policy = directives(https.get("/en/probe").headers["content-security-policy"])

    assert policy["form-action"] == policy["script-src"] == "'self'"
    assert policy["base-uri"] == "'none'"


def test_cookies_belong_to_this_host_alone_when_served_by_https(https):
    cookie = https.get("/en/probe").headers["set-cookie"]

    assert cookie.startswith("__Host-csrf=")
    assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie


def test_plain_http_promises_no_https(probe):
    response = probe.get("/en/probe")

    assert "strict-transport-security" not in response.headers
    assert response.headers["set-cookie"].startswith("csrf=")


@pytest.mark.parametrize("path", ["/en/about/privacy", "/en/probe", "/en/nothing"])
def test_pages_hold_no_inline_code(probe, path):
    html = probe.get(path).text

    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html)


def test_the_log_names_neither_address_nor_words(probe):
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept()
    handler.setFormatter(JsonFormatter())
    logging.getLogger("folkmoot").addHandler(handler)
    probe.get("/en/probe/missing/my-secret?q=words", headers={"X-Real-IP": "192.0.2.7"})
    logging.getLogger("folkmoot").removeHandler(handler)

    line = json.loads(lines[-1])
    assert line["route"] == "/probe/missing/{slug}"
    assert line["status"] == 404
    assert not re.search("my-secret|words|192.0.2.7|testclient", lines[-1])
