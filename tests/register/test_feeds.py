"""Feeds lose nothing: they go back to the first event, and imports push nothing out."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID
from xml.etree.ElementTree import Element, fromstring

import pytest

from app.errors import NotFound
from app.register.models import EventKind
from app.register.rules.places import BEGINNING, ENDING, Place, place_at
from app.register.schemas.change import Change
from app.register.services import withhold_system
from app.register.services.entries import note_event
from tests.factories import NOW, make_official, make_organisation
from tests.register.make import make_published, publish_next

ATOM = "{http://www.w3.org/2005/Atom}"
HOST = "http://testserver.local"
FEED = "/register/feed.atom"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def body(session):
    return make_organisation(session, slug="larkhaven", name="Larkhaven Council")


@pytest.fixture
def system(session, body):
    """Return a system with an incident, and 120 changes at one later moment."""
    system = make_published(session, "Letter sorting", body)
    note_event(session, system, EventKind.INCIDENT, note="Mail went astray.", now=NOW)
    happen_together(session, system, 120)
    return system


def happen_together(session, system, count, kind=EventKind.CHANGED, at=LATER):
    for _ in range(count):
        note_event(session, system, kind, note="Imported from: a file.", now=at)
    session.commit()


def page_at(client, address: str) -> Element:
    answer = client.get(address.removeprefix(HOST))
    assert answer.status_code == 200, answer.text
    return fromstring(answer.content)  # noqa: S314 - our own


def link(page: Element, rel: str) -> str:
    found = [one for one in page.findall(f"{ATOM}link") if one.get("rel") == rel]
    return found[0].get("href", "") if found else ""


def walk(client, address: str, rel: str = "next") -> Iterator[Element]:
    while address:
        page = page_at(client, address)
        yield page
        address = link(page, rel)


def newest(page: Element) -> Element:
    return page.findall(f"{ATOM}entry")[0]


def ids(page: Element) -> list[str]:
    return [one.findtext(f"{ATOM}id", "") for one in page.findall(f"{ATOM}entry")]


def titles(page: Element) -> list[str]:
    return [one.findtext(f"{ATOM}title", "") for one in page.findall(f"{ATOM}entry")]


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/register/letter-sorting.atom", 122),
        (f"{FEED}?event=changed", 120),
        (f"{FEED}?body=larkhaven&event=changed", 120),
        (f"{FEED}?q=letter&status=in_use&event=changed", 120),
        (FEED, 3),
    ],
)
def test_a_walk_meets_everything_once(client, system, address, count):
    pages = list(walk(client, address))

    met = [one for page in pages for one in ids(page)]
    assert len(met) == len(set(met)) == count
    assert len(pages) == -(-count // 50)
    assert all(link(page, "self") for page in pages)
    assert len({page.findtext(f"{ATOM}id") for page in pages}) == 1


@pytest.mark.parametrize("address", ["/register/letter-sorting.atom", FEED])
def test_a_walk_back_meets_the_same(client, session, system, address):
    happen_together(session, system, 60, EventKind.INCIDENT)
    onwards = list(walk(client, address))
    back = list(walk(client, link(onwards[0], "last"), "previous"))

    assert len(onwards) == len(back) > 1
    assert [one for page in reversed(back) for one in ids(page)] == [
        one for page in onwards for one in ids(page)
    ]
    assert [one for page in reversed(back) for one in titles(page)] == [
        one for page in onwards for one in titles(page)
    ]
    assert {link(page, "first") for page in back} == {f"{HOST}{address}"}
    assert link(back[0], "next") == ""


def test_an_empty_page_of_newer_events_leads_on_to_the_newest(client, session, system):
    first = page_at(client, FEED)
    empty = page_at(client, f"{FEED}?after={ENDING.mark}")

    assert ids(empty) == []
    met = [one for page in walk(client, link(empty, "next")) for one in ids(page)]
    assert met[0] == ids(first)[0]
    assert met == [one for page in walk(client, FEED) for one in ids(page)]


def test_an_empty_page_of_older_events_leads_back_to_the_oldest(
    client, session, system
):
    oldest = [one for page in walk(client, FEED) for one in ids(page)][-1]
    empty = page_at(client, f"{FEED}?before={BEGINNING.mark}")

    assert ids(empty) == []
    assert ids(page_at(client, link(empty, "previous")))[-1] == oldest


def test_whoever_waits_at_the_newest_event_meets_it_again(client, session, body):
    system = make_published(session, "Letter sorting", body)
    event = note_event(session, system, EventKind.INCIDENT, now=LATER)
    session.commit()
    waiting = Place(event.at, event.kind, event.id)

    empty = page_at(client, f"{FEED}?after={waiting.mark}")

    assert ids(empty) == []
    assert ids(page_at(client, link(empty, "next"))) == ids(page_at(client, FEED))


def test_what_happens_meanwhile_moves_no_page(client, session, system):
    address = f"{FEED}?event=changed"
    first, second, *_ = walk(client, address)
    happen_together(session, system, 60, at=LATER + timedelta(hours=1))

    assert ids(page_at(client, link(first, "next"))) == ids(second)


def test_many_records_of_one_moment_are_one_entry(client, session, system):
    page = page_at(client, FEED)

    assert titles(page) == [
        "120 records were changed by an import",
        "Letter sorting: Published",
        "Letter sorting: Incident",
    ]
    summary = newest(page).findtext(f"{ATOM}summary", "").splitlines()
    assert summary[0] == "Imported from: a file."
    assert f"(Larkhaven Council): {HOST}/register/letter-sorting" in summary[1]
    assert summary[-1] == "And 110 more."


def test_an_entry_of_many_leads_to_each_of_them(client, session, system):
    happen_together(session, system, 20, at=LATER + timedelta(hours=1))
    first, second, *_ = page_at(client, FEED).findall(f"{ATOM}entry")

    assert titles(page_at(client, FEED))[:2] == [
        "20 records were changed by an import",
        "120 records were changed by an import",
    ]
    met = [one for page in walk(client, link(second, "related")) for one in ids(page)]
    assert len(met) == 120
    assert not set(met) & set(ids(page_at(client, link(first, "related")))[:20])


@pytest.mark.parametrize("kind", [EventKind.WEAKENED, EventKind.INCIDENT])
def test_what_is_taken_from_people_is_told_one_by_one(client, session, system, kind):
    happen_together(session, system, 20, kind)

    assert titles(page_at(client, FEED)).count(f"Letter sorting: {kind.label}") >= 20


def test_an_entry_that_grows_keeps_its_id_and_says_when(client, session, system):
    before = newest(page_at(client, FEED))
    happen_together(session, system, 1)
    after = newest(page_at(client, FEED))

    for part, same in (("id", True), ("published", True), ("title", False)):
        told = [one.findtext(f"{ATOM}{part}") for one in (before, after)]
        assert (told[0] == told[1]) is same, part
    moments = [
        datetime.fromisoformat(one.findtext(f"{ATOM}updated", ""))
        for one in (before, after)
    ]
    assert LATER <= moments[0] <= moments[1]


def test_each_feed_tells_of_its_own_records_under_an_id_of_its_own(
    client, session, system
):
    other = make_published(session, "Bin routes")
    happen_together(session, other, 30)
    whole, own = (page_at(client, at) for at in (FEED, f"{FEED}?body=larkhaven"))

    assert titles(whole)[0] == "150 records were changed by an import"
    assert titles(own)[0] == "120 records were changed by an import"
    assert ids(whole)[0] != ids(own)[0]
    author = f"{ATOM}author/{ATOM}name"
    assert newest(own).findtext(author) == "Larkhaven Council"
    assert newest(whole).findtext(author) == whole.findtext(author)


def test_what_is_withheld_is_not_counted(client, session, system):
    other = make_published(session, "Secret plan")
    happen_together(session, other, 30)
    withhold_system(session, other, now=NOW)
    session.commit()

    assert titles(page_at(client, FEED))[0] == "120 records were changed by an import"


def marked(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


NOBODY = "0" * 32
MARKS = {
    "not in the alphabet": "!!",
    "not ASCII": "ä",
    "too short": marked("2026"),
    "too long": "A" * 300,
    "no moment": marked(f"yesterday changed {NOBODY}"),
    "no time zone": marked(f"2026-03-02T12:00:00 changed {NOBODY}"),
    "before all time": marked(f"0001-01-01T00:00:00+14:00 changed {NOBODY}"),
    "no kind": marked(f"2026-03-02T12:00:00+00:00 eaten {NOBODY}"),
    "no id": marked("2026-03-02T12:00:00+00:00 changed x"),
}


def test_a_mark_of_ours_comes_back_as_the_place_it_was():
    place = Place(NOW, EventKind.REMOVED, UUID(int=7))

    assert place_at(place.mark) == place
    assert place_at(BEGINNING.mark) == BEGINNING


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_a_mark_that_is_not_ours_is_no_place(mark):
    with pytest.raises(NotFound):
        place_at(mark)


@pytest.mark.parametrize(
    "asked", ["before=x", "after=x", f"before={BEGINNING.mark}&after={BEGINNING.mark}"]
)
@pytest.mark.parametrize("feed", [FEED, "/register/letter-sorting.atom"])
def test_an_address_we_never_gave_is_no_page(client, system, feed, asked):
    assert client.get(f"{feed}?{asked}").status_code == 404


def test_a_page_that_did_not_change_is_not_sent_again(client, session, system):
    address = link(page_at(client, "/register/letter-sorting.atom"), "next")
    address = address.removeprefix(HOST)
    known = {"If-None-Match": client.get(address).headers["etag"]}
    happen_together(session, system, 1, at=LATER + timedelta(hours=1))

    assert client.get(address, headers=known).status_code == 304


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "The body does not say why."),
        ("It cost too much.", "Why, as the body says: It cost too much."),
    ],
)
def test_what_is_taken_away_is_told_with_the_reason_and_both_texts(
    client, session, body, reason, said
):
    system = make_published(session, "Letter sorting", body)
    official = make_official(session, organisation_id=body.id)
    denied = {"appeal_route": "No appeal is possible."}
    publish_next(session, system, Change("Shorter.", reason), official, **denied)
    session.commit()

    entry = newest(page_at(client, f"{FEED}?event=weakened"))
    both = f"{HOST}/register/letter-sorting/compare?from=1&to=2"
    assert said in entry.findtext(f"{ATOM}summary", "")
    assert link(entry, "related") == both
    assert client.get(f"/en{both.removeprefix(HOST)}").status_code == 200


def test_nobody_is_said_to_keep_a_reason_back_who_was_not_asked(client, session, body):
    system = make_published(session, "Letter sorting", body)
    publish_next(session, system, appeal_route="No appeal is possible.")
    session.commit()

    entry = newest(page_at(client, f"{FEED}?event=weakened"))

    assert "does not say why" not in entry.findtext(f"{ATOM}summary", "")


@pytest.mark.parametrize(
    ("event", "page"),
    [
        ("weakened", "/register?weakened=yes"),
        ("review_overdue", "/register?review=overdue"),
        ("incident", "/register"),
    ],
)
def test_the_page_of_a_feed_of_one_kind_is_a_list_that_knows_it(client, event, page):
    found = page_at(client, f"{FEED}?event={event}")

    assert link(found, "alternate") == f"{HOST}{page}"


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("", "AI register: what changed"),
        ("?body=larkhaven", "Larkhaven Council: what changed in the AI register"),
        (
            "?q=letter&status=in_use",
            "“letter”, In use: what changed in the AI register",
        ),
        (
            "?body=larkhaven&event=incident",
            "Larkhaven Council, Incident: what changed in the AI register",
        ),
    ],
)
def test_a_feed_is_called_after_what_it_tells_of(client, system, asked, about):
    title = page_at(client, f"{FEED}{asked}").findtext(f"{ATOM}title")

    assert title == about
