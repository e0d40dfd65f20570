from datetime import timedelta

import pytest
from sqlmodel import select

from app.errors import TooManyAttempts
from app.web.limits import forget, forget_old, network_key, require_within
from app.web.models import NetworkKey, RateCount
from tests.posting import post_form
from tests.web.probe import request_from

HOUR = 3600


def attempt(session, now, *, key="k", limit=2):
    require_within(session, "test", key, limit=limit, seconds=HOUR, now=now)


def test_the_limit_holds_within_a_window_and_says_how_long(session, now):
    attempt(session, now)
    attempt(session, now)

    with pytest.raises(TooManyAttempts) as refusal:
        attempt(session, now)
    assert refusal.value.retry_after == HOUR


def test_a_new_window_starts_anew(session, now):
    attempt(session, now, limit=1)

    attempt(session, now + timedelta(hours=1), limit=1)


def test_keys_and_buckets_do_not_share_a_count(session, now):
    attempt(session, now, limit=1)

    attempt(session, now, key="another", limit=1)
    require_within(session, "other", "k", limit=1, seconds=HOUR, now=now)


def test_a_success_may_start_the_count_anew(session, now):
    attempt(session, now, limit=1)
    forget(session, "test", "k")

    attempt(session, now, limit=1)


def test_old_counts_and_keys_go(session, now):
    attempt(session, now)
    session.add(NetworkKey(day=now.date() - timedelta(days=2), key=b"x"))
    forget_old(session, now + timedelta(hours=2))

    assert session.exec(select(RateCount)).all() == []
    assert session.exec(select(NetworkKey)).all() == []


def test_the_limit_holds_for_a_visitor_whatever_they_claim_to_be(probe):
    answers = [
        post_form(
            probe,
            "/probe/limited",
            page="/probe",
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        ).status_code
        for number in range(5)
    ]

    assert answers == [303, 303, 303, 429, 429]


def test_a_network_has_one_name_a_day_and_another_tomorrow(session, now, probe):
    request = request_from(probe.app, "2001:db8::1")
    neighbour = request_from(probe.app, "2001:db8::2")

    today = network_key(session, request, now=now)
    assert network_key(session, neighbour, now=now) == today
    assert network_key(session, request, now=now + timedelta(days=1)) != today
    assert "2001" not in today
