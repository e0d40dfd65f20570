from datetime import timedelta

import pytest
from pydantic import ValidationError

from app.consultations.models import Outcome, QuestionKind
from app.consultations.queries import (
    find_decision,
    get_current_version,
    get_public_consultation,
    list_notices,
    list_open_consultations,
    list_questions,
    list_versions,
)
from app.consultations.schemas import (
    ConsultationForm,
    DecisionForm,
    ProposalForm,
    QuestionForm,
)
from app.consultations.services import (
    add_proposal,
    add_question,
    close_now,
    create_consultation,
    extend,
    move_question,
    publish_consultation,
    publish_decision,
    record_decision,
    remove_proposal,
    remove_question,
    update_consultation,
    update_proposal,
    update_question,
)
from app.errors import Conflict, Invalid, NotFound, PhaseClosed
from app.register.queries import find_feedback
from tests.factories import (
    NOW,
    make_consultation,
    make_organisation,
    make_proposal,
    make_system,
)

DAY = timedelta(days=1)
LATER = NOW + 20 * DAY


def form(**given):
    values = {
        "title": "Sorting letters",
        "summary": "A program would sort our letters.",
        "who_decides": "The council.",
        "opens_at": NOW,
        "closes_at": LATER,
    }
    return ConsultationForm(**{**values, **given})


def proposal_form(system, **given):
    values = {"system_id": system.id, "title": "Sorting", "what_is_proposed": "Trays."}
    return ProposalForm(**{**values, **given})


@pytest.fixture
def organisation(session):
    return make_organisation(session)


@pytest.fixture
def system(session, organisation):
    return make_system(session, organisation_id=organisation.id)


@pytest.fixture
def draft(session, organisation):
    return create_consultation(session, organisation, form(), now=NOW)


@pytest.fixture
def public(session, draft, system):
    add_proposal(session, draft, proposal_form(system), now=NOW)
    add_question(session, draft, QuestionForm(wording="What do you think?"))
    publish_consultation(session, draft, now=NOW)
    return draft


@pytest.fixture
def proposal(session, system, draft):
    return add_proposal(session, draft, proposal_form(system), now=NOW)


def test_a_draft_is_seen_by_nobody_outside(session, draft):
    with pytest.raises(NotFound):
        get_public_consultation(session, draft.slug)


def test_two_consultations_of_one_title_have_two_addresses(
    session, organisation, draft
):
    other = create_consultation(session, organisation, form(), now=NOW)

    assert (draft.slug, other.slug) == ("sorting-letters", "sorting-letters-2")


def test_publishing_says_all_that_is_missing(session, organisation):
    bare = create_consultation(
        session,
        organisation,
        form(summary="", who_decides="", closes_at=None),
        now=NOW,
    )

    with pytest.raises(Invalid) as refused:
        publish_consultation(session, bare, now=NOW)

    assert set(refused.value.field_errors) == {
        "summary",
        "who_decides",
        "proposals",
        "questions",
        "closes_at",
    }


def test_a_published_consultation_is_open_and_listed(session, public):
    assert list_open_consultations(session, NOW) == [public]
    assert list_open_consultations(session, LATER) == []
    with pytest.raises(PhaseClosed):
        publish_consultation(session, public, now=NOW)


def test_a_past_consultation_is_published_only_when_meant(session, public):
    public.published_at, public.closes_at = None, NOW
    public.opens_at = NOW - DAY

    with pytest.raises(Invalid):
        publish_consultation(session, public, now=NOW)
    publish_consultation(session, public, is_past=True, now=NOW)

    assert public.opens_at == NOW - DAY


def test_closing_must_come_after_opening(session, organisation):
    with pytest.raises(Invalid):
        create_consultation(session, organisation, form(closes_at=NOW), now=NOW)


def test_changing_an_open_consultation_needs_a_public_note(session, public):
    changed = form(background="More of it.")

    with pytest.raises(Invalid):
        update_consultation(session, public, changed, now=NOW)
    update_consultation(session, public, changed, change_note="Explained.", now=NOW)

    assert [notice.text for notice in list_notices(session, public.id)] == [
        "Explained."
    ]
    assert public.background == "More of it."


def test_changing_a_draft_needs_no_note_and_may_move_its_times(session, draft):
    update_consultation(session, draft, form(opens_at=NOW + DAY), now=NOW)

    assert draft.opens_at == NOW + DAY
    assert not list_notices(session, draft.id)


def test_a_closed_consultation_stays_as_it_was(session, public):
    with pytest.raises(PhaseClosed):
        update_consultation(session, public, form(), change_note="x", now=LATER)


def test_changing_an_open_proposal_makes_a_version_and_a_notice(
    session, public, system
):
    proposal = make_proposal(session, public, system_id=system.id)
    changed = proposal_form(system, what_is_proposed="Two trays.")

    with pytest.raises(Invalid):
        update_proposal(session, public, proposal, changed, now=NOW)
    noted = changed.model_copy(update={"change_note": "A second tray."})
    update_proposal(session, public, proposal, noted, now=NOW)

    assert proposal.version == 2
    assert get_current_version(session, proposal).what_is_proposed == "Two trays."
    assert len(list_versions(session, proposal)) == 2
    assert list_notices(session, public.id)[0].text == "A second tray."


def test_saving_an_open_proposal_unchanged_makes_no_version(session, public, system):
    proposal = make_proposal(session, public, system_id=system.id, title="Sorting")
    words = get_current_version(session, proposal).what_is_proposed

    same = proposal_form(system, what_is_proposed=words)
    update_proposal(session, public, proposal, same, now=NOW)

    assert proposal.version == 1


def test_changing_a_draft_proposal_changes_its_first_version(
    session, draft, proposal, system
):
    changed = proposal_form(system, what_is_proposed="Other.")
    update_proposal(session, draft, proposal, changed, now=NOW)

    assert proposal.version == 1
    assert get_current_version(session, proposal).what_is_proposed == "Other."


def test_a_proposal_is_about_a_system_of_the_same_body(session, draft):
    with pytest.raises(Invalid):
        add_proposal(session, draft, proposal_form(make_system(session)), now=NOW)


def test_a_public_consultation_keeps_its_proposals(session, public, system):
    with pytest.raises(Conflict):
        add_proposal(session, public, proposal_form(system), now=NOW)


def test_a_proposal_can_be_taken_out_of_a_draft(session, draft, proposal):
    question = add_question(
        session, draft, QuestionForm(wording="And this?", proposal_id=proposal.id)
    )

    remove_proposal(session, draft, proposal)

    assert question.proposal_id is None
    assert not list_versions(session, proposal)


def test_a_system_that_decides_already_must_say_how_to_contest(system):
    with pytest.raises(ValidationError, match="contested"):
        proposal_form(system, already_decides=True)


def test_a_question_keeps_its_words_once_answered(session, draft):
    question = add_question(session, draft, QuestionForm(wording="What?"))

    with pytest.raises(Conflict):
        update_question(
            session, draft, question, QuestionForm(wording="Why?"), answer_count=1
        )
    with pytest.raises(Conflict):
        remove_question(session, question, answer_count=1)

    assert question.wording == "What?"


def test_questions_can_be_changed_moved_and_removed_before(session, draft):
    first = add_question(session, draft, QuestionForm(wording="One"))
    second = add_question(session, draft, QuestionForm(wording="Two", key="two"))
    changed = QuestionForm(wording="1?", kind=QuestionKind.RATING)

    update_question(session, draft, first, changed, answer_count=0)
    move_question(session, second, to=0)
    assert [q.key for q in list_questions(session, draft.id)] == ["two", "one"]
    with pytest.raises(Invalid):
        move_question(session, second, to=2)
    remove_question(session, second, answer_count=0)

    assert [q.wording for q in list_questions(session, draft.id)] == ["1?"]


def test_a_key_is_used_once_in_a_consultation(session, draft):
    add_question(session, draft, QuestionForm(wording="One", key="a"))

    with pytest.raises(Conflict):
        add_question(session, draft, QuestionForm(wording="Two", key="a"))


def test_the_last_question_of_a_public_consultation_stays(session, public):
    only = list_questions(session, public.id)[0]

    with pytest.raises(Conflict):
        remove_question(session, only, answer_count=0)


def test_a_choice_needs_two_different_choices():
    with pytest.raises(ValidationError, match="two different"):
        QuestionForm(wording="Which?", kind=QuestionKind.CHOICE, choices=("a", "a"))


def test_extending_and_closing_are_told_in_public(session, public):
    extend(session, public, LATER + DAY, reason="You asked for time.", now=NOW)
    assert public.closes_at == LATER + DAY
    with pytest.raises(Invalid):
        extend(session, public, LATER, reason="x", now=NOW)
    with pytest.raises(Invalid):
        close_now(session, public, reason=" ", now=NOW)
    close_now(session, public, reason="The plan is off.", now=NOW)

    told = {notice.text for notice in list_notices(session, public.id)}
    assert told == {"You asked for time.", "The plan is off."}
    with pytest.raises(PhaseClosed):
        close_now(session, public, reason="again", now=NOW)


def test_a_decision_waits_for_the_closing_and_is_final_once_public(
    session, public, system
):
    proposal = make_proposal(session, public, system_id=system.id)
    entered = DecisionForm(
        outcome=Outcome.CHANGE,
        summary="With changes.",
        reasons="You were right.",
        decided_by="The council",
        decided_on=NOW.date(),
    )
    with pytest.raises(PhaseClosed):
        record_decision(session, public, proposal, entered, official=None, now=NOW)

    decision = record_decision(
        session, public, proposal, entered, official=None, now=LATER
    )
    assert find_feedback(session, system) is None
    publish_decision(session, decision, now=LATER)

    assert find_decision(session, proposal.id) == decision
    feedback = find_feedback(session, system)
    assert feedback is not None and feedback.is_consulted_on
    with pytest.raises(Conflict):
        publish_decision(session, decision, now=LATER)
    with pytest.raises(Conflict):
        record_decision(session, public, proposal, entered, official=None, now=LATER)


def test_web_addresses_of_other_versions_are_real_ones():
    with pytest.raises(ValidationError):
        form(audio_url="javascript:alert(1)")


def test_a_standing_consultation_needs_no_closing(session, organisation):
    standing = make_consultation(
        session, organisation_id=organisation.id, closes_at=None
    )

    assert list_open_consultations(session, LATER) == [standing]
