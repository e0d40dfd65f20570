from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.consultations.queries import get_consultation
from tests.factories import make_consultation, make_official, make_system
from tests.posting import Client, post_form
from tests.sign_in import sign_in

TODAY = datetime.now(UTC)
OFFICE = "/office/consultations"


@pytest.fixture
def official(client: Client, session: Session) -> Official:
    official = make_official(session)
    sign_in(client, session, official)
    return official


def draft(session: Session, official: Official) -> dict[str, str]:
    system = make_system(session, organisation_id=official.organisation_id)
    session.commit()
    return {
        "title": "Should buses be planned by a model?",
        "summary": "Tell us before we decide.",
        "opens_on": TODAY.date().isoformat(),
        "closes_on": (TODAY + timedelta(days=30)).date().isoformat(),
        "who_decides": "The council",
        "system": str(system.id),
        "what_is_proposed": "A plan for buses.",
        "what_the_ai_does": "It suggests times.",
        "data_used": "Tickets.",
        "what_could_go_wrong": "Empty buses.",
        "question": "What should we know?",
    }


def test_an_official_creates_publishes_extends_and_closes_a_consultation(
    client: Client, session: Session, official: Official
):
    made = post_form(client, f"{OFFICE}/new", draft(session, official))
    page = made.headers["location"].removeprefix("/en")
    slug = page.rsplit("/", 1)[1]
    assert client.get(f"/en/consultations/{slug}").status_code == 404

    post_form(client, f"{page}/set-up/publish", page=page)
    later = (TODAY + timedelta(days=60)).date().isoformat()
    why = {"closes_on": later, "reason": "Many asked for time."}
    post_form(client, f"{page}/set-up/extend", why, page=page)
    public = client.get(f"/en/consultations/{slug}").text
    post_form(client, f"{page}/set-up/close", {"reason": "Enough."}, page=page)

    assert "Many asked for time." in public
    assert "Being read" in client.get(f"/en{page}").text


def test_the_last_day_is_still_open(
    client: Client, session: Session, official: Official
):
    values = {**draft(session, official), "closes_on": "2031-11-30"}

    made = post_form(client, f"{OFFICE}/new", values)

    slug = made.headers["location"].rsplit("/", 1)[1]
    with Session(session.get_bind()) as reading:
        closes_at = get_consultation(reading, slug).closes_at
    assert closes_at == datetime(2031, 12, 1, tzinfo=UTC)


def test_a_mistake_comes_back_with_everything_typed(
    client: Client, session: Session, official: Official
):
    values = {**draft(session, official), "title": ""}

    response = post_form(client, f"{OFFICE}/new", values)

    assert response.status_code == 422
    assert "Empty buses." in response.text


def test_closing_without_a_reason_is_refused(
    client: Client, session: Session, official: Official
):
    body = official.organisation_id
    consultation = make_consultation(
        session, organisation_id=body, closes_at=TODAY + timedelta(days=3)
    )
    session.commit()
    page = f"{OFFICE}/{consultation.slug}"

    response = post_form(client, f"{page}/set-up/close", {"reason": ""}, page=page)

    assert response.status_code == 422


def test_a_moderator_creates_nothing(client: Client, session: Session):
    sign_in(client, session, make_official(session, role=Role.MODERATOR))

    assert client.get(f"/en{OFFICE}/new").status_code == 403


def test_the_overview_shows_what_needs_somebody(
    client: Client, session: Session, official: Official
):
    make_consultation(
        session, organisation_id=official.organisation_id, title="Night buses"
    )
    make_consultation(session, title="Another body's")
    session.commit()

    html = client.get("/en/office").text

    assert "Night buses" in html
    assert "Another body" not in html
    assert "Night buses" in client.get(f"/en{OFFICE}").text
