from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from app.errors import Conflict, Invalid
from app.register.models import EventKind
from app.register.queries.events import Wanted, list_public_events
from app.register.queries.history import (
    list_incidents,
    list_newly_overdue,
    list_series,
)
from app.register.queries.index import get_version
from app.register.schemas.forms import IncidentForm, ReadingForm
from app.register.services import create_system, withhold_system
from app.register.services.entries import note_event
from app.register.services.incidents import (
    record_incident,
    record_reading,
    update_incident,
)
from tests.factories import NOW, make_organisation
from tests.register.make import make_published

ALARM = IncidentForm(
    happened_on=date(2026, 2, 1), title="False alarm", what_happened="It rang."
)


@pytest.fixture
def system(session):
    return make_published(session)


def reading(day, value, measure="False alarms"):
    return ReadingForm(measure=measure, measured_on=day, value=value, unit="a month")


def test_an_incident_is_told_in_the_feeds_at_once(session, system, now):
    record_incident(session, system, ALARM, None, now=now)

    newest = list_public_events(session, Wanted(system_id=system.id))[0]
    assert (newest.event.kind, newest.event.note) == (EventKind.INCIDENT, "False alarm")


def test_an_incident_can_be_told_on_but_not_dated_ahead(session, system, now):
    incident = record_incident(session, system, ALARM, None, now=now)
    done = ALARM.model_copy(update={"is_resolved": True, "what_was_done": "Replaced."})
    update_incident(session, incident, done, now=now)

    assert list_incidents(session, system)[0].is_resolved
    ahead = ALARM.model_copy(update={"happened_on": date(2026, 3, 3)})
    with pytest.raises(Invalid):
        update_incident(session, incident, ahead, now=now)


def test_a_system_without_a_public_record_takes_no_incident(session, now):
    hidden = create_system(session, make_organisation(session), "Draft", now=now)

    with pytest.raises(Conflict):
        record_incident(session, hidden, ALARM, None, now=now)


def test_figures_come_as_series_oldest_first_and_a_second_one_puts_right(
    session, system, now
):
    for day, value in ((date(2026, 2, 1), 9), (date(2026, 1, 1), 12)):
        record_reading(session, system, reading(day, value), None, now=now)
    record_reading(session, system, reading(date(2026, 2, 1), 8), None, now=now)

    (series,) = list_series(session, system)
    assert [one.value for one in series.readings] == [12, 8]
    assert series.latest.unit == "a month"


@pytest.mark.parametrize("value", ["nan", "inf", "many"])
def test_a_figure_must_be_a_number(value):
    with pytest.raises(ValidationError):
        reading(date(2026, 1, 1), value)


def test_events_of_a_withheld_system_are_in_no_feed(session, system, now):
    withhold_system(session, system, now=now)

    assert list_public_events(session) == []


def test_every_public_change_moves_the_version_of_cached_pages(session, system, now):
    before = get_version(session)
    record_incident(session, system, ALARM, None, now=now)

    assert get_version(session) == before + 1


def test_being_overdue_is_told_once_for_each_version(session, system):
    later = NOW + timedelta(days=400)

    assert list(list_newly_overdue(session, NOW)) == []
    assert list(list_newly_overdue(session, later)) == [system]
    note_event(session, system, EventKind.REVIEW_OVERDUE, now=later)
    session.flush()
    assert list(list_newly_overdue(session, later)) == []
