"""Finds the topics of one question's comments, with all that is said about each."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from app.analysis import stability
from app.analysis.describing import Described, Describer
from app.analysis.embedders import Embedder, Vectors
from app.analysis.graph import Grouping
from app.analysis.options import Options
from app.analysis.stability import Repeats, Steadiness
from app.analysis.texts import Passages, Rows

QUOTES: Final = 3
_TELLING_LENGTH: Final = (40, 240)  # of a quote, in characters
_TOO_ALIKE: Final = 0.85  # two quotes of one topic
_CLEARLY_NEARER: Final = 0.1  # cosine, for a passage to leave its unit's topic


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics of one question.

    Attributes:
        unit_leaf: For each passage, the leaf topic of its unit.
        leaf_of: For each passage, its own leaf topic.
        top_of: The top-level topic of each leaf.
        places: Where the embedder put each wording.
    """

    places: Vectors
    unit_leaf: Rows
    leaf_of: Rows
    top_of: Rows
    leaves: tuple[Described, ...]
    tops: tuple[Described, ...]


Step = Callable[[str, float], None]
Timed = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Setting:
    """With what, for whom and how one question is read."""

    embedder: Embedder
    options: Options
    asked: str | None
    step: Step
    timed: Timed


def find(passages: Passages, setting: Setting) -> Topics:
    """Place, group, doubt and name the passages of one question."""
    # these load scikit-learn and BERTopic, which takes seconds
    from app.analysis import own_words, topic_models  # noqa: PLC0415

    embedder, options = setting.embedder, setting.options
    step, timed = setting.step, setting.timed
    units = passages.units()
    with timed("embed"):
        places = embedder.embed(passages.texts, lambda done: step("embed", done))
        known = [embedder.knows(passages.languages[row]) for row in units]
        texts = [passages.texts[row] for row in units]
        wide = own_words.widen(places[units], texts, known, options.seed)
    with timed("cluster"):
        step("cluster", 0.0)
        repeats = Repeats(
            options.stability_runs, options.seed, lambda done: step("cluster", done)
        )
        granularity = topic_models.Granularity()
        tokens = passages.tokens(units)
        owners = passages.owners[units]
        grouping = topic_models.group(tokens, wide, owners, granularity, repeats)
    # the products are small: two threads would spend their time waiting for each other
    with timed("describe"), threadpool_limits(limits=1):
        step("describe", 0.0)
        steady = stability.measure(grouping, granularity.most_at_top, options.seed)
        return _describe(passages, places, grouping, steady, setting.asked)


def _describe(
    passages: Passages,
    places: Vectors,
    grouping: Grouping,
    steady: Sequence[tuple[Steadiness, ...]],
    asked: str | None,
) -> Topics:
    units = passages.units()
    texts = [passages.texts[row] for row in units]
    languages = [passages.languages[row] for row in units]
    describer = Describer(texts, languages, places[units], asked or "")
    leaves = describer.leaves(grouping, steady[0])
    tops = describer.tops(grouping, steady[1], leaves)
    leaf_of_wording = np.full(len(passages.texts), -1, np.int64)
    leaf_of_wording[units] = grouping.leaf_of
    unit_leaf = leaf_of_wording[passages.unit]
    leaf_of = _passage_leaves(passages, places, unit_leaf, leaves)
    topics = Topics(places, unit_leaf, leaf_of, grouping.top_of, leaves, tops)
    return _with_quotes(topics, passages)


def _passage_leaves(
    passages: Passages, places: Vectors, unit_leaf: Rows, leaves: Sequence[Described]
) -> Rows:
    """Return each passage's own topic: its unit's, or one that is clearly nearer."""
    centroids = np.asarray([leaf.centroid for leaf in leaves], np.float32)
    part = np.flatnonzero(passages.wording != passages.unit)
    similar = places[passages.wording[part]] @ centroids.T
    rows = np.arange(len(part))
    nearest = similar.argmax(axis=1)
    gain = similar[rows, nearest] - similar[rows, unit_leaf[part]]
    telling = (
        similar[rows, nearest] >= np.asarray([leaf.reach for leaf in leaves])[nearest]
    )
    moves = (gain >= _CLEARLY_NEARER) & telling
    # one passage of each unit stays, so that its topic has words to show
    least = np.lexsort((gain, passages.unit[part], passages.comment[part]))
    ordered = part[least]
    starts = np.ones(len(part), bool)
    starts[1:] = (np.diff(passages.unit[ordered]) != 0) | (
        np.diff(passages.comment[ordered]) != 0
    )
    moves[least[starts]] = False
    leaf_of = unit_leaf.copy()
    leaf_of[part[moves]] = nearest[moves]
    return leaf_of


def _with_quotes(topics: Topics, passages: Passages) -> Topics:
    """Choose for each topic the passages that stand for it."""
    top_of = topics.top_of[topics.leaf_of]
    quoted = [
        tuple(
            replace(
                one,
                quotes=_quotes(
                    np.flatnonzero(level == n), one, passages, topics.places
                ),
            )
            for n, one in enumerate(described)
        )
        for level, described in ((topics.leaf_of, topics.leaves), (top_of, topics.tops))
    ]
    return replace(topics, leaves=quoted[0], tops=quoted[1])


def _quotes(
    members: Rows, described: Described, passages: Passages, places: Vectors
) -> tuple[int, ...]:
    """Return passages that are central, fit to be quoted, and not all alike."""
    _, first = np.unique(passages.wording[members], return_index=True)
    members = members[np.sort(first)]
    shortest, longest = _TELLING_LENGTH
    near = places[passages.wording[members]]
    similar = near @ np.asarray(described.centroid, np.float32)
    lengths = np.asarray(
        [end - start for start, end in (passages.spans[m] for m in members)]
    )
    fit = (lengths >= shortest) & (lengths <= longest)
    chosen: list[int] = []
    for row in np.lexsort((-similar, ~fit)).tolist():
        alike = max((float(near[row] @ near[other]) for other in chosen), default=0.0)
        if (
            alike < _TOO_ALIKE
            and "[" not in passages.texts[passages.wording[members[row]]]
        ):
            chosen.append(row)
        if len(chosen) == QUOTES:
            break
    return tuple(int(members[row]) for row in chosen or range(min(1, len(members))))
