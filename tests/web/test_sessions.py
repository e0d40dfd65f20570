"""What was refused stores nothing, and a mistake about that is heard."""

import gc

import pytest
from sqlmodel import select

from app.accounts.models import Organisation
from app.web.sessions import RefusableSession, WritingTooLateError
from tests.factories import NOW, make_official, make_organisation
from tests.posting import post_form
from tests.sign_in import sign_in


@pytest.fixture
def refused(session, database):
    """Return a session whose request was refused, with a row that it may read."""
    make_organisation(session, name="Larkhaven Council")
    session.commit()
    with RefusableSession(database) as refused:
        make_organisation(refused, name="Never stored")
        refused.rollback()
        yield refused


def names(session):
    return session.exec(select(Organisation.name)).all()


def test_a_refused_session_reads_what_was_there(refused):
    assert names(refused) == ["Larkhaven Council"]


def test_adding_after_a_refusal_fails(refused):
    refused.add(Organisation(slug="late", name="Late", created_at=NOW))

    with pytest.raises(WritingTooLateError):
        refused.commit()


def test_changing_after_a_refusal_fails_at_the_next_read(refused):
    refused.exec(select(Organisation)).one().name = "Changed"

    with pytest.raises(WritingTooLateError):
        names(refused)


def test_removing_after_a_refusal_fails(refused):
    refused.delete(refused.exec(select(Organisation)).one())

    with pytest.raises(WritingTooLateError):
        refused.flush()


def test_setting_what_is_there_already_changes_nothing(refused):
    body = refused.exec(select(Organisation)).one()
    body.name = str(body.name)

    assert names(refused) == ["Larkhaven Council"]


@pytest.fixture
def no_collector():
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("is_sent", [False, True])
def test_whom_a_dependency_refuses_leaves_no_connection_to_the_collector(
    app, client, session, no_collector, is_sent
):
    sign_in(client, session, make_official(session))
    address = "/en/office/systems/nothing"
    pool = app.state.site.database.engine.pool

    def ask():
        if is_sent:
            return post_form(
                client, f"{address}/remove", {}, page="/en/office"
            ).status_code
        return client.get(address).status_code

    refused = ask()
    before = pool.checkedout()
    again = {ask() for _ in range(5)}

    assert again == {refused} == {404}
    assert pool.checkedout() == before
