"""Telling an error in the version that one read, in enough words."""

import pytest

from app.register.queries import get_public_system
from tests.posting import post_form
from tests.reading import form_values
from tests.register.make import make_published, publish_next
from tests.register.reporting import WORDS

PUBLIC = "/en/register/letter-sorting"


@pytest.fixture
def reader(client, session, council):
    """Somebody who has the page of version 2 open."""
    system = make_published(session, "Letter sorting", council)
    publish_next(session, system, one_line="It sorts by street.")
    session.commit()
    return client


@pytest.fixture
def publish(session, reader):
    """Have an official publish version 3 when called."""

    def publish():
        system = get_public_system(session, "letter-sorting")
        publish_next(session, system, one_line="It sorts by town.")
        session.commit()

    return publish


def report(reader, page, **sent):
    values = {**form_values(reader.get(page).text), "text": WORDS, **sent}
    return post_form(reader, f"{PUBLIC}/report", values)


def told(reader):
    return " ".join(reader.get("/en/register/reports/1").text.split())


def test_the_page_of_a_record_asks_about_the_version_that_it_shows(reader):
    assert f'href="{PUBLIC}/report?version=2"' in reader.get(PUBLIC).text


def test_a_version_published_while_somebody_writes_is_not_the_one_reported(
    reader, publish
):
    page = reader.get(f"{PUBLIC}/report?version=2").text
    publish()
    post_form(reader, f"{PUBLIC}/report", {**form_values(page), "text": WORDS})

    assert "version 2" in told(reader)
    assert "version 3" not in told(reader)


def test_a_form_opened_from_an_older_page_says_that_another_version_is_public(
    reader, publish
):
    publish()
    page = reader.get(f"{PUBLIC}/report?version=2").text

    assert "You report an error in version 2. Version 3 is public by now." in page
    assert "/compare?from=2&amp;to=3" in page


@pytest.mark.parametrize("version", ["", "0", "9", "-1", "²", "two", "9" * 30])
def test_a_version_that_is_not_public_counts_as_the_current_one(reader, version):
    answer = report(reader, f"{PUBLIC}/report", version=version)

    assert answer.status_code == 303
    assert "version 2" in told(reader)


@pytest.mark.parametrize("page", [f"{PUBLIC}/report", "/en/register/report-missing"])
def test_a_report_that_is_too_short_is_told_so_and_comes_back(reader, page):
    answer = post_form(reader, page, {"about": "A scanner", "text": "short"})

    assert answer.status_code == 422
    assert "Please write at least 10 characters." in answer.text
    assert "short</textarea>" in answer.text


def test_the_version_is_kept_when_something_is_missing(reader):
    page = reader.get(f"{PUBLIC}/report?version=1").text
    answer = post_form(reader, f"{PUBLIC}/report", {**form_values(page), "text": ""})

    assert answer.status_code == 422
    assert form_values(answer.text)["version"] == "1"
