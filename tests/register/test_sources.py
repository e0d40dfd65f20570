"""What a record taken over from elsewhere tells of its source."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest

from app.register.queries import get_public_system
from app.register.services import withhold_system
from app.register.services.importing import import_register
from app.register.standards.us_2025 import COLUMNS
from tests.factories import NOW, make_official, make_organisation
from tests.register.make import make_published, publish_next
from tests.register.test_standards import us_file

ROW = {
    "id": "33",
    "title": "Slim",
    "organisatie": "Stad",
    "status": "in_gebruik",
    "doel": "Snel <b>beslissen</b>",
    "juridische_basis": "",
    "url": "https://register.example/33",
    "kleur": "blauw",
}


@pytest.fixture
def imported(session):
    copy = json.dumps({"algoritmes": [ROW]}).encode()
    import_register(session, "nl-short", copy, now=NOW - timedelta(days=1))
    session.commit()
    return get_public_system(session, "slim")


def test_a_record_names_its_source_and_leads_there(client, imported):
    page = client.get("/en/register/slim").text

    assert "Dutch algorithm register, daily copy, entry 33" in page
    assert 'href="https://register.example/33"' in page
    assert 'href="/en/register/slim/source"' in page


def test_a_source_is_shown_word_for_word_with_what_we_have_no_field_for(
    client, imported
):
    page = client.get("/en/register/slim/source").text

    assert "Snel &lt;b&gt;beslissen&lt;/b&gt;" in page
    assert "blauw" in page
    assert "Left blank by the source:" in page
    assert "<code>juridische_basis</code>" in page
    assert re.search(r"Taken over on [A-Z]\w+ \d+, \d{4}\.\s+<a ", page)


def test_the_history_does_not_say_that_the_body_published_what_was_imported(
    client, imported
):
    page = client.get("/en/register/slim/history").text

    assert "taken over from another register" in page
    assert "published by" not in page


def test_files_name_the_source_of_each_record(client, imported):
    document = client.get("/register/slim.json").json()
    (row,) = csv.DictReader(client.get("/register/data/register.csv").iter_lines())

    (source,) = document["sources"]
    assert source["entry"] == row["source_entry"] == "33"
    assert source["register"] == row["source"] == "Dutch algorithm register, daily copy"
    assert source["url"] == "https://register.example/33"


@pytest.mark.parametrize("name", ["register.json", "register.jsonl"])
def test_a_file_is_sent_again_when_a_source_has_moved(client, session, imported, name):
    address = f"/register/data/{name}"
    tag = client.get(address).headers["etag"]
    moved = {**ROW, "url": "https://elsewhere.example/33"}
    copy = json.dumps({"algoritmes": [moved]}).encode()

    report = import_register(session, "nl-short", copy, now=NOW)
    session.commit()

    assert report.unchanged == 1
    answer = client.get(address, headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert "https://elsewhere.example/33" in answer.text


def test_the_data_page_tells_whose_terms_hold_for_what_was_taken_over(client, imported):
    page = client.get("/en/register/data").text

    assert "Dutch algorithm register, daily copy: 1 record" in page


def test_an_entry_without_an_identifier_gets_none_from_us(client, session, now):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerow({"agency_name": "Parks", "use_case_name": "Bear counter"})
    import_register(session, "us-2025", text.getvalue().encode(), now=now)
    session.commit()

    page = client.get("/en/register/bear-counter/source").text

    assert "Bear counter" in page
    assert "Entry" not in page


def test_a_source_stays_where_it_was_when_officials_publish_their_own_version(
    client, session, imported
):
    council = make_organisation(session, name="Larkhaven Council")
    official = make_official(session, name="Amina", organisation_id=council.id)
    session.commit()
    notice = "Officials have published a version of their own since"
    assert notice not in client.get("/en/register/slim/source").text

    publish_next(session, imported, official=official, purpose="Beter beslissen")
    session.commit()

    assert 'href="/en/register/slim/source"' in client.get("/en/register/slim").text
    page = client.get("/en/register/slim/source").text
    assert notice in page
    assert "Amina (Larkhaven Council) published the latest version" in page
    assert "Taken over on March 1, 2026." in " ".join(page.split())
    assert "Snel &lt;b&gt;beslissen&lt;/b&gt;" in page


def test_a_source_says_that_officials_answers_stayed_in_a_newer_copy(
    client, session, imported
):
    told = "Officials have changed some of this in the record"
    assert told not in client.get("/en/register/slim/source").text
    publish_next(session, imported, purpose="Beter beslissen")
    newer = {**ROW, "doel": "Sneller", "juridische_basis": "Awb"}
    copy = json.dumps({"algoritmes": [newer]}).encode()
    import_register(session, "nl-short", copy, now=NOW)
    session.commit()

    page = client.get("/en/register/slim/source").text

    assert told in page
    assert "Sneller" in page
    assert "Beter beslissen" in client.get("/en/register/slim").text


def test_what_officials_withhold_is_not_told_by_the_source_either(
    client, session, imported
):
    withheld = {"state": "withheld", "reason": "Woo, article 5"}
    publish_next(session, imported, purpose=withheld)
    session.commit()

    page = client.get("/en/register/slim/source").text

    assert "beslissen" not in page
    assert "Not shown, because officials withhold the answer here:" in page
    assert "<code>doel</code>" in page
    assert "blauw" in page


def test_a_record_does_not_deny_the_data_that_its_source_names(client, session):
    row = {
        "use_case_name": "Bear counter",
        "data_description": "Photographs of bears",
        "demographic_features": "['c) Age']",
    }
    import_register(session, "us-2025", us_file(row), now=NOW)
    silent = us_file({"use_case_name": "Quiet counter"})
    import_register(session, "us-2025", silent, now=NOW)
    session.commit()

    told, untold = (
        " ".join(client.get(f"/en/register/{slug}").text.split())
        for slug in ("bear-counter", "quiet-counter")
    )

    short = told.partition('<dl class="in-short">')[2].partition("in-short__blank")[0]
    assert "Photographs of bears" in short
    assert "Age" in short
    assert "<li>Which data it uses</li>" not in told
    assert "<li>Which other data it uses in its work</li>" in told
    assert "<li>Which data it uses</li>" in untold


def test_a_record_of_our_own_or_a_withheld_one_has_no_source(client, session, imported):
    make_published(session, "Letter sorting")
    withhold_system(session, imported, now=NOW)
    session.commit()

    own = client.get("/en/register/letter-sorting/source")
    withheld = client.get("/en/register/slim/source")

    assert own.status_code == withheld.status_code == 404
