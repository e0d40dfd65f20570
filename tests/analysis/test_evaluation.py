import os
from pathlib import Path

import pytest

from app.analysis.evaluation import campaigns, languages, masking, tone
from app.analysis.evaluation.figures import Figure, rows

CHECKOUT = Path(__file__).parents[2]
DATA = Path(os.environ.get("FOLKMOOT_REAL_DATA", CHECKOUT.parent / "shared" / "data"))

real_data = pytest.mark.skipif(not DATA.exists(), reason="the labelled sets are absent")


def below(figures: list[Figure]) -> list[Figure]:
    return [figure for figure in figures if not figure.holds]


def test_a_figure_holds_from_its_floor_on_and_up_to_its_ceiling():
    assert Figure("caught", 0.99, 100, 0.99).holds
    assert not Figure("caught", 0.98, 100, 0.99).holds
    assert not Figure("wrong", 0.04, 100, 0.03, at_most=True).holds
    assert Figure("reported", 0.1, 100).holds


def test_invented_and_public_numbers_hold_their_floors():
    assert below([*masking.measure_invented(540), *masking.measure_public()]) == []


def test_edited_letters_hold_their_floors():
    others = [f"The bus number {n} is late near stop {n * 7}" for n in range(50)]

    assert below(campaigns.measure_edited(others, share=0.2, letters=300)) == []


@pytest.mark.real_data
@real_data
@pytest.mark.parametrize(
    "measure",
    [
        masking.measure,
        languages.measure,
        tone.measure,
        campaigns.measure_judged,
    ],
    ids=["masking", "languages", "tone", "campaigns"],
)
def test_real_data_holds_every_floor(measure):
    assert below(measure(DATA)) == []


@pytest.mark.real_data
@pytest.mark.slow
@real_data
@pytest.mark.parametrize("share", [0.05, 0.2])
def test_seventy_five_thousand_letters_are_one_campaign_without_strangers(share):
    comments = rows(DATA / "uk_petition_titles" / "titles.csv")
    others = [row["title"] for row in comments[: campaigns.AMONG]]

    assert below(campaigns.measure_edited(others, share=share)) == []
