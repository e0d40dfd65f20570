"""A register in our own format: every version, on its way to another site."""

import json
from datetime import datetime

import pytest
from sqlmodel import Session, select

from app.db import Database
from app.register.models import EventKind, System
from app.register.queries import find_record
from app.register.queries.events import list_public_events
from app.register.queries.history import list_incidents
from app.register.queries.search import list_found
from app.register.schemas.change import Change
from app.register.schemas.forms import IncidentForm, ReadingForm
from app.register.schemas.search import read_query
from app.register.services import publish_record, save_draft
from app.register.services.exporting import export_register
from app.register.services.importing import import_register
from app.register.services.incidents import (
    record_incident,
    record_reading,
    update_incident,
)
from app.register.services.whole import import_whole
from app.register.standards.source import UnreadableFile
from tests.factories import make_official
from tests.register.copies import BASE, SLIM, SNEL, copy_of
from tests.register.make import make_published, publish_next


def test_our_own_format_goes_round_without_a_difference(
    session: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)
    import_register(
        session, "nl-short", copy_of({**SLIM, "doel": "Beter"}, SNEL), now=now
    )
    whole = export_register(session, "folkmoot", base_url=BASE)

    report = import_whole(session, whole, now=now)

    assert (report.read, report.unchanged) == (2, 2)
    assert export_register(session, "folkmoot", base_url=BASE) == whole


def test_a_file_that_continues_our_history_adds_its_versions(
    session: Session, database: Database, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM), now=now)
    session.commit()
    import_register(session, "nl-short", copy_of({**SLIM, "doel": "Beter"}), now=now)
    newer = export_register(session, "folkmoot", base_url=BASE)
    session.rollback()

    report = import_whole(session, newer, now=now)

    assert report.updated == 1
    assert session.exec(select(System)).one().current_version == 2


def test_a_draft_here_goes_on_from_the_newest_version_of_a_file(
    session: Session, empty: Session, now: datetime
):
    system = make_published(session, "Letter sorting", purpose="Fast.")
    import_whole(empty, export_register(session, "folkmoot", base_url=BASE), now=now)
    here = empty.exec(select(System)).one()
    told = {"one_line": {"value": "It sorts letters."}}
    save_draft(empty, here, told, official=None, now=now)
    publish_next(session, system, purpose="Faster.")
    publish_next(session, system, purpose="Fastest.")

    import_whole(empty, export_register(session, "folkmoot", base_url=BASE), now=now)

    publish_record(empty, here, None, Change("In one sentence."), now=now)
    record = find_record(empty, here)
    assert record is not None
    assert record.version == 4
    assert record.fields["purpose"]["value"] == "Fastest."
    assert record.fields["one_line"]["value"] == "It sorts letters."


def test_a_newer_file_brings_what_its_source_said_incidents_and_figures(
    session: Session, empty: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)
    system = session.exec(select(System).where(System.slug == "slim")).one()
    incident = IncidentForm(
        happened_on=now.date(),
        title="Letters went astray",
        what_happened="A hundred letters reached the wrong desk.",
    )
    official = make_official(session)
    record_incident(session, system, incident, official, now=now)
    import_whole(empty, export_register(session, "folkmoot", base_url=BASE), now=now)
    import_register(
        session, "nl-short", copy_of({**SLIM, "doel": "Beter"}, SNEL), now=now
    )
    solved = incident.model_copy(update={"what_was_done": "They were sent again."})
    before = list_incidents(session, system)[0]
    update_incident(session, system, before, solved, now=now)
    reading = ReadingForm(measure="Letters", unit="", measured_on=now.date(), value=7)
    record_reading(session, system, reading, official, now=now)
    newer = export_register(session, "folkmoot", base_url=BASE)

    report = import_whole(empty, newer, now=now)

    assert (report.updated, report.unchanged) == (1, 1)
    assert export_register(empty, "folkmoot", base_url=BASE) == newer
    assert import_whole(empty, newer, now=now).unchanged == 2


def test_what_was_weakened_elsewhere_is_listed_as_such_here(
    session: Session, empty: Session, now: datetime
):
    system = make_published(session, "Letter sorting")
    publish_next(session, system, appeal_route="No appeal is possible.")
    make_published(session, "Bin routes")

    import_whole(empty, export_register(session, "folkmoot", base_url=BASE), now=now)

    query = read_query({"weakened": ["yes"]})
    (found,) = list_found(empty, query, now.date())
    assert empty.get_one(System, found).slug == "letter-sorting"


def test_an_entry_that_was_removed_goes_round_as_a_tombstone(
    session: Session, empty: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)
    import_register(session, "nl-short", copy_of(SLIM), now=now)
    whole = export_register(session, "folkmoot", base_url=BASE)

    import_whole(empty, whole, now=now)

    gone = empty.exec(select(System).where(System.slug == "snel")).one()
    assert gone.removed_at == now
    assert gone.removal_reason
    assert b"Snel" not in export_register(empty, "jsonl", base_url=BASE)
    assert export_register(empty, "folkmoot", base_url=BASE) == whole


def test_a_removal_comes_in_after_the_versions(
    session: Session, empty: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM, SNEL), now=now)
    import_whole(empty, export_register(session, "folkmoot", base_url=BASE), now=now)
    import_register(session, "nl-short", copy_of(SLIM), now=now)
    newer = export_register(session, "folkmoot", base_url=BASE)

    report = import_whole(empty, newer, now=now)

    assert (report.updated, report.unchanged) == (1, 1)
    kinds = [one.event.kind for one in list_public_events(empty)]
    assert kinds.count(EventKind.REMOVED) == 1


def test_events_keep_their_names_on_the_way(
    session: Session, empty: Session, now: datetime
):
    system = make_published(session, human_review="A person reads each one.")
    weaker = {"human_review": {"state": "answered"}}
    save_draft(session, system, weaker, official=None, now=now)
    publish_record(session, system, None, Change("Less.", is_correction=True), now=now)
    whole = export_register(session, "folkmoot", base_url=BASE)

    import_whole(empty, whole, now=now)

    told = {one.event.kind for one in list_public_events(empty)}
    assert told == {one.event.kind for one in list_public_events(session)}
    assert EventKind.WEAKENED in told


def test_another_story_under_the_same_address_is_rejected(
    session: Session, empty: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(SLIM), now=now)
    import_register(empty, "nl-short", copy_of({**SLIM, "doel": "Beter"}), now=now)
    whole = export_register(empty, "folkmoot", base_url=BASE)

    assert import_whole(session, whole, now=now).rejected[0]["field"] == "slug"


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (("slug",), "../slim", "slug"),
        (("slug",), "data", "slug"),
        (("name",), "x" * 301, "name"),
        (("records", 0, "change_note"), "Nothing happened.", "records.1.seal"),
        (("records", 0, "version"), 2, "records"),
        (("records", 0, "published_at"), "soon", "records"),
        (("records", 0, "fields", "public_page"), {"value": "javascript:1"}, "records.1.public_page"),
        (("records", 0, "fields"), "none", "records"),
        (("created_at",), None, "records"),
        (("status",), "lost", "records"),
        (("organisation",), "elsewhere", "organisation"),
    ],
)  # fmt: skip
def test_a_file_of_ours_that_somebody_changed_is_rejected(
    session: Session, empty: Session, now: datetime, place: tuple[str | int, ...],
    value: object, field: str,
):  # fmt: skip
    import_register(session, "nl-short", copy_of(SLIM), now=now)
    whole = json.loads(export_register(session, "folkmoot", base_url=BASE))
    at = whole["systems"][0]
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value

    report = import_whole(empty, json.dumps(whole).encode(), now=now)

    assert (report.created, report.rejected[0]["field"]) == (0, field)


def test_a_file_of_another_schema_is_refused_whole(session: Session, now: datetime):
    with pytest.raises(UnreadableFile, match="folkmoot/register@1"):
        import_whole(session, b"{}", now=now)
