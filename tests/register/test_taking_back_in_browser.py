"""An administrator takes an import back: numbers, a reason, progress, a report."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from app.accounts.models import AuditEntry, Role
from app.jobs import Job, JobRow, JobState, LostJob
from app.jobs.registry import MOST_ATTEMPTS
from app.register.models import (
    ImportState,
    ImportStep,
    RegisterImport,
    TakingBack,
    TakingBackState,
)
from app.register.rules.taking_back import WINDOW
from app.register.services.import_files import forget_old_imports, give_up
from app.register.services.intake import AT_ONCE
from app.register.services.taking_back import forget_old_steps, stop_lost
from app.register.tasks import perform_import, perform_taking_back
from tests.factories import make_official
from tests.posting import post_form
from tests.register.copies import SLIM, SNEL, copy_of
from tests.register.importer import PLACE, WRONG, Importer
from tests.register.make import publish_next
from tests.register.test_feeds import FEED, page_at, titles
from tests.sign_in import sign_in

MANY = [{**SLIM, "id": str(n), "title": f"Slim {n}"} for n in range(AT_ONCE + 5)]


@pytest.fixture
def official(client, session):
    official = make_official(session, name="Ada Lovelace")
    sign_in(client, session, official)
    return official


@pytest.fixture
def importer(client, session, database, settings, official):
    return Importer(client, session, database, settings)


def test_the_page_says_in_exact_numbers_what_will_happen(client, importer):
    importer.bring(copy_of(SLIM, SNEL))
    wrong = importer.bring(
        copy_of({**SLIM, "doel": "Beter"}, {**SNEL, "id": "3", "title": "Nieuw"})
    )
    assert f"{wrong}/take-back" in client.get(wrong).text

    assert importer.counts(wrong) == [1, 1, 1, 0]
    page = importer.page(wrong)
    assert "What will happen" in page
    assert "Possible until" in page
    importer.take_back(wrong)
    assert importer.counts(wrong) == [1, 1, 1, 0]
    assert "What happened" in importer.page(wrong)


def test_a_reason_is_asked_for(importer):
    place = importer.bring(copy_of(SLIM))

    answer = importer.ask(place, "  ")

    assert answer.status_code == 422
    assert 'id="field-reason"' in answer.text
    assert importer.system("slim").removed_at is None


def test_other_numbers_than_were_shown_are_shown_first(session, importer):
    place = importer.bring(copy_of(SLIM, SNEL))

    answer = importer.ask(place, "Last year's.", seen="1-0-0-0")

    assert answer.status_code == 422
    assert "The numbers have changed" in answer.text
    assert "Last year&#39;s." in answer.text
    assert importer.ask(place).status_code == 303


def test_the_list_says_what_was_taken_back_by_whom_and_why(client, importer):
    place = importer.bring(copy_of(SLIM))

    assert importer.ask(place).status_code == 303
    assert "Taking the import back" in importer.page(place)
    assert "Being taken back" in client.get(f"/en{PLACE}").text
    importer.run()

    page = client.get(f"/en{PLACE}").text
    assert "Taken back" in page
    assert "Ada Lovelace" in page
    assert "It was last year&#39;s file." in page
    assert "Ada Lovelace" in client.get(place).text


def test_the_trail_keeps_who_took_what_back_and_why(session, importer):
    importer.take_back(importer.bring(copy_of(SLIM)))

    last = session.exec(select(AuditEntry).order_by(col(AuditEntry.number))).all()[-1]

    assert last.act == "took_back_register"
    assert last.detail == {"format": "nl-short", "reason": WRONG}


def test_it_is_taken_back_once(client, importer):
    place = importer.bring(copy_of(SLIM))
    importer.ask(place)
    assert importer.ask(place).status_code == 422

    importer.run()

    assert 'name="reason"' not in importer.page(place)
    assert importer.ask(place).status_code == 422


def test_a_file_that_was_not_imported_is_not_taken_back(client, importer, official):
    files = {"file": ("copy.json", copy_of(SLIM))}
    sent = post_form(client, PLACE, {"format": "nl-short"}, files=files)
    place = sent.headers["location"]

    assert "take-back" not in client.get(place).text
    assert "Nothing of this file was imported." in importer.page(place)
    assert importer.ask(place).status_code == 422


def test_after_a_month_an_import_stays(client, session, importer):
    place = importer.bring(copy_of(SLIM))
    row = session.exec(select(RegisterImport)).one()
    row.finished_at -= WINDOW
    session.add(row)
    session.commit()

    assert "take-back" not in client.get(place).text
    assert "for 30 days" in importer.page(place)
    assert importer.ask(place).status_code == 422


def test_how_records_were_is_forgotten_when_it_is_of_no_more_use(session, importer):
    importer.bring(copy_of(SLIM))
    finished_at = session.exec(select(RegisterImport)).one().finished_at

    forget_old_steps(session, finished_at + WINDOW - timedelta(minutes=1))
    assert len(session.exec(select(ImportStep)).all()) == 1
    forget_old_steps(session, finished_at + WINDOW + timedelta(minutes=1))
    assert session.exec(select(ImportStep)).all() == []


def test_an_old_import_goes_with_all_that_was_noted_of_it(session, importer):
    importer.take_back(importer.bring(copy_of(SLIM, SNEL)))
    row = session.exec(select(RegisterImport)).one()

    forget_old_imports(session, row.uploaded_at + timedelta(days=91))
    session.commit()
    session.expire_all()

    for kind in (RegisterImport, ImportStep, TakingBack):
        assert session.exec(select(kind)).all() == []
    assert len(importer.versions("slim")) == 1


def test_an_import_that_stopped_half_way_can_be_taken_back(
    client, session, database, settings, importer
):
    place = importer.send(copy_of(*MANY))
    with pytest.raises(PowerCut):
        perform_import(job_for(place, database, settings, "first", cut))
    row = session.exec(select(RegisterImport)).one()
    give_up(session, row)
    session.commit()
    assert row.state is ImportState.FAILED

    assert importer.counts(place) == [AT_ONCE, 0, 0, 0]
    importer.take_back(place)

    assert client.get("/en/register/slim-0").status_code == 410


def test_what_was_cut_off_goes_on_where_it_was(session, database, settings, importer):
    place = importer.bring(copy_of(*MANY))
    later = importer.bring(copy_of(*({**one, "doel": "Anders"} for one in MANY)))
    importer.ask(later)

    with pytest.raises(PowerCut):
        perform_taking_back(job_for(later, database, settings, "first", cut))
    half = importer.count_versions()
    perform_taking_back(job_for(later, database, settings, "second"))

    assert half == 2 * len(MANY) + AT_ONCE
    assert importer.count_versions() == 3 * len(MANY)
    assert importer.counts(later) == [0, len(MANY), 0, 0]
    assert importer.counts(place) == [len(MANY), 0, 0, 0]


def test_what_fails_for_the_last_time_is_asked_again_for_the_rest(
    database, settings, importer
):
    place = importer.bring(copy_of(*MANY))
    importer.ask(place)
    last = job_for(place, database, settings, "first", cut)

    with pytest.raises(PowerCut):
        perform_taking_back(replace(last, attempts=MOST_ATTEMPTS))

    page = importer.page(place)
    assert "taken back in part only" in page
    assert "What will happen to the rest" in page
    importer.take_back(place)
    assert importer.counts(place) == [len(MANY), 0, 0, 0]


def test_what_lost_its_worker_is_stopped(session, importer):
    place = importer.bring(copy_of(SLIM))
    importer.ask(place)

    stop_lost(session)
    assert states(session) == [TakingBackState.WORKING]
    for job in session.exec(select(JobRow).where(JobRow.state == JobState.WAITING)):
        job.state = JobState.DEAD
    stop_lost(session)
    session.commit()

    assert states(session) == [TakingBackState.STOPPED]


def test_a_worker_that_was_replaced_writes_nothing_more(database, settings, importer):
    place = importer.bring(copy_of(SLIM, SNEL))
    importer.ask(place)

    def replaced(*_: object) -> None:
        perform_taking_back(job_for(place, database, settings, "second"))

    with pytest.raises(LostJob):
        perform_taking_back(job_for(place, database, settings, "first", replaced))
    assert importer.counts(place) == [2, 0, 0, 0]


def test_feeds_tell_of_it_in_one_entry_and_of_each_loss_by_itself(client, importer):
    losing = [{**one, "impactassessment": "Ja"} for one in MANY[:2]]
    rows = [{**one, "impactassessment": "Nee"} for one in MANY[:2]] + MANY[2:20]
    importer.bring(copy_of(*rows))
    wrong = importer.bring(
        copy_of(*losing, *({**one, "doel": "Anders"} for one in MANY[2:20]))
    )

    importer.take_back(wrong)

    told = titles(page_at(client, FEED))[:3]
    assert "18 records went back to what they said before an import" in told
    assert sorted(told)[1:] == ["Slim 0: Weakened", "Slim 1: Weakened"]


def test_feeds_tell_of_many_removed_in_one_entry(client, importer):
    place = importer.bring(copy_of(*MANY))

    importer.take_back(place)

    newest = titles(page_at(client, FEED))[0]
    assert newest == (
        f"{len(MANY)} records were removed: the import that added them was taken back"
    )


def test_the_report_names_all_that_stays(client, session, importer):
    place = importer.bring(copy_of(SLIM, SNEL))
    publish_next(session, importer.system("snel"), "Ours now.")
    session.commit()

    before = json.loads(client.get(f"{place}/take-back/report.json").content)
    importer.take_back(place)
    after = client.get(f"{place}/take-back/report.json")

    assert (before.pop("is_dry_run"), before["removed"]) == (True, 1)
    told = json.loads(after.content)
    assert told.pop("is_dry_run") is False
    assert told == before
    assert [one["slug"] for one in told["left"]] == ["snel"]
    assert "attachment" in after.headers["content-disposition"]


def test_only_the_body_that_imported_takes_back(client, session, importer):
    place = importer.bring(copy_of(SLIM))
    sign_in(client, session, make_official(session))

    assert client.get(f"{place}/take-back").status_code == 404
    assert client.get(f"{place}/take-back/report.json").status_code == 404
    assert importer.ask(place).status_code == 404


def test_who_may_not_import_may_not_take_back(client, session, importer, official):
    place = importer.bring(copy_of(SLIM))
    body = official.organisation_id
    publisher = make_official(session, organisation_id=body, role=Role.PUBLISHER)
    sign_in(client, session, publisher)

    assert client.get(f"{place}/take-back").status_code == 403


def states(session):
    return session.exec(select(TakingBack.state)).all()


class PowerCut(Exception):
    """Stands for anything that ends a worker."""


def cut(*_: object) -> None:
    raise PowerCut


def job_for(place, database, settings, attempt, report=lambda *_: None) -> Job:
    payload = {"id": place.rpartition("/")[2]}
    return Job("register.any", payload, attempt, 1, database, settings, report)
