"""What stands of a record after more than one removal, and what pages say of it then."""

import pytest
from sqlmodel import col, select

from app.register.models import EventKind, RegisterEvent
from tests.factories import make_official
from tests.register.copies import SLIM, copy_of
from tests.register.importer import Importer
from tests.sign_in import sign_in


@pytest.fixture
def importer(client, session, database, settings):
    official = make_official(session, name="Amina Rowe")
    sign_in(client, session, official)
    return Importer(client, session, database, settings)


def test_a_second_taking_back_tells_its_own_reason(client, session, importer):
    importer.take_back(importer.bring(copy_of(SLIM)), "Reason A.")

    importer.take_back(importer.bring(copy_of(SLIM)), "Reason B.")

    gone = client.get("/en/register/slim").text
    assert "Reason B." in gone
    notes = session.exec(
        select(RegisterEvent.note)
        .where(RegisterEvent.kind == EventKind.REMOVED)
        .order_by(col(RegisterEvent.at))
    ).all()
    assert [note.rsplit(": ")[-1] for note in notes] == ["Reason A.", "Reason B."]
