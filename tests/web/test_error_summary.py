"""A summary's lines name their fields; what is beside them says how."""

import pytest

from app.web.error_summary import name_fields
from tests.posting import post_form

LINK = '<a data-field="field-one">Please fill in this field.</a>'


def test_an_empty_field_is_named_in_the_summary(probe):
    answer = post_form(probe, "/probe", {"name": ""})

    line = '<a href="#field-name">Name: Please fill in this field.</a>'
    assert line in answer.text


@pytest.mark.parametrize(
    ("form", "lead"),
    [
        ('<label for="field-one">Your town</label>', "Your town: "),
        ('<label for="field-one">Where?</label>', "Where? "),
        (
            '<label for="field-one">Town <span class="optional">(any)</span></label>',
            "Town: ",
        ),
        ('<label for="field-one">A &lt;b&gt; &amp; c</label>', "A &lt;b&gt; &amp; c: "),
        (
            '<fieldset id="field-one"><legend>Colour</legend><label>Red</label>',
            "Colour: ",
        ),
        (
            '<fieldset><legend>Colour</legend><div id="field-one"></div></fieldset>',
            "Colour: ",
        ),
        ('<div id="field-one" aria-label="Columns"></div>', "Columns: "),
        (
            '<h2 id="said">What was said</h2><b id="field-one" aria-labelledby="said">',
            "What was said: ",
        ),
        (f'<label for="field-one">{"x" * 200}</label>', "x" * 90 + "… "),
        ("<p>No label</p>", ""),
    ],
)
def test_a_field_is_named_by_what_stands_beside_it(form, lead):
    named = f'<a href="#field-one">{lead}Please fill in this field.</a>'
    form += '<input id="field-one">'

    assert name_fields(LINK + form) == named + form


def test_a_line_about_a_field_that_is_not_shown_leads_nowhere():
    assert name_fields(LINK) == "Please fill in this field."


def test_a_page_without_mistakes_stays_as_it_is():
    page = '<label for="field-one">Your town</label>'

    assert name_fields(page) == page
