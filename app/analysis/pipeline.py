"""Text in, `Findings` out: the whole reading, step by step.

Each step is one value of `Steps` and can be replaced. Progress is told before and
after each step; a progress function that raises stops the reading there.
"""

import gc
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from time import perf_counter
from typing import Final

from threadpoolctl import threadpool_limits

from app.analysis import (
    embedders,
    familiar_words,
    issue_framework,
    languages,
    matching,
    record,
)
from app.analysis.assembly import (
    QuestionFindings,
    Reading,
    assemble,
    assemble_unread,
    merge,
)
from app.analysis.embedders import Embedder, Vectors
from app.analysis.findings import (
    Document,
    Findings,
    KnownTopic,
    ReadComment,
    ReadPassage,
)
from app.analysis.issue_framework import merge_scores
from app.analysis.issues import Issue
from app.analysis.options import Options
from app.analysis.prepare import prepare
from app.analysis.run import Progress, Run, Steps
from app.analysis.stop_words import sure_language
from app.analysis.texts import Passages, Text, gather
from app.analysis.topics import Setting, find

_BATCH: Final = 2_000


def find_topics(
    documents: Sequence[Document],
    *,
    options: Options | None = None,
    progress: Progress = lambda _step, _fraction: None,
    steps: Steps | None = None,
) -> Findings:
    """Read comments and return what they say.

    Args:
        documents: Every comment, with the key of the question it answers.
        options: What changes the result.
        progress: Told the step and the share of the whole that is done. It may raise
            to stop the reading.
        steps: The parts of the reading, where one is to be replaced.

    Raises:
        ValueError: The embedder asked for is not there, or ids repeat.
    """
    run = Run(options or Options(), steps or Steps(), progress)
    with _without_collecting():
        return _find_topics(documents, run)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Spare Python the search for garbage among millions of objects that all stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _find_topics(documents: Sequence[Document], run: Run) -> Findings:
    loading = perf_counter()
    run.tell("load", 0.0)
    embedder = embedders.choose(run.options.embedder)
    import_module("app.analysis.topic_models")  # seconds, once in a process
    if run.options.language == "auto":
        languages.load(run.options.languages)
    started = perf_counter()
    run.timings["load"] = started - loading
    with run.timed("prepare"):
        texts = read_texts(documents, run)
    groups = _by_question(texts)
    done = 0
    found: list[QuestionFindings] = []
    for question, own in groups.items():
        part = (done / len(texts), (done + len(own)) / len(texts))
        found.append(_read_question(question, own, embedder, run, part))
        done += len(own)
    result = merge(
        found,
        [document.id for document in documents],
        {
            **run.options.as_parameters(),
            "embedder": embedder.name,
            "steps": record.steps(embedder.name),
        },
    )
    run.tell("tone", 1.0)
    total = perf_counter() - started
    timings = {name: round(took, 3) for name, took in run.timings.items()}
    return replace(result, timings={**timings, "total": round(total, 3)})


def join_topics(
    documents: Sequence[Document],
    known: Sequence[KnownTopic],
    *,
    options: Options | None = None,
    steps: Steps | None = None,
) -> tuple[ReadComment, ...]:
    """Read new comments into existing topics at once, without finding new ones.

    A passage that lies beyond every topic's reach stays apart: its topic is None, and
    a comment of only such passages has no topics. The next full run looks at them.
    """
    run = Run(options or Options(), steps or Steps(), lambda _step, _fraction: None)
    embedder = embedders.choose(run.options.embedder)
    texts = read_texts(documents, run)
    parents = {topic.parent for topic in known}
    leaves = [
        topic
        for topic in known
        if topic.id not in parents and topic.embedder in {"", embedder.name}
    ]
    return tuple(_join(text, leaves, embedder, run) for text in texts)


def map_issues(
    comments: Sequence[Sequence[str]],
    issues: Sequence[Issue],
    *,
    embedder: str = "auto",
) -> list[dict[str, float]]:
    """Compare comments, given as their passages, with issues; return each one's scores.

    For when a consultation's list of issues changes and its topics need not.
    """
    model = embedders.choose(embedder)
    passages_of_all = [one for comment in comments for one in comment]
    scores = iter(
        issue_framework.score_issues(
            passages_of_all, issues, lambda some: model.embed(some, lambda _done: None)
        )
    )
    return [merge_scores([next(scores) for _ in comment]) for comment in comments]


def read_texts(documents: Sequence[Document], run: Run) -> list[Text]:
    """Prepare, mask, judge and name the language of each comment by itself.

    Raises:
        ValueError: Two documents have the same id.
    """
    if len({document.id for document in documents}) != len(documents):
        message = "every comment needs an id of its own"
        raise ValueError(message)
    masked: list[str] = []
    for number, document in enumerate(documents):
        if number % _BATCH == 0:
            run.tell("prepare", 0.8 * number / len(documents))
        text = prepare(document.text)
        masked.append(run.steps.mask(text, region=run.options.region).text)
    detected = _languages(documents, masked, run)
    run.tell("prepare", 1.0)
    return [
        Text(
            document,
            text,
            language,
            run.steps.is_substantive(text, question=_wording(document, run.options)),
        )
        for document, text, language in zip(documents, masked, detected, strict=True)
    ]


def _wording(document: Document, options: Options) -> str | None:
    """Return what was asked: a question's key says it, where no wording is given."""
    return options.questions.get(document.question or "", document.question)


def _languages(
    documents: Sequence[Document], masked: Sequence[str], run: Run
) -> list[str]:
    options = run.options
    if options.language != "auto":
        return [document.language or options.language for document in documents]
    sure = [
        document.language or sure_language(text, options.languages)
        for document, text in zip(documents, masked, strict=True)
    ]
    found = familiar_words.settle(masked, sure)
    doubtful = [row for row, language in enumerate(found) if language is None]
    run.tell("prepare", 0.85)
    detected = run.steps.detect(
        [masked[row] for row in doubtful], candidates=options.languages
    )
    told = dict(zip(doubtful, detected, strict=True))
    return [language or told[row] for row, language in enumerate(found)]


def _by_question(texts: Sequence[Text]) -> dict[str | None, list[Text]]:
    groups: dict[str | None, list[Text]] = defaultdict(list)
    for text in texts:
        groups[text.document.question].append(text)
    return dict(groups)


def _read_question(
    question: str | None,
    texts: Sequence[Text],
    embedder: Embedder,
    run: Run,
    part: tuple[float, float],
) -> QuestionFindings:
    substantive = [text for text in texts if text.substantive]
    unread = assemble_unread([text for text in texts if not text.substantive])
    if not substantive:
        return replace(unread, question=question)
    with run.timed("prepare"):
        run.tell("campaigns", 0.0, part)
        groups = run.steps.find_campaigns([text.masked for text in substantive])
        cut = gather(substantive, _cut(substantive, run), groups)

    def step(name: str, done: float) -> None:
        run.tell(name, done, part)

    asked = _wording(texts[0].document, run.options)
    topics = find(cut, Setting(embedder, run.options, asked, step, run.timed))
    with run.timed("describe"), threadpool_limits(limits=1):
        issues = run.steps.score_issues(
            cut.texts,
            run.options.issues,
            lambda some: _placed(some, cut, topics.places, embedder),
        )
    with run.timed("tone"):
        run.tell("tone", 0.0, part)
        tones = _tones(substantive, cut, run)
    with run.timed("describe"):
        whole = assemble(
            question,
            Reading(substantive, cut, topics, groups, tones, issues),
            run.options,
        )
    return replace(whole, comments=whole.comments + unread.comments)


def _placed(
    texts: Sequence[str], cut: Passages, places: Vectors, embedder: Embedder
) -> Vectors:
    """Embed texts; the passages have been embedded already."""
    if texts is cut.texts:
        return places
    return embedder.embed(texts, lambda _done: None)


def _cut(texts: Sequence[Text], run: Run) -> list[list[tuple[int, int]]]:
    """Return the passages of each text; at least one, whatever it holds."""
    return [
        run.steps.split(text.masked, text.language) or [(0, len(text.masked))]
        for text in texts
    ]


def _tones(
    texts: Sequence[Text], cut: Passages, run: Run
) -> tuple[list[float | None], list[float | None]]:
    """Return the tone of every comment as a whole, and of every passage."""
    whole = [text.masked for text in texts]
    spoken = [text.language for text in texts]
    asked = [_wording(text.document, run.options) for text in texts]
    # in one go, since many comments are one passage
    scores = run.steps.score_tone(
        [*whole, *cut.texts],
        [*spoken, *cut.languages],
        [*asked, *(asked[owner] for owner in cut.owners.tolist())],
    )
    of_wording = scores[len(whole) :]
    return scores[: len(whole)], [of_wording[row] for row in cut.wording.tolist()]


def _join(
    text: Text, leaves: Sequence[KnownTopic], embedder: Embedder, run: Run
) -> ReadComment:
    own = [leaf for leaf in leaves if leaf.question == text.document.question]
    spans = run.steps.split(text.masked, text.language) if text.substantive else []
    written = [text.masked[start:end] for start, end in spans]
    vectors = embedder.embed(written, lambda _done: None)
    chosen = matching.join(vectors, own)
    if written and not any(chosen):
        # topics were found over larger units, so a sentence alone may say too little
        whole = embedder.embed([text.masked], lambda _done: None)
        chosen = matching.join(whole, own) * len(written)
    fits = matching.nearness(vectors, own)
    issues = run.steps.score_issues(
        written,
        run.options.issues,
        lambda some: (
            vectors if some is written else embedder.embed(some, lambda _done: None)
        ),
    )
    tones = run.steps.score_tone(
        [text.masked, *written],
        [text.language] * (1 + len(written)),
        [_wording(text.document, run.options)] * (1 + len(written)),
    )
    return ReadComment(
        id=text.document.id,
        topics=_most_common(chosen),
        tone=tones[0] if text.substantive else None,
        language=text.language,
        campaign=None,
        shared_text=(),
        substantive=text.substantive,
        masked_text=text.masked,
        passages=tuple(
            ReadPassage(start, end, topic, compound, fit)
            for (start, end), topic, compound, fit in zip(
                spans, chosen, tones[1:], fits, strict=True
            )
        ),
        issues=merge_scores(issues),
    )


def _most_common(chosen: Sequence[str | None]) -> tuple[str, ...]:
    counted = Counter(topic for topic in chosen if topic is not None)
    return tuple(topic for topic, _ in counted.most_common())
