"""Who was asked and what was assessed: each number on a page is what its link lists."""

import csv
import io
import re
from datetime import UTC, datetime
from html import unescape

import pytest

from app.register.models import Status, SystemFeedback
from app.register.queries.in_use import count_in_use
from app.register.rules.before_use import (
    Asked,
    Assessed,
    impact_assessed,
    public_asked,
)
from app.register.schemas.answers import read_answers
from app.register.services.entries import refresh_entry, set_feedback
from app.register.services.importing import import_register
from tests.factories import NOW
from tests.real_data import real_data
from tests.register.make import make_published
from tests.register.test_standards import us_file

TODAY = NOW.date()
_NUMBER = re.compile(r'<a href="(/en/register\?[^"]+)">([\d,]+)</a>')
_TOTAL = re.compile(r'<span role="status">\s*([\d,]+) systems?')
US_PAGE = {"use_case_name": "Page", "development_stage": "Deployed"}


def whole(text):
    return int(text.replace(",", ""))


def numbers_on(client, page):
    """Return every number on a page that is a link into the register, by its address."""
    shown = client.get(page).text
    return {unescape(address): whole(n) for address, n in _NUMBER.findall(shown)}


def number_listed(client, address):
    found = _TOTAL.search(client.get(address).text)
    assert found, f"no count at {address}"
    return whole(found[1])


def require_that_each_number_is_listed(client, least):
    for page in ("/en/", "/en/register"):
        numbers = numbers_on(client, page)
        assert len(numbers) >= least
        assert {one: number_listed(client, one) for one in numbers} == numbers


def make_some(session):
    """Add systems of every kind: asked and not, assessed and not, silent, not in use."""
    asked = make_published(session, "Asked here")
    feedback = SystemFeedback(
        system_id=asked.id, comments=3, is_consulted_on=True, updated_at=NOW
    )
    set_feedback(session, feedback, now=NOW)
    make_published(session, "Asked elsewhere", asked_elsewhere="yes")
    reasoned = make_published(session, "Not asked", no_assessment_reason="Too small.")
    reasoned.no_consultation_reason = "It was an emergency."
    refresh_entry(session, reasoned, now=NOW)
    make_published(session, "Silent", impact_assessments=[{"type": "DPIA"}])
    make_published(
        session,
        "On trial",
        status=Status.OPEN_PILOT,
        asked_elsewhere_how="Tests with staff.",
        no_assessment_reason="It is in progress.",
    )
    make_published(session, "Ended", status=Status.RETIRED, asked_elsewhere="yes")
    make_published(session, "Unclear", status=Status.NOT_STATED)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, Asked.UNKNOWN),
        ({"asked_elsewhere": {"value": "yes"}}, Asked.ELSEWHERE),
        ({"asked_elsewhere": {"value": "no"}}, Asked.NO),
        ({"asked_elsewhere": {"value": "unknown"}}, Asked.UNKNOWN),
        ({"asked_elsewhere": {"state": "not_applicable", "reason": "Old."}}, Asked.NO),
        (
            {"asked_elsewhere": {"state": "withheld", "reason": "Law 3."}},
            Asked.UNKNOWN,
        ),
        ({"asked_elsewhere_how": {"value": "Tests with users"}}, Asked.OTHER),
        ({"asked_elsewhere_how": {"value": "n/a"}}, Asked.UNKNOWN),
    ],
)
def test_a_silent_record_is_never_counted_as_a_no(given, asked):
    answers = read_answers(given)

    assert public_asked(answers, is_consulted_on=False, reason=" ") is asked
    assert public_asked(answers, is_consulted_on=True, reason="") is Asked.HERE


def test_a_reason_why_the_public_was_not_asked_is_a_no():
    assert public_asked({}, is_consulted_on=False, reason="It was urgent.") is Asked.NO


@pytest.mark.parametrize(
    ("given", "assessed"),
    [
        ({}, Assessed.UNKNOWN),
        ({"impact_assessments": {"value": [{"type": "DPIA"}]}}, Assessed.YES),
        (
            {"impact_assessments": {"value": [{"type": "DPIA", "summary": "n.v.t."}]}},
            Assessed.YES,
        ),
        ({"impact_assessments": {"value": [{"type": "None"}]}}, Assessed.UNKNOWN),
        ({"impact_assessments": {"value": [{"type": "Geen"}]}}, Assessed.UNKNOWN),
        ({"impact_assessments": {"value": [{"summary": "n.v.t."}]}}, Assessed.UNKNOWN),
        ({"impact_assessments": {"value": [{"date": "2026"}]}}, Assessed.UNKNOWN),
        ({"no_assessment_reason": {"value": "Too small."}}, Assessed.NO),
        ({"no_assessment_reason": {"value": "n/a"}}, Assessed.UNKNOWN),
        ({"no_assessment_reason": {"value": "It is under way."}}, Assessed.OTHER),
        (
            {"impact_assessments": {"state": "not_applicable", "reason": "Old."}},
            Assessed.NO,
        ),
        (
            {"impact_assessments": {"state": "not_yet_known", "until": "2027-01-01"}},
            Assessed.UNKNOWN,
        ),
    ],
)
def test_an_assessment_is_named_denied_or_not_spoken_of(given, assessed):
    assert impact_assessed(read_answers(given)) is assessed


def test_use_is_counted_by_what_records_say_was_done_before(session):
    make_some(session)

    counts = count_in_use(session, TODAY)
    asked, assessed = counts.answers["consultation"], counts.answers["assessment"]
    assert counts.total.count == 5
    assert [asked[one].count for one in Asked] == [1, 1, 1, 1, 1]
    assert [assessed[one].count for one in Assessed] == [1, 1, 1, 2]
    assert counts.unclear.count == 1


def test_feedback_on_a_system_in_use_is_not_asking_before(session):
    system = make_published(session)
    feedback = SystemFeedback(
        system_id=system.id, comments=3, is_consulted_on=False, updated_at=NOW
    )
    set_feedback(session, feedback, now=NOW)

    assert count_in_use(session, TODAY).answers["consultation"][Asked.HERE].count == 0


def test_each_number_is_what_its_link_lists(client, session):
    make_some(session)
    session.commit()

    require_that_each_number_is_listed(client, least=8)


def test_the_same_numbers_are_there_as_files(client, session):
    make_some(session)
    session.commit()

    rows = client.get("/register/data/in-use.json").json()["counts"]
    lines = list(
        csv.DictReader(io.StringIO(client.get("/register/data/in-use.csv").text))
    )
    assert [{**one, "systems": str(one["systems"])} for one in rows] == lines
    for row in rows:
        records = client.get(
            row["records"].removeprefix("http://testserver.local")
        ).text
        found = csv.DictReader(io.StringIO(records.lstrip("\ufeff")))
        assert len(list(found)) == row["systems"], row


def test_overdue_counts_what_is_marked_overdue(client, session):
    """The mark stands beside every record, whether its system is in use or not."""
    last_year = datetime.now(UTC).date().replace(year=datetime.now(UTC).year - 1, day=1)
    for name, status in (("Used", Status.IN_USE), ("Paused", Status.PAUSED)):
        make_published(session, name, status=status, review_due=last_year.isoformat())
    session.commit()

    page = client.get("/en/register").text
    assert page.count(">review overdue<") == 2
    assert numbers_on(client, "/en/register")["/en/register?review=overdue"] == 2


def test_records_that_do_not_say_what_they_do_to_people_are_counted(client, session):
    make_published(session, "Says so", effects=["answers"])
    data = us_file(US_PAGE)
    import_register(session, "us-2025", data, now=NOW)
    session.commit()

    page = " ".join(client.get("/en/register/effects").text.split())
    assert "1 record of 2 does not state this." in page
    assert number_listed(client, "/en/register?effect=unknown") == 1
    assert "Not stated" not in page
    assert "/en/register/topics" in page
    assert "1 record of 2 does not state this." in (
        " ".join(client.get("/en/register/topics").text.split())
    )


@pytest.mark.parametrize(
    ("steps", "asked"),
    [
        ("['General solicitations of \\ncomments from the public']", Asked.ELSEWHERE),
        ("['c) Public hearings or meetings ']", Asked.ELSEWHERE),
        ("['Usability Testing', 'Public Feedback Solicitations']", Asked.ELSEWHERE),
        ("['f) Agency CAIO has waived this minimum practice']", Asked.NO),
        ("['CAIO Waived']", Asked.NO),
        ("['This practice was not waived by the CAIO']", Asked.OTHER),
        ("['Other: No public hearings were held']", Asked.OTHER),
        ("['Public feedback solicitations were not carried out']", Asked.OTHER),
        (
            "['Solicitation of comments from the public was not carried out']",
            Asked.OTHER,
        ),
        ("['c) Public feedback solicitation: planned']", Asked.OTHER),
        ("['b) Public hearings (in progress)']", Asked.OTHER),
        (
            "['General solicitations of feedback and comments from EAC staff']",
            Asked.OTHER,
        ),
        ("['Usability Testing']", Asked.OTHER),
        ("['In-progress']", Asked.OTHER),
        ("[]", Asked.UNKNOWN),
        ("no list", Asked.UNKNOWN),
    ],
)
def test_the_us_inventory_says_whether_the_public_was_asked(session, steps, asked):
    data = us_file({**US_PAGE, "hi_public_consultation": steps})
    import_register(session, "us-2025", data, now=NOW)

    counts = count_in_use(session, TODAY).answers["consultation"]
    assert counts[asked].count == 1


@pytest.mark.parametrize(
    ("stated", "assessed"),
    [
        ({"hi_assessment_completed": "Yes"}, Assessed.YES),
        ({"hi_assessment_completed": "No"}, Assessed.NO),
        ({"hi_assessment_completed": "CAIO waived"}, Assessed.NO),
        ({"hi_assessment_completed": "In-progress"}, Assessed.OTHER),
        ({"pia_url": "https://agency.example/pia"}, Assessed.YES),
        ({"pia_url": "Yes"}, Assessed.YES),
        # That there is none about privacy says nothing about other kinds.
        ({"pia_url": "No"}, Assessed.OTHER),
        ({"pia_url": "Not publicly available"}, Assessed.OTHER),
        ({"pia_url": "No", "hi_assessment_completed": "Yes"}, Assessed.YES),
        ({}, Assessed.UNKNOWN),
    ],
)
def test_the_us_inventory_says_whether_impact_was_assessed(session, stated, assessed):
    import_register(session, "us-2025", us_file({**US_PAGE, **stated}), now=NOW)

    assert count_in_use(session, TODAY).answers["assessment"][assessed].count == 1


@pytest.mark.real_data
@pytest.mark.slow
def test_each_number_over_real_registers_is_what_its_link_lists(client, session):
    for name, file in (
        ("us-2025", "us_2025_use_cases.csv"),
        ("nl-short", "nl_register.json"),
    ):
        data = real_data(f"registers/{file}").read_bytes()
        import_register(session, name, data, now=NOW)
    session.commit()

    require_that_each_number_is_listed(client, least=7)
    counts = count_in_use(session, TODAY)
    for some in counts.answers.values():
        assert sum(one.count for one in some.values()) == counts.total.count


def test_a_record_says_how_people_were_asked_elsewhere(client, session):
    steps = "['b) General solicitations of \\nfeedback and comments from the public']"
    data = us_file({**US_PAGE, "hi_public_consultation": steps})
    import_register(session, "us-2025", data, now=NOW)
    session.commit()

    page = client.get("/en/register/page").text
    assert "The record says that the public was asked in another way." in page
    assert "General solicitations of feedback and comments from the public" in page
    assert "The register that this record came from does not say:" in page
