"""A rewording is told by what it lost; one that lost nothing is not told."""

import pytest

from app.register.rules.weakening import (
    find_weakenings,
    takes_away,
)
from tests.register.answers import answers
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


def test_an_address_that_moved_into_the_text_is_not_lost():
    address = "https://city.example/appeal"
    before = {"appeal_url": address}

    assert kinds(before, {"appeal_route": f"Object at {address}"}) == set()


def test_a_contact_that_moved_to_its_own_field_is_not_lost():
    before = {"appeal_route": "Appeal to appeals@city.example."}
    after = {"appeal_route": "Appeal.", "public_contact": "appeals@city.example"}

    assert kinds(before, after) == set()
