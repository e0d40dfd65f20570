from datetime import UTC, datetime
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.queries import list_sessions
from app.accounts.schemas import OfficialForm
from app.accounts.services import add_session, create_official
from app.db import Database
from tests.factories import make_official, make_organisation
from tests.posting import Client, post_form
from tests.sign_in import sign_in

PASSWORD = "valley lantern orchard"


@pytest.fixture
def amina(session: Session) -> Official:
    form = OfficialForm(
        name="Amina Rowe",
        email="amina@body.example",
        role=Role.ADMINISTRATOR,
        password=PASSWORD,
    )
    now = datetime.now(UTC)
    official = create_official(session, make_organisation(session), form, now=now)
    session.commit()
    return official


def enter(client: Client, email: str, password: str, **more: str):
    return post_form(client, "/sign-in", {"email": email, "password": password, **more})


def test_an_official_signs_in_and_out(client: Client, amina: Official):
    response = enter(client, amina.email, PASSWORD, next="/office/account")

    assert response.headers["location"] == "/en/office/account"
    assert "Amina Rowe" in client.get("/en/office/account").text
    post_form(client, "/sign-out", page="/office/account")
    assert client.get("/en/office/account").status_code == 303


def test_a_planted_session_opens_nothing(client: Client, amina: Official):
    client.cookies.set("sid", "planted")

    enter(client, amina.email, PASSWORD)

    assert client.cookies.get("sid", domain="testserver.local") != "planted"


def test_a_wrong_password_says_so_and_keeps_the_e_mail(client: Client, amina: Official):
    response = enter(client, amina.email, "wrong")

    assert response.status_code == 422
    assert "do not match" in response.text
    assert amina.email in response.text


def test_attempts_are_limited(client: Client, amina: Official):
    for _ in range(10):
        enter(client, amina.email, "wrong")

    assert enter(client, amina.email, PASSWORD).status_code == 429


@pytest.mark.parametrize("part", ["password", "email"])
def test_guesses_of_who_found_a_browser_open_are_limited(
    client: Client, session: Session, amina: Official, part: str
):
    sign_in(client, session, amina)
    new = {"email": "new@body.example", "password": "harbour thistle kettle"}

    def guess(word: str):
        page, values = "/office/account", {"current": word, part: new[part]}
        return post_form(client, f"{page}/{part}", values, page=page).status_code

    assert {guess("wrong") for _ in range(10)} == {422}
    assert guess(PASSWORD) == 429


def test_others_may_write_while_a_password_is_checked(
    client: Client, amina: Official, database: Database, monkeypatch
):
    real, written = PasswordHasher.verify, []

    def verify(*given: Any) -> bool:
        with database.writing() as writing:
            written.append(writing.get_one(Official, amina.id))
        return real(*given)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    enter(client, amina.email, PASSWORD)
    values = {"current": PASSWORD, "password": "harbour thistle kettle"}
    where = "/office/account"

    done = post_form(client, f"{where}/password", values, page=where)

    assert done.headers["location"] == "/en/sign-in"
    assert len(written) == 2


def test_who_still_owes_a_code_is_not_listed_as_signed_in(
    session: Session, amina: Official
):
    now = datetime.now(UTC)
    add_session(session, amina, now=now, needs_factor=True)
    session.flush()

    assert list_sessions(session, amina, now) == []


def test_signing_in_never_leads_to_another_site(client: Client, amina: Official):
    response = enter(client, amina.email, PASSWORD, next="//evil.example/office")

    assert response.headers["location"] == "/en/office"


def test_signing_out_everywhere_ends_this_session_too(
    client: Client, session: Session, amina: Official
):
    sign_in(client, session, amina)

    post_form(client, "/office/account/sign-out-everywhere", page="/office/account")

    assert client.get("/en/office/account").status_code == 303


def test_a_moderator_manages_nobody(client: Client, session: Session):
    sign_in(client, session, make_official(session, role=Role.MODERATOR))

    assert client.get("/en/office/officials").status_code == 403
    assert client.get("/en/office/audit").status_code == 403


def test_colleagues_of_another_body_are_not_there(
    client: Client, session: Session, amina: Official
):
    stranger = make_official(session)
    sign_in(client, session, amina)

    response = post_form(
        client,
        f"/office/officials/{stranger.id}",
        {"role": "moderator", "access": "ended"},
        page="/office/officials",
    )

    assert response.status_code == 404


def test_a_page_of_the_office_asks_to_sign_in_first(client: Client):
    response = client.get("/en/office/account")

    assert response.status_code == 303
    assert response.headers["location"].startswith("/en/sign-in?next=")


def test_changing_a_role_never_gives_ended_access_back(
    client: Client, session: Session, amina: Official
):
    body = amina.organisation_id
    left = make_official(session, organisation_id=body, is_active=False)
    sign_in(client, session, amina)
    where = f"/office/officials/{left.id}"

    post_form(client, where, {"role": "moderator"}, page="/office/officials")

    with Session(session.get_bind()) as reading:
        assert not reading.get_one(Official, left.id).is_active
