"""Versions in public: their history, what they take away, and two compared."""

import pytest

from app.register.models import Status
from app.register.schemas.change import Change
from app.register.services import (
    change_status,
    open_draft,
)
from tests.factories import NOW
from tests.register.make import make_published, publish_next

PAGE = "/en/register/letter-sorting"
PARTS = (
    "", ".json", ".jsonld", ".atom", "/history", "/versions/1", "/compare",
    "/does-this-touch-me", "/letter", "/report", "/source",
)  # fmt: skip


def test_a_weakened_version_says_so_on_the_page_and_in_the_history(
    client, session, system
):
    gone = {"state": "not_applicable", "reason": "Too slow."}
    publish_next(session, system, human_review=gone)
    session.commit()

    assert "Human review was removed" in client.get(PAGE).text
    assert "Human review was removed" in client.get(f"{PAGE}/history").text


def test_a_mere_step_in_its_life_is_told_as_such(client, session, system):
    change = Change("Stopped for a while.")
    change_status(session, system, Status.PAUSED, None, change, now=NOW)
    session.commit()

    history = client.get(f"{PAGE}/history").text
    assert "Status changed from “In use” to “Paused”." in history
    assert "0 answers" not in history
    comparison = client.get(f"{PAGE}/compare?from=1&to=2").text
    assert "<del>In use</del>" in comparison
    assert "<ins>Paused</ins>" in comparison
    assert "1 thing differs." in comparison


def test_a_comparison_tells_what_was_said_of_every_version_between(
    client, session, system
):
    publish_next(session, system, "Second.", team="Mail")
    publish_next(session, system, "Third.", team="Post")
    session.commit()
    page = client.get(f"{PAGE}/compare?from=1&to=3").text

    assert "Second." in page
    assert "Third." in page
    assert "First entry." not in page


def test_a_comparison_says_until_when_something_is_not_known(client, session, system):
    ahead = {"state": "not_yet_known", "until": "2026-11-26"}
    publish_next(session, system, use_ended=ahead)
    session.commit()

    page = client.get(f"{PAGE}/compare?from=1&to=2").text
    assert "Not known yet, until November 26, 2026" in page


def test_each_weakening_leads_to_the_two_texts(client, session, system):
    publish_next(session, system, appeal_route="No appeal is possible.")
    session.commit()

    for part in ("", "/history", "/versions/2"):
        page = client.get(f"{PAGE}{part}").text
        assert "compare?from=1&amp;to=2#change-appeal_route" in page
    assert 'id="change-appeal_route"' in client.get(f"{PAGE}/compare").text


@pytest.mark.parametrize("part", ["/history", "/compare?from=1&to=3"])
@pytest.mark.parametrize("reason", ["", "It cost too much."])
def test_whether_the_body_says_why_stands_beside_what_is_taken_away(
    client, session, system, part, reason
):
    change = Change("Shorter.", reason)
    publish_next(session, system, change, appeal_route="No appeal is possible.")
    publish_next(session, system, team="Post")
    session.commit()

    page = client.get(f"{PAGE}{part}").text
    assert ("The body does not say why." in page) is (not reason)
    assert reason in page


def test_systems_that_something_was_taken_from_can_be_listed(client, session, system):
    publish_next(session, system, appeal_route="No appeal is possible.")
    publish_next(session, system, appeal_route="Write to the team.")
    make_published(session, "Bin routes")
    session.commit()

    listed = client.get("/en/register?weakened=yes").text
    assert "Letter sorting" in listed
    assert "Bin routes" not in listed
    assert "/register?weakened=yes" in client.get("/en/register/data").text


def test_a_comparison_read_backwards_accuses_nobody(client, session, system):
    publish_next(session, system, human_review="Two clerks check it within a day.")
    publish_next(session, system, human_review="There is no human review.")
    publish_next(session, system, human_review="Two clerks check it within a day.")
    session.commit()

    assert "takes something away" in client.get(f"{PAGE}/compare?from=2&to=3").text
    back = client.get(f"{PAGE}/compare?from=4&to=3").text
    assert "takes something away" not in back
    assert "1 thing differs." in back


def test_a_step_after_a_weakening_does_not_hide_it(client, session, system):
    publish_next(session, system, appeal_route="No appeal is possible.")
    change = Change("Stopped for a while.")
    change_status(session, system, Status.PAUSED, None, change, now=NOW)
    session.commit()

    page = client.get(PAGE).text
    assert "Version 2 took something away" in page
    assert "compare?from=1&amp;to=2#change-appeal_route" in page
    assert "took something away" not in client.get(f"{PAGE}/versions/3").text


def test_a_later_answer_ends_the_notice(client, session, system):
    publish_next(session, system, appeal_route="No appeal is possible.")
    publish_next(session, system, appeal_route="Write to the team.")
    session.commit()

    page = client.get(PAGE).text
    assert "takes something away" not in page
    assert "took something away" not in page


def test_a_wording_that_says_less_is_shown_without_a_verdict(client, session, system):
    publish_next(session, system, appeal_route="Call 01632 960100 within six weeks.")
    publish_next(session, system, appeal_route="Write to the team.")
    session.commit()

    page = client.get(PAGE).text
    assert "This version says less than the one before" in page
    assert "This version takes something away" not in page
    history = client.get(f"{PAGE}/history").text
    assert "Says less" in history
    assert ">Weakened<" not in history


def test_a_rewording_that_may_mean_the_same_is_headed_as_one_to_look_at(
    client, session, system
):
    publish_next(session, system, human_review="A clerk checks each decision.")
    publish_next(session, system, human_review="Good care is taken.")
    session.commit()

    page = client.get(PAGE).text
    assert "This version may say less than the one before: look at both" in page
    assert "says less than the one before" not in page
    history = client.get(f"{PAGE}/history").text
    assert "May say less" in history
    assert "Says less" not in history


def test_what_was_found_is_named_with_its_answer_apart_from_what_is_to_be_looked_at(
    client, session, system
):
    route = "Call 01632 960100 within six weeks."
    publish_next(session, system, appeal_route=route, human_review="A clerk checks.")
    publish_next(
        session,
        system,
        appeal_route="Write to the team.",
        human_review="Care is taken.",
    )
    session.commit()

    page = client.get(PAGE).text
    known, unsure = (
        page.index(heading)
        for heading in ("says less than the one before", "may say less than the one")
    )
    named = page.index("A contact or address is no longer named")
    assert known < named < unsure < page.index("How people check it was reworded")
    feed = client.get(f"{PAGE}.atom").text
    assert "A contact or address is no longer named (How to contest a result)" in feed


def test_an_english_record_without_a_summary_says_that_it_is_not_written(
    client, session, system
):
    publish_next(session, system, plain_summary="")
    session.commit()

    page = client.get(PAGE).text
    assert "Not measured: nobody has written the summary for everyone yet" in page


def test_a_record_in_another_language_says_what_we_can_measure(client, session, system):
    draft = open_draft(session, system, now=NOW)
    draft.language = "nl"
    publish_next(session, system, plain_summary="Het sorteert brieven.")
    session.commit()

    assert "Not measured: we can measure English only" in client.get(PAGE).text


def test_two_versions_compare_with_their_words_marked(client, session, system):
    publish_next(session, system, human_review="A clerk checks some suggestions.")
    session.commit()
    page = client.get(f"{PAGE}/compare?from=1&to=2").text

    assert "<del>every suggestion</del>" in page
    assert "<ins>some suggestions</ins>" in page


def test_an_old_version_keeps_its_address_and_says_that_it_is_old(
    client, session, system
):
    publish_next(session, system, team="Post room")
    session.commit()
    page = client.get(f"{PAGE}/versions/1").text

    assert "This is an earlier version" in page
    assert "Post room" not in page


def test_an_unknown_version_is_not_found(client, system):
    assert client.get(f"{PAGE}/versions/9").status_code == 404


@pytest.mark.parametrize("number", ["0", "2147483648", "9" * 21])
@pytest.mark.parametrize("place", [PAGE, "/api/v1/register/letter-sorting"])
def test_a_number_that_no_version_has_is_not_found(client, system, place, number):
    assert client.get(f"{place}/versions/1").status_code == 200
    assert client.get(f"{place}/versions/{number}").status_code == 404
    assert client.get(f"{PAGE}/compare?from=9&to=1").status_code == 404
