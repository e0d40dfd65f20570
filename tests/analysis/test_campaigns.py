import random
from itertools import pairwise

from app.analysis.campaigns import find_campaigns

LETTER = (
    "I ask you to stop the plan to let a program decide who receives help with rent. "
    "A machine cannot see that a mother works nights or that papers were lost. "
    "Publish how the program was tested and how often it was wrong, and give everyone "
    "who is refused a letter with the reasons and a simple way to appeal."
)
OWN = (
    "My own brother lost his home last winter after a wrong letter, and nobody at the "
    "office would tell him which of his answers had been misread."
)
STRANGERS = [
    "The buses in our part of the town are late every single morning of the week.",
    "Please plant more trees along the canal so that children can play in the shade.",
    "I like the new library but the opening hours are too short for working people.",
]
WORDS = [
    "river",
    "stone",
    "paper",
    "window",
    "garden",
    "music",
    "bread",
    "winter",
    "table",
    "cloud",
]


def edited(letter: str, share: float, seed: int) -> str:
    dice = random.Random(seed)  # noqa: S311 -- a test that repeats
    words = (
        dice.choice(WORDS) if dice.random() < share else word for word in letter.split()
    )
    return " ".join(words)


def test_copies_of_a_letter_are_one_campaign_and_one_text():
    found = find_campaigns([LETTER, *STRANGERS, LETTER.upper(), LETTER])

    assert found.campaign == (0, None, None, None, 0, 0)
    assert found.groups[0].members == (0, 4, 5)
    assert found.groups[0].distinct_texts == 1


def test_edited_letters_are_kept_together_and_strangers_out():
    letters = [edited(LETTER, 0.1, seed) for seed in range(60)]

    found = find_campaigns([*letters, *STRANGERS])

    assert set(found.campaign[:60]) == {0}
    assert found.campaign[60:] == (None, None, None)


def test_what_someone_added_to_a_letter_is_noticed():
    found = find_campaigns([LETTER, LETTER, f"{LETTER} {OWN}", *STRANGERS])

    assert found.groups[0].members == (0, 1, 2)
    assert found.groups[0].added_text == (2,)


def test_the_representative_is_the_letter_itself():
    letters = [edited(LETTER, 0.2, seed) for seed in range(20)]

    found = find_campaigns([*letters, LETTER])

    assert found.groups[0].representative == 20


def test_shared_text_is_marked_where_it_stands_in_the_original():
    text = f"Hello!  {LETTER}\nBest wishes"

    found = find_campaigns([text, LETTER, STRANGERS[0]])

    [(start, end)] = found.shared_text[0]
    assert text[start:end] == LETTER.rstrip(".")
    assert found.shared_text[2] == ()


def test_a_shared_phrase_makes_no_campaign_of_strangers_through_a_chain():
    parts = [STRANGERS[0], STRANGERS[1], LETTER, OWN, STRANGERS[2]]
    chain = [f"{a} {b}" for a, b in pairwise(parts)]

    found = find_campaigns(chain)

    assert found.campaign[0] is None or found.campaign[0] != found.campaign[3]
    assert all(len(group.members) == 2 for group in found.groups)


def test_short_answers_that_many_people_give_are_no_campaign():
    found = find_campaigns(["Very good service"] * 5 + ["Not sure"] * 3)

    assert found.groups == ()


def test_no_texts_give_no_campaigns():
    found = find_campaigns([])

    assert found.campaign == () and found.groups == ()


def test_the_order_of_texts_changes_no_group():
    texts = [edited(LETTER, 0.1, seed) for seed in range(30)] + STRANGERS * 2
    turned = find_campaigns(texts[::-1])
    found = find_campaigns(texts)

    last = len(texts) - 1
    groups = {frozenset(last - member for member in g.members) for g in turned.groups}
    assert groups == {frozenset(g.members) for g in found.groups}
