from datetime import date, timedelta

import pytest

from app.register.models import Status, SystemFeedback
from app.register.queries.index import get_index
from app.register.queries.search import browse, search_systems
from app.register.rules.words import mistakes, nearest, terms_of
from app.register.schemas.search import Sort, read_query
from app.register.services import remove_system, set_feedback, withhold_system
from tests.factories import NOW, make_organisation
from tests.register.make import make_published, publish_next

TODAY = NOW.date()


def found(session, **parameters):
    given = {
        key: value if isinstance(value, list) else [value]
        for key, value in parameters.items()
    }
    return search_systems(session, read_query(given), TODAY)


def names(session, **parameters):
    return [entry.name for entry in found(session, **parameters).entries]


def count_of(result, facet, value):
    values = next(one.values for one in result.facets if one.key == facet)
    return {one.key: one.count for one in values}.get(value, 0)


@pytest.fixture
def register(session):
    council = make_organisation(session, slug="larkhaven", name="Larkhaven Council")
    make_published(session, "Letter sorting", council)
    make_published(
        session,
        "Inspection planner",
        council,
        status=Status.OPEN_PILOT,
        topic=["inspection", "housing"],
        one_line="Suggests which homes inspectors visit first.",
        automation_degree="recommends",
    )
    make_published(
        session,
        "Translation aid",
        status=Status.PROPOSED,
        one_line="Translates café menus and forms.",
        impact_assessments=[{"type": "DPIA"}],
    )


def test_search_finds_other_forms_of_a_word(session, register):
    assert names(session, q="inspections") == ["Inspection planner"]
    assert names(session, q="visiting home") == ["Inspection planner"]


@pytest.mark.parametrize(
    "typed", ["inspektion", "insepction", "ispection", "inspectin"]
)
def test_search_forgives_a_typing_mistake_and_says_what_it_searched(
    session, register, typed
):
    result = found(session, q=typed)

    assert [entry.name for entry in result.entries] == ["Inspection planner"]
    assert typed in result.meant or typed == "inspectin"


def test_search_ignores_accents_and_letter_case(session, register):
    assert names(session, q="CAFE") == names(session, q="Café") == ["Translation aid"]


def test_search_puts_a_name_that_matches_before_a_text_that_does(session, register):
    make_published(session, "Post", one_line="Works beside the translation aid.")

    assert names(session, q="translation aid")[0] == "Translation aid"


@pytest.mark.parametrize(
    "words",
    ['"', "*", "a AND OR NOT (", "-x:y^2", "' | '", "%_", "\\", "💥", "é" * 900],
)
def test_search_takes_any_words_without_failing(session, register, words):
    assert found(session, q=words).total >= 0


def test_search_for_words_nobody_used_finds_nothing(session, register):
    assert found(session, q="zeppelin").total == 0
    assert found(session, q="???").total == 0


def test_filters_combine_and_values_of_one_filter_add_up(session, register):
    assert names(session, topic=["inspection", "health"]) == ["Inspection planner"]
    assert names(session, topic="inspection", status="in_use") == []
    assert found(session, status=["in_use", "open_pilot"]).total == 2


def test_counts_tell_what_each_filter_would_leave(session, register):
    result = found(session, status="open_pilot")

    assert count_of(result, "topic", "housing") == 1
    assert count_of(result, "topic", "service") == 0
    assert count_of(result, "status", "in_use") == 1


def test_an_unknown_filter_value_finds_nothing_and_an_unknown_sort_is_left_out(
    session, register
):
    assert found(session, topic="nonsense").total == 0
    assert found(session, sort="upwards").query.sort is Sort.UPDATED


def test_pages_hold_twenty_and_a_page_beyond_the_last_is_empty(session):
    body = make_organisation(session)
    for number in range(23):
        make_published(session, f"System {number:02}", body)

    assert names(session, sort="name", page="2") == [
        "System 20",
        "System 21",
        "System 22",
    ]
    assert names(session, page="99999") == []


def test_an_address_says_everything_the_query_does():
    parameters = {"q": ["a b"], "topic": ["health", "work"], "page": ["3"]}
    query = read_query(parameters)

    assert query.address == "?q=a+b&topic=health&topic=work&page=3"
    assert query.without("topic", "work").address == "?q=a+b&topic=health"


def test_a_changed_record_is_found_by_its_new_words_only(session, register):
    system = make_published(session, "Bin routes", one_line="Plans lorries.")
    publish_next(session, system, one_line="Plans bicycles.")

    assert names(session, q="lorries") == []
    assert names(session, q="bicycles") == ["Bin routes"]


def test_drafts_withheld_and_removed_systems_are_not_found(session, now):
    removed, withheld = (make_published(session, one) for one in ("Zebra", "Zephyr"))
    remove_system(session, removed, "A mistake.", now=now)
    withhold_system(session, withheld, now=now)

    assert (
        names(session, q="zebra") == names(session, q="zephyr") == names(session) == []
    )


def test_a_reading_session_sees_a_change_as_soon_as_it_is_committed(
    database, session, register
):
    session.commit()
    with database.read_session() as reader:
        assert len(get_index(reader).system_ids) == 3
        assert get_index(reader) is get_index(reader)
    make_published(session, "New one")
    session.commit()
    with database.read_session() as reader:
        assert "New one" in names(reader)


def test_what_is_not_committed_is_not_kept_for_others(database, session, register):
    session.commit()
    make_published(session, "Never committed")
    assert "Never committed" in names(session)
    session.rollback()

    make_published(session, "Committed")
    session.commit()
    with database.read_session() as reader:
        assert "Never committed" not in names(reader)
        assert "Committed" in names(reader)


def test_systems_with_comments_can_be_filtered_by(session, register, now):
    system = make_published(session, "Asked about")
    feedback = SystemFeedback(system_id=system.id, comments=12, updated_at=now)
    set_feedback(session, feedback, now=now)

    assert names(session, feedback="comments") == ["Asked about"]


def test_overdue_reviews_can_be_filtered_by(session, register):
    later = TODAY + timedelta(days=400)
    query = read_query({"review": ["overdue"]})

    assert search_systems(session, query, TODAY).total == 0
    assert search_systems(session, query, later).total == 3


def test_browsing_counts_over_the_whole_register(session, register):
    bodies = browse(session, "body", TODAY).values

    assert {one.label: one.count for one in bodies}["Larkhaven Council"] == 2


def test_a_swap_counts_as_one_mistake():
    assert mistakes("form", "from", 2) == 1
    assert mistakes("inspection", "expectation", 2) == 3
    assert nearest("fraud", ["freud", "friend", "brand"]) == ["freud"]


def test_small_words_are_left_out_unless_there_are_no_others():
    assert terms_of("the risk of it") == ["risk"]
    assert terms_of("to be or not") == ["be", "not"]
    assert terms_of("the") == ["the"]


def test_a_year_is_that_in_which_use_began(session):
    make_published(session, "Old", use_started="2019-05")

    assert names(session, year="2019") == ["Old"]
    assert date(2019, 5, 1) < TODAY


def test_a_system_whose_start_is_not_stated_is_in_use_since_no_year(session):
    make_published(session, "Old", use_started="2019-05")
    make_published(session, "Silent", use_started="")

    assert names(session, year=str(NOW.year)) == []
    assert names(session, year="unknown") == ["Silent"]
    years = next(one for one in found(session).facets if one.key == "year")
    offered = [(one.label, one.count) for one in years.values]
    assert offered == [("2019", 1), ("Not stated", 1)]


def test_of_many_bodies_the_commonest_and_the_chosen_are_offered(session):
    often = make_organisation(session, slug="often", name="Often")
    for name in ("One", "Two"):
        make_published(session, name, often)
    for number in range(14):
        body = make_organisation(session, slug=f"rare-{number}", name=f"Rare {number}")
        make_published(session, f"System {number}", body)

    bodies = next(
        one for one in found(session, body="rare-13").facets if one.key == "body"
    )

    assert {"often", "rare-13"} <= {one.key for one in bodies.values}
    assert (len(bodies.values), bodies.more) == (12, 3)
    assert len(browse(session, "body", TODAY).values) == 15


@pytest.fixture
def compounds(session):
    make_published(session, "Onderzoek", one_line="Vindt fraude bij bijstand.")
    make_published(session, "Straat", one_line="Geeft parkeervergunning uit.")


@pytest.mark.parametrize(
    ("typed", "looked_for", "name"),
    [
        ("bijstandfraude", "bijstand fraude", "Onderzoek"),
        ("bijstandsfraude", "bijstand fraude", "Onderzoek"),
        ("parkeer vergunningen", "parkeervergunning", "Straat"),
    ],
)
def test_a_compound_is_found_however_it_is_written(
    session, compounds, typed, looked_for, name
):
    result = found(session, q=typed)

    assert [one.name for one in result.entries] == [name]
    assert result.meant == {typed: [looked_for]}


def test_neighbours_that_records_write_as_one_word_are_looked_for_besides(
    client, session, compounds
):
    make_published(session, "Loket", one_line="Vergunning om te parkeren: parkeer.")
    session.commit()

    result = found(session, q="parkeer vergunning")
    page = client.get("/en/register?q=parkeer+vergunning").text

    assert {one.name for one in result.entries} == {"Straat", "Loket"}
    assert result.also == ["parkeervergunning"]
    assert '<p class="hint">We also looked for: parkeervergunning.</p>' in page


def test_a_word_is_not_cut_where_the_parts_are_never_together(session, compounds):
    result = found(session, q="fraudeparkeervergunning")

    assert result.entries == []
    assert result.meant == {}


def test_what_was_looked_for_instead_is_said(client, session, compounds):
    session.commit()

    page = client.get("/en/register?q=bijstandfraude").text

    assert "We also looked for: bijstand fraude." in page


def test_a_record_without_a_name_stands_last(session, register):
    make_published(session, "No name stated (DOT-7)")

    assert names(session, sort="name")[-1] == "No name stated (DOT-7)"
