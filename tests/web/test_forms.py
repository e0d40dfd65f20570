from typing import Annotated

import pytest
from litestar.exceptions import ClientException
from pydantic import BaseModel, StringConstraints, field_validator

from app.web.forms import SubmittedForm, clean, parse_urlencoded, query_of, read_form
from tests.posting import post_form
from tests.web.probe import request_from


class PetForm(BaseModel):
    name: Annotated[str, StringConstraints(min_length=1, max_length=10)]
    legs: int = 4
    tricks: tuple[str, ...] = ()

    @field_validator("name")
    @classmethod
    def must_be_polite(cls, name: str) -> str:
        if name == "Rude":
            raise ValueError("Please choose a kind name.")
        return name


def test_a_form_is_read_into_its_type():
    form = SubmittedForm.of({"name": "Rex", "legs": "3", "tricks": ["sit", "roll"]})

    pet, errors = read_form(PetForm, form)

    assert pet == PetForm(name="Rex", legs=3, tricks=("sit", "roll"))
    assert not errors


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Please fill in this field."),
        ({"name": ""}, "Please fill in this field."),
        ({"name": "x" * 11}, "Please use at most 10 characters."),
        ({"name": "Rude"}, "Please choose a kind name."),
        ({"name": ["a", "b"]}, "Please give one answer only."),
    ],
)
def test_an_error_is_a_sentence_beside_its_field(values, sentence):
    pet, errors = read_form(PetForm, SubmittedForm.of(values))

    assert pet is None
    assert errors == {"name": sentence}


class LetterForm(BaseModel):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("short", "Please write at least 10 characters."),
        ("   ", "Please fill in this field."),
    ],
)
def test_a_text_that_is_too_short_is_told_how_long_it_must_be(text, sentence):
    letter, errors = read_form(LetterForm, SubmittedForm.of({"text": text}))

    assert letter is None
    assert errors == {"text": sentence}


def test_unknown_fields_are_left_out():
    pet, _ = read_form(PetForm, SubmittedForm.of({"name": "Rex", "admin": "yes"}))

    assert pet == PetForm(name="Rex")


def test_values_beside_the_form_win():
    pet, _ = read_form(PetForm, SubmittedForm.of({"name": "Rex"}), legs=2)

    assert pet == PetForm(name="Rex", legs=2)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("nul\0 bell\x07 c1\x85", "nul bell c1"),
        ("e\u0301", "\u00e9"),
        ("tab\tstays", "tab\tstays"),
        ("half \ud800 pair", "half  pair"),
    ],
)
def test_text_is_cleaned(typed, kept):
    assert clean(typed) == kept


def test_urlencoded_keeps_order_and_repetition():
    form = parse_urlencoded(b"a=1&b=x+y%26&a=2&&c")

    assert form.getlist("a") == ("1", "2")
    assert form.get("b") == "x y&"
    assert form.get("c", "none") == ""
    assert "d" not in form


def test_a_form_of_too_many_fields_is_refused():
    with pytest.raises(ClientException):
        parse_urlencoded(b"a=1&" * 1001)


def test_a_refused_form_shows_what_was_typed_and_why(probe):
    response = post_form(probe, "/probe", {"name": "<"})

    assert response.status_code == 422
    assert 'value="&lt;"' in response.text
    assert 'href="#field-name"' in response.text
    assert 'aria-describedby="error-name"' in response.text


def test_htmx_gets_the_fragment_alone(probe):
    page, part = (
        post_form(probe, "/probe", {"name": ""}, headers=headers)
        for headers in ({}, {"HX-Request": "true"})
    )

    assert part.text.strip().startswith('<form id="probe"')
    assert "<html" in page.text and "<html" not in part.text
    assert part.headers["vary"].startswith("HX-Request")


def test_the_query_is_a_form_too(probe):
    request = request_from(probe.app, "192.0.2.1", query=b"q=caf%C3%A9%00")

    assert query_of(request).get("q") == "café"
