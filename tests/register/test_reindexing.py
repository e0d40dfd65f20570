"""Filters and search made anew from what is public."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from app.register.models import RegisterEntry, System
from app.register.queries.index import get_version
from app.register.queries.search import list_found
from app.register.schemas.search import read_query
from app.register.services import create_system, remove_system, withhold_system
from app.register.services.reindexing import count_all, reindex_some
from tests.factories import NOW
from tests.register.make import make_published, publish_next

LATER = NOW + timedelta(days=1)


@pytest.fixture
def systems(session, council):
    made = [
        make_published(session, f"Letter sorting {number}", council, topic=["health"])
        for number in range(120)
    ]
    publish_next(session, made[3], appeal_route="No appeal is possible.")
    return made


def reindex(session):
    after, done = None, 0
    while some := reindex_some(session, after, now=LATER):
        after, done = some[-1], done + len(some)
        session.commit()
        session.expunge_all()
    return done


def rows(session):
    found = session.exec(select(RegisterEntry).order_by(col(RegisterEntry.number)))
    return [one.model_dump() for one in found]


def names_found(session, **asked):
    found = list_found(session, read_query(asked), NOW.date())
    return {session.get_one(System, one).name for one in found}


def test_what_is_right_already_stays_as_it_is(session, systems):
    before = rows(session)

    assert reindex(session) == count_all(session) == 120
    assert rows(session) == before
    assert names_found(session, weakened=["yes"]) == {"Letter sorting 3"}


def test_filters_and_words_of_an_earlier_release_are_made_anew(session, systems):
    session.execute(text("UPDATE register_entry SET facets = '{}', summary = 'Old.'"))
    session.execute(text("DELETE FROM search_system WHERE true"))
    session.expire_all()
    assert names_found(session, topic=["health"], q=["sorting"]) == set()

    reindex(session)

    assert len(names_found(session, topic=["health"], q=["sorting"])) == 120
    assert "Old." not in {one["summary"] for one in rows(session)}


def test_a_record_that_lists_had_lost_is_found_again(session, systems):
    session.delete(session.get_one(RegisterEntry, systems[7].id))

    reindex(session)

    assert len(rows(session)) == 120
    assert "Letter sorting 7" in names_found(session, q=["sorting"])


def test_what_is_not_public_comes_into_no_list(session, systems, council):
    create_system(session, council, "Letter sorting, a plan", now=NOW)
    withhold_system(session, systems[1], now=NOW)
    remove_system(session, systems[2], "It was entered twice.", now=NOW)
    stale = rows(session)[0]
    systems[0].is_withheld = True
    session.flush()
    assert stale["system_id"] == systems[0].id

    reindex(session)

    shown = names_found(session, q=["sorting"])
    assert len(shown) == 117
    assert not shown & {f"Letter sorting {number}" for number in (0, 1, 2)}
    assert "Letter sorting, a plan" not in shown


def test_it_counts_as_a_public_change_so_that_no_page_shows_what_was_before(
    session, systems
):
    before = get_version(session)

    reindex(session)

    assert get_version(session) > before
