"""Two officials at one record: neither replaces or publishes what they never saw."""

import re
from datetime import timedelta

import pytest

from app.accounts.models import Role
from app.register.models import Status
from app.register.queries import get_record
from app.register.schemas.change import Change
from app.register.services import change_status
from app.register.services.drafts import save_draft
from tests.factories import NOW, make_official
from tests.posting import token_in
from tests.register.make import publish_next
from tests.register.test_office import OFFICE, found, look, publish, revision_in, save
from tests.sign_in import sign_in

SLUG = "letter-sorting"
PAGE = f"{OFFICE}/{SLUG}"
PUBLIC = "/en/register/letter-sorting"


@pytest.fixture
def office(client, session, system):
    body = system.organisation_id
    official = make_official(session, organisation_id=body, role=Role.PUBLISHER)
    sign_in(client, session, official)
    return client


@pytest.fixture
def colleague(session, system):
    body = system.organisation_id
    mei = make_official(
        session, organisation_id=body, role=Role.PUBLISHER, name="Mei Tanaka"
    )
    session.commit()
    return mei


def others_save(session, system, colleague, **given):
    """Have a colleague save a text of theirs."""
    entered = {key: {"value": value} for key, value in given.items()}
    save_draft(session, system, entered, official=colleague, now=NOW)
    session.commit()


def test_what_a_colleague_saved_meanwhile_is_not_published_unseen(
    office, session, system, colleague
):
    save(office, SLUG, one_line="It sorts letters by street.")
    page = look(office, SLUG)
    others_save(session, system, colleague, one_line="It reads all letters.")
    sent = {"change_note": "By street now.", "change_reason": "It is faster."}
    answer = publish(office, SLUG, page, **sent)

    assert answer.status_code == 409
    assert "Somebody changed this draft since you looked" in answer.text
    assert "It reads all letters." in answer.text
    assert "By street now.</textarea>" in answer.text
    assert "It is faster.</textarea>" in answer.text
    assert office.get(f"{PUBLIC}/versions/2").status_code == 404
    again = publish(office, SLUG, answer.text, **sent)
    assert again.status_code == 303
    assert "It reads all letters." in office.get(PUBLIC).text


def test_a_draft_that_was_published_and_begun_anew_is_not_the_one_looked_at(
    office, session, system
):
    save(office, SLUG, one_line="It sorts letters by street.")
    page = look(office, SLUG)
    publish(office, SLUG, change_note="By street.")
    save(office, SLUG, one_line="It reads all letters.")
    answer = publish(office, SLUG, page, change_note="By street.")

    assert answer.status_code == 409
    assert "It reads all letters." not in office.get(PUBLIC).text


def test_an_edit_begun_before_another_version_does_not_put_the_old_text_back(
    office, session, system
):
    page = office.get(f"{PAGE}/edit").text
    publish_next(session, system, one_line="It sorts letters by street.")
    session.commit()
    old = {"_csrf": token_in(page), "layer": "summary", "revision": revision_in(page)}
    sent = {**old, "name": "N", "language": "en", "one_line": "It sorts letters."}
    answer = office.post(f"{PAGE}/edit", data=sent)

    assert answer.status_code == 409


def test_a_step_in_its_life_does_not_stop_a_draft_that_was_looked_at(
    office, session, system, colleague
):
    save(office, SLUG, one_line="It sorts letters by street.")
    page = look(office, SLUG)
    step = Change(note="Stopped for now.")
    change_status(session, system, Status.PAUSED, colleague, step, now=NOW)
    session.commit()

    answer = publish(office, SLUG, page, change_note="By street.")

    assert answer.status_code == 303


def typed_too_late(office, session, system, colleague, **sent):
    """Send an edit that was begun before a colleague saved."""
    page = office.get(f"{PAGE}/edit").text
    others_save(session, system, colleague, one_line="It reads all letters.")
    return send(office, page, **sent)


def send(office, page, **sent):
    old = {"_csrf": token_in(page), "layer": "summary", "revision": revision_in(page)}
    usual = {"name": "Letter sorting", "language": "en"}
    return office.post(f"{PAGE}/edit", data={**old, **usual, **sent})


def test_a_refused_save_shows_the_colleagues_text_beside_what_was_typed(
    office, session, system, colleague
):
    answer = typed_too_late(
        office, session, system, colleague, one_line="It sorts by street."
    )

    page = " ".join(answer.text.split())
    assert answer.status_code == 409
    shown = page[page.index("What was saved while you were writing") :]
    assert "Saved by Mei Tanaka:" in shown
    for text in ("<del>reads all letters</del>", "<ins>sorts by street</ins>"):
        assert text in shown
    assert "It sorts by street." in page[page.index("field-one_line") :]


def test_after_looking_at_both_texts_ones_own_may_be_saved(
    office, session, system, colleague
):
    typed = {"one_line": "It sorts by street."}
    page = typed_too_late(office, session, system, colleague, **typed).text
    answer = send(office, page, **typed, **{"keep.one_line": "mine"})

    assert answer.status_code == 303
    assert "It sorts by street." in look(office, SLUG)


def test_after_looking_at_both_texts_the_colleagues_may_be_kept(
    office, session, system, colleague
):
    typed = {"one_line": "It sorts by street.", "team": "Post room"}
    page = typed_too_late(office, session, system, colleague, **typed).text
    answer = send(office, page, **typed, **{"keep.one_line": "theirs"})

    assert answer.status_code == 303
    assert "It reads all letters." in look(office, SLUG)
    assert "It sorts by street." not in look(office, SLUG)


def test_a_field_that_was_not_touched_keeps_the_colleagues_text_unless_one_says_so(
    office, session, system, colleague
):
    page = office.get(f"{PAGE}/edit").text
    untouched = found(r'id="field-one_line"\s+name="one_line"\s+value="([^"]*)"', page)
    others_save(session, system, colleague, one_line="It reads all letters.")
    answer = send(office, page, one_line=untouched)

    checked = r'id="keep-one_line-(\w+)"[^>]*\schecked'
    assert found(checked, answer.text) == "theirs"


def test_a_choice_of_the_colleagues_text_outlives_another_mistake(
    office, session, system, colleague
):
    typed = {"one_line": "It sorts by street.", "name": "Letters"}
    page = typed_too_late(office, session, system, colleague, **typed).text
    answer = send(office, page, **{**typed, "name": "", "keep.one_line": "theirs"})

    assert answer.status_code == 422
    line = r'id="field-one_line"\s+name="one_line"\s+value="([^"]*)"'
    assert found(line, answer.text) == "It reads all letters."


def chosen(page, key):
    """Return which text of a field is chosen; nothing where one must say."""
    checked = re.search(rf'id="keep-{key}-(\w+)"[^>]*\schecked', page)
    return checked and checked[1]


def test_what_a_colleague_published_is_kept_where_one_typed_nothing_else(
    office, session, system
):
    publish_next(session, system, purpose="Sort faster.", benefits="Fewer hours.")
    session.commit()
    page = office.get(f"{PAGE}/edit?layer=full").text
    publish_next(session, system, purpose="Letters lay for weeks.")
    session.commit()
    sent = {"layer": "full", "purpose": "Sort faster.", "benefits": "Ten hours a week."}
    answer = send(office, page, **sent)

    assert answer.status_code == 409
    assert chosen(answer.text, "purpose") == "theirs"
    assert chosen(answer.text, "benefits") == "mine"


def test_one_must_say_whose_text_to_keep_where_a_draft_that_was_shown_is_gone(
    office, session, system, colleague
):
    others_save(session, system, colleague, one_line="It reads all letters.")
    page = office.get(f"{PAGE}/edit").text
    publish_next(session, system, one_line="It reads letters to the town.")
    version = session.get(type(system), system.id).current_version
    get_record(session, system, version).published_at = NOW + timedelta(hours=1)
    session.commit()
    typed = {"one_line": "It reads all letters."}
    asked = send(office, page, **typed)
    again = send(office, asked.text, **typed, unsure="one_line")

    assert chosen(asked.text, "one_line") is None
    assert again.status_code == 409
    assert "Say for each field whose text to keep." in again.text
    assert chosen(again.text, "one_line") is None
    told = {"unsure": "one_line", "keep.one_line": "theirs"}
    assert send(office, again.text, **typed, **told).status_code == 303
    assert "It reads letters to the town." in look(office, SLUG)
