import time

import pytest

from app.analysis.campaigns import find_campaigns
from app.analysis.languages import detect
from app.analysis.passages import split
from app.analysis.personal_data import mask
from app.analysis.substance import is_substantive
from app.analysis.tone import score
from tests.analysis.hostile import TEXTS

SECONDS = 2.0
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


@pytest.fixture(scope="module", autouse=True)
def warm():
    mask("12 a@b.com", region="GB")
    detect(["A text.", "Ein Text, " * 60], candidates=["en", "de"])
    score(["good"], ["en"])


def taken(call) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


@any_comment
def test_masking_bears_any_comment_for_two_seconds_at_most(text):
    assert taken(lambda: mask(text, region="GB")) < SECONDS


@any_comment
def test_passages_bear_any_comment_for_two_seconds_at_most(text):
    assert taken(lambda: split(text, "en")) < SECONDS


@any_comment
def test_tone_bears_any_comment_for_two_seconds_at_most(text):
    assert taken(lambda: score([text], ["en"])) < SECONDS


@any_comment
def test_language_bears_any_comment_for_two_seconds_at_most(text):
    assert taken(lambda: detect([text], candidates=["en", "de"])) < SECONDS


@any_comment
def test_substance_bears_any_comment_for_two_seconds_at_most(text):
    assert taken(lambda: is_substantive(text, question="Why?")) < SECONDS


@any_comment
def test_campaigns_bear_any_comment_for_two_seconds_at_most(text):
    assert taken(lambda: find_campaigns([text, "a b", text])) < SECONDS
