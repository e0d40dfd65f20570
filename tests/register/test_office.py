"""The officials' pages of the register, through the whole application."""

import re

import pytest
from sqlmodel import select

from app.accounts.models import Official, Organisation, Role
from app.register.models import Status
from app.register.queries import find_draft, get_system_by_slug
from app.register.services import create_system, withhold_system
from tests.factories import NOW, make_official, make_organisation
from tests.posting import post_form, token_in
from tests.register.make import make_published
from tests.sign_in import sign_in

OFFICE = "/en/office/systems"


@pytest.fixture
def official(session):
    body = make_organisation(session, name="Larkhaven Council")
    return make_official(session, organisation_id=body.id, role=Role.PUBLISHER)


@pytest.fixture
def office(client, session, official):
    sign_in(client, session, official)
    return client


@pytest.fixture
def system(session, official):
    body = session.get_one(type(make_organisation(session)), official.organisation_id)
    system = make_published(session, "Letter sorting", body)
    session.commit()
    return system


def revision_in(page):
    return found(r'name="revision"\s+value="([^"]+)"', page)


def found(pattern, page) -> str:
    match = re.search(pattern, page, re.DOTALL)
    assert match, f"the page holds no {pattern}"
    return str(match[1])


def save(office, slug, layer="summary", **sent):
    address = f"{OFFICE}/{slug}/edit"
    page = office.get(f"{address}?layer={layer}").text
    usual = {"name": "Letter sorting", "language": "en"} if layer == "summary" else {}
    values = {
        "_csrf": token_in(page),
        "layer": layer,
        "revision": revision_in(page),
        **usual,
        **sent,
    }
    return office.post(address, data=values)


def publish(office, slug, page="", **sent):
    """Publish what the preview shows, or an earlier look at it."""
    page = page or look(office, slug)
    values = {"_csrf": token_in(page), "revision": revision_in(page), **sent}
    return office.post(f"{OFFICE}/{slug}/publish", data=values)


def look(office, slug):
    return office.get(f"{OFFICE}/{slug}/preview").text


def test_nobody_gets_in_without_signing_in(client, system):
    for part in ("", "/new", "/letter-sorting/edit", "/reviews.ics"):
        answer = client.get(f"{OFFICE}{part}")
        assert answer.headers["location"].startswith("/en/sign-in")


def test_another_bodys_system_does_not_exist_here(office, session):
    make_published(session, "Foreign")
    session.commit()

    for part in ("", "/edit", "/preview", "/incidents/new", "/figures/new"):
        assert office.get(f"{OFFICE}/foreign{part}").status_code == 404


def test_a_moderator_may_look_but_not_write(client, session, system, official):
    moderator = make_official(
        session, organisation_id=official.organisation_id, role=Role.MODERATOR
    )
    sign_in(client, session, moderator)

    assert client.get(f"{OFFICE}/letter-sorting").status_code == 200
    assert client.get(f"{OFFICE}/letter-sorting/edit").status_code == 403
    for part in ("", "/preview"):
        page = client.get(f"{OFFICE}/letter-sorting{part}").text
        assert "/letter-sorting/edit" not in page
        assert "/letter-sorting/status" not in page
        assert "/letter-sorting/publish" not in page
        assert "/letter-sorting/remove" not in page


def test_a_new_system_is_written_layer_by_layer_and_published(office, client):
    created = post_form(
        office, f"{OFFICE}/new", {"name": "Bin routes", "status": "proposed"}
    )
    assert created.headers["location"] == f"{OFFICE}/bin-routes/edit"

    saved = save(
        office, "bin-routes", name="Bin routes", plain_summary="It plans routes.",
        then="next",
    )  # fmt: skip
    assert saved.headers["location"].endswith("edit?layer=full")
    assert client.get("/en/register/bin-routes").status_code == 404
    published = publish(office, "bin-routes")
    assert published.headers["location"] == "/en/register/bin-routes"
    assert "It plans routes." in client.get("/en/register/bin-routes").text


def test_a_refused_draft_shows_each_error_and_keeps_what_was_typed(office, system):
    answer = save(
        office, "letter-sorting", public_page="no address",
        one_line="Typed with care", **{"risks.0.risk": "A new risk"},
    )  # fmt: skip

    assert answer.status_code == 422
    assert 'href="#field-public_page"' in answer.text
    assert "Typed with care" in answer.text
    assert "A new risk" in answer.text


@pytest.mark.parametrize("language", ["", "Dutch", "en-", "a-very-long-code"])
def test_a_language_that_is_no_code_is_refused_and_comes_back(office, system, language):
    answer = save(
        office, "letter-sorting", language=language, name="Typed", one_line=""
    )

    assert answer.status_code == 422
    assert "Write the language as a code, such as en, nl or fr." in answer.text
    assert f'value="{language}"' in answer.text
    assert 'value="Typed"' in answer.text


def test_a_name_and_an_answer_are_refused_together(office, system):
    answer = save(office, "letter-sorting", name=" ", public_page="no address")

    assert answer.status_code == 422
    assert "Give the system a name." in answer.text
    assert 'href="#field-public_page"' in answer.text


def test_a_state_without_its_reason_is_refused(office, system):
    answer = save(office, "letter-sorting", **{"appeal_route.state": "withheld"})

    assert answer.status_code == 422
    assert "Name the law" in answer.text


def test_rows_are_read_in_order_and_empty_ones_left_out(office, session, system):
    save(
        office, "letter-sorting",
        **{"risks.0.risk": "First", "risks.1.risk": "", "risks.2.risk": "Second"},
    )  # fmt: skip

    draft = find_draft(session, get_system_by_slug(session, "letter-sorting"))
    assert draft is not None
    assert [row["risk"] for row in draft.fields["risks"]["value"]] == [
        "First",
        "Second",
    ]


def test_two_who_write_at_once_do_not_overwrite_each_other(office, system):
    page = office.get(f"{OFFICE}/letter-sorting/edit").text
    old = {"_csrf": token_in(page), "layer": "summary", "revision": revision_in(page)}
    save(office, "letter-sorting", one_line="The first")
    late = {**old, "name": "N", "language": "en", "one_line": "The second"}
    answer = office.post(f"{OFFICE}/letter-sorting/edit", data=late)

    assert answer.status_code == 409
    assert "The second" in answer.text
    assert "The first" in office.get(f"{OFFICE}/letter-sorting/edit").text


def test_hard_sentences_are_marked_where_they_are_written(office, system):
    hard = (
        "Notwithstanding organisational considerations, algorithmic prioritisation "
        "facilitates administrative optimisation."
    )
    save(office, "letter-sorting", plain_summary=f"It reads. {hard}", then="stay")
    page = office.get(f"{OFFICE}/letter-sorting/edit").text

    assert f'<mark class="hard-sentence">{hard}</mark>' in page


def test_the_preview_warns_of_what_the_version_takes_away(office, system):
    gone = {"appeal_route.state": "not_applicable", "appeal_route.reason": "None."}
    save(office, "letter-sorting", **gone)

    page = office.get(f"{OFFICE}/letter-sorting/preview").text
    assert "The way to contest a result was dropped" in page


def test_a_change_must_be_explained_before_it_is_published(office, system):
    save(office, "letter-sorting", one_line="Changed")
    answer = publish(office, "letter-sorting")

    assert answer.status_code == 422
    assert "Say what changed." in answer.text


def test_confirming_the_rest_makes_a_record_current_again(office, session, system):
    save(office, "letter-sorting", one_line="Changed")
    sent = {"change_note": "Checked.", "confirm_rest": "yes"}
    publish(office, "letter-sorting", **sent)

    session.expire_all()
    fresh = get_system_by_slug(session, "letter-sorting")
    assert fresh.current_version == 2
    assert fresh.last_confirmed_on > system.created_at.date()


def test_use_without_consultation_asks_for_the_reason(office, session, system):
    page = f"{OFFICE}/letter-sorting"
    sent = {"status": "open_pilot", "change_note": "We try it."}
    refused = post_form(office, f"{page}/status", sent, page=page)
    assert refused.status_code == 422
    assert "The public was not asked about this system. Say why." in refused.text

    sent["no_consultation_reason"] = "Older than the register."
    assert post_form(office, f"{page}/status", sent, page=page).status_code == 303
    session.expire_all()
    assert get_system_by_slug(session, "letter-sorting").status is Status.OPEN_PILOT


def change_incident(office, address, sent, page=""):
    page = page or office.get(address).text
    seen = found(r'name="seen"\s+value="([^"]+)"', page)
    return office.post(address, data={"_csrf": token_in(page), "seen": seen, **sent})


def test_an_incident_goes_public_and_can_be_solved(office, client, system):
    sent = {
        "happened_on": "2026-02-01",
        "title": "False alarm",
        "what_happened": "It rang.",
    }
    post_form(office, f"{OFFICE}/letter-sorting/incidents/new", sent)
    page = office.get(f"{OFFICE}/letter-sorting").text
    address = found(r'href="(/en/office/[^"]+/incidents/[0-9a-f-]{36})"', page)
    change_incident(office, address, {**sent, "title": "Bell", "is_resolved": "yes"})

    public = client.get("/en/register/letter-sorting").text
    assert found(r"<h4><span [^>]*>(.+?)</span>", public) == "Bell"
    assert "Solved" in public
    assert found(r"Earlier wording.*?<h5><span [^>]*>(.+?)</span>", public) == (
        "False alarm"
    )
    feed = client.get("/register/letter-sorting.atom").text
    assert "Letter sorting: Incident changed" in feed


def test_what_a_colleague_wrote_of_an_incident_is_not_replaced_unseen(
    office, client, system
):
    sent = {"happened_on": "2026-02-01", "title": "Alarm", "what_happened": "It rang."}
    post_form(office, f"{OFFICE}/letter-sorting/incidents/new", sent)
    page = office.get(f"{OFFICE}/letter-sorting").text
    address = found(r'href="(/en/office/[^"]+/incidents/[0-9a-f-]{36})"', page)
    page = office.get(address).text
    told = {**sent, "what_was_done": "The family got 14 more days."}
    change_incident(office, address, told)
    mine = {**sent, "title": "False alarm"}
    refused = change_incident(office, address, mine, page)

    assert refused.status_code == 409
    assert "The family got 14 more days." in refused.text
    assert 'value="False alarm"' in refused.text
    assert "14 more days" in client.get("/en/register/letter-sorting").text
    assert change_incident(office, address, mine, refused.text).status_code == 303


def test_an_incident_that_is_sent_twice_is_entered_once(office, client, system):
    sent = {"happened_on": "2026-02-01", "title": "Alarm", "what_happened": "It rang."}
    address = f"{OFFICE}/letter-sorting/incidents/new"
    for _ in range(2):
        assert post_form(office, address, sent).status_code == 303

    assert client.get("/en/register/letter-sorting").text.count("It rang.") == 1
    feed = client.get("/register/letter-sorting.atom").text
    assert feed.count("Letter sorting: Incident") == 1


def test_only_an_administrator_takes_earlier_words_from_view(
    office, client, session, system, official
):
    sent = {"happened_on": "2026-02-01", "title": "Ann Brown", "what_happened": "W"}
    post_form(office, f"{OFFICE}/letter-sorting/incidents/new", sent)
    page = office.get(f"{OFFICE}/letter-sorting").text
    address = found(r'href="(/en/office/[^"]+/incidents/[0-9a-f-]{36})"', page)
    changed = {**sent, "title": "Somebody", "hide_earlier": "yes"}
    assert change_incident(office, address, changed).status_code == 403
    assert "hide_earlier" not in office.get(address).text

    official.role = Role.ADMINISTRATOR
    session.add(official)
    session.commit()
    assert change_incident(office, address, changed).status_code == 303
    for place in ("letter-sorting", "letter-sorting.json", "letter-sorting.atom"):
        assert "Ann Brown" not in client.get(f"/register/{place}").text
    shown = client.get("/en/register/letter-sorting").text
    assert "Its words are not shown: they told private things." in shown


def test_an_incident_of_tomorrow_is_refused(office, system):
    sent = {"happened_on": "2999-01-01", "title": "T", "what_happened": "W"}
    answer = post_form(office, f"{OFFICE}/letter-sorting/incidents/new", sent)

    assert answer.status_code == 422
    assert "This day has not come yet." in answer.text


def test_a_figure_goes_public_and_must_be_a_number(office, client, system):
    sent = {"measure": "False alarms", "measured_on": "2026-02-01", "value": "3"}
    address = f"{OFFICE}/letter-sorting/figures/new"

    assert post_form(office, address, {**sent, "value": "nan"}).status_code == 422
    assert post_form(office, address, sent).status_code == 303
    assert post_form(office, address, {**sent, "value": "5"}).status_code == 303
    shown = client.get("/en/register/letter-sorting").text
    assert "False alarms" in shown
    assert "it was 3, now it is 5." in shown


def test_the_calendar_reminds_of_reviews(office, system):
    answer = office.get("/office/systems/reviews.ics")

    assert answer.headers["content-type"].startswith("text/calendar")
    assert "Check the record of: Letter sorting" in answer.text


def calendar_of(office) -> str:
    return found(r"(/office/systems/calendar/\S+?\.ics)", office.get(OFFICE).text)


def test_a_calendar_program_needs_no_sign_in(office, system):
    address = calendar_of(office)
    office.cookies.clear()

    answer = office.get(address)

    assert answer.headers["content-type"].startswith("text/calendar")
    assert "Check the record of: Letter sorting" in answer.text


def test_a_wrong_or_former_calendar_address_shows_nothing(office, session, system):
    address = calendar_of(office)
    wrong = address.replace(".ics", "0.ics")
    assert office.get(wrong).status_code == 404

    official = session.exec(select(Official)).one()
    official.password_hash = "another"
    session.add(official)
    session.commit()
    assert office.get(address).status_code == 404


def test_a_withheld_system_is_in_no_calendar(office, session, system):
    withhold_system(session, system, now=NOW)
    session.commit()

    assert "Letter sorting" not in office.get(calendar_of(office)).text


def test_the_list_shows_drafts_and_what_is_public(office, system):
    save(office, "letter-sorting", one_line="Changed")
    page = office.get(OFFICE).text

    assert "Version 1 is public" in page
    assert "Draft" in page


@pytest.mark.parametrize(
    ("role", "may_add"),
    [(Role.MODERATOR, False), (Role.ANALYST, False), (Role.PUBLISHER, True)],
)
def test_new_systems_are_offered_only_to_who_may_add_them(
    client, session, role, may_add
):
    body = make_organisation(session)
    sign_in(client, session, make_official(session, organisation_id=body.id, role=role))
    assert (f"{OFFICE}/new" in client.get(OFFICE).text) is may_add

    make_published(session, "Letter sorting", body)
    session.commit()
    assert (f"{OFFICE}/new" in client.get(OFFICE).text) is may_add


def test_a_figure_for_a_system_that_is_not_public_is_refused_and_kept_on_the_form(
    office, session, official
):
    body = session.get_one(Organisation, official.organisation_id)
    create_system(session, body, "Night bus planner", now=NOW)
    session.commit()
    page = f"{OFFICE}/night-bus-planner"
    assert "figures/new" not in office.get(page).text

    sent = {"measure": "Late buses", "measured_on": "2026-02-01", "value": "3"}
    answer = post_form(office, f"{page}/figures/new", sent)

    assert answer.status_code == 422
    assert "Publish the record first" in answer.text
    assert 'value="Late buses"' in answer.text
