from uuid import UUID, uuid4

import pytest

from app.errors import Conflict, Invalid
from app.topics.models import CommentReading, Issue, PlacedBy
from app.topics.rules.counting import Member, Read, Tally
from app.topics.rules.issues import (
    compared,
    read_phrases,
    require_name,
    require_one_on,
    require_room,
)
from app.topics.rules.judging import Steadiness, is_new_run_due, steadiness_of
from app.topics.rules.passages import Segment, excerpt, segments, spans_of
from app.topics.rules.quoting import quotable_passages
from app.topics.rules.rare import MOST, furthest
from app.topics.rules.suppression import protect
from tests.factories import NOW


def member(key: str, comment: UUID, **given) -> Member:
    values = {
        "submission_id": uuid4(),
        "wording": str(comment),
        "is_letter": False,
        "tone": None,
        "placed_by": PlacedBy.RUN,
    }
    return Member(key, comment, **{**values, **given})


def test_a_comment_in_two_subtopics_counts_once():
    one, other = uuid4(), uuid4()
    members = [member("a", one), member("b", one), member("b", other)]

    assert Tally(members, []).of({"a", "b"}).comments == 2


def test_copies_of_a_letter_are_many_comments_and_one_text():
    letters = [member("a", uuid4(), wording="letter", is_letter=True) for _ in range(3)]

    counts = Tally([*letters, member("a", uuid4())], []).of({"a"})

    assert (counts.comments, counts.distinct_texts, counts.letters) == (4, 2, 3)


def test_stance_is_counted_by_submission_and_only_where_it_was_asked():
    person, one = uuid4(), uuid4()
    members = [member(key, one, submission_id=person) for key in ("a", "b")]

    asked = Tally(members, [], {person: "oppose"}).of({"a", "b"})
    not_asked = Tally(members, []).of({"a"})

    assert asked.stances == {"support": 0, "oppose": 1, "unsure": 0}
    assert not_asked.stances == {}


@pytest.mark.parametrize(
    ("tones", "name"),
    [
        ([0.5, 0.1], "positive"),
        ([-0.5, 0.5], "neutral"),
        ([-0.3], "negative"),
        ([None], "not_assessed"),
    ],
)
def test_the_wording_of_a_comment_is_the_mean_of_what_it_says_here(tones, name):
    one = uuid4()
    members = [member("a", one, tone=tone) for tone in tones]

    tone = Tally(members, []).of({"a"}).tone

    assert tone[name] == 1
    assert sum(tone.values()) == 1


def test_what_fits_no_topic_and_what_says_nothing_are_told_apart():
    placed, unsorted, empty = uuid4(), uuid4(), uuid4()
    read = [
        Read(placed, "a", is_substantive=True, was_joined=False),
        Read(unsorted, "b", is_substantive=True, was_joined=True),
        Read(empty, "c", is_substantive=False, was_joined=False),
    ]

    whole = Tally([member("a", placed)], read).whole

    assert (whole.comments, whole.analysed) == (3, 2)
    assert (whole.unsorted, whole.not_substantive, whole.joined) == (1, 1, 1)


def test_what_an_official_put_into_a_topic_says_something():
    empty = uuid4()
    placed = member("a", empty, placed_by=PlacedBy.OFFICIAL)

    whole = Tally(
        [placed], [Read(empty, "a", is_substantive=False, was_joined=False)]
    ).whole

    assert (whole.analysed, whole.not_substantive) == (1, 0)


def test_small_cells_are_left_out_and_the_others_rounded():
    assert protect([[3, 40, 9], [12, 13, 51], [8, 22, 0]]) == [
        [None, 40, None],
        [10, 15, 50],
        [None, 20, None],
    ]


def test_a_single_small_cell_takes_the_next_smallest_of_its_row_and_column():
    hidden = protect([[5, 20, 60], [30, 40, 50], [70, 80, 90]])

    assert hidden[0] == [None, None, 60]
    assert [row[0] for row in hidden] == [None, None, 70]
    assert hidden[1][1] is None or hidden[1][2] is None


def test_a_table_of_large_cells_is_only_rounded():
    assert protect([[12, 23], [38, 40]]) == [[10, 25], [40, 40]]
    assert protect([]) == []


@pytest.mark.parametrize(
    ("stability", "name"),
    [
        (0.75, Steadiness.STEADY),
        (0.5, Steadiness.FAIRLY_STEADY),
        (0.49, Steadiness.SHAKY),
    ],
)
def test_steadiness_is_said_in_words(stability, name):
    assert steadiness_of(stability) is name


@pytest.mark.parametrize(
    ("read", "new", "unsorted", "is_due"),
    [
        (200, 19, 0, False),
        (200, 20, 0, True),
        (4_000, 49, 0, False),
        (4_000, 50, 0, True),
        (20, 9, 0, False),
        (20, 10, 0, True),
        (4_000, 25, 25, True),
        (4_000, 0, 90, False),
    ],
)
def test_a_tenth_or_fifty_new_comments_are_read_anew(read, new, unsorted, is_due):
    assert is_new_run_due(read=read, new=new, unsorted=unsorted) is is_due


def test_only_what_is_on_the_topic_and_what_is_copied_is_marked():
    text = "Save money. Keep a person."

    assert segments(text, len(text), [(0, 11)], [(12, 16)]) == [
        Segment("Save money.", is_here=True),
        Segment(" "),
        Segment("Keep", is_shared=True),
        Segment(" a person."),
    ]


def test_a_comment_that_is_all_on_the_topic_is_not_marked_at_all():
    assert segments("All of it.", 10, [(0, 10)], []) == [Segment("All of it.")]


def test_a_comment_that_was_changed_since_is_shown_whole():
    assert segments("Other words", 4, [(0, 4)], []) == [Segment("Other words")]
    assert excerpt("Other words", 4, 0, 4) == "Other words"


def test_a_quote_is_cut_where_it_was_found():
    assert excerpt("Save money. Keep a person.", 26, 12, 26) == "Keep a person."
    assert excerpt("word " * 90, 1, 0, 1).endswith("word …")


def test_passages_are_chosen_by_their_topics():
    passages = [[0, 4, "a", 0.1, 0.5], [5, 9, "b", None, 0.5]]

    assert spans_of(passages, {"b"}) == [(5, 9)]


def test_a_topic_without_quotes_takes_telling_passages_of_its_own():
    reading = CommentReading(
        run_id=uuid4(),
        comment_id=uuid4(),
        passages=[[0, 60, "other", None, 0.1], [60, 120, "mine", None, 0.1]],
        length=120,
    )
    short = CommentReading(
        run_id=uuid4(), comment_id=uuid4(), passages=[[0, 9, "mine", None, 0.1]]
    )

    (quote,) = quotable_passages([reading, short], {"mine"})

    assert (quote["start"], quote["end"], quote["length"]) == (60, 120, 120)


def test_the_passages_least_like_the_rest_come_first_one_of_each_comment():
    near, far = uuid4(), uuid4()
    readings = [
        (near, [[0, 80, "a", None, 0.6], [80, 160, "a", None, 0.5]]),
        (far, [[0, 80, "a", None, 0.1], [80, 90, "a", None, 0.0]]),
    ]

    found = furthest(readings)

    assert [(one.comment_id, one.fit) for one in found] == [(far, 0.1), (near, 0.5)]
    assert len(furthest([(uuid4(), [[0, 80, "a", None, 0.2]])] * 100)) == MOST


def test_phrases_are_read_one_a_line_each_once():
    assert read_phrases(" my data \n\nmy   data\nprivacy\n") == ["my data", "privacy"]


@pytest.mark.parametrize(
    "text", ["  \n", "x" * 201, "\n".join(str(number) for number in range(41))]
)
def test_phrases_that_cannot_be_compared_are_refused(text):
    with pytest.raises(Invalid):
        read_phrases(text)


@pytest.mark.parametrize("name", ["  ", "x" * 121])
def test_an_issue_needs_a_name_that_fits(name):
    with pytest.raises(Invalid):
        require_name(name)


def issue(key: str, **given) -> Issue:
    values = {"consultation_id": uuid4(), "name": key, "updated_at": NOW}
    return Issue(key=key, phrases=["x"], **{**values, **given})


def test_only_issues_that_are_on_are_compared_and_in_their_order():
    rows = [issue("b", position=2), issue("a", position=1), issue("c", is_on=False)]

    assert [one.key for one in compared(rows)] == ["a", "b"]
    assert "privacy" in {one.key for one in compared([])}


def test_the_list_of_issues_is_neither_empty_nor_endless():
    with pytest.raises(Conflict):
        require_one_on([issue("a", is_on=False)])
    with pytest.raises(Conflict):
        require_room([issue(str(number)) for number in range(30)])
