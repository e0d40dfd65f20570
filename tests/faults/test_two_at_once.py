"""Two people send at the same moment on PostgreSQL, where nobody takes turns to write."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from app.consultations.services import publish_consultation
from app.db import Database
from app.register.models import ErrorReport, System
from app.register.queries.reports import get_own_report
from app.register.schemas.forms import ErrorForm, ReportAnswerForm
from app.register.services import save_draft, withhold_system
from app.register.services.reports import answer_report, report_error
from tests.conftest import SERVER
from tests.factories import (
    NOW,
    make_consultation,
    make_official,
    make_organisation,
    make_proposal,
    make_question,
)
from tests.posting import token_in
from tests.reading import form_values
from tests.register.make import make_published, publish_next
from tests.sign_in import sign_in

pytestmark = pytest.mark.skipif(not SERVER, reason="on SQLite writers take turns")

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
FORM = ErrorForm(text="The team named is wrong.")
Given = TypeVar("Given")


@pytest.fixture
def body(session):
    return make_organisation(session, name="Larkhaven Council")


@pytest.fixture
def system(session, body):
    system = make_published(session, "Letter sorting", body)
    session.commit()
    return system


def meanwhile(first: Session, database: Database, second: Callable[[], Given]) -> Given:
    """Begin the second while the first has not committed; let it go on afterwards."""
    with ThreadPoolExecutor() as threads:
        begun = threads.submit(second)
        try:
            wait_for_the_lock(database, begun)
        finally:
            first.commit()
        return begun.result()


def wait_for_the_lock(database: Database, begun: Future[Given]) -> None:
    with database.read_session() as session:
        while not begun.done():
            if session.execute(WAITING).scalar_one():
                return
            session.rollback()


def test_two_who_report_at_once_get_two_numbers(session, database, system):
    def report() -> int:
        with database.writing() as other:
            told = report_error(other, system, FORM, region="GB", now=NOW)
            other.commit()
            return told.number

    first = report_error(session, system, FORM, region="GB", now=NOW)
    session.flush()

    assert (first.number, meanwhile(session, database, report)) == (1, 2)


def test_two_who_make_the_very_first_changes_at_once_are_both_counted(
    session, database, system
):
    session.execute(text("DELETE FROM register_state"))
    session.commit()

    def report() -> int:
        with database.writing() as other:
            told = report_error(other, system, FORM, region="GB", now=NOW)
            other.commit()
            return told.number

    report_error(session, system, FORM, region="GB", now=NOW)
    session.flush()

    assert meanwhile(session, database, report) == 2


def test_of_two_who_answer_at_once_the_second_reads_the_first(
    client, session, database, system, body
):
    official = make_official(session, organisation_id=body.id)
    report_error(session, system, FORM, region="GB", now=NOW)
    session.commit()
    sign_in(client, session, official)
    page = "/en/office/systems/reports/1"
    token = token_in(client.get(page).text)
    answered = ReportAnswerForm(answer="The first answer.")
    report = get_own_report(session, official, 1, to_change=True)
    answer_report(session, report, answered, official, now=NOW)
    session.flush()

    refused = meanwhile(
        session,
        database,
        lambda: client.post(page, data={"_csrf": token, "answer": "The second."}),
    )

    assert refused.status_code == 422
    assert "Somebody answered this meanwhile" in refused.text
    assert "The second." in refused.text
    session.expire_all()
    assert session.exec(select(ErrorReport)).one().answer == "The first answer."


def test_what_a_colleague_is_just_saving_is_not_published_unseen(
    client, session, database, system, body
):
    official = make_official(session, organisation_id=body.id)
    save_draft(session, system, line("As seen."), official=official, now=NOW)
    session.commit()
    sign_in(client, session, official)
    page = client.get("/en/office/systems/letter-sorting/preview").text
    seen = {**form_values(page), "_csrf": token_in(page), "change_note": "As seen."}
    save_draft(session, system, line("Never seen."), official=official, now=NOW)

    refused = meanwhile(
        session,
        database,
        lambda: client.post("/en/office/systems/letter-sorting/publish", data=seen),
    )

    assert refused.status_code == 409
    assert "Never seen." in refused.text
    assert "seen." not in client.get("/en/register/letter-sorting").text


def line(text: str) -> dict[str, dict[str, str]]:
    return {"one_line": {"value": text}}


def test_a_record_that_is_hidden_while_it_is_published_stays_hidden(
    client, session, database, system
):
    """The publisher read the system before; what was decided meanwhile holds."""
    with database.write_session() as other:
        mine = other.get_one(System, system.id)
        assert not mine.is_withheld
        withhold_system(session, system, now=NOW)
        session.commit()
        publish_next(other, mine, one_line="It sorts letters by street.")
        other.commit()

    session.expire_all()
    assert session.get_one(System, system.id).is_withheld
    assert client.get("/en/register/letter-sorting").status_code == 404
    assert "Letter sorting" not in client.get("/en/register").text


def test_a_record_is_not_hidden_while_a_consultation_on_it_is_being_published(
    client, session, database, system, body
):
    draft = make_consultation(
        session,
        organisation_id=body.id,
        published_at=None,
        who_decides="The council.",
    )
    make_proposal(session, draft, system_id=system.id)
    make_question(session, draft)
    session.commit()
    sign_in(client, session, make_official(session, organisation_id=body.id))
    page = "/en/office/systems/letter-sorting/withhold"
    token = token_in(client.get(page).text)
    sure = {"_csrf": token, "law": "Police Act.", "sure_to_hide": "yes"}

    publish_consultation(session, draft, now=NOW)
    answer = meanwhile(session, database, lambda: client.post(page, data=sure))

    assert answer.status_code == 409
    assert "This record cannot be hidden" in answer.text
