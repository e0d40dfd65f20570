from datetime import timedelta

import pytest

from app.consultations.models import Consultation, ConsultationKind
from app.consultations.rules import (
    Phase,
    is_sealed,
    key_of,
    phase_at,
    require_open,
    slug_of,
)
from app.errors import PhaseClosed
from tests.factories import NOW

DAY = timedelta(days=1)


def consultation(**given):
    values = {"published_at": NOW, "opens_at": NOW, "closes_at": NOW + DAY}
    return Consultation(**{"slug": "x", "title": "X", **values, **given})


@pytest.mark.parametrize(
    ("given", "phase"),
    [
        ({"published_at": None}, Phase.DRAFT),
        ({"opens_at": NOW + DAY / 2}, Phase.UPCOMING),
        ({}, Phase.OPEN),
        ({"closes_at": None}, Phase.OPEN),
        ({"closes_at": NOW}, Phase.CLOSED),
    ],
)
def test_the_phase_follows_from_the_times(given, phase):
    assert phase_at(consultation(**given), NOW) is phase


def test_a_closed_consultation_is_answered_and_then_decided():
    closed = consultation(closes_at=NOW)

    assert phase_at(closed, NOW, is_answered=True) is Phase.ANSWERED
    assert phase_at(closed, NOW, is_answered=True, is_decided=True) is Phase.DECIDED


def test_an_open_consultation_stays_open_whatever_was_answered_in_it():
    standing = consultation(kind=ConsultationKind.STANDING, closes_at=None)

    assert phase_at(standing, NOW, is_answered=True) is Phase.OPEN


def test_counts_are_sealed_until_closing_but_not_in_a_standing_consultation():
    assert is_sealed(consultation(), NOW)
    assert not is_sealed(consultation(), NOW + DAY)
    standing = consultation(kind=ConsultationKind.STANDING, closes_at=None)
    assert not is_sealed(standing, NOW)


def test_a_refusal_says_whether_it_is_too_early_or_too_late():
    with pytest.raises(PhaseClosed, match="not open yet"):
        require_open(consultation(opens_at=NOW + DAY / 2), NOW)
    with pytest.raises(PhaseClosed, match="has closed"):
        require_open(consultation(closes_at=NOW), NOW)


def test_an_address_is_plain_and_free():
    assert slug_of("Ärger über KI?", []) == "arger-uber-ki"
    assert slug_of("A plan", ["a-plan", "a-plan-2"]) == "a-plan-3"
    assert slug_of("日本語") == "consultation"
    assert key_of("What worries you most?", ["what-worries-you-most"]).endswith("-2")
