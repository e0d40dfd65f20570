import pytest

from app.analysis.campaigns import find_campaigns
from app.analysis.languages import detect
from app.analysis.passages import split
from app.analysis.personal_data import mask
from app.analysis.prepare import LONGEST, prepare
from app.analysis.substance import is_substantive
from app.analysis.tone import score
from tests.analysis.hostile import TEXTS

# How long each takes is measured by benchmarks/hostile.py.
QUICK = {"4,000 emoji", "1 MB of one word", "good but", "NUL", "HTML", "empty"}
QUICK |= {"right-to-left marks", "lone surrogate", "combining", "zero width"}
QUICK |= {"other digits", "superscripts", "dotted I", "1 MB of brackets"}

any_comment = pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=name, marks=[] if name in QUICK else [pytest.mark.slow])
        for name, text in TEXTS.items()
    ],
)


@any_comment
def test_any_comment_is_made_safe_to_store_and_bounded(text):
    prepared = prepare(text)

    assert len(prepared) <= LONGEST
    assert prepared.encode("utf-8").decode("utf-8") == prepared
    assert "\x00" not in prepared


@any_comment
def test_masking_leaves_everything_of_any_comment_outside_its_spans(text):
    masked = mask(text, region="GB")

    spans = masked.spans
    starts = [0, *(span.end for span in spans)]
    ends = [*(span.start for span in spans), len(text)]
    kept = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    assert all(start <= end for start, end in zip(starts, ends, strict=True))
    assert masked.text.startswith(kept[0]) and masked.text.endswith(kept[-1])
    assert len(masked.text) >= sum(map(len, kept))


@any_comment
def test_passages_of_any_comment_follow_one_another_inside_it(text):
    passages = split(text, "en")

    position = 0
    for start, end in passages:
        assert position <= start < end <= len(text)
        position = end


@any_comment
def test_tone_of_any_comment_stays_on_its_scale(text):
    (tone,) = score([text], ["en"])

    assert tone is None or -1 <= tone <= 1


@any_comment
def test_language_of_any_comment_is_one_of_the_candidates(text):
    assert detect([text], candidates=["en", "de"])[0] in {"en", "de", "und"}


@any_comment
def test_any_comment_either_says_something_or_does_not(text):
    assert is_substantive(text, question="Why?") in {True, False}


@any_comment
def test_a_copy_of_any_comment_is_not_in_a_campaign_with_a_stranger(text):
    found = find_campaigns([text, "a b", text])

    first, stranger, copy = found.campaign
    assert first == copy
    assert stranger is None
