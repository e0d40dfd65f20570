"""A small reading, as the engine would return it, for tests of what follows."""

from dataclasses import replace

from app.analysis.findings import (
    Counts,
    Document,
    Findings,
    FoundCampaign,
    FoundTopic,
    Quote,
    ReadComment,
    ReadPassage,
    ToneCounts,
)
from app.topics.tasks import Asked
from app.topics.tasks.joining import New

SAYS_NOTHING = "n/a"
LETTER = "letter"


def found_topic(
    key: str, comments: int, *, parent: str | None = None, question: str | None = None
) -> FoundTopic:
    return FoundTopic(
        id=key,
        question=question,
        parent=parent,
        label=f"Label of {key}",
        keywords=("bins", "phone"),
        comments=comments,
        distinct_texts=comments,
        share=0.5,
        share_interval=(0.4, 0.6),
        tone=ToneCounts(neutral=comments),
        stability=0.8,
        quotes=(),
        centroid=(1.0, 0.0),
    )


def first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].lower()


def read_comment(document: Document, topics: tuple[str, ...]) -> ReadComment:
    """Read a comment as one passage; the word "privacy" touches that issue."""
    text = document.text
    return ReadComment(
        id=document.id,
        topics=topics,
        tone=0.0,
        language="en",
        campaign="c1" if first_word(text) == LETTER else None,
        shared_text=((0, len(LETTER)),) if first_word(text) == LETTER else (),
        substantive=first_word(text) != SAYS_NOTHING,
        masked_text=text,
        passages=tuple(ReadPassage(0, len(text), one, 0.0, 0.5) for one in topics),
        issues={"privacy": 0.6} if "privacy" in text else {},
    )


def read_by_first_word(asked: Asked, *_: object) -> Findings:
    """Read like an engine that makes a topic of each first word."""
    documents = asked.documents
    words = {one.id: first_word(one.text) for one in documents}
    topics = []
    for word in sorted(set(words.values()) - {SAYS_NOTHING}):
        members = [key for key, own in words.items() if own == word]
        quotes = (Quote(members[0], 0, len(word)),)
        topics.append(replace(found_topic(word, len(members)), quotes=quotes))
    comments = tuple(
        read_comment(one, () if words[one.id] == SAYS_NOTHING else (words[one.id],))
        for one in documents
    )
    letters = [key for key, own in words.items() if own == LETTER]
    empty = sum(not one.substantive for one in comments)
    count = len(documents)
    return Findings(
        parameters={"engine": "test", "embedder": "first word"},
        timings={"total": 0.1},
        counts=Counts(count, count - empty, empty, count, bool(letters)),
        topics=tuple(topics),
        comments=comments,
        campaigns=(
            FoundCampaign("c1", len(letters), 2, letters[0], tuple(letters[1:])),
        )
        if letters
        else (),
    )


def join_by_first_word(new: New, *_: object) -> list[ReadComment]:
    """Join like an engine that knows each topic by its word."""
    known = {one.id for one in new.known}
    return [
        read_comment(one, tuple({first_word(one.text)} & known))
        for one in new.documents
    ]
