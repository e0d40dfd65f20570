import pytest
from click.testing import CliRunner

from app.cli import main
from tests.real_data import real_data


def test_evaluate_says_which_sets_are_not_there(tmp_path):
    result = CliRunner().invoke(main, ["evaluate", str(tmp_path)])

    assert result.exit_code == 0
    assert "masking: left out, pii/comments_pii_injected.jsonl is not there" in (
        result.output
    )


def test_evaluate_says_which_benchmark_prints_the_other_rows(tmp_path):
    result = CliRunner().invoke(main, ["evaluate", str(tmp_path)])

    assert "any single comment in 2 s, for each step: printed by" in result.output
    assert "benchmarks/growth.py" in result.output


@pytest.mark.slow
@pytest.mark.real_data
def test_topics_hold_their_floors():
    folder = real_data("polis_opendata/comments.csv").parents[1]
    given = ["evaluate", str(folder), "--part", "topics", "--embedder", "static"]

    result = CliRunner().invoke(main, given)

    assert result.exit_code == 0, result.output
    assert "Polis German" in result.output
