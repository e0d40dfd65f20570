"""How well campaigns are kept together, and strangers kept out."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from time import process_time
from typing import Final

from app.analysis.campaigns import find_campaigns
from app.analysis.evaluation.figures import Figure, rows

LETTER: Final = (
    "I am writing to ask you to stop the plan to let a computer program decide which"
    " families receive help with their rent. My neighbours and I have lived in this town"
    " for many years and we know how quickly a small mistake on a form can turn into"
    " months of worry. A machine cannot see that a mother works nights or that a"
    " grandfather has lost his papers. We want a trained person to read every application,"
    " to pick up the telephone when something is missing, and to sign the decision with a"
    " name. Publish how the program was tested, who paid for it, and how often it was"
    " wrong. Give everyone who is refused a clear letter with the reasons and a simple way"
    " to appeal within thirty days. Until these promises are kept, please keep the old"
    " procedure and use the money for more staff at the housing office."
)
AMONG: Final = 25_000
_PAIRS_PER_GROUP: Final = 100
_MEMBERS_PER_GROUP: Final = 60
_RUN: Final = 8


def measure(folder: Path) -> list[Figure]:
    """Measure on comments on one rule, and on edited letters among petition titles."""
    figures = measure_judged(folder)
    titles = folder / "uk_petition_titles" / "titles.csv"
    if titles.exists():
        others = [row["title"] for row in rows(titles)[:AMONG]]
        for share in (0.05, 0.2):
            figures += measure_edited(others, share=share)
    return figures


def measure_judged(folder: Path) -> list[Figure]:
    """Measure on comments on one rule: pairs judged one by one, and silver groups."""
    home = folder / "regsgov_opt_comments"
    comments = rows(home / "comments_10k.csv")
    found = find_campaigns([row["text"] for row in comments]).campaign
    campaign = {row["id"]: group for row, group in zip(comments, found, strict=True)}
    texts = {row["id"]: row["text"] for row in comments}
    silver = defaultdict(list)
    for row in comments:
        if row["neardup_j50"]:
            silver[row["neardup_j50"]].append(campaign[row["id"]])
    return [
        *_judged(rows(home / "pairs_handchecked.csv"), campaign),
        _kept_together(silver.values()),
        _precision(campaign, texts),
    ]


def measure_edited(
    others: Sequence[str], *, share: float, letters: int = 75_000
) -> list[Figure]:
    """Measure how many edited letters land in one campaign, and how many strangers."""
    dice = random.Random(1)  # noqa: S311 -- must repeat, not be secret
    vocabulary = sorted(
        {w for text in others[:3000] for w in text.split() if w.isalpha()}
    )
    words = LETTER.split()
    edited = [
        " ".join(dice.choice(vocabulary) if dice.random() < share else w for w in words)
        for _ in range(letters)
    ]
    started = process_time()
    found = find_campaigns([*edited, *others]).campaign
    took = process_time() - started
    (largest, members), *_ = Counter(
        group for group in found[:letters] if group is not None
    ).most_common(1)
    strangers = sum(group == largest for group in found[letters:])
    name = f"letters with {share:.0%} of the words edited"
    floor = 0.99 if share <= 0.05 else 0.9  # noqa: PLR2004
    return [
        Figure(f"campaigns: {name}, in one", members / letters, letters, floor),
        Figure(
            f"campaigns: {name}, strangers", strangers, len(others), 0, at_most=True
        ),
        Figure(
            f"campaigns: {name}, seconds",
            round(took, 1),
            letters + len(others),
            60,
            at_most=True,
        ),
    ]


def _judged(
    pairs: list[dict[str, str]], campaign: Mapping[str, int | None]
) -> list[Figure]:
    together: Counter[bool] = Counter()
    of: Counter[bool] = Counter()
    for pair in pairs:
        if pair["shares_copied_text"] != "1":
            continue
        weak = pair["jaccard_bin"].startswith("0.05")
        group = campaign[pair["id_a"]]
        of[weak] += 1
        together[weak] += group is not None and group == campaign[pair["id_b"]]
    return [
        Figure("campaigns: judged pairs together", together[False], of[False], 40),
        Figure(
            "campaigns: the same, little in common",
            together[True],
            of[True],
            aim=of[True],
        ),
    ]


def _kept_together(groups: Iterable[Sequence[int | None]]) -> Figure:
    real = [group for group in groups if len(group) > 1]
    members = sum(map(len, real))
    kept = sum(
        max((n for c, n in Counter(group).items() if c is not None), default=0)
        for group in real
    )
    return Figure(
        "campaigns: silver groups together", kept / members, members, 0.95, aim=0.98
    )


def _precision(campaign: Mapping[str, int | None], texts: Mapping[str, str]) -> Figure:
    members = defaultdict(list)
    for key, group in campaign.items():
        if group is not None:
            members[group].append(key)
    dice = random.Random(0)  # noqa: S311 -- must repeat, not be secret
    pairs = []
    for keys in members.values():
        some = dice.sample(keys, min(len(keys), _MEMBERS_PER_GROUP))
        every = list(combinations(some, 2))
        pairs += dice.sample(every, min(len(every), _PAIRS_PER_GROUP))
    runs = {key: _runs(texts[key]) for pair in pairs for key in pair}
    right = sum(not runs[a].isdisjoint(runs[b]) for a, b in pairs)
    return Figure(
        "campaigns: pairs that share eight words",
        right / len(pairs),
        len(pairs),
        0.95,
        aim=0.98,
    )


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}
