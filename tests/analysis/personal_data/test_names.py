import pytest

from app.analysis.personal_data.names import find_names


def names(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_names(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Femke de Vries and I rent here.", "Femke de Vries"),
        ("i am goran nowak and i live nearby", "goran nowak"),
        ("The system refused me.\nRegards,\nAda Larsen", "Ada Larsen"),
        ("I spoke to Mrs Okoro twice.", "Okoro"),
        ("Too expensive. - Bela Weber, 12 Mill Road", "Bela Weber"),
        ("Contact: hana kim, 07700 900123", "hana kim"),
    ],
)
def test_people_who_introduce_themselves_or_sign_are_found(text, name):
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "I am very worried about jobs.",
        "It was better than expected, thanks a lot",
        "The Data Protection Act applies in British Columbia",
        "i am not against it",
        "",
    ],
)
def test_ordinary_comments_hold_no_names(text):
    assert names(text) == []
