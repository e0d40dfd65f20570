"""When people spoke up about a system, as its page draws it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.comments.models import CommentState
from app.publishing.queries.feedback import count_by_month, count_by_version
from app.register.models import SystemFeedback
from tests.factories import (
    NOW,
    make_comment,
    make_consultation,
    make_proposal,
    make_question,
)
from tests.register.make import make_published


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


def test_comments_are_counted_by_the_version_that_stood_when_they_were_sent(
    session, consultation, question
):
    system, other = make_published(session), make_published(session, "Bin routes")
    ours = make_proposal(session, consultation, system_id=system.id)
    theirs = make_proposal(session, consultation, system_id=other.id)
    for proposal, version in ((ours, 2), (ours, 2), (ours, None), (theirs, 1)):
        make_comment(session, question, proposal_id=proposal.id, record_version=version)

    counts = count_by_version(session, system.id, [consultation.id])

    assert counts == [(2, 2), (None, 1)]


def test_a_systems_page_says_which_version_people_had_before_them(
    client, session, consultation, question
):
    system = make_published(session, "Letter sorting")
    proposal = make_proposal(session, consultation, system_id=system.id)
    make_comment(session, question, proposal_id=proposal.id, record_version=1)
    session.commit()

    page = client.get("/en/register/letter-sorting").text

    assert "version 1</a> (1 comment)" in page


@pytest.mark.parametrize(("counted", "is_told"), [(2, True), (1, False)])
def test_a_systems_page_says_why_two_counts_of_comments_differ(
    client, session, consultation, question, counted, is_told
):
    system = make_published(session, "Letter sorting")
    proposal = make_proposal(session, consultation, system_id=system.id)
    given: dict[str, Any] = {"proposal_id": proposal.id, "record_version": 1}
    make_comment(session, question, **given)
    make_comment(session, question, state=CommentState.COUNTED_ONLY, **given)
    session.add(SystemFeedback(system_id=system.id, comments=counted, updated_at=NOW))
    session.commit()

    page = client.get("/en/register/letter-sorting").text

    said = "Everyone can read the words of 1. The published results above count 2:"
    assert (said in page) is is_told
