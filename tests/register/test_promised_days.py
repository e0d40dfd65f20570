"""A promised answer that is late counts as a blank, on the record and in every list."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from app.register.queries.search import search_systems
from app.register.rules.completeness import band_of, completeness, lapses
from app.register.schemas.answers import read_answers
from app.register.schemas.fields import REQUIRED
from app.register.schemas.search import read_query
from tests.factories import NOW
from tests.register.answers import PLAIN
from tests.register.make import make_published

TODAY = NOW.date()
SOON, LATER = TODAY + timedelta(days=1), TODAY + timedelta(days=30)
# What nobody answers otherwise, so that only the promise explains it.
SILENT = [one.key for one in REQUIRED if one.key not in PLAIN]


def promised(day, keys):
    return {key: {"state": "not_yet_known", "until": day.isoformat()} for key in keys}


@pytest.fixture
def late(session):
    first, second = SILENT[:6], SILENT[6:]
    given = promised(SOON, first) | promised(LATER, second)
    return make_published(session, "Promising", **given)


def on(session, day, **parameters):
    given = {key: [value] for key, value in parameters.items()}
    return search_systems(session, read_query(given), day)


def test_the_share_of_an_entry_is_that_of_its_record_on_every_day(session, late):
    (entry,) = on(session, TODAY).entries
    given = read_answers(
        PLAIN | promised(SOON, SILENT[:6]) | promised(LATER, SILENT[6:])
    )

    for day in (TODAY, SOON, SOON + timedelta(days=1), LATER, LATER + timedelta(1)):
        assert entry.completeness_on(day) == completeness(given, day).percent, day
    assert entry.completeness_on(TODAY) == 100


@pytest.mark.parametrize(
    ("day", "days_after"),
    [("first", SOON + timedelta(1)), ("last", LATER + timedelta(1))],
)
def test_filter_and_counts_follow_the_day(session, late, day, days_after):
    (entry,) = on(session, TODAY).entries
    band = band_of(entry.completeness_on(days_after))

    assert on(session, TODAY, completeness="all").total == 1
    assert on(session, days_after, completeness="all").total == 0
    result = on(session, days_after, completeness=band)
    facet = next(one for one in result.facets if one.key == "completeness")
    assert [(one.key, one.count) for one in facet.values] == [(band, 1)]


def test_the_order_by_completeness_follows_the_day(session, late):
    reason = {"state": "not_applicable", "reason": "Rules only."}
    given: dict[str, Any] = dict.fromkeys(SILENT[:3], reason)
    make_published(session, "Steady", **given)

    def order(day):
        return [one.name for one in on(session, day, sort="completeness").entries]

    assert order(TODAY) == ["Steady", "Promising"]
    assert order(LATER + timedelta(days=1)) == ["Promising", "Steady"]


def test_list_record_and_data_say_the_same_once_a_promised_day_has_passed(
    client, session, late
):
    session.commit()
    told = re.compile(r"(\d+)\s?% complete")

    listed, record = (
        told.findall(client.get(f"/en/register{path}").text)[0]
        for path in ("", "/promising")
    )
    answer = client.get("/api/v1/register/promising").json()

    assert listed == record == str(answer["completeness"]["percent"])
    assert int(listed) < 100
    assert client.get("/api/v1/register?completeness=all").json()["total"] == 0


def test_a_promise_for_the_last_day_of_all_is_never_late():
    given = read_answers(promised(date.max, ["models"]))

    assert lapses(given) == {}


def test_a_promise_about_what_nobody_has_to_answer_changes_no_share():
    optional = read_answers(promised(SOON, ["keywords"]))

    assert lapses(optional) == {}
