"""Colleagues are invited by a link; nobody ever knows another one's password."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.accounts.models import Invitation, Official, OfficialSession
from app.accounts.services import forget_ended_invitations
from tests.factories import make_official
from tests.posting import Client, post_form, token_in
from tests.sign_in import sign_in

PEOPLE = "/office/officials"
JO = {"name": "Jo Okafor", "email": "jo@body.example", "role": "moderator"}
PASSWORD = "valley lantern orchard"


@pytest.fixture
def administrator(client: Client, session: Session) -> Official:
    official = make_official(session)
    sign_in(client, session, official)
    return official


def link_in(html: str) -> str:
    found = re.search(r"(/en/invitation/[\w-]+)", html)
    assert found, "the page shows no link"
    return found[1]


def follow(client: Client, link: str, password: str = PASSWORD):
    token = token_in(client.get(link).text)
    return client.post(link, data={"_csrf": token, "password": password})


def invite(client: Client) -> str:
    return link_in(post_form(client, PEOPLE, JO).text)


def test_a_colleague_comes_in_by_a_link_and_a_password_of_their_own(
    client: Client, administrator: Official
):
    link = invite(client)
    client.cookies.delete("sid")

    follow(client, link)
    done = post_form(client, "/sign-in", {"email": JO["email"], "password": PASSWORD})

    assert done.headers["location"] == "/en/office"
    assert "Jo Okafor" in client.get("/en/office").text


def test_who_was_invited_cannot_sign_in_before(client: Client, administrator: Official):
    invite(client)

    refused = post_form(client, "/sign-in", {"email": JO["email"], "password": ""})

    assert refused.status_code == 422


def test_a_link_works_once(client: Client, administrator: Official):
    link = invite(client)
    follow(client, link)

    assert "does not work any more" in client.get(link).text


def test_a_link_ends_after_three_days(
    client: Client, session: Session, administrator: Official, database
):
    link = invite(client)
    with database.writing() as writing:
        (one,) = writing.exec(select(Invitation))
        one.expires_at = datetime.now(UTC) - timedelta(seconds=1)
        writing.commit()

    assert "does not work any more" in client.get(link).text
    with database.writing() as writing:
        forget_ended_invitations(writing, datetime.now(UTC))
        assert writing.exec(select(Invitation)).all() == []


def test_a_weak_password_keeps_the_link(client: Client, administrator: Official):
    link = invite(client)

    weak = follow(client, link, "x")

    assert weak.status_code == 422
    assert "At least 12 characters" in weak.text
    assert follow(client, link).status_code == 303


def test_an_e_mail_is_invited_once_and_comes_back_as_typed(
    client: Client, administrator: Official
):
    invite(client)

    again = post_form(client, PEOPLE, JO)

    assert again.status_code == 422
    assert "Somebody uses this e-mail already." in again.text
    assert "Jo Okafor" in again.text


def test_a_new_link_ends_the_one_before(
    client: Client, session: Session, administrator: Official
):
    body = administrator.organisation_id
    ann = make_official(session, organisation_id=body)
    session.commit()
    where = f"{PEOPLE}/{ann.id}/invite"
    first = link_in(post_form(client, where, page=PEOPLE).text)

    second = link_in(post_form(client, where, page=PEOPLE).text)

    assert "does not work any more" in client.get(first).text
    assert follow(client, second).status_code == 303


def test_an_administrator_ends_a_colleagues_sessions(
    client: Client, session: Session, administrator: Official
):
    body = administrator.organisation_id
    ann = make_official(session, organisation_id=body)
    sign_in(client, session, ann)
    sign_in(client, session, administrator)

    post_form(client, f"{PEOPLE}/{ann.id}/sign-out", page=PEOPLE)

    with Session(session.get_bind()) as reading:
        whose = [one.official_id for one in reading.exec(select(OfficialSession))]
    assert ann.id not in whose and administrator.id in whose


def test_an_e_mail_is_changed_with_the_password_only(
    client: Client, session: Session, administrator: Official
):
    link = invite(client)
    follow(client, link)
    post_form(client, "/sign-in", {"email": JO["email"], "password": PASSWORD})
    account, new = "/office/account", {"email": "jo.okafor@body.example"}

    wrong = post_form(
        client, f"{account}/email", {**new, "current": "guess"}, page=account
    )
    post_form(client, f"{account}/email", {**new, "current": PASSWORD}, page=account)

    assert wrong.status_code == 422
    assert "jo.okafor@body.example" in wrong.text
    assert "jo.okafor@body.example" in client.get(f"/en{account}").text
