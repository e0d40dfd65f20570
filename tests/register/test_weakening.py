"""What a version takes away is named."""

import pytest

from app.register.rules.weakening import (
    LABELS,
    Weakening,
    find_weakenings,
)
from app.register.schemas.fields import FIELD_BY_KEY
from tests.register.answers import answers
from tests.register.hostile import TEXTS
from tests.register.weakenings import (
    ASSESSED,
    CLASSES,
    KEPT,
    MITIGATED,
    NOT_APPLICABLE,
    NOT_YET_KNOWN,
    ROUTE,
    kinds,
)


@pytest.mark.parametrize("after", [None, NOT_APPLICABLE, NOT_YET_KNOWN])
@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("human_review", "A clerk checks.", "human_review_removed"),
        ("appeal_route", ROUTE, "appeal_dropped"),
        ("notice_to_people", "A letter says so.", "notice_dropped"),
        ("opt_out", "yes", "opt_out_dropped"),
        ("opt_out_how", "Ask at the counter.", "opt_out_how_dropped"),
        ("public_contact", "ai@city.example", "contact_dropped"),
        ("risk_class", CLASSES, "risk_dropped"),
        ("impact_assessments", ASSESSED, "assessment_dropped"),
        ("independent_review", [{"kind": "Audit"}], "check_dropped"),
        ("excluded_uses", "Not for fines.", "limit_dropped"),
        ("automation_degree", "informs", "autonomy_unsaid"),
        ("personal_data_used", "no", "personal_data_unsaid"),
        ("risks", MITIGATED, "risks_unsaid"),
        ("data_governance", KEPT, "care_unsaid"),
    ],
)
def test_a_protection_that_is_no_longer_answered_is_named(field, value, kind, after):
    assert kind in kinds({field: value}, {field: after})


@pytest.mark.parametrize(
    ("field", "before", "after", "kind"),
    [
        ("appeal_route", ROUTE, "No appeal is possible.", "appeal_dropped"),
        ("appeal_route", ROUTE, "Decisions are final", "appeal_dropped"),
        ("appeal_route", ROUTE, "n/a", "appeal_dropped"),
        ("appeal_route", ROUTE, "Geen bezwaar mogelijk.", "appeal_dropped"),
        (
            "human_review",
            "A clerk checks.",
            "There is no human review",
            "human_review_removed",
        ),
        (
            "human_review",
            "Staff repeat back what they understood. An interpreter can be called.",
            "It runs fully on its own.",
            "human_review_removed",
        ),
        (
            "notice_to_people",
            "A letter says so.",
            "People are not told",
            "notice_dropped",
        ),
        (
            "opt_out_how",
            "Ask at the desk.",
            "You cannot refuse.",
            "opt_out_how_dropped",
        ),
        ("opt_out", "yes", "unknown", "opt_out_dropped"),
        ("excluded_uses", "Not for fines.", "None.", "limit_dropped"),
        ("personal_data_used", "no", "unknown", "personal_data_unsaid"),
        ("self_learning", "no", "yes", "more_automatic"),
        ("automation_degree", "informs", "decides_reviewed", "more_automatic"),
        ("impact_assessments", ASSESSED, ASSESSED[:1], "assessment_dropped"),
        ("risk_class", CLASSES, CLASSES[1:], "risk_dropped"),
        (
            "risk_class",
            CLASSES,
            [CLASSES[0], {"scheme": "own", "level": "low"}],
            "risk_lowered",
        ),
        (
            "risk_class",
            CLASSES[1:],
            [{"scheme": "own", "value": "B"}],
            "risk_dropped",
        ),
        ("risks", MITIGATED, [{"risk": "A wrong desk."}], "mitigation_dropped"),
        (
            "risks",
            MITIGATED,
            [{**MITIGATED[0], "mitigation": "None."}],
            "mitigation_dropped",
        ),
        ("people_groups", ["tenants"], ["tenants", "children"], "people_widened"),
        ("people_groups", ["nobody"], ["children"], "people_widened"),
        ("scale", [{"people": "4,000"}], [{"people": "about 9 000"}], "people_doubled"),
        ("scale", [{"people": "900"}], [{"people": "1.2 million"}], "people_doubled"),
        (
            "data_governance",
            KEPT,
            [{"retention": "one year", "sharing": "None."}],
            "data_kept_longer",
        ),
        (
            "data_governance",
            KEPT,
            [{"retention": "Indefinitely", "sharing": "None."}],
            "data_kept_longer",
        ),
        (
            "data_governance",
            KEPT,
            [{"retention": "zes weken", "sharing": "Geen"}],
            "data_kept_longer",
        ),
        ("data_governance", KEPT, [{"sharing": "None."}], "keeping_unsaid"),
        (
            "data_governance",
            KEPT,
            [{"retention": "30 days", "sharing": "The police."}],
            "data_shared",
        ),
    ],
)
def test_a_weaker_answer_is_named(field, before, after, kind):
    assert kind in kinds({field: before}, {field: after})


def test_an_answer_that_is_withheld_is_told_once_and_as_such():
    withheld = {"state": "withheld", "reason": "Law 1"}

    assert kinds({}, {"appeal_route": withheld}) == {"answer_withheld"}
    assert kinds({}, {"opt_out": withheld}) == {"answer_withheld"}


@pytest.mark.parametrize(
    "said",
    [
        "None.",
        ROUTE,
        "No appeal is possible.",
        "-",
        NOT_APPLICABLE,
        NOT_YET_KNOWN,
        None,
    ],
)
def test_the_same_answers_take_nothing_away(said):
    texts = ("appeal_route", "human_review", "notice_to_people", "opt_out_how")
    one = answers(
        **dict.fromkeys(texts, said),
        data_governance=KEPT,
        impact_assessments=ASSESSED,
        risk_class=CLASSES,
    )

    assert find_weakenings(one, one) == []


def test_every_kind_names_a_field_that_exists():
    every = find_weakenings(answers(), {})

    assert {one.field for one in every} <= set(FIELD_BY_KEY)
    assert {one.kind for one in every} <= set(LABELS)


def test_a_kind_that_a_newer_register_knows_is_shown_by_its_field():
    assert Weakening("sold", "suppliers").label == "Suppliers"
    assert Weakening("sold", "sold").label == "sold"


# Without a clock: a pattern that reads a text over and over takes a minute here.
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_worst_texts_are_read_in_one_pass(text):
    kept = [{"retention": text[:2000], "sharing": text[:2000]}]
    before = answers(appeal_route=text, data_governance=kept)
    after = answers(appeal_route=f"c{text[1:]}", data_governance=NOT_APPLICABLE)

    found = find_weakenings(before, after)
    assert ("care_unsaid", "data_governance") in [
        (one.kind, one.field) for one in found
    ]
