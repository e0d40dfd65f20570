"""How well found topics agree with groups that people, or the setting, have given."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score

from app.analysis.evaluation.figures import Figure, rows
from app.analysis.findings import Document, Findings
from app.analysis.options import Options
from app.analysis.pipeline import find_topics

# Stock BERTopic 0.17.4 with all-MiniLM-L6-v2 on the same comments.
NHS_STOCK: Final = 0.243
POLIS_STOCK: Final = 0.332
NHS_AIM: Final = 0.29
POLIS_AIM: Final = 0.40
NHS_MINILM: Final = 0.27
POLIS_MINILM: Final = 0.39
_UNUSABLE: Final = {"Labelling not possible", "Not assigned"}

Labelled = list[tuple[Document, str]]


def measure(folder: Path, embedder: str) -> list[Figure]:
    """Measure every labelled set in a folder with one embedder."""
    is_static = embedder == "static"
    nhs = patient_feedback(folder)
    english, german = conversations(folder, "en"), conversations(folder, "de")
    figures = [
        *_read(
            nhs,
            "NHS themes",
            (NHS_STOCK, NHS_AIM) if is_static else (NHS_MINILM, None),
            embedder,
        ),
        *_read(
            english,
            "Polis English",
            (POLIS_STOCK, POLIS_AIM) if is_static else (POLIS_MINILM, None),
            embedder,
        ),
    ]
    if is_static:
        figures.append(_repeated(nhs))
        words = words_alone(german)
        name = "Polis German (floor: TF-IDF, k-means)"
        figures += _read(german, name, (words, None), embedder)
    return figures


def patient_feedback(folder: Path) -> Labelled:
    """Return patient feedback to which people gave exactly one theme."""
    return [
        (Document(row["id"], row["text"]), row["labels"])
        for row in rows(folder / "nhs_patient_feedback" / "comments.csv")
        if row["n_labels"] == "1" and row["labels"] not in _UNUSABLE
    ]


def conversations(folder: Path, language: str) -> Labelled:
    """Return statements of several conversations, with the conversation of each."""
    return [
        (Document(row["id"], row["text"]), row["conversation"])
        for row in rows(folder / "polis_opendata" / "comments.csv")
        if row["lang"] == language
    ]


def agreement(findings: Findings, labels: Sequence[str]) -> float:
    """Return the adjusted mutual information of main leaf topics and labels."""
    found = [row.topics[0] if row.topics else "-" for row in findings.comments]
    return float(adjusted_mutual_info_score(labels, found))


def words_alone(labelled: Labelled) -> float:
    """Return what TF-IDF and k-means reach at the true number of groups."""
    texts, labels = [one.text for one, _ in labelled], [label for _, label in labelled]
    weighed = TfidfVectorizer(min_df=2, sublinear_tf=True).fit_transform(texts)
    components = min(100, min(weighed.shape) - 1)
    places = TruncatedSVD(components, random_state=0).fit_transform(weighed)
    groups = KMeans(len(set(labels)), n_init=3, random_state=0).fit_predict(places)
    return float(adjusted_mutual_info_score(labels, groups))


def _repeated(labelled: Labelled) -> Figure:
    """Count comments whose reading changes when all are read again."""
    documents = [document for document, _ in labelled]
    chosen = Options(embedder="static")
    first, again = (find_topics(documents, options=chosen) for _ in range(2))
    changed = sum(a != b for a, b in zip(first.comments, again.comments, strict=True))
    changed += first.topics != again.topics
    return Figure(
        "topics: changed when read again", changed, len(labelled), 0, at_most=True
    )


def _read(
    labelled: Labelled, name: str, sought: tuple[float, float | None], embedder: str
) -> list[Figure]:
    floor, aim = sought
    findings = find_topics(
        [document for document, _ in labelled], options=Options(embedder=embedder)
    )
    lost = sum(row.substantive and not row.topics for row in findings.comments)
    ami = agreement(findings, [label for _, label in labelled])
    return [
        Figure(f"topics: AMI, {name}, {embedder}", ami, len(labelled), floor, aim=aim),
        Figure(f"topics: left out, {name}", lost, len(labelled), 0, at_most=True),
    ]
