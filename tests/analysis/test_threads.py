"""The same input gives the same result on any number of threads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_findings_do_not_depend_on_the_number_of_threads(tmp_path):
    file = tmp_path / "comments.jsonl"
    subjects = ("bus", "park", "school", "camera", "doctor", "road", "tax", "river")
    said = (
        f"The {one} near the {other} needs attention, number {number}"
        for number in range(20)
        for one in subjects
        for other in subjects
    )
    file.write_text("\n".join(json.dumps({"text": text}) for text in said))

    found = [_read(file, threads) for threads in ("1", "3")]

    assert found[0] == found[1]


def _read(file, threads):
    out = file.with_name(f"{threads}.json")
    command = Path(sys.executable).with_name("folkmoot")
    limits = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")
    subprocess.run(
        [command, "analyse", file, "--text", "text", "--out", out],
        check=True,
        capture_output=True,
        env={**os.environ, **dict.fromkeys(limits, threads)},
    )
    result = json.loads(out.read_text("utf-8"))
    del result["timings"]
    return result
