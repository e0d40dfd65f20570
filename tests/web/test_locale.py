import pytest

from app.web.catalogues import (
    Catalogues,
    current_language,
    gettext,
    language_name,
    pseudo,
    speak,
    text_direction,
    translate,
)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "en"),
        ({"Accept-Language": "qps-PLOC,en;q=0.5"}, "qps"),
        ({"Accept-Language": "de, en;q=0.1, qps;q=0.9"}, "qps"),
        ({"Accept-Language": "qps;q=0, en"}, "en"),
        ({"Accept-Language": "qps;q=x"}, "en"),
        ({"Cookie": "language=qps", "Accept-Language": "en"}, "qps"),
        ({"Cookie": "language=xx"}, "en"),
        ({"Cookie": "language"}, "en"),
    ],
)
def test_a_page_without_language_leads_to_the_one_preferred(
    client_in_two, headers, code
):
    response = client_in_two.get("/register", headers=headers)

    assert response.status_code == 302
    assert response.headers["location"] == f"/{code}/register"
    assert response.headers["vary"] == "accept-language, cookie"


@pytest.mark.parametrize("path", ["//elsewhere.example", "/%2f%2felsewhere.example/"])
def test_the_redirect_never_leaves_the_site(client_in_two, path):
    location = client_in_two.get(f"http://testserver.local{path}").headers["location"]

    assert location.startswith("/en/")


def test_every_visible_text_of_the_frame_can_be_translated(client_in_two):
    html = client_in_two.get("/qps/about/cookies").text

    assert 'hreflang="en"' in html
    assert "⟦" in html
    assert ">Privacy<" not in html


def test_choosing_a_language_is_remembered(client_in_two):
    headers = {"Referer": "http://testserver.local/en/probe"}

    response = client_in_two.get("/qps/probe/plain", headers=headers)

    assert "language=qps" in response.headers["set-cookie"]


def test_the_pseudo_language_keeps_placeholders_and_tags():
    assert pseudo("Use %(count)s <b>a</b> &amp;") == "⟦Úšé %(count)s <b>á</b> &amp;~~~⟧"


def test_a_catalogue_speaks_for_its_language(tmp_path):
    folder = tmp_path / "nl/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Send %(name)s"\nmsgstr "Verstuur %(name)s"\n'
    )
    speak(Catalogues(tmp_path, ("en", "nl")), "nl")

    assert translate("Send %(name)s", name="x") == "Verstuur x"
    assert gettext("Not translated") == "Not translated"
    speak(Catalogues(tmp_path, ("en",)), "en")
    assert current_language() == "en"


def test_arabic_runs_from_right_to_left():
    assert text_direction("ar") == "rtl"
    assert language_name("nl") == "Nederlands"


def test_a_feed_speaks_as_its_reader_asks_and_tells_caches_so(client_in_two):
    english, other = (
        client_in_two.get("/register/feed.atom", headers={"Accept-Language": code})
        for code in ("en", "qps")
    )

    assert "what changed" in english.text and "⟦" in other.text
    assert english.headers["etag"] != other.headers["etag"]
    assert "Accept-Language" in english.headers["vary"]
