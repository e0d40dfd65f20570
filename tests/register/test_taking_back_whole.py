"""An import of our own format is taken back, and the same file comes again."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.db import open_database
from app.register.models import Incident, Sidecar
from app.register.queries import get_system_by_slug
from app.register.schemas.forms import IncidentForm
from app.register.services import create_system, remove_system, restore_system
from app.register.services.entries import mark_consulted_on
from app.register.services.exporting import export_register
from app.register.services.importing import import_register
from app.register.services.incidents import record_incident
from tests.conftest import migrate
from tests.factories import NOW, make_official, make_organisation
from tests.register.copies import SLIM, copy_of
from tests.register.importer import Importer
from tests.register.make import make_published, publish_next
from tests.sign_in import sign_in


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[Session]:
    """Another site, whose register is brought here."""
    url = f"sqlite:///{tmp_path / 'origin.db'}"
    migrate(url)
    other = open_database(url)
    with other.write_session() as session:
        body = make_organisation(session, slug="town", name="Town")
        make_published(session, "Letter sorting", body)
        yield session
    other.engine.dispose()


@pytest.fixture
def importer(client, session, database, settings):
    sign_in(client, session, make_official(session))
    return Importer(client, session, database, settings)


def file_of(origin: Session) -> bytes:
    return export_register(origin, "folkmoot", base_url="")


def exported(importer: Importer) -> bytes:
    whole = export_register(importer.session, "folkmoot", base_url="")
    importer.session.commit()
    return whole


def test_what_came_is_removed_and_the_same_file_puts_it_back(client, origin, importer):
    form = IncidentForm(happened_on=NOW.date(), title="Oh", what_happened="It fell.")
    system = get_system_by_slug(origin, "letter-sorting")
    record_incident(origin, system, form, None, now=NOW)
    file = file_of(origin)
    first = importer.bring(file, "folkmoot")
    before = exported(importer)

    importer.take_back(first)
    assert client.get("/en/register/letter-sorting").status_code == 410

    importer.bring(file, "folkmoot")
    assert client.get("/en/register/letter-sorting").status_code == 200
    assert exported(importer) == before == file
    again = importer.send(file, "folkmoot")
    assert "would change nothing" in client.get(again).text


def test_versions_that_came_stay_readable_and_the_one_before_is_said_again(
    client, origin, importer
):
    importer.bring(file_of(origin), "folkmoot")
    publish_next(origin, get_system_by_slug(origin, "letter-sorting"), purpose="Worse")
    file = file_of(origin)

    importer.take_back(importer.bring(file, "folkmoot"))

    first, second, third = importer.versions("letter-sorting")
    assert third.fields == first.fields != second.fields
    assert third.change_note.startswith("The import of ")
    importer.bring(file, "folkmoot")
    assert importer.versions("letter-sorting")[-1].fields == second.fields
    again = importer.send(file, "folkmoot")
    assert "would change nothing" in client.get(again).text


def test_a_removal_that_came_is_taken_back_and_comes_again(client, origin, importer):
    importer.bring(file_of(origin), "folkmoot")
    remove_system(
        origin, get_system_by_slug(origin, "letter-sorting"), "Twice.", now=NOW
    )
    file = file_of(origin)

    removal = importer.bring(file, "folkmoot")
    assert importer.counts(removal) == [0, 0, 1, 0]
    importer.take_back(removal)
    assert client.get("/en/register/letter-sorting").status_code == 200

    importer.bring(file, "folkmoot")
    assert client.get("/en/register/letter-sorting").status_code == 410


def test_versions_of_what_was_removed_before_and_after_are_taken_back(
    client, origin, importer
):
    system = get_system_by_slug(origin, "letter-sorting")
    remove_system(origin, system, "Twice.", now=NOW)
    importer.bring(file_of(origin), "folkmoot")
    restore_system(origin, system, "Once after all.", now=NOW)
    publish_next(origin, system, purpose="Worse")
    remove_system(origin, system, "Nobody uses it.", now=NOW)
    second = importer.bring(file_of(origin), "folkmoot")
    assert importer.system("letter-sorting").removal_reason == "Nobody uses it."

    importer.take_back(second)

    first, worse, again = importer.versions("letter-sorting")
    assert again.fields == first.fields != worse.fields
    assert importer.system("letter-sorting").removal_reason == "Twice."
    assert client.get("/en/register/letter-sorting").status_code == 410
    assert importer.counts(second) == [0, 1, 0, 0]


def test_what_officials_removed_a_file_does_not_put_back(client, origin, importer):
    file = file_of(origin)
    importer.bring(file, "folkmoot")
    system = importer.system("letter-sorting")
    remove_system(importer.session, system, "Twice.", now=NOW)
    importer.session.commit()

    importer.bring(file, "folkmoot")

    assert client.get("/en/register/letter-sorting").status_code == 410


def test_a_draft_that_a_file_published_is_removed_again(client, origin, importer):
    body = make_organisation(importer.session, slug="town", name="Town")
    create_system(importer.session, body, "Letter sorting", now=NOW)
    own = make_official(importer.session, organisation_id=body.id)
    sign_in(client, importer.session, own)

    importer.take_back(importer.bring(file_of(origin), "folkmoot"))

    assert client.get("/en/register/letter-sorting").status_code == 410


def test_rows_of_other_registers_that_came_along_are_known_again(origin, importer):
    import_register(origin, "nl-short", copy_of(SLIM), now=NOW)
    file = file_of(origin)
    place = importer.bring(file, "folkmoot")
    importer.take_back(place)

    # The row of a system that is gone is one that can come back.
    importer.bring(copy_of(SLIM), "nl-short")

    assert importer.system("slim").removed_at is None
    assert importer.session.exec(select(Sidecar)).one().digest


def test_an_incident_that_came_with_the_file_keeps_nothing_here(origin, importer):
    form = IncidentForm(happened_on=NOW.date(), title="Oh", what_happened="It fell.")
    record_incident(
        origin, get_system_by_slug(origin, "letter-sorting"), form, None, now=NOW
    )

    place = importer.bring(file_of(origin), "folkmoot")

    assert importer.counts(place) == [1, 0, 0, 0]
    assert importer.session.exec(select(Incident)).one().title == "Oh"


def test_an_import_that_brought_an_incident_alone_has_nothing_to_take_back(
    origin, importer
):
    importer.bring(file_of(origin), "folkmoot")
    system = get_system_by_slug(origin, "letter-sorting")
    form = IncidentForm(happened_on=NOW.date(), title="Oh", what_happened="It fell.")
    record_incident(origin, system, form, None, now=NOW)

    place = importer.bring(file_of(origin), "folkmoot")

    assert importer.session.exec(select(Incident)).one().title == "Oh"
    importer.session.commit()
    assert "would change nothing" in importer.page(place)


def test_that_people_were_asked_elsewhere_keeps_nothing_here(origin, importer):
    system = get_system_by_slug(origin, "letter-sorting")
    mark_consulted_on(origin, system.id, now=NOW)

    place = importer.bring(file_of(origin), "folkmoot")
    assert importer.counts(place) == [1, 0, 0, 0]

    system = importer.system("letter-sorting")
    mark_consulted_on(importer.session, system.id, now=datetime.now(UTC))
    importer.session.commit()
    assert "An incident, a figure" in importer.page(place)


def test_a_version_that_names_no_register_we_know_is_rejected(client, origin, importer):
    data = json.loads(file_of(origin))
    data["systems"][0]["records"][0]["taken_from"] = "x" * 50

    place = importer.send(json.dumps(data).encode(), "folkmoot")

    assert "taken_from" in client.get(place).text
    assert importer.count_versions() == 0


def test_what_another_register_said_in_the_file_goes_back_with_it(
    client, origin, importer
):
    import_register(origin, "nl-short", copy_of(SLIM), now=NOW)
    importer.bring(file_of(origin), "folkmoot")
    import_register(origin, "nl-short", copy_of({**SLIM, "doel": "Anders"}), now=NOW)
    file = file_of(origin)

    importer.take_back(importer.bring(file, "folkmoot"))

    assert importer.session.exec(select(Sidecar)).one().values == SLIM
    importer.session.commit()
    importer.bring(file, "folkmoot")
    assert importer.session.exec(select(Sidecar)).one().values["doel"] == "Anders"
    importer.session.commit()
    again = importer.send(file, "folkmoot")
    assert "would change nothing" in client.get(again).text
