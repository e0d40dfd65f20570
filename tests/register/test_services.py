from datetime import timedelta

import pytest
from sqlmodel import select

from app.errors import Conflict, Invalid, NotFound
from app.register.models import EventKind, RegisterEntry, RegisterEvent, Status
from app.register.queries import find_draft, get_public_system, get_record, list_records
from app.register.schemas.answers import stored_answers
from app.register.schemas.change import Change
from app.register.services import (
    change_status,
    create_system,
    open_draft,
    publish_record,
    remove_system,
    save_draft,
    withhold_system,
)
from app.register.services.drafts import draft_mark, require_unchanged
from app.register.services.versions import seal_of
from tests.factories import make_official, make_organisation
from tests.register.answers import PLAIN


@pytest.fixture
def organisation(session):
    return make_organisation(session, name="Larkhaven Council")


@pytest.fixture
def official(session, organisation):
    return make_official(session, organisation_id=organisation.id)


@pytest.fixture
def system(session, organisation, now):
    return create_system(session, organisation, "Letter sorting", now=now)


@pytest.fixture
def published(session, system, official, now):
    save_draft(session, system, PLAIN, official=official, now=now)
    publish_record(session, system, official, Change("First entry."), now=now)
    return system


def kinds(session):
    return [one.kind for one in session.exec(select(RegisterEvent))]


def republish(session, system, official, now, **given):
    save_draft(session, system, given, official=official, now=now)
    return publish_record(session, system, official, Change("Changed."), now=now)


def test_two_systems_of_one_name_get_addresses_of_their_own(session, organisation, now):
    slugs = [
        create_system(session, organisation, name, now=now).slug
        for name in ("Zähler & Co", "Zähler & Co", "Report missing", "人工知能")
    ]

    assert slugs == ["zahler-co", "zahler-co-2", "report-missing-2", "system"]


def test_a_system_without_a_name_is_refused(session, organisation, now):
    with pytest.raises(Invalid) as caught:
        create_system(session, organisation, "  ", now=now)
    assert "name" in caught.value.field_errors


def test_a_draft_is_not_public(session, system, official, now):
    save_draft(session, system, PLAIN, official=official, now=now)

    with pytest.raises(NotFound):
        get_public_system(session, system.slug)


def test_saving_part_of_a_draft_leaves_the_rest_and_an_empty_answer_empties(
    session, system, official, now
):
    save_draft(session, system, PLAIN, official=official, now=now)
    given = {"team": {"value": "Post room"}, "one_line": {"value": ""}}
    draft = save_draft(session, system, given, official=official, now=now)

    assert draft.fields["team"]["confirmed_on"] == "2026-03-02"
    assert "one_line" not in draft.fields
    assert "plain_summary" in draft.fields


def test_saving_over_somebody_elses_work_is_refused(session, system, now):
    draft = open_draft(session, system, now=now)
    mark = draft_mark(system, draft)
    save_draft(session, system, PLAIN, official=None, now=now)

    with pytest.raises(Conflict):
        require_unchanged(session, system, mark)


def test_a_draft_begun_anew_is_not_taken_for_the_one_before(session, published, now):
    before = draft_mark(published, open_draft(session, published, now=now))
    publish_record(session, published, None, Change("Next."), now=now)
    later = now + timedelta(minutes=1)

    anew = draft_mark(published, open_draft(session, published, now=later))

    assert anew != before


def test_publishing_makes_version_1_and_puts_the_draft_away(session, published):
    record = get_record(session, published, 1)

    assert stored_answers(record.fields)["opt_out"].value == "yes"
    assert find_draft(session, published) is None
    assert kinds(session) == [EventKind.PUBLISHED]
    assert session.get(RegisterEntry, published.id).facets["topic"] == ["service"]


def test_publishing_nothing_new_is_refused(session, published, official, now):
    with pytest.raises(Conflict):
        publish_record(session, published, official, Change("Again"), now=now)


def test_a_later_version_must_say_what_changed(session, published, official, now):
    open_draft(session, published, now=now)

    with pytest.raises(Invalid):
        publish_record(session, published, official, Change(" "), now=now)


def test_an_earlier_version_never_changes(session, published, official, now):
    before = dict(get_record(session, published, 1).fields)
    republish(session, published, official, now, team={"value": "Post room"})

    assert get_record(session, published, 1).fields == before
    assert get_record(session, published, 2).fields["team"]["value"] == "Post room"


def test_each_version_is_sealed_to_the_one_before(session, published, official, now):
    first = get_record(session, published, 1)
    second = republish(session, published, official, now, team={"value": "Post"})

    assert second.seal == seal_of(second, first.seal)
    assert second.seal != seal_of(second, "forged")


def test_dropping_human_review_is_told_as_weakened(session, published, official, now):
    gone = {"state": "not_applicable", "reason": "Too slow."}
    record = republish(session, published, official, now, human_review=gone)

    assert record.weakenings[0]["kind"] == "human_review_removed"
    assert kinds(session) == [EventKind.PUBLISHED, EventKind.WEAKENED]


def test_a_status_change_is_a_new_version_and_leaves_the_draft_alone(
    session, published, official, now
):
    save_draft(session, published, {"team": {"value": "X"}}, official=official, now=now)
    change = Change(
        "Now used by every team.", no_consultation_reason="Older than the register."
    )
    change_status(session, published, Status.IN_USE, official, change, now=now)

    record = get_record(session, published, 2)
    assert record.status is Status.IN_USE
    assert "team" not in record.fields
    assert open_draft(session, published, now=now).fields["team"]["value"] == "X"


def test_use_without_consultation_is_refused_without_a_reason(
    session, published, official, now
):
    with pytest.raises(Invalid):
        change_status(
            session, published, Status.IN_USE, official, Change("Go."), now=now
        )


def test_each_step_into_use_needs_its_own_reason_and_keeps_it(
    session, published, official, now
):
    pilot = Change("We try it.", no_consultation_reason="It is only a trial.")
    change_status(session, published, Status.OPEN_PILOT, official, pilot, now=now)

    with pytest.raises(Invalid):
        change_status(
            session, published, Status.IN_USE, official, Change("Go."), now=now
        )
    later = Change("Go.", no_consultation_reason="The council decided by law.")
    change_status(session, published, Status.IN_USE, official, later, now=now)
    reasons = [one.no_consultation_reason for one in list_records(session, published)]
    assert reasons == ["The council decided by law.", "It is only a trial.", ""]


def test_a_decision_on_a_consultation_needs_no_reason_for_having_none(
    session, published, official, now
):
    change = Change("The cabinet decided.", is_decided=True)

    record = change_status(session, published, Status.IN_USE, official, change, now=now)

    assert record is not None and record.no_consultation_reason == ""


def test_a_step_out_of_use_publishes_no_old_reason(session, published, official, now):
    pilot = Change("We try it.", no_consultation_reason="It is only a trial.")
    change_status(session, published, Status.OPEN_PILOT, official, pilot, now=now)
    change = Change("Stopped.", no_consultation_reason="It is only a trial.")

    record = change_status(session, published, Status.PAUSED, official, change, now=now)

    assert record is not None and record.no_consultation_reason == ""


def test_the_seal_covers_the_reason_and_older_seals_stay(
    session, published, official, now
):
    record = get_record(session, published, 1)
    sealed = record.seal
    assert seal_of(record, "") == sealed

    record.no_consultation_reason = "Added later."
    assert seal_of(record, "") != sealed


def test_a_wording_to_compare_is_told_but_not_as_weakened(
    session, published, official, now
):
    route = {"value": "Write to appeals@city.example within six weeks."}
    republish(session, published, official, now, appeal_route=route)
    shorter = {"value": "Write to the complaints team."}
    record = republish(session, published, official, now, appeal_route=shorter)

    assert [one["kind"] for one in record.weakenings] == ["contact_lost"]
    assert kinds(session)[-1] is EventKind.CHANGED
    event = session.exec(select(RegisterEvent)).all()[-1]
    assert event.detail["weakenings"] == record.weakenings


def test_ending_a_system_is_told_as_retired(session, published, official, now):
    change_status(
        session, published, Status.REJECTED, official, Change("Stopped."), now=now
    )

    assert kinds(session)[-1] is EventKind.RETIRED


def test_a_withheld_system_answers_like_an_unknown_one(session, published, now):
    withhold_system(session, published, now=now)

    with pytest.raises(NotFound):
        get_public_system(session, published.slug)
    assert session.get(RegisterEntry, published.id) is None


def test_a_removed_entry_leaves_the_lists_but_keeps_its_address(
    session, published, now
):
    remove_system(session, published, "It was never a system of ours.", now=now)

    assert get_public_system(session, published.slug).removed_at == now
    assert session.get(RegisterEntry, published.id) is None
