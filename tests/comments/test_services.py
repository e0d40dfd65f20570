from datetime import timedelta

import pytest
from sqlmodel import select

from app.comments.models import Answer, Comment, CommentState, Submission
from app.comments.queries import (
    count_by_state,
    count_concerns,
    count_stances,
    count_submissions,
    count_waiting_long,
    count_withheld_reasons,
    get_by_receipt,
    get_published_comment,
    list_published_comments,
    list_readable_comments,
    list_submission_comments,
)
from app.comments.schemas import CommentFilter
from app.comments.services import (
    correct,
    erase,
    mask_further,
    publish_comment,
    publish_comments,
    withdraw,
    withhold_comment,
)
from app.consultations.queries import list_proposals, list_questions
from app.errors import Conflict, Invalid, NotFound, PhaseClosed
from tests.comments.made import KEY, a_form, make_asked, send, sent_submission
from tests.factories import NOW, make_official

AFTER = NOW + timedelta(days=6)


def comments_of(session, submission):
    return {
        comment.text: comment
        for comment in list_submission_comments(session, submission.id)
    }


def only_comment(session, submission):
    (comment,) = list_submission_comments(session, submission.id)
    return comment


def question(session, consultation, key):
    return next(q for q in list_questions(session, consultation.id) if q.key == key)


def test_submit_stores_what_was_chosen_ticked_and_written(session):
    consultation = make_asked(session)
    form = a_form(
        answers={"stance": "oppose", "when": ""},
        concerns=("privacy",),
        about={"role": "A visitor"},
    )

    sent = send(session, consultation, form)

    answers = session.exec(select(Answer)).all()
    assert {(a.question_id is None, a.value) for a in answers} == {
        (False, "oppose"),
        (True, "privacy"),
    }
    assert sent.submission.about_participant == {"role": "A visitor"}
    assert only_comment(session, sent.submission).text == "I have a view."


def test_a_comment_keeps_which_version_of_the_proposal_it_answered(session):
    submission = sent_submission(session)

    comment = only_comment(session, submission)

    (proposal,) = list_proposals(session, submission.consultation_id)
    assert (comment.proposal_id, comment.proposal_version) == (proposal.id, 1)


def test_personal_data_is_masked_in_what_others_read(session):
    submission = sent_submission(
        session, comments={"views": "Write to ann@example.org please."}
    )

    comment = only_comment(session, submission)

    assert "ann@example.org" in comment.text
    assert comment.masked_text == "Write to [e-mail] please."


def test_a_choice_not_to_be_published_is_kept_from_the_start(session):
    submission = sent_submission(session, may_publish=False)

    assert only_comment(session, submission).state is CommentState.COUNTED_ONLY


def test_submit_refuses_when_the_consultation_is_closed(session):
    consultation = make_asked(session, closes_at=NOW)

    with pytest.raises(PhaseClosed):
        send(session, consultation)


def test_one_answer_is_enough_and_none_is_not(session):
    consultation = make_asked(session)

    send(session, consultation, a_form(comments={}, concerns=("cost",)))
    with pytest.raises(Invalid) as refused:
        send(session, consultation, a_form(comments={"views": "  "}))

    assert "answer-stance" in refused.value.field_errors


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"answers": {"stance": "love"}}, "answer-stance"),
        ({"answers": {"when": "Never"}}, "answer-when"),
        ({"answers": {"views": "x"}}, "answer-views"),
        ({"comments": {"other": "x"}}, "comment-other"),
        ({"concerns": ("aliens",)}, "concerns"),
        ({"about": {"role": "A ghost"}}, "about-role"),
        ({"about": {"shoe": "9"}}, "about-shoe"),
    ],
)
def test_what_was_not_asked_is_refused_beside_its_field(session, given, field):
    with pytest.raises(Invalid) as refused:
        send(session, make_asked(session), a_form(**given))

    assert set(refused.value.field_errors) == {field}


def test_the_same_form_sent_twice_is_stored_once_with_the_same_receipt(session):
    consultation = make_asked(session)

    first = send(session, consultation, once="k1")
    again = send(session, consultation, once="k1")

    assert (first.is_new, again.is_new) == (True, False)
    assert first.receipt_code == again.receipt_code
    assert len(session.exec(select(Submission)).all()) == 1


def test_one_key_does_not_lead_to_another_persons_receipt(session):
    consultation = make_asked(session)
    send(session, consultation, once="k1")

    with pytest.raises(Conflict):
        send(session, consultation, a_form(comments={"views": "Other."}), once="k1")


def test_the_same_form_is_known_also_after_closing(session):
    consultation = make_asked(session)
    first = send(session, consultation, once="k1")
    consultation.closes_at = NOW

    assert send(session, consultation, once="k1").receipt_code == first.receipt_code


def test_the_receipt_leads_to_the_submission_and_is_not_stored(session):
    sent = send(session, make_asked(session))

    found = get_by_receipt(session, sent.receipt_code.lower(), key=KEY)

    assert found == sent.submission
    assert sent.receipt_code not in str(found.model_dump())
    with pytest.raises(Invalid):
        get_by_receipt(session, sent.receipt_code, key=b"another key")


def test_a_correction_replaces_the_text_and_is_looked_at_again(session):
    submission = sent_submission(
        session, comments={"views": "Old words.", "ideas": "One idea."}
    )
    for comment in list_submission_comments(session, submission.id):
        publish_comment(session, comment, official=None, now=NOW)

    form = a_form(comments={"views": "New words.", "ideas": "One idea."})
    correct(session, submission, form, region=None, now=NOW)

    found = comments_of(session, submission)
    assert found["New words."].state is CommentState.RECEIVED
    assert found["One idea."].state is CommentState.PUBLISHED


def test_a_correction_that_drops_an_answer_leaves_no_words_of_it(session):
    submission = sent_submission(session, comments={"views": "Kept.", "ideas": "Gone."})

    correct(
        session, submission, a_form(comments={"views": "Kept."}), region=None, now=NOW
    )

    assert comments_of(session, submission).keys() == {"Kept.", ""}


def test_a_correction_can_take_back_the_consent_to_publish(session):
    submission = sent_submission(session)
    publish_comment(session, only_comment(session, submission), official=None, now=NOW)

    correct(session, submission, a_form(may_publish=False), region=None, now=NOW)

    assert only_comment(session, submission).state is CommentState.COUNTED_ONLY


def test_nothing_is_corrected_after_closing(session):
    submission = sent_submission(session)

    with pytest.raises(PhaseClosed):
        correct(session, submission, a_form(), region=None, now=AFTER)


def test_a_withdrawn_submission_is_neither_shown_nor_read_nor_counted(session):
    submission = sent_submission(session, answers={"stance": "support"})
    comment = only_comment(session, submission)
    publish_comment(session, comment, official=None, now=NOW)

    withdraw(session, submission, now=AFTER)

    stance = session.exec(select(Answer)).one()
    assert count_submissions(session, submission.consultation_id) == 0
    assert count_stances(session, stance.question_id) == {}
    assert list_readable_comments(session, comment.question_id) == []
    with pytest.raises(NotFound):
        get_published_comment(session, submission.consultation_id, comment.id)
    with pytest.raises(Conflict):
        withdraw(session, submission, now=AFTER)


def test_an_erased_submission_holds_nothing_any_more(session):
    submission = sent_submission(
        session, answers={"stance": "support"}, about={"role": "A visitor"}
    )

    erase(session, submission, now=AFTER)

    assert only_comment(session, submission).state is CommentState.ERASED
    assert comments_of(session, submission).keys() == {""}
    assert session.exec(select(Answer)).all() == []
    assert submission.about_participant == {}
    with pytest.raises(Conflict):
        erase(session, submission, now=AFTER)


def test_what_was_withdrawn_can_still_be_erased(session):
    submission = sent_submission(session)
    withdraw(session, submission, now=NOW)

    erase(session, submission, now=AFTER)

    assert submission.erased_at == AFTER


def test_criticism_is_no_reason_to_withhold(session):
    comment = only_comment(session, sent_submission(session))

    with pytest.raises(Invalid):
        withhold_comment(session, comment, "critical", official=None, now=NOW)

    assert comment.state is CommentState.RECEIVED


def test_a_withheld_comment_is_counted_by_reason_and_can_be_shown_later(session):
    submission = sent_submission(session)
    comment = only_comment(session, submission)
    official = make_official(session)

    withhold_comment(
        session, comment, "personal", note="Names a child.", official=official, now=NOW
    )

    counted = count_withheld_reasons(session, submission.consultation_id)
    assert counted == {"personal": 1}
    assert comment.state_changed_by == official.id
    publish_comment(session, comment, official=official, now=NOW)
    assert (comment.state, comment.state_note) == (CommentState.PUBLISHED, "")


def test_nobody_publishes_what_its_author_keeps_from_the_public(session):
    comment = only_comment(session, sent_submission(session, may_publish=False))

    with pytest.raises(Conflict):
        publish_comment(session, comment, official=None, now=NOW)

    assert publish_comments(session, [comment], official=None, now=NOW) == []


def test_a_moderator_can_take_a_name_out_of_what_is_shown(session):
    submission = sent_submission(session, comments={"views": "Jo Bloggs was rude."})
    comment = only_comment(session, submission)

    mask_further(session, comment, "Jo Bloggs", official=None, now=NOW)

    assert comment.masked_text == "[removed] was rude."
    assert comment.text == "Jo Bloggs was rude."
    with pytest.raises(Invalid):
        mask_further(session, comment, "Jo Bloggs", official=None, now=NOW)


def test_what_waits_for_more_than_two_days_is_counted(session):
    submission = sent_submission(session)
    two_days = NOW + timedelta(hours=48)

    asked = submission.consultation_id
    assert count_waiting_long(session, asked, two_days) == 0
    assert count_waiting_long(session, asked, two_days + timedelta(minutes=1)) == 1


def test_published_comments_are_found_by_question_stance_and_words(session):
    consultation = make_asked(session)
    for stance, text in [("support", "A fair plan, 100%"), ("oppose", "Not fair")]:
        sent = send(
            session,
            consultation,
            a_form(answers={"stance": stance}, comments={"views": text}),
        )
        comment = only_comment(session, sent.submission)
        publish_comment(session, comment, official=None, now=NOW)

    def found(**wanted):
        rows = list_published_comments(
            session, consultation.id, CommentFilter(**wanted)
        )
        return [row.comment.masked_text for row in rows]

    assert found() == ["Not fair", "A fair plan, 100%"]
    assert found(stance="support") == ["A fair plan, 100%"]
    assert found(words="NOT fair") == ["Not fair"]
    assert found(words="0%") == ["A fair plan, 100%"]
    assert found(question="ideas") == []


def test_counts_say_what_was_ticked_and_where_comments_stand(session):
    consultation = make_asked(session)
    send(session, consultation, a_form(concerns=("cost", "privacy")))
    send(session, consultation, a_form(concerns=("cost",), may_publish=False))

    assert count_concerns(session, consultation.id) == {"cost": 2, "privacy": 1}
    assert count_by_state(session, consultation.id) == {
        CommentState.RECEIVED: 1,
        CommentState.COUNTED_ONLY: 1,
    }
    views = question(session, consultation, "views")
    assert len(list_readable_comments(session, views.id)) == 2
    assert session.exec(select(Comment)).first() is not None
