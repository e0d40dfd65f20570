"""How a text is worded, by VADER: English only, and never a stance.

The only module that loads VADER. `score` returns its scores; `score_answers` reads
an answer beside its question, since "Nothing" to "What could we do better?" is
praise and a bare wish there is criticism. VADER's own scores are returned unchanged; two things
are added around it. Its look-back functions lower-case the whole text for every
word, which makes time grow with the square of the length: they are given the few
words that they look at. And a very long text is scored in groups, so that one
comment can neither take long nor saturate the scale by its length alone.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Final

LANGUAGES: Final = frozenset({"en"})
WORDS_PER_GROUP: Final = 600
# What is beyond this many groups is not scored; no form accepts so long a comment.
MOST_GROUPS: Final = 40
# VADER's own border between neutral and not, and what a question alone says.
NEUTRAL: Final = 0.05
MILD: Final = 0.3
CLEAR: Final = 0.6
_ASKS_BETTER: Final = re.compile(
    r"better|improv|do differently|dislike|not like|(?:was|went) (?:bad|wrong)",
    re.IGNORECASE,
)
_ASKS_GOOD: Final = re.compile(
    r"(?:was|is|went|did we do) (?:good|well)|\blike about", re.IGNORECASE
)
_NOTHING: Final = re.compile(
    r"\W*(?:(?:absolutely|honestly|really|for me|well|no)\W+)?"
    r"(?:nothing|none|nil|nowt|nope|not a (?:thing|lot)|not much|no\W*$"
    r"|no (?=complaint|problem|issue|improvement|suggestion|fault|concern|change)"
    r"|(?:i )?can(?:not|'?t|\u2019t) think of anything)\b",
    re.IGNORECASE,
)
# "Nothing" in so few letters says no more than that.
_BARE: Final = 30
_WISH: Final = re.compile(
    r"\b(?:more|less|could|should|needs?|better|quicker|faster|sooner|earlier|shorter"
    r"|longer|reduce|increase|improve\w{0,5}|instead of|would be|if (?:you|they|there))\b",
    re.IGNORECASE,
)
_REPEATS: Final = re.compile(r"(\S)\1{9,}")
_WORD: Final = re.compile(r"\S{1,200}")
_REACH_BACK: Final = 3
_REACH_AHEAD: Final = 3


def score(texts: Sequence[str], languages: Sequence[str]) -> list[float | None]:
    """Return VADER's compound from -1 to 1 for each text.

    None means not assessed: VADER knows only English.
    """
    distinct = dict.fromkeys(
        text
        for text, language in zip(texts, languages, strict=True)
        if language in LANGUAGES
    )
    scores = {text: _compound(text) for text in distinct}
    return [
        scores[text] if language in LANGUAGES else None
        for text, language in zip(texts, languages, strict=True)
    ]


def vader_alone(texts: Sequence[str]) -> list[float]:
    """Return what the library itself says, untouched, to compare with."""
    from vaderSentiment.vaderSentiment import (  # noqa: PLC0415
        SentimentIntensityAnalyzer,
    )

    untouched = SentimentIntensityAnalyzer()
    return [float(untouched.polarity_scores(text)["compound"]) for text in texts]


def score_answers(
    texts: Sequence[str], languages: Sequence[str], questions: Sequence[str | None]
) -> list[float | None]:
    """Return the tone of answers, given what was asked.

    The same as `score` where the question asks neither for what was good nor for
    what could be better.
    """
    plain = score(texts, languages)
    return [
        value if value is None else _in_context(text, value, _asks(question or ""))
        for text, value, question in zip(texts, plain, questions, strict=True)
    ]


@lru_cache(maxsize=1024)
def _asks(question: str) -> int:
    """1: what was good; -1: what could be better; 0: both or neither."""
    wants_better = _ASKS_BETTER.search(question) is not None
    return int(_ASKS_GOOD.search(question) is not None) - int(wants_better)


def _in_context(text: str, plain: float, asks: int) -> float:
    nothing = _NOTHING.match(text) if asks else None
    if nothing and asks < 0:
        return max(_compound(text[nothing.end() :]), MILD)
    if nothing:
        return min(plain, -MILD) if len(text) < _BARE else plain
    if asks < 0 and (_is_neutral(plain) or (plain < CLEAR and _WISH.search(text))):
        return -MILD
    return MILD if asks > 0 and _is_neutral(plain) else plain


def _is_neutral(compound: float) -> bool:
    return abs(compound) < NEUTRAL


def _compound(text: str) -> float:
    analyzer = _analyzer()
    emoji = 0
    if not text.isascii():
        emoji = sum(char in analyzer.emojis for char in islice(text, 100_000))
    # An emoji becomes its name, of three words on average.
    if len(text) < WORDS_PER_GROUP and 3 * emoji < WORDS_PER_GROUP:
        return float(analyzer.polarity_scores(text)["compound"])
    groups = _groups(analyzer.named_emojis(_REPEATS.sub(r"\1\1\1", text[:1_000_000])))
    if len(groups) == 1:
        return float(analyzer.polarity_scores(text)["compound"])
    weighed = [
        (len(group), analyzer.polarity_scores(" ".join(group))["compound"])
        for group in groups
    ]
    total = sum(weight for weight, _ in weighed) or 1
    mean = sum(weight * compound for weight, compound in weighed) / total
    return round(float(mean), 4)


def _groups(text: str) -> list[list[str]]:
    most = WORDS_PER_GROUP * MOST_GROUPS
    words = [match[0] for match in islice(_WORD.finditer(text), most)]
    return [
        words[i : i + WORDS_PER_GROUP] for i in range(0, len(words), WORDS_PER_GROUP)
    ] or [[]]


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    from vaderSentiment.vaderSentiment import (  # noqa: PLC0415
        SentimentIntensityAnalyzer,
    )

    class LinearAnalyzer(SentimentIntensityAnalyzer):  # type: ignore[misc]
        """VADER, whose looks around a word see the words around it only."""

        def named_emojis(self, text: str) -> str:
            return "".join(
                f" {self.emojis[char]} " if char in self.emojis else char
                for char in text
            )

        @staticmethod
        def _negation_check(
            valence: float, words: list[str], start_i: int, i: int
        ) -> Any:
            near, at = _near(words, i)
            return SentimentIntensityAnalyzer._negation_check(  # noqa: SLF001
                valence, near, start_i, at
            )

        @staticmethod
        def _special_idioms_check(valence: float, words: list[str], i: int) -> Any:
            near, at = _near(words, i)
            return SentimentIntensityAnalyzer._special_idioms_check(  # noqa: SLF001
                valence, near, at
            )

    return LinearAnalyzer()


def _near(words: list[str], i: int) -> tuple[list[str], int]:
    first = max(0, i - _REACH_BACK)
    return words[first : i + _REACH_AHEAD], i - first
