"""The trail is long: it is filtered and paged."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from app.accounts.models import Official, Organisation
from app.accounts.rules.acts import ACT_LABELS, OBJECT_LABELS
from app.accounts.services import record_act
from app.publishing.queries.audit import LOOKUPS, name_objects
from app.settings import ROOT
from tests.factories import (
    NOW,
    make_comment,
    make_consultation,
    make_official,
    make_question,
    make_system,
)
from tests.posting import Client
from tests.sign_in import sign_in

AUDIT = "/en/office/audit"


@pytest.fixture
def administrator(client: Client, session: Session) -> Official:
    """Sixty acts of theirs on sixty days, and one of a colleague."""
    chief = make_official(session, name="Chief")
    body = chief.organisation_id
    helper = make_official(session, organisation_id=body, name="Helper")
    for day in range(60):
        at = NOW + timedelta(days=day)
        record_act(session, chief, "looked", "comment", f"thing-{day}.", now=at)
    record_act(session, helper, "erased", "comment", "other", now=NOW)
    sign_in(client, session, chief)
    return helper


def test_the_trail_has_pages(client: Client, administrator: Official):
    first, last = client.get(AUDIT).text, client.get(f"{AUDIT}?page=3").text

    assert "Entries: 61" in first
    assert first.count("All acts on it") == 25
    assert "thing-59." in first and "thing-0." not in first
    assert "thing-0." in last


def test_it_is_filtered_by_act_person_day_and_thing(
    client: Client, administrator: Official
):
    by_act = client.get(f"{AUDIT}?act=erased").text
    by_person = client.get(f"{AUDIT}?official={administrator.id}").text
    by_day = client.get(f"{AUDIT}?since=2026-03-03&until=2026-03-03").text
    by_thing = client.get(f"{AUDIT}?object=thing-7.").text

    assert all("Entries: 1\n" in one for one in (by_act, by_person, by_day, by_thing))
    assert "thing-1." in by_day


def test_what_was_acted_on_has_its_name_and_a_link(
    client: Client, session: Session, administrator: Official
):
    body = administrator.organisation_id
    consultation = make_consultation(session, organisation_id=body, title="Night buses")
    question = make_question(session, consultation, wording="Your views?")
    system = make_system(session, organisation_id=body, name="Bus plans")
    words = make_comment(session, question, "Secret words.")
    for kind, key in [
        ("consultation", consultation.id),
        ("system", system.id),
        ("question", question.id),
        ("comment", words.id),
        ("official", administrator.id),
    ]:
        record_act(session, administrator, "named", kind, str(key), now=NOW)
    session.commit()

    html = client.get(f"{AUDIT}?act=named").text

    here = f"/en/office/consultations/{consultation.slug}"
    assert f'<a href="{here}"><bdi>Night buses</bdi></a>' in html
    assert f'<a href="{here}"><bdi>Your views?</bdi></a>' in html
    assert f'<a href="{here}/comments"><bdi>Your views?</bdi></a>' in html
    assert (
        f'<a href="/en/office/systems/{system.slug}"><bdi>Bus plans</bdi></a>' in html
    )
    assert '<a href="/en/office/officials"><bdi>Helper</bdi></a>' in html
    assert "Secret words." not in html


def test_what_is_there_no_more_keeps_its_id(
    client: Client, session: Session, administrator: Official
):
    gone = "01a21953-f90e-7000-9335-a39e8bcd648d"
    record_act(session, administrator, "named", "topic", gone, now=NOW)
    session.commit()

    assert f"<code>{gone}</code>" in client.get(f"{AUDIT}?act=named").text


def test_names_are_looked_up_once_for_each_kind(
    session: Session, administrator: Official
):
    body = administrator.organisation_id
    kept = [make_consultation(session, organisation_id=body) for _ in range(20)]
    refs = [("consultation", str(one.id)) for one in kept]
    session.flush()
    asked: list[str] = []
    event.listen(
        session.get_bind(), "before_cursor_execute", lambda *a: asked.append(a[2])
    )

    found = name_objects(session, refs)

    assert len(found) == 20
    assert len(asked) == 1


@pytest.mark.parametrize("kind", sorted(OBJECT_LABELS))
def test_every_kind_of_thing_can_be_looked_up(session: Session, kind: str):
    gone = "01a21953-f90e-7000-9335-a39e8bcd648d"

    assert LOOKUPS[kind]
    assert name_objects(session, [(kind, gone)]) == {}


def test_acts_are_told_in_words_and_unknown_ones_by_their_code(
    client: Client, session: Session, administrator: Official
):
    record_act(session, administrator, "withheld_comment", "comment", "c", now=NOW)
    session.commit()

    html = client.get(f"{AUDIT}?object=c").text

    assert ">Withheld comment</a>" in html and ">looked</option>" in html


def test_every_act_that_is_recorded_has_words():
    # Also those that are put together: a topic's act and what it was done to.
    names = re.compile(r'(?:record_act|note|_note|_change|_changed)\([^()]*?"(\w+)"')
    found = {
        name
        for file in (ROOT / "app").rglob("*.py")
        for name in names.findall(file.read_text(encoding="utf-8"))
    }
    forms = ("{}", "{}_topic", "{}_topic_comments")

    silent = {
        name for name in found if not {f.format(name) for f in forms} & set(ACT_LABELS)
    }

    assert len(found) > 50
    # An act that is a variable stands before the kind of thing.
    assert silent <= set(OBJECT_LABELS)


def test_a_filter_that_fits_nothing_says_what_to_do(
    client: Client, administrator: Official
):
    assert "No entry fits." in client.get(f"{AUDIT}?act=flew").text


def test_the_filter_stays_on_the_next_page(client: Client, administrator: Official):
    assert "act=looked&amp;page=2" in client.get(f"{AUDIT}?act=looked").text


def test_what_an_act_noted_can_be_read_with_names_for_ids(
    client: Client, session: Session, administrator: Official
):
    body = session.get_one(Organisation, administrator.organisation_id)
    noted = {
        "number": 7,
        "on_behalf_of": str(body.id),
        "earlier": {"answer": "We said <no>.", "by": str(administrator.id)},
        "runs": ["first", "second"],
        "new_kind": "kept as it is",
    }
    record_act(
        session, administrator, "corrected_answer", "report", "1", noted, now=NOW
    )
    session.commit()

    page = " ".join(client.get(f"{AUDIT}?act=corrected_answer").text.split())

    assert re.findall(r"<dt>(.*?)</dt> <dd> <bdi[^>]*>(.*?)</bdi>", page) == [
        ("Number", "7"),
        ("On behalf of", body.name),
        ("Earlier answer", "We said &lt;no&gt;."),
        ("Earlier answer given by", "Helper"),
        ("Runs", "first, second"),
        ("new_kind", "kept as it is"),
    ]
