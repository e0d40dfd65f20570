"""Who may open which door of the workspace. A route that is not listed here fails."""

import pytest
from httpx import Response
from sqlmodel import Session

from app.accounts.models import Role
from tests.factories import make_official
from tests.posting import Client, token_in
from tests.sign_in import sign_in
from tests.web.world import World, make_world, prefix, routes_of

M, A, P, X = Role
RANK = list(Role)
C = "/office/consultations/{slug:str}"
S = "/office/systems/{slug:str}"
Q = f"{C}/topics/questions/{{key:str}}"
IMPORT = "/office/systems/import"
# The least role for every door; those of one's own account are open to all.
NEEDS = {
    "GET /office": M,
    "GET /office/account": M,
    "POST /office/account/password": M,
    "POST /office/account/email": M,
    "POST /office/account/sign-out-everywhere": M,
    "GET /office/account/second-factor": M,
    "POST /office/account/second-factor/begin": M,
    "POST /office/account/second-factor/confirm": M,
    "POST /office/account/second-factor/codes": M,
    "POST /office/account/second-factor/end": M,
    "GET /office/audit": X,
    "GET /office/officials": X,
    "POST /office/officials": X,
    "POST /office/officials/second-factor": X,
    "POST /office/officials/{official_id:uuid}": X,
    "POST /office/officials/{official_id:uuid}/invite": X,
    "POST /office/officials/{official_id:uuid}/{act:str}": X,
    "GET /office/consultations": M,
    "GET /office/consultations/new": P,
    "POST /office/consultations/new": P,
    f"GET {C}": M,
    f"POST {C}/set-up/{{act:str}}": P,
    f"GET {C}/details": P,
    f"POST {C}/details": P,
    f"GET {C}/preview": M,
    f"GET {C}/preview/form": M,
    f"POST {C}/preview/form": M,
    f"GET {C}/proposals/new": P,
    f"POST {C}/proposals/new": P,
    f"GET {C}/proposals/{{proposal_id:uuid}}": P,
    f"POST {C}/proposals/{{proposal_id:uuid}}": P,
    f"POST {C}/proposals/{{proposal_id:uuid}}/remove": P,
    f"GET {C}/questions/new": P,
    f"POST {C}/questions/new": P,
    f"GET {C}/questions/{{question_id:uuid}}": P,
    f"POST {C}/questions/{{question_id:uuid}}": P,
    f"POST {C}/questions/{{question_id:uuid}}/{{act:str}}": P,
    f"GET {C}/comments": M,
    f"POST {C}/comments/publish": M,
    f"POST {C}/comments/{{comment_id:uuid}}/{{act:str}}": M,
    f"GET {C}/enter": M,
    f"POST {C}/enter": M,
    f"GET {C}/enter/receipt": M,
    f"GET {C}/imports": P,
    f"POST {C}/imports": P,
    f"GET {C}/imports/{{import_id:uuid}}": P,
    f"POST {C}/imports/{{import_id:uuid}}/check": P,
    f"POST {C}/imports/{{import_id:uuid}}/confirm": P,
    f"POST {C}/imports/{{import_id:uuid}}/discard": P,
    f"POST {C}/imports/{{import_id:uuid}}/undo": P,
    f"GET {C}/on-record": P,
    f"POST {C}/on-record": P,
    f"GET {C}/analysis": M,
    f"POST {C}/analysis": A,
    f"GET {C}/topics": M,
    f"GET {C}/topics/{{topic_id:uuid}}": M,
    f"POST {C}/topics/{{topic_id:uuid}}/{{act:str}}": A,
    f"POST {C}/topics/confirm-all": A,
    f"GET {C}/topics/comments/{{comment_id:uuid}}": M,
    f"GET {C}/topics/issues": M,
    f"POST {C}/topics/issues": A,
    f"POST {C}/topics/issues/restore": A,
    f"GET {C}/topics/issues/{{issue:str}}": M,
    f"POST {C}/topics/issues/{{issue:str}}": A,
    f"POST {C}/topics/issues/{{issue:str}}/{{act:str}}": A,
    f"GET {Q}/apart/{{kind:str}}": M,
    f"POST {Q}/apart/{{kind:str}}": A,
    f"GET {Q}/issues": M,
    f"GET {Q}/issues/{{issue:str}}": M,
    f"POST {Q}/issues/{{issue:str}}/{{act:str}}": A,
    f"GET {Q}/letters": M,
    f"GET {Q}/letters/{{place:int}}": M,
    f"GET {Q}/must-read": M,
    f"POST {Q}/must-read": A,
    f"GET {C}/publish": M,
    f"POST {C}/publish": P,
    f"GET {C}/responses": M,
    f"POST {C}/responses/publish": P,
    f"POST {C}/responses/{{topic_id:uuid}}": P,
    f"POST {C}/responses/promises/{{promise_id:uuid}}": P,
    f"GET {C}/decision": M,
    f"POST {C}/decision/{{proposal_id:uuid}}": P,
    f"POST {C}/decision/{{proposal_id:uuid}}/publish": P,
    "GET /office/systems": M,
    "GET /office/systems/reviews.ics": M,
    "GET /office/systems/new": P,
    "POST /office/systems/new": P,
    f"GET {IMPORT}": X,
    f"POST {IMPORT}": X,
    f"GET {IMPORT}/{{import_id:uuid}}": X,
    f"POST {IMPORT}/{{import_id:uuid}}": X,
    f"GET {IMPORT}/{{import_id:uuid}}/report.json": X,
    f"GET {IMPORT}/{{import_id:uuid}}/take-back": X,
    f"POST {IMPORT}/{{import_id:uuid}}/take-back": X,
    f"GET {IMPORT}/{{import_id:uuid}}/take-back/report.json": X,
    "GET /office/outbox": X,
    "GET /office/systems/reports": M,
    "GET /office/systems/reports/{number:int}": M,
    "POST /office/systems/reports/{number:int}": P,
    f"GET {S}": M,
    f"GET {S}/edit": P,
    f"POST {S}/edit": P,
    f"GET {S}/preview": M,
    f"POST {S}/publish": P,
    f"POST {S}/confirm": P,
    f"POST {S}/status": P,
    f"POST {S}/remove": P,
    f"POST {S}/restore": P,
    f"POST {S}/discard": P,
    f"POST {S}/delete": P,
    f"POST {S}/show": X,
    f"GET {S}/withhold": X,
    f"POST {S}/withhold": X,
    f"GET {S}/figures/new": P,
    f"POST {S}/figures/new": P,
    f"GET {S}/incidents/new": P,
    f"POST {S}/incidents/new": P,
    f"GET {S}/incidents/{{incident_id:uuid}}": P,
    f"POST {S}/incidents/{{incident_id:uuid}}": P,
}

# Its own address is the key, since calendar programs cannot sign in.
OPEN = {"GET /office/systems/calendar/{official_id:uuid}/{name:str}"}


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def doors_of(client: Client) -> list[str]:
    found = (f"{method} {path}" for method, path in routes_of(client.app))
    return [one for one in found if " /office" in one and one not in OPEN]


def knock(client: Client, world: World, door: str) -> Response:
    """Ask for a page, or post an empty form from one of our own pages."""
    method, path = door.split()
    address = prefix(world.address(path))
    if method == "GET":
        return client.get(address)
    shown = client.get("/en/office/account")
    if shown.is_redirect:
        shown = client.get("/en/sign-in")
    return client.post(address, data={"_csrf": token_in(shown.text)})


def test_every_door_is_listed_with_the_role_it_needs(client: Client):
    assert sorted(doors_of(client)) == sorted(NEEDS)


def test_nobody_comes_in_without_signing_in(client: Client, world: World):
    answers = {door: knock(client, world, door) for door in doors_of(client)}

    open_ones = {
        door: one.status_code
        for door, one in answers.items()
        if "/en/sign-in?next=" not in one.headers.get("location", "")
    }
    assert open_ones == {}


@pytest.mark.parametrize("role", RANK)
def test_a_role_opens_its_own_doors_and_no_others(
    client: Client, session: Session, world: World, role: Role
):
    body = world.organisation.id
    official = make_official(session, organisation_id=body, role=role)
    wrong = {}

    for door, needed in NEEDS.items():
        sign_in(client, session, official)
        status = knock(client, world, door).status_code
        is_refused = status == 403
        if is_refused != (RANK.index(role) < RANK.index(needed)) or status >= 500:
            wrong[door] = status

    assert wrong == {}


def test_what_another_body_has_does_not_exist(
    client: Client, session: Session, world: World
):
    stranger = make_official(session)
    opened = {}

    for door in (one for one in NEEDS if "{" in one):
        sign_in(client, session, stranger)
        status = knock(client, world, door).status_code
        if status not in {403, 404}:
            opened[door] = status

    assert opened == {}
