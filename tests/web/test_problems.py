import logging

import pytest
from sqlalchemy.exc import InterfaceError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from app.asgi import demonstration_of
from app.db import Database
from tests.posting import post_form


def test_unknown_and_hidden_are_answered_alike(probe):
    unknown = probe.get("/en/no/such/route/x")
    hidden = probe.get("/en/probe/missing/x")

    assert unknown.status_code == hidden.status_code == 404
    assert unknown.text == hidden.text


def test_a_wrong_method_is_answered_with_a_page(probe):
    response = probe.get("/en/probe/file")

    assert response.status_code == 405
    assert "<h1" in response.text


def test_a_busy_database_asks_to_try_again(probe):
    response = probe.get("/en/probe/busy")

    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"


@pytest.mark.parametrize(
    "error", [InterfaceError("", {}, OSError()), NoConnectionFree()]
)
def test_the_page_of_a_busy_database_does_not_fail_itself(database, monkeypatch, error):
    def is_away(_: Database) -> None:
        raise error

    monkeypatch.setattr(Database, "read_session", is_away)

    assert not demonstration_of(database)()


def test_a_mistake_of_ours_tells_nobody_its_details(probe, caplog):
    logging.getLogger("folkmoot").propagate = True
    response = probe.get("/en/probe/broken")
    logging.getLogger("folkmoot").propagate = False

    assert response.status_code == 500
    assert "a secret" not in response.text + caplog.text
    assert "RuntimeError" in caplog.text


def test_a_page_for_officials_leads_to_sign_in_and_back(probe):
    response = probe.get("/en/probe/members?page=2")

    assert response.status_code == 303
    expected = "/en/sign-in?next=%2Fprobe%2Fmembers%3Fpage%3D2"
    assert response.headers["location"] == expected


def test_a_conflict_keeps_what_was_typed(probe):
    data = {
        "text": "Words of an hour.",
        "name": "Cams",
        "kind": "of_a_list",
        "code": "A B",
        "current": "Tr0ub4dor&3 horse",
        "once": "0ednuB3BGa9mFzYqpr6y",
    }
    response = post_form(probe, "/probe/conflict", data, page="/probe")

    assert response.status_code == 409
    assert "Somebody was faster." in response.text
    assert "Words of an hour." in response.text
    assert "Cams" in response.text
    assert "of_a_list" not in response.text
    assert "A B" not in response.text
    assert "Tr0ub4dor" not in response.text
    assert "0ednu" not in response.text


def test_htmx_shows_a_problem_in_place_of_the_page(probe):
    response = probe.get("/en/probe/missing/x", headers={"HX-Request": "true"})

    assert response.headers["hx-retarget"] == "#main"
    assert "<html" not in response.text


@pytest.mark.parametrize("path", ["/qps/nothing", "/qps/probe/file"])
def test_problems_speak_the_language_of_the_page(client_in_two, path):
    assert "⟦" in client_in_two.get(path).text
