"""Imports of several officials, taken back one beside the other."""

import pytest
from sqlmodel import select

from app.register.models import Sidecar
from tests.factories import make_official, make_organisation
from tests.register.copies import SLIM, SNEL, copy_of
from tests.register.importer import Importer
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
