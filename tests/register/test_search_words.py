"""Which of many records stands first: what holds the words before what resembles them."""

import pytest

from app.register.queries.search import list_found, search_systems
from app.register.rules.words import abbreviations_in, in_one, spaced
from app.register.schemas.search import read_query
from app.register.services.exporting import export_register
from app.register.services.intake import Terms, take_all
from app.register.services.intake_files import open_file
from app.register.services.whole import import_whole
from tests.factories import NOW
from tests.register.make import make_published

TODAY = NOW.date()
DUTCH = """{"algoritmes": [{"id": "11136893", "title": "Zoekhulp",
"organisatie": "Utrecht", "doel": "Zoekt.", "status": "in_gebruik", "url": ""}]}"""


def found(session, words, **filters):
    return search_systems(session, read_query({"q": [words], **filters}), TODAY)


def names(session, words):
    return [one.name for one in found(session, words).entries]


def test_a_word_with_the_same_beginning_is_another_word(session):
    make_published(session, "Policy assistant", one_line="Explains policies.")
    make_published(session, "Camera", one_line="Police look for stolen bicycles.")

    assert names(session, "police") == ["Camera"]
    assert names(session, "policy") == ["Policy assistant"]


def test_a_text_with_the_word_stands_before_a_name_with_a_longer_one(session):
    make_published(session, "Borderland", one_line="Borderlands and borderlines.")
    make_published(session, "Gate", purpose="Somewhere it names the border once.")

    result = found(session, "border")

    assert [one.name for one in result.entries] == ["Gate", "Borderland"]
    assert (result.total, result.longer) == (2, 1)


def test_of_records_with_the_word_that_with_it_in_its_name_stands_first(session):
    make_published(session, "Gate", purpose="It names the border, the border, only.")
    make_published(session, "Border queue", one_line="Tells how long people wait.")

    assert names(session, "borders") == ["Border queue", "Gate"]


def test_of_long_words_longer_ones_are_shown_last_and_the_page_says_so(client, session):
    make_published(session, "Belastingdienst", one_line="Belastingaanslag.")
    make_published(session, "Loket", purpose="Rekent een belasting uit.")
    session.commit()

    page = client.get("/en/register?q=belasting").text

    assert names(session, "belasting") == ["Loket", "Belastingdienst"]
    assert "1 of them holds only a longer word that begins with yours." in page
    loket, part, dienst = (
        page.index(words)
        for words in (">Loket<", "From here on, records hold", ">Belastingdienst<")
    )
    assert loket < part < dienst


def test_a_page_of_longer_words_alone_says_that_no_record_holds_the_word(
    client, session
):
    make_published(session, "Belastingdienst", one_line="Belastingaanslag.")
    session.commit()

    page = client.get("/en/register?q=belasting").text

    assert "No record holds exactly what you typed." in page
    assert "From here on" not in page


def test_sorted_by_name_the_list_has_no_parts(client, session):
    make_published(session, "Belastingdienst", one_line="Belastingaanslag.")
    make_published(session, "Loket", purpose="Rekent een belasting uit.")
    session.commit()

    page = client.get("/en/register?q=belasting&sort=name").text

    assert "1 of them holds only" in page
    assert "From here on" not in page


def test_the_second_page_begins_where_the_first_ended(session, client):
    for number in range(12):
        make_published(session, f"Kenteken {number}")
        make_published(session, f"Kentekenplaat {number}", one_line="Kentekenregister")
    session.commit()

    first, second = (
        found(session, "kenteken", page=[str(number)]) for number in (1, 2)
    )

    assert (first.whole_here, second.whole_here) == (12, 0)
    assert (first.total, first.longer, len(second.entries)) == (24, 12, 4)
    page = client.get("/en/register?q=kenteken&page=2").text
    assert '<ol class="results" start="21">' in page


def test_short_words_find_longer_ones_only_where_little_holds_them(session):
    make_published(session, "Career", one_line="Careful carbon.")
    assert names(session, "car") == ["Career"]

    make_published(session, "Garage", one_line="Repairs cars.")

    assert names(session, "car") == ["Garage"]
    assert names(session, "care") == ["Career"]


def test_filters_count_what_holds_longer_words_too(session):
    make_published(session, "Belastingdienst", topic=["inspection"])
    make_published(session, "Belasting", topic=["health"])

    result = found(session, "belasting", topic=["health"])

    assert (result.total, result.longer) == (1, 0)
    assert len(list_found(session, read_query({"q": ["belasting"]}), TODAY)) == 2


@pytest.mark.parametrize("typed", ["IRS", "irs"])
def test_an_abbreviation_is_not_taken_for_another(session, typed):
    make_published(session, "IR camera", one_line="Sees whales by IR. IR sees them.")
    make_published(session, "Cirs alignment", one_line="CIRS.")
    make_published(session, "Helper", purpose="Answers calls for the IRS.")

    assert names(session, typed) == ["Helper"]
    assert names(session, "IR") == ["IR camera"]
    assert found(session, typed).meant == {}


def test_a_word_in_capitals_that_no_record_holds_is_not_corrected(session):
    make_published(session, "Visas", one_line="Checks each visa.")

    assert names(session, "VISE") == []
    assert found(session, "vise").meant == {"vise": ["visa"]}


def test_a_word_that_records_hold_is_not_corrected(session):
    make_published(session, "Forms", one_line="Reads a form.")
    make_published(session, "Sender", one_line="It comes fromm elsewhere, in a fort.")

    assert found(session, "fort").meant == {}
    assert names(session, "fort") == ["Sender"]


def test_a_record_is_found_by_what_another_register_calls_it(session):
    for title, key in (("Zoekhulp", "11136893"), ("Hulp", "NL-2024-17")):
        data = DUTCH.replace("Zoekhulp", title).replace("11136893", key)
        terms = Terms(NOW, is_partial=True)
        take_all(session, open_file("nl-short", data.encode()), terms)
    make_published(session, "Other", purpose="In 2024, NL counted 17 of them.")

    assert names(session, "11136893") == ["Zoekhulp"]
    assert names(session, "nl-2024-17") == ["Hulp", "Other"]


def test_what_another_register_calls_a_record_comes_with_our_own_file(session, empty):
    take_all(session, open_file("nl-short", DUTCH.encode()), Terms(NOW))

    whole = export_register(session, "folkmoot", base_url="https://register.example")
    import_whole(empty, whole, now=NOW)

    assert names(empty, "11136893") == ["Zoekhulp"]


def test_a_changed_record_keeps_what_another_register_calls_it(session):
    for data in (DUTCH, DUTCH.replace("Zoekt.", "Vindt.")):
        take_all(session, open_file("nl-short", data.encode()), Terms(NOW))

    assert names(session, "vindt") == names(session, "11136893") == ["Zoekhulp"]


def test_words_are_found_whatever_stands_between_them(session):
    make_published(
        session, "Model", one_line="AI/ML for covid-19 at data.ostervale.gov"
    )

    for typed in ("ml", "AI/ML", "covid", "covid-19", "19", "ostervale"):
        assert names(session, typed) == ["Model"], typed


def test_several_of_a_short_abbreviation_are_found_by_the_one(session):
    make_published(session, "Checks", one_line="Reads IDs at the door.")

    assert names(session, "ID") == names(session, "ids") == ["Checks"]


def test_words_are_folded_and_spaced_and_what_looks_plural_is_kept():
    assert spaced("Café, AI/ML of the IRS: IDs") == "cafe ai ml of the irs0 ids"
    assert in_one("TREAS-IRS-54") == "treasirs54"
    assert abbreviations_in("the IRS and Police, POLICE, IR") == {"irs"}


def test_where_no_record_holds_all_words_the_closest_are_shown(client, session):
    make_published(session, "Gate", one_line="Police recognise a face at the border.")
    make_published(session, "Camera", one_line="Police look for bicycles.")
    make_published(session, "Bin routes", one_line="Plans lorries.")
    session.commit()

    result = found(session, "Where do police use faces?")
    page = client.get("/en/register?q=where+do+police+use+faces").text

    assert (result.total, result.entries) == (0, [])
    assert result.close[0].name == "Gate"
    assert "No record holds all of these words" in page
    assert page.index(">Gate<") < page.index(">Camera<")
    assert ">Bin routes<" not in page


def test_closest_records_stay_within_the_filters(session):
    make_published(session, "Gate", one_line="Faces at the border.", topic=["health"])
    make_published(session, "Camera", one_line="Faces elsewhere.", topic=["housing"])

    result = found(session, "faces zeppelin", topic=["housing"])

    assert [one.name for one in result.close] == ["Camera"]


def test_filters_that_leave_nothing_say_how_much_there_is_without_them(client, session):
    make_published(session, "Gate", one_line="Faces at the border.", topic=["health"])
    session.commit()

    page = client.get("/en/register?q=faces&topic=housing").text

    assert "Without the filters, 1 system matches." in page
    assert 'href="/en/register?q=faces"' in page
