"""What people report is answered: by the body itself, or by whoever stands in for it."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.models import Role
from app.errors import NotFound
from app.register.models import ReportState
from app.register.queries.history import get_report
from app.register.queries.reports import (
    count_late_reports,
    count_office_reports,
    get_own_report,
)
from app.register.rules.reports import ANSWER_DAYS
from app.register.schemas.forms import ErrorForm, MissingForm
from app.register.services.reports import report_error, report_missing
from tests.factories import NOW, make_official, make_organisation
from tests.register.make import make_published
from tests.register.reporting import (
    REPORTS,
    WORDS,
    answer,
    found,
    hide,
    latest_act,
    told,
    waiting,
)
from tests.sign_in import sign_in


@pytest.mark.parametrize("number", ["0", "9" * 21])
def test_a_number_that_no_report_has_is_not_found(client, number):
    assert client.get(f"/en/register/reports/{number}").status_code == 404


def test_a_report_is_stored_masked_and_numbered(session, foreign, now):
    form = ErrorForm(text="Call me at jo@example.org: the team is wrong.")
    report = report_error(session, foreign, form, region="GB", now=now)

    assert "jo@example.org" not in report.text
    assert (report.number, report.record_version) == (1, 1)


def test_an_unknown_report_is_not_found(session):
    with pytest.raises(NotFound):
        get_report(session, 99)


def test_a_report_goes_to_the_body_whose_record_it_is(session, council, administrator):
    report = told(session, make_published(session, "Letter sorting", council))
    other = make_official(session)

    assert waiting(session, administrator) == [report]
    assert waiting(session, other) == []
    with pytest.raises(NotFound):
        get_own_report(session, other, 1)


def test_a_report_about_a_body_without_anybody_goes_to_every_administrator(
    session, foreign, administrator
):
    report = told(session, foreign)
    publisher = make_official(
        session, organisation_id=administrator.organisation_id, role=Role.PUBLISHER
    )

    assert waiting(session, administrator) == [report]
    assert waiting(session, make_official(session)) == [report]
    assert waiting(session, publisher) == []
    assert count_office_reports(session, publisher)[ReportState.RECEIVED] == 0


@pytest.mark.parametrize(
    ("given", "takes_over"),
    [
        ({"role": Role.PUBLISHER}, True),
        ({"role": Role.ADMINISTRATOR}, True),
        ({"role": Role.ANALYST}, False),
        ({"role": Role.PUBLISHER, "is_active": False}, False),
        # Invited, and has not come yet.
        ({"role": Role.PUBLISHER, "password_hash": ""}, False),
    ],
)
def test_once_a_body_has_somebody_who_can_answer_its_reports_go_there(
    session, foreign, administrator, agency, given, takes_over
):
    report = told(session, foreign)
    own = make_official(session, organisation_id=agency.id, **given)

    assert (waiting(session, administrator) == []) is takes_over
    assert waiting(session, own) == [report]


def test_the_public_answer_names_who_gave_it_and_whose_record_it_is(
    client, session, foreign, administrator
):
    told(session, foreign)
    sign_in(client, session, administrator)
    assert "Federal Weather Office, which has nobody here" in (
        client.get(f"{REPORTS}/1").text
    )
    answer(client, 1)
    client.cookies.clear()

    page = " ".join(client.get("/en/register/reports/1").text.split())
    assert "Answered by Larkhaven Council, which keeps this register." in page
    assert "<bdi>Federal Weather Office</bdi>" in page
    assert WORDS in page
    entry = latest_act(session)
    assert entry.act == "answered_report"
    assert entry.detail["on_behalf_of"] == str(foreign.organisation_id)


def test_withheld_words_of_a_report_are_never_shown(
    client, session, foreign, administrator
):
    told(session, foreign)
    sign_in(client, session, administrator)
    answer(client, 1, "Not shown: it is about a person.", "withhold")
    client.cookies.clear()

    page = client.get("/en/register/reports/1").text
    assert "Not shown: it is about a person." in page
    assert WORDS not in page


def test_a_mistaken_answer_is_put_right_and_stays_in_the_audit_trail(
    client, session, foreign, administrator
):
    told(session, foreign)
    sign_in(client, session, administrator)
    answer(client, 1, "Shown by mistake.")
    seen = found(r'name="seen" value="([^"]+)"', client.get(f"{REPORTS}/1").text)
    answer(client, 1, "Put right.", "withhold", seen=seen)

    page = client.get("/en/register/reports/1").text
    assert "Put right." in page
    assert "This answer was changed on" in page
    assert WORDS not in page
    assert found(r"<del[^>]*>([^<]+)</del>", page) == "Shown by mistake."
    entry = latest_act(session)
    assert entry.act == "corrected_answer"
    assert entry.detail["earlier"]["answer"] == "Shown by mistake."


def test_an_earlier_answer_that_tells_private_things_leaves_its_days_alone(
    client, session, foreign, administrator
):
    told(session, foreign)
    sign_in(client, session, administrator)
    for number, text in enumerate(["Ann Lee did it.", "Ann did it.", "Put right."]):
        page = client.get(f"{REPORTS}/1").text
        seen = found(r'name="seen" value="([^"]*)"', page)
        hiding = {"hide_earlier": "yes"} if number == 2 else {}
        answer(client, 1, text, seen=seen, **hiding)
    client.cookies.clear()

    page = client.get("/en/register/reports/1").text
    assert "2 earlier answers" in page
    assert page.count("Its words are not shown") == 2
    assert "Ann" not in page
    assert latest_act(session).detail["earlier"]["answer"] == "Ann did it."


def test_a_report_goes_with_its_record_to_another_body(
    client, session, council, administrator
):
    system = make_published(session, "Letter sorting", council)
    told(session, system)
    heir = make_organisation(session, name="Post Office")
    own = make_official(session, organisation_id=heir.id)
    system.organisation_id = heir.id
    session.commit()

    assert waiting(session, administrator) == []
    assert [one.number for one in waiting(session, own)] == [1]
    assert "<bdi>Post Office</bdi>" in client.get("/en/register/reports/1").text


def test_a_report_about_a_hidden_record_tells_nothing_of_it(
    client, session, council, administrator
):
    system = make_published(session, "Letter sorting", council)
    told(session, system)
    sign_in(client, session, administrator)
    answer(client, 1, "The letters team put it right.")
    client.cookies.clear()
    hide(session, system)
    session.commit()

    page = client.get("/en/register/reports/1").text
    assert "What this is about is not public" in page
    for told_of in (WORDS, "letters team", "Larkhaven Council", "Letter sorting"):
        assert told_of not in page


def test_whoever_stands_in_is_not_shown_reports_about_hidden_records(
    session, foreign, administrator
):
    told(session, foreign)
    hide(session, foreign)
    session.commit()

    assert waiting(session, administrator) == []
    assert count_late_reports(session, administrator, NOW + timedelta(days=99)) == 0
    with pytest.raises(NotFound):
        get_own_report(session, administrator, 1)


def test_nobody_replaces_an_answer_they_have_not_seen(
    client, session, foreign, administrator
):
    told(session, foreign)
    sign_in(client, session, administrator)
    answer(client, 1, "The first answer.")
    refused = answer(client, 1, "Written meanwhile.")

    assert refused.status_code == 422
    assert "Somebody answered this meanwhile" in refused.text
    assert "Written meanwhile." in refused.text
    assert "The first answer." in client.get("/en/register/reports/1").text


def test_a_report_without_an_answer_says_that_it_is_being_checked(
    client, session, foreign
):
    told(session, foreign, at=datetime.now(UTC) - timedelta(days=12))

    page = client.get("/en/register/reports/1").text
    assert "Received, being checked" in page
    assert "It has waited for 12 days." in page
    assert WORDS not in page


def test_a_report_that_waits_too_long_is_late_for_all_to_see(
    client, session, foreign, administrator
):
    now = datetime.now(UTC)
    for days in (ANSWER_DAYS - 1, ANSWER_DAYS + 1):
        told(session, foreign, at=now - timedelta(days=days))

    assert count_late_reports(session, administrator, now) == 1
    assert "Late" not in client.get("/en/register/reports/1").text
    assert "Late" in client.get("/en/register/reports/2").text
    sign_in(client, session, administrator)
    assert "1 report is late." in client.get(REPORTS).text
    assert "1 of them is late." in client.get("/en/office").text


@pytest.mark.parametrize(
    "page", ["/en/register/storm-warnings/report", "/en/register/report-missing"]
)
def test_whoever_reports_is_told_when_an_answer_is_late(client, session, foreign, page):
    session.commit()

    assert f"more than {ANSWER_DAYS} days is marked as late" in client.get(page).text


def test_reports_are_listed_by_state_page_by_page(
    client, session, foreign, administrator
):
    for day in range(27):
        told(session, foreign, at=NOW - timedelta(days=day))
    sign_in(client, session, administrator)
    answer(client, 1)

    first, second = (client.get(f"{REPORTS}?page={page}").text for page in (1, 2))
    assert "Report 27" in first
    assert "Report 2</a>" in second
    assert "Report 27" not in second
    answered = client.get(f"{REPORTS}?state=answered").text
    assert "Report 1</a>" in answered
    assert "Report 2</a>" not in answered
    assert client.get(f"{REPORTS}?state=none&page=9").status_code == 200


def test_a_missing_system_is_every_bodys_to_answer_and_then_the_answerers(
    client, session, administrator
):
    form = MissingForm(about="City police", text="Cameras count people there.")
    report_missing(session, form, region="GB", now=NOW)
    other = make_official(session)
    session.commit()
    assert len(waiting(session, administrator)) == len(waiting(session, other)) == 1

    sign_in(client, session, administrator)
    answer(client, 1, "It is in the register now.")
    with pytest.raises(NotFound):
        get_own_report(session, other, 1)
    assert "Answered by Larkhaven Council" in client.get("/en/register/missing").text


def test_many_missing_systems_fill_pages(client, session):
    form = MissingForm(about="City police", text="Cameras count people there.")
    for _ in range(21):
        report_missing(session, form, region="GB", now=NOW)
        session.flush()
    session.commit()

    assert ">Report 1<" not in client.get("/en/register/missing").text
    assert ">Report 1<" in client.get("/en/register/missing?page=2").text


def test_every_report_stands_in_a_list_with_its_state(
    client, session, foreign, administrator
):
    now = datetime.now(UTC)
    told(session, foreign, at=now - timedelta(days=ANSWER_DAYS + 1))
    told(session, foreign, at=now)
    sign_in(client, session, administrator)
    answer(client, 2)
    client.cookies.clear()

    page = " ".join(client.get("/en/register/reports").text.split())
    assert page.index("Report 2</a>") < page.index("Report 1</a>")
    assert "Received, being checked" in page
    assert page.count(">Late<") == 1
    assert WORDS not in page
    assert client.get("/en/register/reports?page=2").status_code == 200


@pytest.mark.parametrize("typed", ["1", " 1 ", "#1"])
def test_a_report_is_found_by_its_number(client, session, foreign, typed):
    told(session, foreign)

    found = client.get("/en/register/reports", params={"number": typed})

    assert found.status_code == 303
    assert found.headers["location"].endswith("/en/register/reports/1")


@pytest.mark.parametrize("typed", ["7", "", "one", "9" * 30, "²"])
def test_a_number_that_no_report_has_comes_back(client, session, foreign, typed):
    told(session, foreign)

    page = client.get("/en/register/reports", params={"number": typed})

    assert page.status_code == 404
    assert "There is no report with this number." in page.text
    assert f'value="{typed}"' in page.text or not typed


def test_the_list_of_what_is_missing_says_what_waits_since_when(client, session):
    form = MissingForm(about="City police", text="Cameras count people there.")
    report_missing(session, form, region="GB", now=NOW)
    session.commit()

    page = client.get("/en/register/missing").text
    assert "Received on" in page
    assert "City police" not in page
    assert 'name="number"' in page
