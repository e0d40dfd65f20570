import pytest

from app.analysis.labels import Given, Saying, Told, keywords, name_all
from app.analysis.phrases import kinds, phrases, stem

BUSES = (
    "The night bus is late",
    "Fares of the night bus are high",
    "I take the night bus home",
    "We need the night bus",
)
TREES = ("Plant more trees", "The old trees give shade", "Trees in the park")
MANY = (
    "Mend the bridge at the mill",
    "A bench for the square",
    "Cheaper swimming for schools",
    "The library closes at noon",
    "Rats behind the bakery",
    "Where did the postbox go",
    "My street is dark",
    "Dogs run loose here",
)


def told(texts, saying=None, language="en", words=(("word", 1.0),), **facts):
    return Told([phrases(text) for text in texts], saying, words, language, **facts)


def named(*topics, asked=(), given=None):
    texts = [text for topic in topics for text in topic]
    return name_all(
        [told(topic) for topic in topics],
        kinds(texts, ["en"] * len(texts)),
        frozenset(map(stem, asked)),
        given,
    )


def test_a_label_is_a_phrase_that_most_of_the_comments_hold():
    assert named(BUSES, TREES) == ["Night bus", "Trees"]


def test_singular_and_plural_are_one_phrase_and_the_usual_form_is_shown():
    texts = ("The night buses", "Late night buses", "Our night bus")

    assert named(texts, TREES)[0] == "Night buses"


def test_a_phrase_that_another_topic_holds_more_names_neither_of_the_two_alike():
    parks = ("Trees in the park", "The park at night", "A park for dogs")

    trees, park = named(TREES, parks)

    assert trees == "Trees"
    assert park.startswith("Park")


def test_words_that_all_topics_hold_tell_none_from_another():
    topics = [
        [f"The council and {some} {word}" for some in ("our", "every", "the")]
        for word in ("bridge", "library", "market")
    ]

    assert named(*topics) == ["Bridge", "Library", "Market"]


def test_a_word_of_the_question_names_no_topic_by_itself():
    name = named(TREES, BUSES, asked=("trees",))[0]

    assert name not in {"Trees", "More trees"}


def test_what_most_people_say_in_small_words_is_quoted():
    texts = ("That it will go", "It should go", "Let it go", "Will it go")
    topic = told(texts, Saying("that it will go", 0.8))

    [name] = name_all([topic], kinds((), ()))

    assert name == "\u201cThat it will go\u201d"


def test_a_quote_that_stands_for_few_is_marked_as_one_of_many():
    topic = told(MANY, Saying("My street is dark", 0.2))

    [name] = name_all([topic], kinds((), ()))

    assert name == "Mixed: \u201cMy street is dark\u201d"


def test_a_quote_in_one_of_several_languages_does_not_stand_for_all():
    topic = told(MANY, Saying("My street is dark", 0.9), is_of_one_language=False)

    assert name_all([topic], kinds((), ()))[0].startswith("Mixed: ")


def test_a_topic_of_several_subjects_says_that_it_is_mixed():
    texts = [
        f"{number} {words}"
        for number in range(2)
        for words in ("The bridge", "Our library", "The market", "Some rats")
    ]

    [name] = name_all([told(texts)], kinds(texts, ["en"] * len(texts)))

    assert name.startswith("Mixed: ")
    assert name.count(",") >= 1


def test_a_mixed_topic_is_marked_in_the_language_of_the_comments():
    [name] = name_all(
        [told(MANY, Saying("Die Brücke", 0.1), language="de")], kinds((), ())
    )

    assert name == "Gemischt: \u201eDie Brücke\u201c"


def test_two_topics_never_have_one_name():
    alike = [told((), Saying("No", 1.0)) for _ in range(3)]

    assert len(set(name_all(alike, kinds((), ())))) == 3


def test_a_topic_above_a_single_one_is_called_like_it():
    [first, second] = named(
        BUSES,
        TREES,
        given=Given(["Night bus", None], ["Night bus", "Trees"], 1, [(), ()]),
    )

    assert first == "Night bus"
    assert second not in {"Night bus", "Trees"}


def above(*below: tuple[str, float], saying: Saying) -> str:
    """Name a topic that no phrase names, above others with these names and shares."""
    given = Given([None], [], 2, [below])
    [name] = name_all([told(MANY, saying, language="en")], kinds((), ()), given=given)
    return name


def test_a_mixed_topic_above_others_is_called_like_the_largest_of_them():
    name = above(
        ("Buses", 0.3), ("Mixed: trees, parks", 0.2), saying=Saying("No bus", 0.1)
    )

    assert name == "Mixed: Buses; trees, parks"


@pytest.mark.parametrize(
    "below",
    [
        [("Buses", 0.1), ("Trees", 0.1)],
        [("Buses", 0.5)],
        [("Buses", 0.3), ("Night buses", 0.3)],
        [("\u201cNo bus\u201d", 0.5), ("Trees", 0.4)],
    ],
)
def test_too_small_or_too_like_parts_name_nothing_above_them(below):
    name = above(*below, saying=Saying("No bus", 0.1))

    assert name == "Mixed: \u201cNo bus\u201d"


def test_what_most_say_alike_is_quoted_whatever_the_parts_are_called():
    name = above(("Buses", 0.5), ("Trees", 0.4), saying=Saying("No bus", 0.9))

    assert name == "\u201cNo bus\u201d"


def test_compounds_count_for_the_word_they_are_built_with():
    texts = (
        "Die Windräder",
        "Ein Windrad",
        "Neue Windräder",
        "Bau der Windräder",
        "Die Windräderlobby",
    )

    [name] = name_all([told(texts, language="de")], kinds(texts, ["de"] * 5))

    assert name == "Windräder"


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_clauses_of_languages_without_spaces_are_quoted_not_cut(language):
    texts = ("我觉得很好", "我觉得很好") * 3

    [name] = name_all([told(texts, Saying("我觉得很好", 1.0), language)], kinds((), ()))

    assert "我觉得很好" in name
    assert name != "我觉得很好"


def test_words_are_the_fallback_where_nothing_is_left():
    words = (("bus", 1.0), ("night", 0.9), ("lane", 0.8), ("fare", 0.7))

    assert name_all([told((), words=words)], kinds((), ())) == [
        "Mixed: bus, night, lane"
    ]


def test_one_form_of_each_word_is_kept():
    words = [("tree", 1.0), ("trees", 0.9), ("parks", 0.8), ("park", 0.7)]

    assert keywords(words) == ("tree", "parks")
