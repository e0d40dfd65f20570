from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.models import Official, OfficialSession, Role
from app.accounts.rules import is_live, may_act_as, require_good_password
from app.db import new_id
from app.errors import Invalid


def official(role: Role, *, is_active: bool = True) -> Official:
    return Official(
        email="a@b.example",
        name="A",
        role=role,
        is_active=is_active,
        organisation_id=new_id(),
        password_hash="",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_a_role_includes_those_before_it():
    assert may_act_as(official(Role.PUBLISHER), Role.MODERATOR)
    assert not may_act_as(official(Role.MODERATOR), Role.PUBLISHER)


def test_an_official_whose_access_ended_may_do_nothing():
    assert not may_act_as(official(Role.ADMINISTRATOR, is_active=False), Role.MODERATOR)


@pytest.mark.parametrize(
    "password",
    [
        "short words",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "qwerty123456",
        "Password1234!",
        "amina likes tea",
        "x" * 129,
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str):
    with pytest.raises(Invalid):
        require_good_password(password, email="amina@b.example", name="Amina Rowe")


def test_a_few_words_are_a_good_password():
    require_good_password(
        "valley lantern orchard", email="a@b.example", name="Amina Rowe"
    )


def test_a_session_ends_when_idle_and_at_the_latest_after_half_a_day(now: datetime):
    fresh = OfficialSession(
        token_digest="",
        official_id=new_id(),
        signed_in_at=now,
        last_seen_at=now,
        expires_at=now + timedelta(hours=12),
    )

    assert is_live(fresh, now + timedelta(minutes=59))
    assert not is_live(fresh, now + timedelta(minutes=61))
    fresh.last_seen_at = now + timedelta(hours=12)
    assert not is_live(fresh, now + timedelta(hours=12))
