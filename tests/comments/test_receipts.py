from itertools import pairwise

import pytest

from app.comments.rules.receipts import (
    ALPHABET,
    code_for,
    digest_of,
    read_code,
)
from app.errors import Invalid

KEY = b"a key"
CODE = code_for(KEY, "form 1")


def test_a_code_has_four_groups_and_no_letters_that_look_like_others():
    assert [len(group) for group in CODE.split("-")] == [5, 5, 5, 6]
    assert not set(CODE) & set("ILOU")


def test_the_same_form_has_the_same_code_and_another_form_another():
    assert code_for(KEY, "form 1") == CODE
    assert code_for(KEY, "form 2") != CODE
    assert code_for(b"another key", "form 1") != CODE


def test_a_code_is_read_as_people_type_it():
    typed = f"  {CODE.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')}\n"

    assert read_code(typed) == CODE
    assert read_code(CODE.replace("-", "")) == CODE


@pytest.mark.parametrize("place", range(21))
def test_any_one_wrong_character_is_noticed(place):
    bare = CODE.replace("-", "")

    for other in ALPHABET:
        wrong = bare[:place] + other + bare[place + 1 :]
        if wrong != bare:
            with pytest.raises(Invalid):
                read_code(wrong)


def test_any_two_swapped_neighbours_are_noticed():
    bare = CODE.replace("-", "")

    for place, (left, right) in enumerate(pairwise(bare)):
        if left != right:
            with pytest.raises(Invalid):
                read_code(bare[:place] + right + left + bare[place + 2 :])


@pytest.mark.parametrize("typed", ["", "ABC", "x" * 1000, "日本" * 11, CODE + "7"])
def test_what_is_no_code_is_refused_with_a_sentence(typed):
    with pytest.raises(Invalid) as refused:
        read_code(typed)

    assert "code" in refused.value.field_errors


def test_what_is_stored_tells_nothing_without_the_key():
    assert digest_of(KEY, CODE) != digest_of(b"other", CODE)
    assert len(digest_of(KEY, CODE)) == 64
