"""A newer file in our own format, about what was changed here since the first came."""

import json
from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.accounts.models import Organisation
from app.register.models import (
    EventKind,
    Incident,
    MonitoringReading,
    RegisterEvent,
    System,
)
from app.register.schemas.forms import IncidentForm, ReadingForm
from app.register.services import remove_system, restore_system
from app.register.services.exporting import export_register
from app.register.services.incidents import (
    hide_earlier_wordings,
    record_incident,
    record_reading,
    update_incident,
)
from app.register.services.whole import import_whole
from tests.register.copies import BASE
from tests.register.make import make_published, publish_next

DAY = timedelta(days=1)
LOST = IncidentForm(
    happened_on=date(2026, 2, 1), title="Letters lost", what_happened="Jo lost some."
)
FOUND = LOST.model_copy(
    update={"title": "Letters found", "what_happened": "All were found."}
)
LATE = ReadingForm(
    measure="Late letters", unit="a month", measured_on=date(2026, 2, 1), value=9
)


def whole_of(session):
    return export_register(session, "folkmoot", base_url=BASE)


def system_in(session):
    session.expire_all()
    return session.exec(select(System)).one()


def test_a_newer_file_leaves_what_was_put_right_here(session, empty, now):
    system = make_published(session)
    record_incident(session, system, LOST, None, now=now)
    record_reading(session, system, LATE, None, now=now)
    import_whole(empty, whole_of(session), now=now)
    copy, here = empty.exec(select(Incident)).one(), system_in(empty)
    update_incident(empty, here, copy, FOUND, now=now + DAY)
    hide_earlier_wordings(empty, copy, now=now + DAY)
    right = LATE.model_copy(update={"value": 8})
    record_reading(empty, here, right, None, now=now + DAY)
    publish_next(session, system, purpose="Newer.")

    assert import_whole(empty, whole_of(session), now=now).updated == 1

    empty.expire_all()
    kept = empty.exec(select(Incident)).one()
    assert (kept.title, kept.what_happened) == ("Letters found", "All were found.")
    assert [one["what_happened"] for one in kept.earlier_wordings] == [""]
    figure = empty.exec(select(MonitoringReading)).one()
    assert (figure.value, [one["value"] for one in figure.earlier_values]) == (8, [9])


def test_a_newer_file_brings_what_was_put_right_and_hidden_elsewhere(
    session, empty, now
):
    system = make_published(session)
    incident = record_incident(session, system, LOST, None, now=now)
    update_incident(session, system, incident, FOUND, now=now + DAY)
    record_reading(session, system, LATE, None, now=now)
    import_whole(empty, whole_of(session), now=now)
    hide_earlier_wordings(session, incident, now=now + DAY)
    done = FOUND.model_copy(update={"title": "Closed"})
    update_incident(session, system, incident, done, now=now + DAY)
    right = LATE.model_copy(update={"value": 8})
    record_reading(session, system, right, None, now=now + DAY)
    publish_next(session, system, purpose="Newer.")
    newer = whole_of(session)

    assert import_whole(empty, newer, now=now).updated == 1

    assert whole_of(empty) == newer


def test_incidents_published_at_one_moment_are_not_mistaken_for_each_other(
    session, empty, now
):
    system = make_published(session)
    record_incident(session, system, FOUND, None, now=now)
    import_whole(empty, whole_of(session), now=now)
    record_incident(session, system, LOST, None, now=now)
    publish_next(session, system, purpose="Newer.")

    import_whole(empty, whole_of(session), now=now)

    titles = [one.title for one in empty.exec(select(Incident)).all()]
    assert sorted(titles) == ["Letters found", "Letters lost"]


def test_a_file_from_before_later_keys_says_the_same_when_it_comes_again(
    session, empty, now
):
    system = make_published(session)
    record_incident(session, system, LOST, None, now=now)
    record_reading(session, system, LATE, None, now=now)
    data = json.loads(whole_of(session))
    [old] = data["systems"]
    del old["is_consulted_on"], old["no_consultation_reason"]
    for version in old["records"]:
        for key in ("no_consultation_reason", "taken_from", "repeats_at"):
            del version[key]
    del old["incidents"][0]["earlier_wordings"], old["readings"][0]["earlier_values"]
    file = json.dumps(data).encode()
    assert import_whole(empty, file, now=now).created == 1

    report = import_whole(empty, file, now=now)

    assert (report.unchanged, report.rejected) == (1, [])


def kinds_in(session):
    events = session.exec(select(RegisterEvent)).all()
    return sorted(one.kind for one in events)


@pytest.mark.parametrize("is_longer", [True, False])
def test_what_officials_removed_stays_as_it_is_and_whoever_imports_learns_of_it(
    session, empty, now, is_longer
):
    system = make_published(session)
    import_whole(empty, whole_of(session), now=now)
    remove_system(empty, system_in(empty), "It is no AI.", now=now + DAY)
    if is_longer:
        publish_next(session, system, purpose="Newer.")

    report = import_whole(empty, whole_of(session), now=now + DAY)

    assert (report.unchanged, report.updated, report.rejected) == (1, 0, [])
    assert "taken off the lists here" in report.warnings[0]["reason"]
    kept = system_in(empty)
    assert (kept.removed_at, kept.removal_reason) == (now + DAY, "It is no AI.")
    restore_system(empty, kept, "It is.", now=now + 2 * DAY)
    report = import_whole(empty, whole_of(session), now=now + 2 * DAY)
    assert (report.updated, report.warnings) == (int(is_longer), [])


def test_a_newer_file_puts_back_what_a_file_removed_and_tells_of_it(
    session, empty, now
):
    system = make_published(session)
    remove_system(session, system, "Twice.", now=now)
    import_whole(empty, whole_of(session), now=now)
    restore_system(session, system, "Not twice.", now=now + DAY)
    publish_next(session, system, purpose="Newer.")

    report = import_whole(empty, whole_of(session), now=now + DAY)

    assert (report.updated, report.warnings) == (1, [])
    assert system_in(empty).removed_at is None
    assert EventKind.RESTORED in kinds_in(empty)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("removed_at", "yesterday"),
        ("removal_reason", None),
        ("no_consultation_reason", 5),
    ],
)
def test_a_system_whose_removal_or_reason_cannot_be_read_is_rejected_alone(
    session, empty, now, key, value
):
    body = make_published(session).organisation_id
    make_published(session, "Bin routes", session.get_one(Organisation, body))
    data = json.loads(whole_of(session))
    data["systems"][0][key] = value

    report = import_whole(empty, json.dumps(data).encode(), now=now)

    assert (report.created, len(report.rejected)) == (1, 1)


def test_a_newer_file_that_brings_only_an_incident_is_taken_once(session, empty, now):
    system = make_published(session)
    import_whole(empty, whole_of(session), now=now)
    record_incident(session, system, LOST, None, now=now)
    newer = whole_of(session)

    assert import_whole(empty, newer, now=now).updated == 1

    assert whole_of(empty) == newer
    assert import_whole(empty, newer, now=now).unchanged == 1


def test_the_same_file_changes_nothing_that_was_put_right_here(session, empty, now):
    system = make_published(session)
    record_incident(session, system, LOST, None, now=now)
    file = whole_of(session)
    import_whole(empty, file, now=now)
    copy = empty.exec(select(Incident)).one()
    update_incident(empty, system_in(empty), copy, FOUND, now=now + DAY)

    report = import_whole(empty, file, now=now + DAY)

    assert (report.unchanged, report.rejected) == (1, [])
    assert empty.exec(select(Incident)).one().title == "Letters found"
