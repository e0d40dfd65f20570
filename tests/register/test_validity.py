"""Feeds and linked data hold what their standards make mandatory, on the real pages."""

import json
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SDO, Graph, URIRef

from app.register.models import EventKind
from app.register.services import remove_system
from app.register.services.entries import note_event
from app.register.services.importing import import_register
from tests.factories import NOW, make_organisation
from tests.register.make import make_published, publish_next

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = (
    "/register/feed.atom", "/register/feed.atom?body=larkhaven",
    "/register/feed.atom?event=weakened", "/register/feed.atom?q=letter&status=in_use",
    "/register/feed.atom?q=nothing", "/register/letter-sorting.atom",
    "/register/bin-routes.atom",
)  # fmt: skip
DOCUMENTS = (
    "/register/catalogue.jsonld", "/register/letter-sorting.jsonld",
    "/register/data/register.jsonld?q=letter&status=in_use",
)  # fmt: skip
SHAPES = Path(__file__).with_name("dcat_ap_3.ttl")
CLASSES = ("Catalog", "CatalogRecord", "DataService", "Dataset", "Distribution")


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


def graph_at(client, address: str) -> Graph:
    """Return what a document says, read by a library that follows JSON-LD 1.1."""
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("application/ld+json")
    return Graph().parse(data=answer.text, format="json-ld")


def check_shapes(graph: Graph) -> None:
    fits, _, report = validate(graph, shacl_graph=Graph().parse(SHAPES))

    assert fits, report


@pytest.mark.parametrize("address", DOCUMENTS)
def test_linked_data_fits_the_shapes_of_dcat_ap(client, systems, address):
    check_shapes(graph_at(client, address))


def test_our_licence_is_declared_where_every_record_is_ours(client, systems):
    catalogue = graph_at(client, DOCUMENTS[0])

    assert len(set(catalogue.subjects(DCTERMS.license))) == 5
    assert not set(catalogue.subjects(DCTERMS.rights))


def test_no_licence_of_ours_is_declared_on_what_was_taken_over(
    client, session, systems
):
    row = {"id": "1", "title": "Slim", "organisatie": "Stad"}
    copy = json.dumps({"algoritmes": [row]}).encode()
    import_register(session, "nl-short", copy, now=NOW)
    session.commit()

    catalogue = graph_at(client, DOCUMENTS[0])

    check_shapes(catalogue)
    assert not set(catalogue.subjects(DCTERMS.license))
    stated = list(catalogue.objects(None, DCTERMS.rights))
    labels = [catalogue.value(one, RDFS.label) for one in stated]
    assert len(labels) == 5
    assert all("keep the terms of their sources" in str(one) for one in labels)


@pytest.mark.parametrize(
    ("is_wrong", "told"),
    [
        ({"foaf:primaryTopic": {"@id": "urn:a"}}, "primaryTopic"),
        ({"dct:modified": "yesterday"}, "modified"),
    ],
)
def test_the_shapes_see_what_is_wrong(client, systems, is_wrong, told):
    document = client.get("/register/letter-sorting.jsonld").json()
    document["@graph"][0] |= is_wrong
    graph = Graph().parse(data=json.dumps(document), format="json-ld")

    fits, _, report = validate(graph, shacl_graph=Graph().parse(SHAPES))

    assert not fits
    assert told in report


@pytest.mark.parametrize("address", DOCUMENTS)
def test_every_prefix_is_in_the_context(client, systems, address):
    graph = graph_at(client, address)

    used = {str(one) for triple in graph for one in triple if isinstance(one, URIRef)}

    schemes = {one.partition(":")[0] for one in used}
    assert schemes <= {"http", "https", "mailto"}


def test_the_catalogue_holds_each_class_and_leads_to_real_files(client, systems):
    graph = graph_at(client, "/register/catalogue.jsonld")

    assert set(graph.objects(None, RDF.type)) >= {DCAT[one] for one in CLASSES}
    files = [str(one) for one in graph.objects(None, DCAT.downloadURL)]
    assert len(files) == 3
    for one in files:
        path = one.removeprefix("http://testserver.local")
        assert client.get(path).status_code == 200


def test_a_systems_files_are_real_too(client, systems):
    graph = graph_at(client, "/register/letter-sorting.jsonld")

    for one in graph.objects(None, DCAT.downloadURL):
        path = str(one).removeprefix("http://testserver.local")
        assert client.get(path).status_code == 200


def test_a_record_and_the_catalogue_speak_of_the_same_system(client, systems):
    listed = graph_at(client, "/register/catalogue.jsonld")
    own = graph_at(client, "/register/letter-sorting.jsonld")

    (record,) = listed.subjects(RDF.type, DCAT.CatalogRecord)
    topic = listed.value(record, FOAF.primaryTopic)

    assert set(listed.triples((record, None, None))) <= set(own)
    assert set(listed.triples((topic, None, None))) <= set(own)
    system = own.value(topic, SDO.about)
    assert str(own.value(system, SDO.name)) == "Letter sorting"
