import time

import pytest

from app.web.assets import load_assets
from app.web.pages import safe_next
from tests.posting import post_form


def test_a_message_is_shown_once_on_the_next_page(probe):
    answer = post_form(probe, "/probe", {"name": "Ana"})
    first = probe.get(answer.headers["location"])
    second = probe.get(answer.headers["location"])

    assert "Thank you, Ana." in first.text
    assert "Thank you, Ana." not in second.text


@pytest.mark.parametrize("value", ["x", "eyJ9.x", "é.é", ".", "a.b.c"])
def test_a_forged_message_is_not_shown(probe, value):
    headers = {"Cookie": f"flash={value}".encode()}

    assert probe.get("/en/probe/plain", headers=headers).status_code == 200


def test_a_message_is_forgotten_after_five_minutes(probe, monkeypatch):
    answer = post_form(probe, "/probe", {"name": "Ana"})
    later = time.time() + 301
    monkeypatch.setattr("app.web.flash.time.time", lambda: later)

    assert "Thank you" not in probe.get(answer.headers["location"]).text


def test_a_public_page_is_not_sent_twice(probe):
    first = probe.get("/en/probe/plain")
    again = probe.get(
        "/en/probe/plain", headers={"If-None-Match": first.headers["etag"]}
    )

    assert again.status_code == 304
    assert again.text == ""


def test_officials_never_get_a_kept_page(probe):
    probe.cookies.set("sid", "somebody")

    response = probe.get("/en/probe/plain")

    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/office?page=2", "/office?page=2"),
        ("https://elsewhere.example/x", "/"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_next_page_is_always_ours(address, path):
    assert safe_next(address) == path


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_assets_are_served_small_and_kept_for_ever(client, encoding):
    name = client.app.state.site.assets.names["app.css"]

    response = client.get(f"/static/{name}", headers={"Accept-Encoding": encoding})

    assert "--paper" in response.text
    assert "immutable" in response.headers["cache-control"]
    assert response.headers.get("content-encoding", "identity") == encoding


def test_an_unknown_asset_is_not_found(client):
    assert client.get("/static/..%2f..%2fpyproject.toml").status_code == 404
    assert client.get("/static/app.css").status_code == 404


def test_assets_are_built_anew_when_a_source_changed(tmp_path):
    first = load_assets(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")

    assert load_assets(tmp_path).names == first.names
    assert first.version


def test_every_language_is_kept_by_itself(client_in_two):
    paths = ("/en/about/privacy", "/qps/about/privacy")
    first = [client_in_two.get(path).text for path in paths]

    assert [client_in_two.get(path).text for path in paths] == first
    assert first[0] != first[1]
    assert len(client_in_two.app.state.pages.plain.pages) == len(paths)
