"""Feeds and linked data hold what their standards make mandatory, on the real pages."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from app.register.models import EventKind
from app.register.services import remove_system
from app.register.services.entries import note_event
from tests.factories import NOW, make_organisation
from tests.register.make import make_published, publish_next

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = (
    "/register/feed.atom", "/register/feed.atom?body=larkhaven",
    "/register/feed.atom?event=weakened", "/register/feed.atom?q=letter&status=in_use",
    "/register/feed.atom?q=nothing", "/register/letter-sorting.atom",
    "/register/bin-routes.atom",
)  # fmt: skip
# DCAT-AP 3.0.0: the mandatory properties of each class.
MANDATORY = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher"},
    "dcat:Dataset": {"dct:title", "dct:description"},
    "dcat:Distribution": {"dcat:accessURL"},
    "dcat:DataService": {"dct:title", "dcat:endpointURL"},
    "dcat:CatalogRecord": {"foaf:primaryTopic", "dct:modified"},
    "foaf:Agent": {"foaf:name"},
}


@pytest.fixture
def systems(session):
    body = make_organisation(session, slug="larkhaven", name="Larkhaven & <Sons>")
    sorting = make_published(session, "Letter sorting", body)
    gone = {"state": "not_applicable", "reason": "Too slow. & <b>"}
    publish_next(session, sorting, human_review=gone)
    routes = make_published(session, "Bin routes", body)
    for kind in EventKind:
        note_event(session, routes, kind, note="\x0b<i>", now=NOW)
    remove_system(session, routes, "Twice.", now=NOW)
    session.commit()


def parsed(client, address: str) -> Element:
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return fromstring(answer.content)  # noqa: S314 - our own


def only(element: Element, name: str) -> str:
    """Return the text of a child that must be there once and not be empty."""
    (child,) = element.findall(f"{ATOM}{name}")
    assert child.text and child.text.strip(), name
    return child.text


def check_common(element: Element) -> None:
    """What RFC 4287 asks of feeds and of entries alike (4.1.1, 4.1.2, 3.3)."""
    assert ":" in only(element, "id")
    only(element, "title")
    assert datetime.fromisoformat(only(element, "updated")).tzinfo is not None
    for author in element.findall(f"{ATOM}author"):
        only(author, "name")
    kinds = [
        (link.get("rel"), link.get("type"), link.get("hreflang"))
        for link in element.findall(f"{ATOM}link")
    ]
    assert len(kinds) == len(set(kinds))
    for link in element.findall(f"{ATOM}link"):
        assert link.get("href", "").startswith("http://testserver.local/")


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_has_what_rfc_4287_requires(client, systems, address):
    feed = parsed(client, address)

    assert feed.tag == f"{ATOM}feed"
    check_common(feed)
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver.local{address}"
    assert feed.findall(f"{ATOM}author")


@pytest.mark.parametrize("address", FEEDS)
def test_each_entry_has_what_rfc_4287_requires(client, systems, address):
    entries = parsed(client, address).findall(f"{ATOM}entry")

    for entry in entries:
        check_common(entry)
        rels = [one.get("rel") for one in entry.findall(f"{ATOM}link")]
        # Without content there must be an alternate link.
        assert "alternate" in rels
        assert all(
            one.get("term") in set(EventKind) for one in entry.iter(f"{ATOM}category")
        )
        assert len(entry.findall(f"{ATOM}summary")) <= 1
    ids = [only(one, "id") for one in entries]
    assert len(ids) == len(set(ids))
    assert bool(ids) is ("nothing" not in address)


def test_every_kind_of_event_stands_in_a_feed(client, systems):
    feed = parsed(client, "/register/bin-routes.atom")

    assert {one.get("term") for one in feed.iter(f"{ATOM}category")} == set(EventKind)


def test_a_feed_keeps_its_ids(client, systems):
    first, second = (parsed(client, "/register/feed.atom") for _ in range(2))

    assert [one.text for one in first.iter(f"{ATOM}id")] == [
        one.text for one in second.iter(f"{ATOM}id")
    ]


def nodes(document: Any) -> Iterator[dict[str, Any]]:
    """Yield every node of a JSON-LD document that says of what class it is."""
    if isinstance(document, dict):
        if "@type" in document and "@value" not in document:
            yield document
        for value in document.values():
            yield from nodes(value)
    elif isinstance(document, list):
        for one in document:
            yield from nodes(one)


def classes_of(node: dict[str, Any]) -> list[str]:
    kinds = node["@type"]
    return [kinds] if isinstance(kinds, str) else list(kinds)


@pytest.mark.parametrize(
    "address", ["/register/catalogue.jsonld", "/register/letter-sorting.jsonld"]
)
def test_linked_data_has_what_dcat_ap_makes_mandatory(client, systems, address):
    answer = client.get(address)
    document = answer.json()

    assert answer.headers["content-type"].startswith("application/ld+json")
    for node in nodes(document):
        for kind in classes_of(node):
            assert MANDATORY.get(kind, set()) <= set(node), (kind, node)
            assert all(node[key] for key in MANDATORY.get(kind, ()))


@pytest.mark.parametrize(
    "address", ["/register/catalogue.jsonld", "/register/letter-sorting.jsonld"]
)
def test_every_prefix_is_in_the_context(client, systems, address):
    document = client.get(address).json()
    context = document.pop("@context")
    used = {
        key.partition(":")[0]
        for node in nodes(document)
        for key in [*node, *classes_of(node)]
        if not key.startswith("@")
    }

    assert used <= set(context)


def test_the_catalogue_holds_each_class_and_leads_to_real_files(client, systems):
    document = client.get("/register/catalogue.jsonld").json()

    assert {kind for node in nodes(document) for kind in classes_of(node)} >= set(
        MANDATORY
    )
    for one in document["dcat:dataset"]["dcat:distribution"]:
        path = one["dcat:downloadURL"]["@id"].removeprefix("http://testserver.local")
        assert client.get(path).status_code == 200


def test_a_record_and_the_catalogue_speak_of_the_same_system(client, systems):
    (listed,) = client.get("/register/catalogue.jsonld").json()["dcat:record"]
    record, system = client.get("/register/letter-sorting.jsonld").json()["@graph"]

    assert listed.items() <= record.items()
    assert record["foaf:primaryTopic"]["@id"] == system["@id"]
