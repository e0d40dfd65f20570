"""The register as files and for programs, through the whole application."""

import csv
import gzip
import hashlib
import io
import json
from datetime import UTC, datetime

import pytest

from app.register.models import Status
from app.register.queries.index import get_index
from app.register.queries.search import choices_of
from app.register.schemas.change import Change
from app.register.schemas.search import FACETS
from app.register.services import change_status, withhold_system
from app.register.services.snapshots import snapshot_folder, write_snapshot
from tests.factories import NOW, make_organisation
from tests.register.make import make_published, publish_next

API = "/api/v1/register"


@pytest.fixture
def body(session):
    return make_organisation(session, name="Larkhaven Council", slug="larkhaven")


@pytest.fixture
def systems(session, body):
    made = [
        make_published(session, name, body)
        for name in ("=cmd|' /C calc'!A0", "Bin routes", "Letter sorting")
    ]
    hidden = make_published(session, "Secret plan")
    withhold_system(session, hidden, now=NOW)
    session.commit()
    return made


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_whole_register_comes_as_csv_without_formulas(client, systems):
    answer = client.get("/register/data/register.csv?sort=name")
    names = [row["name"] for row in rows_of(answer.text)]

    assert answer.headers["content-type"].startswith("text/csv")
    assert names == ["'=cmd|' /C calc'!A0", "Bin routes", "Letter sorting"]


def test_the_three_files_hold_the_same_systems(client, systems):
    rows = rows_of(client.get("/register/data/register.csv").text)
    whole = client.get("/register/data/register.json").json()
    lines = client.get("/register/data/register.jsonl").text.splitlines()

    addresses = {row["url"] for row in rows}
    assert addresses == {one["url"] for one in whole["systems"]}
    assert addresses == {json.loads(line)["url"] for line in lines}
    assert whole["licence"]["url"].startswith("https://")
    assert "`sources` is empty" in whole["licence"]["applies_to"]


def test_a_file_can_be_narrowed_like_a_search(client, systems):
    rows = rows_of(client.get("/register/data/register.csv?q=bin+routes").text)

    assert [row["name"] for row in rows] == ["Bin routes"]


def test_an_empty_register_gives_valid_files(client):
    assert client.get("/register/data/register.json").json()["systems"] == []
    assert rows_of(client.get("/register/data/register.csv").text) == []


@pytest.mark.parametrize(
    "address",
    [
        "/register/data/register.csv",
        "/register/data/register.json",
        "/register/data/register.jsonl",
        "/register/catalogue.jsonld",
        "/register/feed.atom",
        "/en/register",
        API,
        "/sitemap.xml",
    ],
)
def test_what_is_withheld_is_in_no_file(client, systems, address):
    answer = client.get(address)

    assert answer.status_code == 200
    assert "secret" not in answer.text.lower()


def test_a_file_that_did_not_change_is_not_sent_again(client, session, systems):
    address = "/register/data/register.csv"
    known = {"If-None-Match": client.get(address).headers["etag"]}
    assert client.get(address, headers=known).status_code == 304
    publish_next(session, systems[1], team="Waste")
    session.commit()

    assert client.get(address, headers=known).status_code == 200


def test_the_data_page_names_the_licence_and_explains_the_columns(client, systems):
    page = client.get("/en/register/data").text

    assert "CC0 1.0" in page
    assert "completeness_percent" in page


def test_the_dictionary_comes_as_csv_and_json(client):
    as_json = client.get("/register/data/dictionary.json").json()
    as_csv = rows_of(client.get("/register/data/dictionary.csv").text)

    assert len(as_json) == len(as_csv) > 140
    assert as_csv[0]["column"] == as_json[0]["column"]


def test_the_catalogue_lists_every_public_record(client, systems):
    document = client.get("/register/catalogue.jsonld").json()

    assert document["@type"] == "dcat:Catalog"
    assert len(document["dcat:record"]) == 3


def test_what_a_search_finds_comes_as_linked_data_and_is_linked(client, systems):
    address = "/register/data/register.jsonld?q=routes"
    document = client.get(address).json()

    topics = [one["foaf:primaryTopic"] for one in document["dcat:record"]]
    assert [one["dct:title"]["@value"] for one in topics] == ["Bin routes"]
    assert document["@id"] == "http://testserver.local/register?q=routes"
    files = document["dcat:dataset"]["dcat:distribution"]
    assert len(files) == 3
    for file in files:
        place = file["dcat:downloadURL"]["@id"].removeprefix("http://testserver.local")
        answer = client.get(place)
        assert answer.status_code == 200
        assert "Bin routes" in answer.text
        assert "Letter sorting" not in answer.text
    assert f'href="{address}"' in client.get("/en/register?q=routes").text


def test_the_sitemap_lists_public_systems_with_their_day(client, systems):
    answer = client.get("/sitemap.xml")

    assert "/en/register/letter-sorting</loc>" in answer.text
    assert "<lastmod>2026-03-02</lastmod>" in answer.text


def test_a_snapshot_can_be_verified_by_its_checksums(
    client, session, database, settings, systems
):
    made = write_snapshot(session, database, settings, now=NOW)
    session.commit()
    sums = client.get("/register/data/snapshots/2026-03-02/SHA256SUMS.txt").text

    assert made.systems == 3
    for line in sums.splitlines():
        digest, name = line.split()
        file = client.get(f"/register/data/snapshots/2026-03-02/{name}").content
        assert hashlib.sha256(file).hexdigest() == digest
        assert "Secret" not in gzip.decompress(file).decode()


def test_a_snapshot_is_the_same_file_when_nothing_changed(
    session, database, settings, systems
):
    first = write_snapshot(session, database, settings, now=NOW).files
    second = write_snapshot(
        session, database, settings, now=datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    ).files

    assert first == second


@pytest.mark.parametrize("name", ["../secret", "..%2f..%2fsecret", "folkmoot.db"])
def test_no_other_file_can_be_had_through_the_snapshots(
    client, session, database, settings, systems, name
):
    write_snapshot(session, database, settings, now=NOW)
    (snapshot_folder(settings, NOW.date()) / "folkmoot.db").write_text("x")
    session.commit()

    address = f"/en/register/data/snapshots/2026-03-02/{name}"
    assert client.get(address).status_code == 404


def test_the_api_pages_through_everything_once(client, systems):
    names, address = [], f"{API}?limit=2&sort=name&fields=name"
    while address:
        page = client.get(address).json()
        names += [one["name"] for one in page["items"]]
        address = page["next"]

    assert names == ["=cmd|' /C calc'!A0", "Bin routes", "Letter sorting"]


def test_a_cursor_goes_on_behind_the_last_one_seen(client, session, body, systems):
    first = client.get(f"{API}?limit=2&sort=name").json()
    make_published(session, "Aardvark count", body)
    session.commit()
    second = client.get(f"{API}?limit=2&sort=name&cursor={first['next_cursor']}").json()

    assert [one["name"] for one in second["items"]] == ["Letter sorting"]


def test_the_api_sends_only_the_fields_asked_for(client, systems):
    document = client.get(f"{API}/bin-routes?fields=name,opt_out").json()

    assert set(document) == {"url", "name", "fields"}
    assert document["fields"]["opt_out"]["value"] == "yes"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1000", "limit=x", "cursor=%21%21", "fields=password"]
)
def test_the_api_says_what_is_wrong_with_a_request(client, systems, query):
    answer = client.get(f"{API}?{query}")

    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert query.partition("=")[0] in answer.json()["errors"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sort=zzz", "relevance, updated, name, comments, completeness"),
        ("page=2", "cursor"),
        ("statuss=in_use", "status"),
        ("status=flying&status=in_use", "in_use"),
        ("topic=zzz", "health"),
        ("consultation=maybe", "here, elsewhere, no, other, unknown"),
        ("year=soon", "unknown"),
        ("body=nowhere", "No public body"),
        ("language=tlh", "en"),
        ("source=hearsay", "us-2025"),
    ],
)
def test_the_api_passes_over_no_parameter_and_no_value(client, systems, query, said):
    answer = client.get(f"{API}?{query}")

    assert answer.status_code == 422
    assert said in answer.json()["errors"][query.partition("=")[0]]


def test_the_api_takes_every_value_of_every_filter_that_the_page_offers(
    client, session, systems
):
    index = get_index(session)

    for facet in FACETS:
        for choice in choices_of(index, facet):
            answer = client.get(API, params={facet: choice.key})
            assert answer.status_code == 200, (facet, choice.key)


@pytest.mark.parametrize(
    "part", ["/fields", "/bin-routes", "/bin-routes/versions", "/bin-routes/versions/1"]
)
def test_no_address_of_the_api_passes_over_a_parameter(client, systems, part):
    answer = client.get(f"{API}{part}?page=2")

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["page"])


def test_pages_forgive_what_the_api_refuses(client, systems):
    for query in ("sort=zzz", "statuss=in_use", "topic=zzz"):
        assert client.get(f"/en/register?{query}").status_code == 200
    assert client.get(f"{API}?body=larkhaven&year=2025&topic=").json()["total"] == 3


def test_the_api_filters_and_counts(client, systems):
    assert client.get(f"{API}?topic=service&status=in_use").json()["total"] == 3
    assert client.get(f"{API}?topic=health").json() == {
        "total": 0,
        "items": [],
        "next_cursor": None,
        "next": None,
    }


def test_versions_can_be_read_one_by_one(client, session, systems):
    publish_next(session, systems[1], note="New team.", team="Waste")
    session.commit()
    versions = client.get(f"{API}/bin-routes/versions").json()

    assert [one["change_note"] for one in versions] == ["New team.", "First entry."]
    first = client.get(f"{API}/bin-routes/versions/1").json()
    assert "team" not in first["fields"]
    assert client.get(f"{API}/bin-routes/versions/3").status_code == 404


def test_a_version_tells_the_reason_that_was_given_for_it(client, session, systems):
    system = make_published(session, "Gate", status=Status.PROPOSED)
    for status, reason in ((Status.OPEN_PILOT, "A trial."), (Status.IN_USE, "Urgent.")):
        change = Change("Began.", no_consultation_reason=reason)
        change_status(session, system, status, None, change, now=NOW)
    publish_next(session, system, note="New team.", team="Waste")
    session.commit()

    def reason_in(part: str) -> str:
        told = client.get(f"{API}/gate{part}?fields=no_consultation_reason").json()
        return str(told["no_consultation_reason"])

    reasons = [reason_in(f"/versions/{number}") for number in (1, 2, 3, 4)]
    assert reasons == ["", "A trial.", "Urgent.", ""]
    assert reason_in("") == "Urgent."
    rows = rows_of(client.get("/register/data/register.csv?q=gate").text)
    assert [one["no_consultation_reason"] for one in rows] == ["Urgent."]


@pytest.mark.parametrize("part", ["", "/versions", "/versions/1"])
def test_the_api_knows_a_withheld_system_as_little_as_an_unknown_one(
    client, systems, part
):
    hidden = client.get(f"{API}/secret-plan{part}")
    unknown = client.get(f"{API}/nothing-here{part}")

    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content == unknown.content


def test_the_description_of_the_api_names_the_filters_and_gives_an_example(client):
    paths = client.get("/schema/openapi.json").json()["paths"]
    listing = paths["/api/v1/register"]["get"]

    assert {"q", "topic", "cursor", "fields"} <= {
        one["name"] for one in listing["parameters"]
    }
    content = listing["responses"]["200"]["content"]["application/json"]
    assert "Letter sorting" in json.dumps(content["examples"])
