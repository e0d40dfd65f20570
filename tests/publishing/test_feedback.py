"""When people spoke up about a system, as its page draws it."""

from datetime import UTC, datetime

import pytest

from app.comments.models import CommentState
from app.publishing.queries.feedback import count_by_month
from tests.factories import make_comment, make_consultation, make_question


@pytest.fixture
def consultation(session):
    return make_consultation(session)


@pytest.fixture
def question(session, consultation):
    return make_question(session, consultation)


def in_month(year: int, month: int) -> datetime:
    return datetime(year, month, 15, 12, 0, tzinfo=UTC)


def test_comments_are_counted_by_month_and_quiet_months_are_named(
    session, consultation, question
):
    for when in (in_month(2025, 11), in_month(2025, 11), in_month(2026, 1)):
        make_comment(session, question, created_at=when)

    counts = count_by_month(session, [consultation.id])

    assert counts == [("2025-11", 2), ("2025-12", 0), ("2026-01", 1)]


@pytest.mark.parametrize("state", sorted(set(CommentState) - {CommentState.PUBLISHED}))
def test_what_nobody_may_read_is_not_told_by_a_curve(
    session, consultation, question, state
):
    make_comment(session, question, state=state, created_at=in_month(2026, 1))

    assert count_by_month(session, [consultation.id]) == []


def test_another_consultation_is_not_counted(session, question):
    make_comment(session, question)

    assert count_by_month(session, [make_consultation(session).id]) == []


def test_only_the_last_three_years_are_drawn(session, consultation, question):
    for when in (in_month(2018, 1), in_month(2026, 1)):
        make_comment(session, question, created_at=when)

    counts = count_by_month(session, [consultation.id])

    assert len(counts) == 36
    assert counts[-1] == ("2026-01", 1)
