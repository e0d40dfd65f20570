"""What made a result: for each step its packages' versions and its own settings."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any


def steps(embedder: str) -> dict[str, dict[str, Any]]:
    """Return versions and settings of each step, in the order of the reading.

    Args:
        embedder: The name of the one that was used.
    """
    # these load scikit-learn, faiss and BERTopic; a reading has loaded them already
    from app.analysis import (  # noqa: PLC0415
        graph,
        issue_framework,
        labels,
        own_words,
        passages,
        prepare,
        stability,
        texts,
        tone,
        topic_models,
    )

    granularity = topic_models.Granularity()
    return {
        "prepare": {"longest": prepare.LONGEST},
        "mask": {"phonenumbers": _version("phonenumbers")},
        "language": {"lingua": _version("lingua-language-detector")},
        "passages": {"longest": passages.LONGEST, "unit": texts.UNIT},
        "embed": {
            "model": embedder,
            "components": own_words.COMPONENTS,
            "words_share": own_words.WORDS_SHARE,
            "parts_share": own_words.PARTS_SHARE,
        },
        "topics": {
            "bertopic": _version("bertopic"),
            "scikit-network": _version("scikit-network"),
            "faiss": _version("faiss-cpu"),
            "neighbours": [graph.NEIGHBOURS, graph.NEIGHBOURS_OF_MANY],
            "sharpness": graph.SHARPNESS,
            "resolution": granularity.resolution,
            "most_at_top": granularity.most_at_top,
            "smallest": granularity.smallest,
            "most_grouped": topic_models.MOST_GROUPED,
        },
        "names": {"least": labels.LEAST, "clear": labels.CLEAR},
        "stability": {"kept": stability.KEPT},
        "issues": {"least": issue_framework.THRESHOLD},
        "tone": {
            "vader": _version("vaderSentiment"),
            "languages": sorted(tone.LANGUAGES),
        },
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
