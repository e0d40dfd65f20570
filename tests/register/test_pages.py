"""The register's public pages, through the whole application."""

import json
import re

import pytest

from app.consultations.models import ConsultationKind
from app.register.models import SystemFeedback
from app.register.schemas.fields import ASKED
from app.register.services import (
    create_system,
    remove_system,
    save_draft,
    set_feedback,
    withhold_system,
)
from tests.factories import make_consultation, make_organisation, make_proposal
from tests.posting import post_form
from tests.register.answers import PLAIN
from tests.register.make import make_published, publish_next

PAGE = "/en/register/letter-sorting"
PARTS = (
    "", ".json", ".jsonld", ".atom", "/history", "/versions/1", "/compare",
    "/does-this-touch-me", "/letter", "/report", "/source",
)  # fmt: skip


def hide(session, state, now):
    """Make a system that must not be seen, and return its slug."""
    if state == "unknown":
        return "nothing-here"
    system = create_system(session, make_organisation(session), "Secret plan", now=now)
    if state == "draft":
        save_draft(session, system, PLAIN, official=None, now=now)
    else:
        system = make_published(session, "Secret plan too")
        withhold_system(session, system, now=now)
    session.commit()
    return system.slug


def test_the_register_lists_a_system_with_its_body_and_status(client, system):
    page = client.get("/en/register").text

    assert "Letter sorting" in page
    assert "Larkhaven Council" in page
    assert "In use" in page
    assert "Sorts letters so that they reach the right desk." in page


def test_an_empty_register_says_so(client):
    assert "still empty" in client.get("/en/register").text


def test_a_search_that_finds_nothing_offers_to_report_what_is_missing(client, system):
    page = client.get("/en/register?q=zeppelin").text

    assert "Nothing matches" in page
    assert "/en/register/report-missing" in page


def test_htmx_gets_the_results_and_everyone_else_the_page_that_includes_them(
    client, system
):
    whole = client.get("/en/register?q=letters").text
    part = client.get("/en/register?q=letters", headers={"HX-Request": "true"}).text

    assert "<html" not in part
    assert part.strip() in whole


def test_a_long_list_of_bodies_can_be_entered_at_a_letter(client, session):
    for number in range(41):
        body = make_organisation(session, name=f"{'AZ'[number % 2]} town {number}")
        make_published(session, f"System {number}", body)
    session.commit()

    page = client.get("/en/register/bodies").text

    letters = re.findall(r'href="#(letter-\w)"', page)
    assert letters == ["letter-A", "letter-Z"]
    assert [page.count(f'id="{one}"') for one in letters] == [1, 1]


@pytest.mark.parametrize("path", ["/en/register/effects", "/en/register/bodies"])
def test_browsing_links_to_the_filtered_list(client, system, path):
    page = client.get(path).text

    assert "/en/register?effect=sorts" in page or "/en/register?body=larkhaven" in page


def test_a_systems_page_answers_the_questions_people_ask(client, system):
    page = client.get(PAGE).text

    for text in (
        "It reads a letter.",
        "Anyone who writes to the council.",
        "It recommends; a person decides",
        "A letter lands on the wrong desk.",
        "Write to the complaints team.",
        "ai@city.example",
        "No consultation on this system is recorded here.",
    ):
        assert text in page


def test_a_blank_is_never_silent(client, session, system):
    law = {"state": "withheld", "reason": "Trade law 7"}
    late = {"state": "not_yet_known", "until": "2026-01-01"}
    publish_next(session, system, models=law, suppliers=late)
    session.commit()
    page = client.get(PAGE).text

    assert "Trade law 7" in page
    assert "It is late." in page
    assert "<h4>Not answered</h4>" in page
    assert '<li id="maintenance">Maintenance</li>' in page
    named = re.findall(r'<(?:div class="record-field"|li) id="(\w+)"', page)
    assert set(named) >= {one.key for one in ASKED}


def test_markup_in_a_field_is_shown_as_text(client, session):
    make_published(
        session,
        "<script>alert(1)</script>",
        plain_summary="<img src=x onerror=alert(1)>",
        risks=[{"risk": "<b>bold</b>"}],
    )
    session.commit()
    page = client.get("/en/register/script-alert-1-script").text

    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>bold" not in page


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("state", ["draft", "withheld"])
def test_what_is_not_public_answers_like_what_does_not_exist(
    client, session, now, state, part
):
    slug = hide(session, state, now)
    hidden = client.get(f"/en/register/{slug}{part}")
    unknown = client.get(f"/en/register/nothing-here{part}")

    assert hidden.status_code == unknown.status_code == 404
    assert hidden.text.replace(slug, "nothing-here") == unknown.text


@pytest.mark.parametrize(
    "address", ["/en/register", "/register/feed.atom", "/en/register/bodies"]
)
def test_what_is_not_public_stands_in_no_list(client, session, now, address):
    hide(session, "withheld", now)
    hide(session, "draft", now)

    assert "Secret" not in client.get(address).text


def test_a_removed_entry_answers_410_with_its_last_text(client, session, system, now):
    remove_system(session, system, "It was never a system of ours.", now=now)
    session.commit()
    answer = client.get(PAGE)

    assert answer.status_code == 410
    assert "It was never a system of ours." in answer.text
    assert "It reads a letter." in answer.text
    assert client.get("/register/letter-sorting.json").status_code == 410


def test_the_same_address_answers_in_the_form_asked_for(client, system):
    as_json = client.get(PAGE, headers={"Accept": "application/json"})
    as_linked = client.get(PAGE, headers={"Accept": "application/ld+json, */*;q=0.1"})
    as_page = client.get(PAGE, headers={"Accept": "text/html, application/json;q=0.9"})

    assert as_json.json()["name"] == "Letter sorting"
    assert "@graph" in json.loads(as_linked.text)
    assert as_page.text.startswith("<!DOCTYPE html>")
    for answer in (as_json, as_linked, as_page):
        assert "Accept" in answer.headers["vary"]


def test_a_page_that_did_not_change_answers_304_and_one_that_did_does_not(
    client, session, system
):
    for address in (PAGE, "/en/register", "/register/letter-sorting.json"):
        known = {"If-None-Match": client.get(address).headers["etag"]}
        assert client.get(address, headers=known).status_code == 304
        publish_next(session, system, one_line=f"Changed for {address}")
        session.commit()
        answer = client.get(address, headers=known)
        assert answer.status_code == 200
        assert f"Changed for {address}" in answer.text


def test_what_people_said_is_counted_on_the_page(client, session, system, now):
    feedback = SystemFeedback(
        system_id=system.id,
        submissions=180,
        comments=214,
        distinct_texts=61,
        is_consulted_on=True,
        updated_at=now,
    )
    set_feedback(session, feedback, now=now)
    session.commit()
    page = client.get(PAGE).text

    assert "214" in page and "61" in page and "180" in page
    assert "not a poll" in page


def test_a_standing_consultation_says_first_that_it_is_not_an_appeal(
    client, session, system
):
    consultation = make_consultation(
        session,
        kind=ConsultationKind.STANDING,
        closes_at=None,
        organisation_id=system.organisation_id,
    )
    make_proposal(session, consultation, system_id=system.id)
    session.commit()
    page = client.get(PAGE).text

    address = f"/en/consultations/{consultation.slug}"
    assert 0 < page.index("This is not an appeal") < page.index(address)


def test_a_draft_consultation_is_not_mentioned(client, session, system):
    consultation = make_consultation(session, title="Secret", published_at=None)
    make_proposal(session, consultation, system_id=system.id)
    session.commit()

    assert "Secret" not in client.get(PAGE).text


def test_does_this_touch_me_asks_up_to_three_questions_and_then_says(client, system):
    path = f"{PAGE}/does-this-touch-me"

    assert "Question 1 of 3" in client.get(path).text
    assert "Question 2 of 3" in client.get(f"{path}?dealt=yes").text
    assert "Probably not" in client.get(f"{path}?dealt=no").text
    end = client.get(f"{path}?dealt=yes&group=yes&when=yes").text
    assert "Probably yes" in end
    assert "Write to the complaints team." in end
    assert "deadline for appeals keeps running" in end


def test_the_letter_names_the_system_its_version_and_the_body(client, system):
    page = client.get(f"{PAGE}/letter").text

    assert "Letter sorting" in page
    assert "version 1" in page
    assert "Larkhaven Council" in page


def test_an_error_is_reported_masked_and_its_words_wait_for_the_answer(client, system):
    sent = {"text": "Write to jo@example.org, the team is wrong."}
    answer = post_form(client, f"{PAGE}/report", sent)

    assert answer.headers["location"] == "/en/register/reports/1"
    page = client.get("/en/register/reports/1").text
    assert "Received, being checked" in page
    assert "the team is wrong" not in page


def test_a_report_without_words_comes_back_with_what_was_typed(client, system):
    answer = post_form(client, f"{PAGE}/report", {"about": "The team", "text": ""})

    assert answer.status_code == 422
    assert 'value="The team"' in answer.text
    assert "error-summary" in answer.text


def test_a_missing_system_is_reported_and_listed_without_its_words(client):
    sent = {"about": "County police", "text": "Cameras count people on the square."}
    post_form(client, "/en/register/report-missing", sent)
    page = client.get("/en/register/missing").text

    assert "Report 1" in page
    assert "Cameras" not in page


def test_nobody_can_flood_the_reports(client, system, monkeypatch):
    monkeypatch.setattr("app.register.web.reports.REPORTS_A_DAY", 1)
    sent = {"text": "The team is wrong, again."}

    assert post_form(client, f"{PAGE}/report", sent).status_code == 303
    assert post_form(client, f"{PAGE}/report", sent).status_code == 429


def test_the_feed_names_what_happened_and_can_follow_a_search(client, session, system):
    gone = {"state": "not_applicable", "reason": "Too slow."}
    publish_next(session, system, human_review=gone)
    make_published(session, "Bin routes")
    session.commit()

    feed = client.get("/register/feed.atom?body=larkhaven")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert 'term="weakened"' in feed.text
    assert "Bin routes" not in feed.text
    only = client.get("/register/feed.atom?event=weakened").text
    assert "Human review was removed" in only and 'term="published"' not in only
    assert client.get("/register/feed.atom?event=eaten").status_code == 404


def test_a_record_in_another_language_says_so(client, session):
    body = make_organisation(session, language="nl")
    make_published(session, "Slimme controle", body)
    session.commit()
    page = client.get("/en/register/slimme-controle").text

    assert "Dutch" in page
    assert re.search(r'<h1\s+lang="nl"', page)


def test_a_demonstration_says_of_each_record_whether_it_is_invented(client, session):
    invented = make_organisation(session, name="Larkhaven", is_demonstration=True)
    real = make_organisation(session, name="Weather Office")
    make_published(session, "Letter sorting", invented)
    make_published(session, "Storm warnings", real)
    session.commit()

    one, other = (
        client.get(f"/en/register/{slug}").text
        for slug in ("letter-sorting", "storm-warnings")
    )
    assert "its record and everything people say here are invented" in one
    assert "this record was not invented" in other
    assert client.get("/en/register").text.count(">Invented</") == 1


def test_where_all_is_invented_the_list_does_not_repeat_it(client, session):
    invented = make_organisation(session, is_demonstration=True)
    make_published(session, "Letter sorting", invented)
    session.commit()

    assert ">Invented</" not in client.get("/en/register").text
