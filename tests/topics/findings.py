"""A small reading, as the engine would return it, for tests of what follows."""

from app.analysis.findings import (
    Counts,
    Findings,
    FoundTopic,
    Quote,
    ReadComment,
    ToneCounts,
)
from app.topics.tasks import Asked


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


def read_by_first_word(asked: Asked, *_: object) -> Findings:
    """Read like an engine that makes a topic of each first word."""
    documents = asked.documents
    words = {one.id: one.text.split()[0].lower() for one in documents}
    topics = []
    for word in sorted(set(words.values())):
        members = [key for key, own in words.items() if own == word]
        topic = found_topic(word, len(members))
        topics.append(
            FoundTopic(
                **{
                    **{name: getattr(topic, name) for name in topic.__slots__},
                    "quotes": (Quote(members[0], 0, len(word)),),
                }
            )
        )
    comments = tuple(
        ReadComment(
            id=one.id,
            topics=(words[one.id],),
            tone=0.0,
            language="en",
            campaign=None,
            shared_text=(),
            substantive=True,
            masked_text=one.text,
        )
        for one in documents
    )
    count = len(documents)
    return Findings(
        parameters={"engine": "test", "embedder": "first word"},
        timings={"total": 0.1},
        counts=Counts(count, count, 0, count, 0),
        topics=tuple(topics),
        comments=comments,
        campaigns=(),
    )
