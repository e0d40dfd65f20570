from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from app.analysis.method import RECORD_SLUG
from app.cli.engine_record import ENGINE_FIELDS, draft_engine_record
from app.errors import Conflict
from app.register.models import RecordDraft
from app.register.schemas.fields import FIELD_BY_KEY
from tests.factories import make_organisation
from tests.posting import Client


def test_the_method_page_says_how_well_the_engine_reads(client: Client):
    shown = client.get("/en/how-comments-are-read").text

    assert ".365 to .371" in shown
    assert "WordLlama" in shown and "MIT" in shown
    assert "English is read best" in shown


def test_the_method_page_leads_to_the_engines_record_once_it_is_public(
    client: Client, session: Session
):
    system = draft_engine_record(
        session, make_organisation(session), now=datetime.now(UTC)
    )
    session.commit()
    drafted = client.get("/en/how-comments-are-read").text
    system.current_version = 1
    session.add(system)
    session.commit()

    shown = client.get("/en/how-comments-are-read").text

    assert f"/register/{RECORD_SLUG}" not in drafted
    assert f"/register/{RECORD_SLUG}" in shown


def test_the_engine_is_drafted_once_with_what_it_knows_of_itself(session: Session):
    body = make_organisation(session)
    draft_engine_record(session, body, now=datetime.now(UTC))

    (draft,) = session.exec(select(RecordDraft))
    assert set(ENGINE_FIELDS) <= set(FIELD_BY_KEY)
    assert ".289" in str(draft.fields)
    with pytest.raises(Conflict):
        draft_engine_record(session, body, now=datetime.now(UTC))
