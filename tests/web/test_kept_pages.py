"""What is kept, for how long, and how much of it; without a database."""

from typing import Any

import pytest

from app.web.editions import Edition
from app.web.kept_pages import KeptPage, KeptPages, latest_end, relevant

FIRST, LATER = Edition("1", 10), Edition("2", 10)
PUBLISHED = Edition("3", 11)
NOW = 1_772_450_000.0


def page(body: bytes = b"words", **given: Any) -> KeptPage:
    values: dict[str, Any] = {"digest": "d", "status": 200, "headers": ()}
    values |= {"until": NOW + 30, "is_live": False, "query": frozenset()}
    return KeptPage(body=body, **{**values, "edition": FIRST, **given})


def kept(*pages: tuple[str, KeptPage], **rooms: int) -> KeptPages:
    shelf = KeptPages(**rooms)
    shelf.turn_to(FIRST)
    for path, one in pages:
        shelf.keep(path, b"", one, is_partial=False)
    return shelf


def found(shelf: KeptPages, path: str, edition=FIRST, now=NOW) -> bool:
    shelf.turn_to(edition)
    address = shelf.address(path, b"", is_partial=False)
    return address is not None and shelf.find(address, edition, now) is not None


def test_a_page_of_what_was_published_outlives_an_arriving_comment():
    shelf = kept(("/en/", page()))

    assert found(shelf, "/en/", LATER)
    assert not found(shelf, "/en/", PUBLISHED)


def test_a_page_that_counts_comments_does_not():
    shelf = kept(("/en/comments", page(is_live=True)))

    assert found(shelf, "/en/comments", FIRST)
    assert not found(shelf, "/en/comments", LATER)


def test_a_page_goes_at_the_moment_it_named():
    shelf = kept(("/en/", page(until=NOW + 5)))

    assert found(shelf, "/en/", now=NOW + 4.9)
    assert not found(shelf, "/en/", now=NOW + 5)


def test_no_page_outlives_half_a_minute_or_the_day():
    midnight = 20_000 * 86_400

    assert latest_end(midnight + 10) == midnight + 40
    assert latest_end(midnight - 10) == midnight


def test_nothing_of_an_earlier_edition_stays_in_memory():
    shelf = kept(("/en/", page(b"erased since")))

    shelf.turn_to(PUBLISHED)

    assert not shelf.plain.pages and shelf.plain.taken == 0


def test_sweeping_drops_what_nobody_asks_for_any_more():
    shelf = kept(("/en/", page(until=NOW + 5)), ("/en/register", page()))

    shelf.sweep(FIRST, NOW + 10)

    assert [one.path for one in shelf.plain.pages] == ["/en/register"]


def test_a_page_made_for_a_past_edition_is_not_kept():
    shelf = kept()
    shelf.turn_to(PUBLISHED)

    shelf.keep("/en/", b"", page(edition=FIRST), is_partial=False)

    assert not shelf.plain.pages


def test_memory_is_bounded_and_the_longest_unused_goes_first():
    one = page(b"x" * 1000)
    shelf = kept(("/a", one), ("/b", page(b"x" * 1000)), plain_room=2 * one.size)
    assert found(shelf, "/a")

    shelf.keep("/c", b"", page(b"x" * 1000), is_partial=False)

    assert [address.path for address in shelf.plain.pages] == ["/a", "/c"]
    assert shelf.plain.taken <= shelf.plain.room


def test_pages_with_a_query_cannot_push_out_those_without():
    names = frozenset({b"q"})
    shelf = kept(("/en/register", page(query=names)), asked_room=3 * page().size)

    for number in range(50):
        query = b"q=%d" % number
        shelf.keep("/en/register", query, page(query=names), is_partial=False)

    assert len(shelf.asked.pages) == 3
    assert found(shelf, "/en/register")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (b"", b""),
        (b"show=open&page=2", b"page=2&show=open"),
        (b"page=2&show=open", b"page=2&show=open"),
        (b"show=b&show=a", b"show=b&show=a"),
        (b"utm_source=x&show=open", b"show=open"),
        (b"x=1&y=2", b""),
        (b"sho%77=open", None),
        (b"sho+w=open", None),
        (b"show=" + b"a" * 600, None),
    ],
)
def test_a_query_counts_by_the_names_that_a_page_depends_on(query, expected):
    assert relevant(query, frozenset({b"show", b"page"})) == expected


def test_a_page_that_names_nothing_is_kept_for_its_bare_address_only():
    assert relevant(b"", None) == b""
    assert relevant(b"anything=1", None) is None


def test_a_fragment_is_another_page():
    shelf = kept(("/en/", page(b"whole")))
    shelf.keep("/en/", b"", page(b"part"), is_partial=True)

    bodies = {at.is_partial: one.body for at, one in shelf.plain.pages.items()}

    assert bodies == {False: b"whole", True: b"part"}
