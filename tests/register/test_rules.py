from datetime import date

import pytest

from app.db import new_id
from app.errors import Conflict, Invalid
from app.register.models import Status, System
from app.register.rules.compare import Change, compare, mark_words
from app.register.rules.completeness import blank_fields, completeness
from app.register.rules.life import (
    require_may_become,
    require_reason_without_consultation,
)
from app.register.rules.reading_level import reading_level, syllables
from app.register.rules.review import (
    is_overdue,
    last_confirmed_on,
    last_day_of,
    review_due_on,
)
from app.register.rules.weakening import find_weakenings
from app.register.rules.wording import Tongue
from app.register.schemas.answers import read_answers
from app.register.schemas.fields import REQUIRED
from app.register.schemas.kinds import Layer
from tests.factories import NOW
from tests.register.answers import answers

TODAY = NOW.date()


def test_completeness_counts_a_stated_reason_as_explained_not_as_answered():
    given = answers(models={"state": "not_applicable", "reason": "Rules only."})

    counted = completeness(given, TODAY)

    assert counted.explained == 1
    assert counted.asked == len(REQUIRED)
    assert counted.blank == len(REQUIRED) - counted.answered - 1


def test_completeness_treats_a_promised_day_that_has_passed_as_a_blank():
    given = answers(models={"state": "not_yet_known", "until": "2026-01-01"})

    assert "models" in {one.key for one in blank_fields(given, TODAY)}
    assert "models" not in {one.key for one in blank_fields(given, date(2025, 12, 1))}


def test_completeness_of_one_layer_looks_at_its_fields_only():
    assert completeness(answers(), TODAY, Layer.SUMMARY).percent == 100
    assert completeness(answers(), TODAY, Layer.TECHNICAL).percent < 20


def test_compare_marks_the_words_that_differ():
    before, after = mark_words("A clerk checks all letters.", "A clerk checks some.")

    assert [part.text for part in before if part.is_marked] == ["all letters"]
    assert [part.text for part in after if part.is_marked] == ["some"]
    assert "".join(part.text for part in after) == "A clerk checks some."


def loud(text):
    return text if "%" in text else text.upper()


LOUD = Tongue(loud, lambda day: f"{day:%d.%m.}")


def test_compare_tells_added_removed_and_changed_fields_apart():
    before = answers(team="Post room", appeal_url="https://city.example/appeal")
    after = answers(team="Mail team", purpose="Faster answers.")

    found = {one.field.key: one.change for one in compare(before, after)}

    assert found == {
        "team": Change.CHANGED,
        "purpose": Change.ADDED,
        "appeal_url": Change.REMOVED,
    }


def test_a_comparison_speaks_the_language_of_the_page_but_keeps_what_was_written():
    rows = [{"name": "Letters", "description": "No"}]
    after = answers(
        operational_data=rows,
        models={"state": "withheld", "reason": "Law 7"},
        team={"state": "not_yet_known", "until": "2026-11-26"},
    )

    texts = {one.field.key: one.after[0].text for one in compare({}, after, LOUD)}

    assert texts["operational_data"].startswith("DATA: Letters; ")
    assert texts["operational_data"].endswith(": No")
    assert texts["models"] == "WITHHELD: Law 7"
    assert texts["team"] == "NOT KNOWN YET, until 26.11."


def test_confirming_an_answer_is_not_a_change():
    confirmed = {"state": "answered", "value": "Mail", "confirmed_on": "2026-02-01"}

    assert compare(answers(team="Mail"), answers(team=confirmed)) == []


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"human_review": None}, "human_review_removed"),
        ({"automation_degree": "decides_alone"}, "more_automatic"),
        ({"appeal_route": None}, "appeal_dropped"),
        ({"opt_out": "no"}, "opt_out_dropped"),
        ({"notice_to_people": None}, "notice_dropped"),
        ({"risk_class": [{"scheme": "own", "level": "low"}]}, "risk_lowered"),
        (
            {"operational_data": [{"name": "Letters"}, {"name": "Calls"}]},
            "data_widened",
        ),
        ({"effects": {"state": "withheld", "reason": "Law 1"}}, "answer_withheld"),
    ],
)
def test_what_a_version_takes_away_is_named(changed, kind):
    found = find_weakenings(answers(), answers(**changed))

    assert kind in {one.kind for one in found}


def test_a_version_that_only_adds_takes_nothing_away():
    added = answers(
        automation_degree="informs",
        appeal_url="https://city.example/appeal",
        risk_class=[{"scheme": "own", "level": "high"}],
        operational_data=[{"name": "  LETTERS "}],
    )

    assert find_weakenings(answers(), added) == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("letters", 2), ("table", 2), ("used", 1), ("wanted", 2), ("area", 2)],
)
def test_syllables_are_counted_by_vowel_groups(word, count):
    assert syllables(word) == count


def test_reading_level_marks_the_hard_sentence_and_not_the_plain_one():
    hard = (
        "Notwithstanding organisational considerations, algorithmic prioritisation "
        "facilitates administrative optimisation."
    )
    level = reading_level(f"It reads a letter. {hard}", "en")

    assert level is not None
    assert [one.is_hard for one in level.sentences] == [False, True]
    assert not level.is_plain


def test_reading_level_of_short_plain_sentences_is_plain():
    level = reading_level("It reads a letter. It says who should answer.", "en-GB")

    assert level is not None
    assert level.grade < 4
    assert level.is_plain


def test_reading_level_is_not_claimed_for_a_language_it_was_not_made_for():
    assert reading_level("Het systeem leest een brief.", "nl") is None


def test_review_is_due_on_the_stated_day_but_never_later_than_a_year():
    soon = answers(review_due="2026-06")
    late = answers(review_due="2031")

    assert review_due_on(Status.IN_USE, soon, TODAY) == date(2026, 6, 30)
    assert review_due_on(Status.IN_USE, late, TODAY) == date(2027, 3, 2)


def test_review_counts_from_the_oldest_confirmation():
    old = {"state": "answered", "value": "Mail", "confirmed_on": "2024-05-01"}

    due_on = review_due_on(Status.IN_USE, answers(team=old), TODAY)
    assert is_overdue(due_on, TODAY)


@pytest.mark.parametrize(
    "status", [Status.RETIRED, Status.WITHDRAWN, Status.REJECTED], ids=str
)
def test_no_review_is_due_once_a_system_has_ended(status):
    assert review_due_on(status, answers(review_due="2025"), TODAY) is None


def test_a_record_is_confirmed_only_when_every_answer_was():
    some = {"state": "answered", "value": "Mail", "confirmed_on": "2024-05-01"}
    whole = read_answers({"team": some})

    assert last_confirmed_on(whole) == date(2024, 5, 1)
    assert last_confirmed_on({**answers(), **whole}) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024-02", date(2024, 2, 29)), ("2025-12", date(2025, 12, 31))],
)
def test_a_month_ends_on_its_last_day(text, day):
    assert last_day_of(text) == day


def test_an_ended_system_cannot_jump_back_into_use():
    system = System(
        organisation_id=new_id(),
        slug="s",
        name="S",
        status=Status.RETIRED,
        created_at=NOW,
        updated_at=NOW,
    )

    with pytest.raises(Conflict):
        require_may_become(system, Status.IN_USE)
    require_may_become(system, Status.IN_DEVELOPMENT)


def test_use_without_asking_the_public_needs_a_reason():
    with pytest.raises(Invalid):
        require_reason_without_consultation(
            Status.IN_USE, is_consulted_on=False, reason=" "
        )
    require_reason_without_consultation(
        Status.IN_USE, is_consulted_on=False, reason="Older than the register."
    )


def test_answers_of_tests_are_real_answers():
    assert read_answers(answers())["opt_out"].value == "yes"
