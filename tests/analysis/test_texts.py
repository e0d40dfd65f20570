from app.analysis.campaigns import CampaignGroups, Group
from app.analysis.findings import Document
from app.analysis.texts import Text, gather, units_of

NONE = CampaignGroups((None, None), ((), ()), ())


def said(text):
    return Text(Document("x", text), text, "en", substantive=True)


def sentences(text):
    spans, start = [], 0
    for sentence in text.split("|"):
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    return spans


def test_a_short_comment_is_one_unit():
    assert units_of("One. Two. Three.", [(0, 4), (5, 9), (10, 16)]) == [
        [(0, 4), (5, 9), (10, 16)]
    ]


def test_a_long_comment_is_read_in_parts_of_bounded_length():
    text = " ".join(["A sentence of thirty letters."] * 40)
    spans = [(n * 30, n * 30 + 29) for n in range(40)]

    units = units_of(text, spans)

    assert [span for unit in units for span in unit] == spans
    assert all(unit[-1][1] - unit[0][0] <= 300 for unit in units)


def test_what_lies_apart_is_not_read_together():
    text = "Mine. Copied text in between. Mine again."

    assert len(units_of(text, [(0, 5), (30, 41)])) == 2


def test_equal_wordings_are_read_once():
    texts = [said("The bus is late"), said("the  BUS is late")]

    passages = gather(texts, [[(0, 15)], [(0, 16)]], NONE)

    assert passages.texts == ("The bus is late",)
    assert passages.comment.tolist() == [0, 1]


def test_what_was_copied_is_read_as_the_campaigns_letter_and_the_rest_by_itself():
    letter, remix = "Stop the cameras now", "Stop all the cameras|My street is dark"
    texts = [said(letter), said(remix.replace("|", " "))]
    groups = CampaignGroups(
        (0, 0), (((0, 20),), ((0, 20),)), (Group((0, 1), 2, 0, (1,)),)
    )

    passages = gather(texts, [[(0, 20)], sentences(remix)], groups)

    assert passages.texts == (letter, "My street is dark")
    assert passages.wording.tolist() == [0, 0, 1]
