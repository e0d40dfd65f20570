"""A second factor, from turning it on to the day the phone is lost."""

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from app.accounts.models import Official, OfficialSession, Organisation, Role
from app.accounts.rules.totp import code_at, step_at
from app.accounts.schemas import OfficialForm
from app.accounts.services import add_session, create_official, pass_factor
from app.db import Database
from app.errors import Invalid
from tests.factories import make_official, make_organisation
from tests.posting import Client, post_form
from tests.sign_in import sign_in

PASSWORD = "valley lantern orchard"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
FACTOR = "/office/account/second-factor"


@pytest.fixture
def amina(session: Session) -> Official:
    form = OfficialForm(
        name="Amina",
        email="amina@body.example",
        role="administrator",
        password=PASSWORD,
    )
    now = datetime.now(UTC)
    official = create_official(session, make_organisation(session), form, now=now)
    session.commit()
    return official


@pytest.fixture
def with_factor(session: Session, amina: Official) -> Official:
    amina.factor_secret = SECRET
    session.add(amina)
    session.commit()
    return amina


def code_now(secret: str = SECRET, ahead: int = 0) -> str:
    return code_at(secret, step_at(datetime.now(UTC)) + ahead)


def enter(client: Client) -> str:
    """Type the password; return where that leads."""
    values = {"email": "amina@body.example", "password": PASSWORD}
    done = post_form(client, "/sign-in", {**values, "next": "/office/account"})
    return done.headers["location"].removeprefix("/en")


def stored(session: Session, official: Official) -> Official:
    with Session(session.get_bind()) as reading:
        return reading.get_one(Official, official.id)


def turn_on(client: Client) -> tuple[str, list[str]]:
    """Turn it on as somebody would; return the key and the recovery codes."""
    post_form(client, f"{FACTOR}/begin", {"current": PASSWORD}, page=FACTOR)
    html = client.get(f"/en{FACTOR}").text
    key = re.findall(r"<code[^>]*>([A-Z2-7 ]{39})</code>", html)[0].replace(" ", "")
    done = post_form(client, f"{FACTOR}/confirm", {"code": code_now(key)}, page=FACTOR)
    return key, re.findall(r"<li><code>([A-Z2-9-]+)</code>", done.text)


def test_it_is_turned_on_with_a_first_code_and_gives_recovery_codes(
    client: Client, session: Session, amina: Official
):
    sign_in(client, session, amina)

    key, codes = turn_on(client)

    assert stored(session, amina).factor_secret == key
    assert len(codes) == 10
    assert codes[0] not in client.get(f"/en{FACTOR}").text


def test_beginning_asks_for_the_password(
    client: Client, session: Session, amina: Official
):
    sign_in(client, session, amina)

    response = post_form(client, f"{FACTOR}/begin", {"current": "guess"}, page=FACTOR)

    assert response.status_code == 422
    assert stored(session, amina).factor_pending == ""


def test_a_wrong_first_code_turns_nothing_on(
    client: Client, session: Session, amina: Official
):
    sign_in(client, session, amina)
    post_form(client, f"{FACTOR}/begin", {"current": PASSWORD}, page=FACTOR)

    response = post_form(client, f"{FACTOR}/confirm", {"code": "0"}, page=FACTOR)

    assert response.status_code == 422
    assert stored(session, amina).factor_secret == ""


def test_the_password_alone_opens_nothing(client: Client, with_factor: Official):
    page = enter(client)

    assert page.startswith("/sign-in/code")
    assert client.get("/en/office").status_code == 303


def test_password_and_code_open_what_was_asked_for(
    client: Client, with_factor: Official
):
    page = enter(client)
    waiting = client.cookies.get("sid")

    done = post_form(
        client, "/sign-in/code", {"code": code_now(), "next": "/office/account"},
        page=page,
    )  # fmt: skip

    assert done.headers["location"] == "/en/office/account"
    assert client.cookies.get("sid") != waiting
    assert client.get("/en/office").status_code == 200


def test_a_code_that_was_used_opens_nothing_again(
    client: Client, with_factor: Official
):
    code = code_now()
    post_form(client, "/sign-in/code", {"code": code}, page=enter(client))
    client.cookies.delete("sid")

    again = post_form(client, "/sign-in/code", {"code": code}, page=enter(client))

    assert again.status_code == 422
    assert "was used" in again.text


def test_a_code_that_comes_twice_at_a_time_opens_once(
    session: Session, with_factor: Official, database: Database
):
    now = datetime.now(UTC)
    for _ in range(2):
        add_session(session, with_factor, now=now, needs_factor=True)
    session.commit()
    first, second = session.exec(select(OfficialSession))
    session.commit()
    with database.writing() as writing:
        waiting = writing.get_one(OfficialSession, first.token_digest)
        pass_factor(writing, waiting, code_now(), now=now)
        writing.commit()

    # What this session has read of the official is from before.
    with pytest.raises(Invalid):
        pass_factor(session, second, code_now(), now=now)


def test_codes_cannot_be_guessed_for_long(client: Client, with_factor: Official):
    page = enter(client)
    for _ in range(6):
        post_form(client, "/sign-in/code", {"code": "000000"}, page=page)

    last = post_form(client, "/sign-in/code", {"code": code_now()}, page=page)

    assert last.status_code == 429


def test_a_recovery_code_opens_the_door_once(
    client: Client, session: Session, amina: Official
):
    sign_in(client, session, amina)
    _, codes = turn_on(client)
    client.cookies.delete("sid")

    first = post_form(client, "/sign-in/code", {"code": codes[3]}, page=enter(client))
    client.cookies.delete("sid")
    again = post_form(client, "/sign-in/code", {"code": codes[3]}, page=enter(client))

    assert first.status_code == 303
    assert again.status_code == 422


def test_the_page_for_codes_is_nothing_without_a_password(client: Client):
    assert client.get("/en/sign-in/code").headers["location"].startswith("/en/sign-in")


def test_it_is_turned_off_with_the_password(
    client: Client, session: Session, with_factor: Official
):
    sign_in(client, session, with_factor)

    wrong = post_form(client, f"{FACTOR}/end", {"current": "guess"}, page=FACTOR)
    post_form(client, f"{FACTOR}/end", {"current": PASSWORD}, page=FACTOR)

    assert wrong.status_code == 422
    assert stored(session, with_factor).factor_secret == ""


def test_new_recovery_codes_end_the_old_ones(
    client: Client, session: Session, amina: Official
):
    sign_in(client, session, amina)
    _, old = turn_on(client)

    fresh = post_form(client, f"{FACTOR}/codes", {"current": PASSWORD}, page=FACTOR)

    assert old[0] not in fresh.text
    assert "10 of your recovery codes" in client.get(f"/en{FACTOR}").text


def require_it(session: Session, official: Official) -> None:
    body = session.get_one(Organisation, official.organisation_id)
    body.requires_second_factor = True
    session.add(body)
    session.commit()


def test_a_body_that_requires_it_opens_only_the_way_to_it(
    client: Client, session: Session, amina: Official
):
    require_it(session, amina)
    sign_in(client, session, amina)

    sent_on = client.get("/en/office/consultations")

    assert sent_on.headers["location"] == f"/en{FACTOR}"
    assert "Your body asks for it." in client.get(f"/en{FACTOR}").text
    turn_on(client)
    assert client.get("/en/office/consultations").status_code == 200


def test_what_is_required_is_not_turned_off(
    client: Client, session: Session, with_factor: Official
):
    require_it(session, with_factor)
    sign_in(client, session, with_factor)

    response = post_form(client, f"{FACTOR}/end", {"current": PASSWORD}, page=FACTOR)

    assert response.status_code == 409


def test_an_administrator_requires_it_only_with_one_of_their_own(
    client: Client, session: Session, amina: Official
):
    sign_in(client, session, amina)
    people, rule = "/office/officials", {"required": "yes"}

    refused = post_form(client, f"{people}/second-factor", rule, page=people)
    turn_on(client)
    done = post_form(client, f"{people}/second-factor", rule, page=people)

    assert (refused.status_code, done.status_code) == (409, 303)


def test_an_administrator_helps_who_lost_their_phone(
    client: Client, session: Session, amina: Official
):
    body = amina.organisation_id
    jo = make_official(
        session, organisation_id=body, role=Role.ANALYST, factor_secret=SECRET
    )
    sign_in(client, session, amina)

    where = f"/office/officials/{jo.id}/reset-factor"
    post_form(client, where, page="/office/officials")

    assert stored(session, jo).factor_secret == ""
    assert "Reset second factor" in client.get("/en/office/audit").text


def test_nobody_turns_their_own_off_as_a_colleague_would(
    client: Client, session: Session, with_factor: Official
):
    sign_in(client, session, with_factor)
    where = f"/office/officials/{with_factor.id}/reset-factor"

    response = post_form(client, where, page="/office/account")

    assert response.status_code == 409
    assert stored(session, with_factor).factor_secret == SECRET
