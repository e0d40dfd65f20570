"""How time and memory grow with the number of comments, on recombined real ones.

    .venv/bin/python benchmarks/growth.py FILE.csv --text COLUMN [--sizes 10000,100000]

Each size is a run of `folkmoot analyse` of its own. Where a size is larger than the
file, further comments are made of two real ones. The exponents are those of time, and of
processor time where others use the machine too, between the smallest and the largest
size: 1 is linear.
"""

import argparse
import csv
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

csv.field_size_limit(10**9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+")
    parser.add_argument(
        "--text", required=True, help="columns, one a file or one for all"
    )
    parser.add_argument("--sizes", default="10000,30000,100000,300000")
    given = parser.parse_args()
    texts = gathered(given.files, given.text.split(","))
    sizes = [int(size) for size in given.sizes.split(",")]
    runs = [run(recombined(texts, size)) for size in sizes]
    for size, one in zip(sizes, runs, strict=True):
        print(json.dumps({"comments": size, **one}))
    if len(sizes) > 1:
        print(json.dumps({key: exponent(runs, sizes, key) for key in ("total", "cpu")}))


def exponent(runs: list[dict], sizes: list[int], key: str) -> float:
    slower = math.log(runs[-1][key] / runs[0][key])
    return round(slower / math.log(sizes[-1] / sizes[0]), 3)


def gathered(files: list[str], columns: list[str]) -> list[str]:
    texts = []
    for number, file in enumerate(files):
        column = columns[min(number, len(columns) - 1)]
        with open(file, encoding="utf-8-sig", newline="") as source:
            texts += [row[column] for row in csv.DictReader(source) if row[column]]
    random.Random(1).shuffle(texts)
    return texts


def recombined(texts: list[str], size: int) -> list[str]:
    dice = random.Random(size)
    more = max(0, size - len(texts))
    pairs = (f"{dice.choice(texts)}. {dice.choice(texts)}" for _ in range(more))
    return [*texts[:size], *pairs]


def run(texts: list[str]) -> dict:
    command = Path(sys.executable).parent / "folkmoot"
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "comments.csv", Path(folder) / "result.json"
        with file.open("w", newline="", encoding="utf-8") as target:
            writer = csv.writer(target)
            writer.writerow(["text"])
            writer.writerows([text] for text in texts)
        started = time.perf_counter()
        process = subprocess.Popen(
            [command, "analyse", file, "--text", "text", "--out", out]
            + ["--embedder", "static"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"folkmoot analyse failed with status {status}")
        head = head_of(out)
        return {
            "cold": round(time.perf_counter() - started, 1),
            "total": head["timings"]["total"],
            "cpu": round(used.ru_utime + used.ru_stime, 1),
            "timings": head["timings"],
            "peak_gb": round(used.ru_maxrss / 1e6, 2),
            "topics": len(head["topics"]),
        }


def head_of(result: Path) -> dict:
    """Read all but the comments, which stand last, one a line."""
    with result.open(encoding="utf-8") as source:
        first = source.readline()
    return json.loads(first.rstrip().removesuffix(', "comments": [') + "}")


if __name__ == "__main__":
    main()
