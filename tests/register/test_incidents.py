import json
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from app.accounts.models import Organisation
from app.errors import Conflict, Invalid
from app.register.models import EventKind
from app.register.queries.events import Wanted, list_public_events
from app.register.queries.history import (
    list_incidents,
    list_newly_overdue,
    list_series,
)
from app.register.queries.index import get_version
from app.register.rules.incidents import corrections, earlier_wordings
from app.register.schemas.forms import IncidentForm, ReadingForm
from app.register.services import create_system, withhold_system
from app.register.services.entries import note_event
from app.register.services.exporting import export_register
from app.register.services.incidents import (
    hide_earlier_wordings,
    record_incident,
    record_reading,
    update_incident,
)
from app.register.services.whole import import_whole
from tests.factories import NOW, make_organisation
from tests.register.make import make_published

ALARM = IncidentForm(
    happened_on=date(2026, 2, 1), title="False alarm", what_happened="It rang."
)

DONE = ALARM.model_copy(update={"title": "Bell replaced", "is_resolved": True})
HOUR = timedelta(hours=1)
DAY = date(2026, 2, 1)


@pytest.fixture
def system(session):
    return make_published(session)


def whole_of(session):
    return export_register(session, "folkmoot", base_url="https://x.example")


def reading(day, value, **given):
    said = {"measure": "False alarms", "unit": "a month", **given}
    return ReadingForm(measured_on=day, value=value, **said)


def test_an_incident_is_told_in_the_feeds_at_once(session, system, now):
    record_incident(session, system, ALARM, None, now=now)

    newest = list_public_events(session, Wanted(system_id=system.id))[0]
    assert (newest.event.kind, newest.event.note) == (EventKind.INCIDENT, "False alarm")


def test_an_incident_can_be_told_on_but_not_dated_ahead(session, system, now):
    incident = record_incident(session, system, ALARM, None, now=now)
    update_incident(session, system, incident, DONE, now=now)

    assert list_incidents(session, system)[0].is_resolved
    ahead = ALARM.model_copy(update={"happened_on": date(2026, 3, 3)})
    with pytest.raises(Invalid):
        update_incident(session, system, incident, ahead, now=now)


def test_what_an_incident_said_before_is_kept_with_its_days_and_its_body(
    session, system, now
):
    incident = record_incident(session, system, ALARM, None, now=now)
    update_incident(session, system, incident, DONE, now=now + HOUR)

    (before,) = earlier_wordings(incident)
    assert (before.title, before.is_resolved) == ("False alarm", False)
    assert (before.since, before.until) == (now, now + HOUR)
    assert before.by == session.get_one(Organisation, system.organisation_id).name


def test_a_changed_incident_is_told_as_changed(session, system, now):
    incident = record_incident(session, system, ALARM, None, now=now)
    update_incident(session, system, incident, DONE, now=now + HOUR)

    newest, first = list_public_events(session, Wanted(kind=EventKind.INCIDENT))
    assert (newest.label, first.label) == ("Incident changed", "Incident")
    assert (newest.event.note, first.event.note) == ("Bell replaced", "False alarm")


def test_the_same_words_again_are_no_change_of_an_incident(session, system, now):
    incident = record_incident(session, system, ALARM, None, now=now)

    assert not update_incident(session, system, incident, ALARM, now=now + HOUR)
    assert incident.updated_at == now
    assert earlier_wordings(incident) == []


def test_words_taken_from_view_are_kept_nowhere_and_told_nowhere(session, system, now):
    named = ALARM.model_copy(update={"title": "Ann Brown heard it"})
    incident = record_incident(session, system, named, None, now=now)
    update_incident(session, system, incident, DONE, now=now + HOUR)
    hide_earlier_wordings(session, incident, now=now + HOUR)

    (before,) = earlier_wordings(incident)
    assert (before.is_hidden, before.since) == (True, now)
    events = list_public_events(session, Wanted(kind=EventKind.INCIDENT))
    assert "Ann Brown" not in str([incident.earlier_wordings, events])


def test_a_system_without_a_public_record_takes_no_incident_and_no_figure(session, now):
    unseen = create_system(session, make_organisation(session), "Draft", now=now)

    with pytest.raises(Conflict, match="Publish the record first"):
        record_incident(session, unseen, ALARM, None, now=now)
    with pytest.raises(Conflict, match="Publish the record first"):
        record_reading(session, unseen, reading(DAY, 9), None, now=now)


def test_a_hidden_record_takes_no_incident_and_no_figure(session, system, now):
    withhold_system(session, system, now=now)

    with pytest.raises(Conflict, match="This record is hidden"):
        record_incident(session, system, ALARM, None, now=now)
    with pytest.raises(Conflict, match="This record is hidden"):
        record_reading(session, system, reading(DAY, 9), None, now=now)


def test_figures_come_as_series_oldest_first_and_a_second_one_puts_right(
    session, system, now
):
    for day, value in ((date(2026, 2, 1), 9), (date(2026, 1, 1), 12)):
        record_reading(session, system, reading(day, value), None, now=now)
    record_reading(session, system, reading(date(2026, 2, 1), 8), None, now=now)

    (series,) = list_series(session, system)
    assert [one.value for one in series.readings] == [12, 8]
    assert series.latest.unit == "a month"


def test_a_figure_that_is_put_right_says_when_and_what_it_was(session, system, now):
    record_reading(session, system, reading(DAY, 9), None, now=now)
    record_reading(session, system, reading(DAY, 8), None, now=now + HOUR)

    (series,) = list_series(session, system)
    (put_right,) = corrections(series.readings)
    assert (put_right.before, put_right.after, put_right.at) == (9, 8, now + HOUR)


def test_the_same_figure_again_is_no_correction(session, system, now):
    for at in (now, now + HOUR):
        kept = record_reading(session, system, reading(DAY, 9), None, now=at)

    assert (kept.earlier_values, kept.recorded_at) == ([], now)


def test_an_earlier_note_on_a_figure_can_be_taken_from_view(session, system, now):
    named = reading(DAY, 9, note="Counted by Ann Brown")
    record_reading(session, system, named, None, now=now)
    cleaned = reading(DAY, 9, hide_earlier=True)
    kept = record_reading(session, system, cleaned, None, now=now + HOUR)

    assert [(one["value"], one["note"]) for one in kept.earlier_values] == [(9, "")]


def test_our_own_format_keeps_what_incidents_and_figures_said_before(
    session, system, empty, now
):
    incident = record_incident(session, system, ALARM, None, now=now)
    update_incident(session, system, incident, DONE, now=now + HOUR)
    for value in (9, 8):
        record_reading(session, system, reading(DAY, value), None, now=now)
    session.commit()

    whole = whole_of(session)
    import_whole(empty, whole, now=now)
    assert b"False alarm" in whole
    assert whole_of(empty) == whole


def test_a_file_from_before_earlier_wordings_were_kept_still_comes_in(
    session, system, empty, now
):
    record_incident(session, system, ALARM, None, now=now)
    session.commit()
    whole = json.loads(whole_of(session))
    del whole["systems"][0]["incidents"][0]["earlier_wordings"]

    report = import_whole(empty, json.dumps(whole).encode(), now=now)
    assert (report.created, report.rejected) == (1, [])


def test_a_file_whose_earlier_wordings_cannot_be_shown_is_refused(
    session, system, empty, now
):
    record_incident(session, system, ALARM, None, now=now)
    session.commit()
    whole = json.loads(whole_of(session))
    whole["systems"][0]["incidents"][0]["earlier_wordings"] = [{"title": "x"}]

    report = import_whole(empty, json.dumps(whole).encode(), now=now)
    assert (report.created, len(report.rejected)) == (0, 1)


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
