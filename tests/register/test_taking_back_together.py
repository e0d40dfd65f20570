"""Imports of several officials, taken back one beside the other."""

import pytest
from sqlmodel import select

from app.register.models import Sidecar
from app.register.schemas.forms import IncidentForm
from app.register.services.incidents import record_incident
from tests.factories import NOW, make_official, make_organisation
from tests.register.copies import SLIM, SNEL, copy_of
from tests.register.importer import Importer
from tests.register.make import publish_next
from tests.sign_in import sign_in

NEW = {**SNEL, "id": "3", "title": "Nieuw", "organisatie": "Elders"}


@pytest.fixture
def own(client, session):
    """Return an official of the body whose record `SLIM` is, signed in."""
    stad = make_organisation(session, name="Stad")
    official = make_official(session, organisation_id=stad.id)
    sign_in(client, session, official)
    return official


@pytest.fixture
def importer(client, session, database, settings, own):
    return Importer(client, session, database, settings)


def sources(session):
    session.expire_all()
    rows = session.exec(select(Sidecar).where(Sidecar.source_key == "1")).all()
    session.commit()
    return [(one.values, one.position) for one in rows]


def test_bookkeeping_of_a_body_with_officials_is_left_to_them(
    client, session, importer, own
):
    first = importer.bring(copy_of({**SLIM, "url": "https://stad.example/1"}))
    before = sources(session)
    sign_in(client, session, make_official(session))

    importer.bring(copy_of(NEW, {**SLIM, "url": "https://other.example/"}))

    assert importer.system("nieuw").removed_at is None
    assert sources(session) == before
    sign_in(client, session, own)
    assert importer.counts(first) == [1, 0, 0, 0]


def publish_newer(session, importer, official):
    publish_next(session, importer.system("snel"), "Ours now.")


def tell_of_an_incident(session, importer, official):
    form = IncidentForm(happened_on=NOW.date(), title="Oh", what_happened="It fell.")
    record_incident(session, importer.system("snel"), form, official, now=NOW)


@pytest.mark.parametrize("work_on", [publish_newer, tell_of_an_incident])
def test_a_later_import_that_nobody_can_take_back_holds_nothing_that_it_only_found(
    session, importer, own, work_on
):
    first = importer.bring(copy_of(SLIM))
    later = importer.bring(copy_of(SLIM, SNEL))
    assert "Take that one back first" in importer.page(first)
    work_on(session, importer, own)
    session.commit()
    assert "would change nothing" in importer.page(later)

    importer.take_back(first)

    assert importer.counts(first) == [1, 0, 0, 0]
    assert importer.system("slim").removed_at is not None
    assert importer.system("snel").removed_at is None
