"""How a record reads: with blanks, with confirmations, with figures."""

import re
from datetime import date, timedelta

from app.register.models import MonitoringReading, Status
from tests.factories import NOW
from tests.register.make import make_published

PAGE = "/en/register/letter-sorting"
TOUCH = f"{PAGE}/does-this-touch-me"
# No answer at all, as of most imported records.
BLANK = dict.fromkeys(
    (
        "one_line", "plain_summary", "people_affected", "people_groups",
        "automation_degree", "human_review", "opt_out_how", "appeal_route",
        "use_started",
    ),
    "",
)  # fmt: skip


def publish(session, **given):
    system = make_published(session, "Letter sorting", **given)
    session.commit()
    return system


def blanks_in(page):
    box = page[page.index('class="in-short__blank"') :]
    return re.findall(r"<li>(.*?)</li>", box[: box.index("</ul>")])


def test_what_people_check_is_not_called_missing_where_the_degree_is(client, session):
    publish(session, automation_degree="")

    missing = blanks_in(client.get(PAGE).text)

    assert missing == ["How much it decides on its own"]


def test_a_system_in_use_says_since_when(client, session):
    publish(session)

    assert "Since March 2025" in client.get(PAGE).text


def test_a_blank_record_asks_in_whole_sentences(client, session):
    publish(session, purpose="To answer sooner.", **BLANK)

    first = client.get(TOUCH).text
    second = client.get(f"{TOUCH}?dealt=yes").text
    third = client.get(f"{TOUCH}?dealt=yes&group=yes").text
    end = client.get(f"{TOUCH}?dealt=yes&group=yes&when=yes").text

    assert "To answer sooner." in first
    assert "The record does not say whom it affects." in second
    assert "The record does not say since when it is used." in third
    assert end.count("The record does not say. Ask the body.") == 3
    assert "Not answered." not in first + second + third + end


def test_only_what_has_ended_is_asked_about_its_end(client, session):
    publish(session)
    make_published(session, "Old sorting", status=Status.RETIRED)
    session.commit()
    last = "does-this-touch-me?dealt=yes&group=yes"

    assert "before it ended?" not in client.get(f"{PAGE}/{last}").text
    old = client.get(f"/en/register/old-sorting/{last}").text
    assert "before it ended?" in old


def confirmed(value, day):
    return {"value": value, "confirmed_on": day}


def test_a_day_of_confirmation_that_a_section_shares_is_said_once(client, session):
    publish(
        session,
        appeal_route=confirmed("Write.", "2026-01-05"),
        opt_out=confirmed("yes", "2026-01-05"),
        opt_out_how=confirmed("Ask.", "2026-01-05"),
        notice_to_people=confirmed("A line.", "2026-01-06"),
    )

    page = client.get(PAGE).text

    assert page.count("January 5, 2026") == 1
    assert page.count("Confirmed on January 6, 2026") == 1


def test_a_single_figure_shows_its_value_unit_and_day(client, session):
    system = publish(session)
    session.add(
        MonitoringReading(
            system_id=system.id,
            measure="Letters read again",
            unit="letters",
            measured_on=date(2026, 2, 1),
            value=1250,
            recorded_at=NOW - timedelta(days=1),
        )
    )
    session.commit()

    page = client.get(PAGE).text

    assert "<strong>1,250 letters</strong> (Feb 1, 2026)" in page


def test_the_page_of_bodies_is_headed_by_them_all(client, session):
    publish(session)

    assert "<h1>Public bodies</h1>" in client.get("/en/register/bodies").text
