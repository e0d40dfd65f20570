"""What a version takes away is named; what only looks so is not."""

import pytest

from app.register.rules.particulars import contacts, durations, lone_figure
from app.register.rules.weakening import (
    LABELS,
    Weakening,
    find_weakenings,
    takes_away,
)
from app.register.schemas.fields import FIELD_BY_KEY
from tests.register.answers import answers
from tests.register.hostile import TEXTS

ROUTE = (
    "You can appeal to the housing panel within six weeks. Write to "
    "appeals@city.example or call 01632 960140."
)
KEPT = [{"retention": "30 days", "sharing": "None."}]
NOT_APPLICABLE = {"state": "not_applicable", "reason": "It decides nothing."}
NOT_YET_KNOWN = {"state": "not_yet_known", "until": "2027-01-01"}
MITIGATED = [{"risk": "A wrong desk.", "mitigation": "A clerk looks twice."}]
ASSESSED = [{"type": "Privacy"}, {"type": "Human rights"}]
CLASSES = [
    {"scheme": "eu_ai_act", "level": "high"},
    {"scheme": "own", "level": "high"},
]


def kinds(before, after):
    found = find_weakenings(answers(**before), answers(**after))
    return {one.kind for one in found}


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


@pytest.mark.parametrize(
    ("field", "before", "after", "kind"),
    [
        ("appeal_route", ROUTE, "You can appeal to the panel.", "contact_lost"),
        (
            "appeal_route",
            ROUTE,
            ROUTE.replace("six weeks", "two weeks"),
            "time_shorter",
        ),
        (
            "appeal_route",
            ROUTE,
            "Decisions are final. You may complain to the panel.",
            "appeal_reworded",
        ),
        ("appeal_url", "https://city.example/appeal", None, "contact_lost"),
        (
            "human_review",
            "A clerk checks every suggestion within 24 hours.",
            "A clerk checks every suggestion within 30 days.",
            "time_longer",
        ),
        (
            "human_review",
            "Two clerks read each one, compare it with the letter, and may overrule it.",
            "Clerks check it.",
            "words_lost",
        ),
        (
            "human_review",
            "A clerk checks each decision.",
            "The letter sorting is fully automated, and a clerk checks each decision.",
            "human_review_reworded",
        ),
        (
            "human_review",
            "A clerk checks each decision.",
            "Clerks check only a sample.",
            "human_review_reworded",
        ),
        (
            "human_review",
            "Een medewerker beoordeelt elk besluit.",
            "Een medewerker beoordeelt een steekproef.",
            "human_review_reworded",
        ),
        (
            "human_review",
            "A clerk checks each decision.",
            "Good care is taken.",
            "human_review_reworded",
        ),
        (
            "notice_to_people",
            "People are told by letter.",
            "People are not told unless they ask.",
            "notice_reworded",
        ),
        (
            "notice_to_people",
            "People are told by letter.",
            "People are told only when they ask.",
            "notice_reworded",
        ),
        (
            "human_review",
            "A clerk checks each decision.",
            "Staff have been taken off the checks.",
            "human_review_reworded",
        ),
        (
            "human_review",
            "Een medewerker controleert elk besluit.",
            "De controle door een medewerker is vervallen.",
            "human_review_reworded",
        ),
        (
            "notice_to_people",
            "U krijgt een brief.",
            "U krijgt op verzoek een brief.",
            "notice_reworded",
        ),
        (
            "opt_out_how",
            "Call 01632 960100 and ask for a person.",
            "Ask for a person.",
            "contact_lost",
        ),
    ],
)
def test_a_wording_with_fewer_particulars_asks_for_a_look_and_claims_no_more(
    field, before, after, kind
):
    found = find_weakenings(answers(**{field: before}), answers(**{field: after}))

    assert [one.kind for one in found] == [kind]
    assert not takes_away(found)


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("appeal_route", ROUTE, f"{ROUTE} The panel answers within a month."),
        ("appeal_route", "No appeal is possible.", ROUTE),
        ("appeal_route", "No appeal is possible.", "None."),
        ("appeal_route", "No appeal is possible.", "Write to the team."),
        ("appeal_route", "None.", None),
        ("appeal_route", NOT_YET_KNOWN, NOT_APPLICABLE),
        (
            "appeal_route",
            ROUTE,
            "No fee: appeal within six weeks to appeals@city.example",
        ),
        (
            "appeal_route",
            ROUTE,
            "Appeal no later than six weeks after the letter: 01632 960140. It is free.",
        ),
        (
            "appeal_route",
            ROUTE,
            "You can appeal at no cost. You have eight weeks. Call 01632 960199.",
        ),
        (
            "human_review",
            "A clerk checks within 30 days.",
            "A clerk checks within 24 hours, and no letter goes out without a check.",
        ),
        (
            "human_review",
            "A clerk checks each decision.",
            "A clerk checks each decision. The score only advises and no longer decides.",
        ),
        (
            "human_review",
            "A clerk checks each decision.",
            "A clerk checks each decision; nothing is sent unless a clerk agreed.",
        ),
        (
            "human_review",
            "A clerk checks each decision.",
            "Without human review no decision leaves the office.",
        ),
        ("human_review", "A clerk checks.", "Een medewerker controleert alles."),
        ("opt_out", "no", "yes"),
        ("opt_out", "no", NOT_APPLICABLE),
        ("risk_class", CLASSES[1:], CLASSES),
        ("risk_class", CLASSES[1:], CLASSES[:1]),
        ("impact_assessments", ASSESSED[:1], ASSESSED),
        ("people_groups", ["everyone"], ["tenants"]),
        ("people_groups", ["tenants"], ["nobody"]),
        ("scale", [{"people": "4,000"}], [{"people": "5,000"}]),
        ("scale", [{"people": "4,000"}], [{"people": "2,000 to 9,000"}]),
        ("data_governance", KEPT, [{"retention": "two weeks", "sharing": "No one."}]),
        ("data_governance", KEPT, [{"retention": "30 jours", "sharing": "Aucun"}]),
        ("risks", [{"risk": "A wrong desk."}], MITIGATED),
        ("personal_data_used", "yes", "no"),
    ],
)
def test_a_better_or_equal_answer_is_no_weakening(field, before, after):
    assert kinds({field: before}, {field: after}) == set()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("12 months", "1 year"),
        ("1 year", "12 months"),
        ("24 months", "2 years"),
        ("4 weeks", "1 month"),
        ("90 days", "3 months"),
        ("3 months", "13 weeks"),
        ("zes weken", "42 dagen"),
        ("Kept for 2 years", "Kept for 2 years, then permanently deleted"),
        ("Two years", "Deleted permanently after 2 years"),
        ("Two years", "Deleted, at the latest, permanently after 2 years"),
        ("2 jaar", "Na 2 jaar permanent gewist"),
        ("2 Jahre", "Nach 2 Jahren dauerhaft gelöscht"),
        ("2 years", "18 months"),
        ("Kept permanently", "2 years"),
    ],
)
def test_data_kept_as_long_as_before_in_other_words_is_not_kept_longer(before, after):
    old, new = ([{"retention": one}] for one in (before, after))

    assert kinds({"data_governance": old}, {"data_governance": new}) == set()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Kept for 2 years, then permanently deleted", "Kept for 20 years"),
        ("Deleted permanently after 2 years", "Kept for 3 years"),
        ("2 years", "26 months"),
        ("10 years", "11 years"),
        ("12 months", "13 months"),
        ("4 weeks", "2 months"),
        ("2 years", "Kept permanently"),
        ("2 years", "Never permanently deleted"),
        ("2 years", "Permanent bewaard"),
        ("2 Jahre", "Dauerhaft gespeichert"),
        ("2 Jahre", "Wird nicht gelöscht"),
    ],
)
def test_data_kept_longer_is_named_whatever_the_unit(before, after):
    old, new = ([{"retention": one}] for one in (before, after))

    assert kinds({"data_governance": old}, {"data_governance": new}) == {
        "data_kept_longer"
    }


def test_an_address_that_moved_into_the_text_is_not_lost():
    address = "https://city.example/appeal"
    before = {"appeal_url": address}

    assert kinds(before, {"appeal_route": f"Object at {address}"}) == set()


def test_a_contact_that_moved_to_its_own_field_is_not_lost():
    before = {"appeal_route": "Appeal to appeals@city.example."}
    after = {"appeal_route": "Appeal.", "public_contact": "appeals@city.example"}

    assert kinds(before, after) == set()


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


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("within six weeks", [42]),
        ("within a week", [7]),
        ("a sample of 50 answers a week", []),
        ("open 24 hours a day", []),
        ("binnen 6 weken", [42]),
        ("innerhalb eines Monats", []),
        ("innerhalb von drei Monaten", [91.25]),
        ("dans un délai de deux mois", [60.83]),
        ("seven days per house, then six years per street", [7, 2190]),
        ("a six-week period", [42]),
        ("ten working days", [10]),
        ("12345678 days", []),
    ],
)
def test_lengths_of_time_are_read_in_four_languages(text, days):
    assert [one.days for one in durations(text)] == days


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("about 12,000", 12_000),
        ("1 200 000 people", 1_200_000),
        ("1.5 million", 1_500_000),
        ("ongeveer 3 duizend", 3_000),
        ("10 to 20", None),
        ("many", None),
    ],
)
def test_a_lone_figure_is_read_and_two_are_left(text, figure):
    assert lone_figure(text) == figure


def test_contacts_are_addresses_pages_and_numbers_but_no_dates():
    text = "By 2026-03-14: a@b.example, https://b.example/x or (01632) 960 100."

    assert contacts(text) == {"a@b.example", "https://b.example/x", "01632960100"}


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
