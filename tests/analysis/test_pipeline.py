from importlib.metadata import version

import pytest

from app.analysis.findings import Document, Findings, as_json, from_json, known_topics
from app.analysis.options import Options
from app.analysis.pipeline import find_topics, join_topics
from tests.analysis.comments import DOCUMENTS

OPTIONS = Options(stability_runs=3, embedder="static")


@pytest.fixture(scope="module")
def findings() -> Findings:
    return find_topics(DOCUMENTS, options=OPTIONS)


def test_every_substantive_comment_is_in_a_topic(findings):
    assert all(bool(row.topics) == row.substantive for row in findings.comments)


def test_empty_answers_are_counted_and_set_aside(findings):
    assert findings.counts.not_substantive == 3
    assert findings.counts.analysed == 24


def test_comments_come_back_in_the_order_they_went_in(findings):
    assert [row.id for row in findings.comments] == [one.id for one in DOCUMENTS]


def test_every_leaf_has_a_top_level_topic_that_holds_its_comments(findings):
    by_id = {topic.id: topic for topic in findings.topics}
    leaves = [topic for topic in findings.topics if topic.parent]

    assert leaves
    assert all(by_id[leaf.parent].comments >= leaf.comments for leaf in leaves)


def test_shares_lie_within_their_intervals(findings):
    for topic in findings.topics:
        low, high = topic.share_interval
        assert 0 <= low <= topic.share <= high <= 1


def test_quotes_are_words_of_the_masked_comment(findings):
    row_of = {row.id: row for row in findings.comments}
    quotes = [quote for topic in findings.topics for quote in topic.quotes]

    assert quotes
    assert all(row_of[q.comment].masked_text[q.start : q.end].strip() for q in quotes)


def test_findings_record_versions_and_settings_of_each_step(findings):
    steps = findings.parameters["steps"]

    assert steps["topics"]["bertopic"] == version("bertopic")
    assert steps["embed"]["model"] == findings.parameters["embedder"]
    assert {"mask", "language", "passages", "stability", "tone"} <= steps.keys()


def test_the_json_form_reads_back_as_the_same_findings(findings):
    assert from_json(as_json(findings)) == findings


def test_the_same_input_and_seed_give_the_same_findings(findings):
    again = find_topics(DOCUMENTS, options=OPTIONS)

    assert again.topics == findings.topics
    assert again.comments == findings.comments


def test_a_second_run_with_more_comments_keeps_the_ids_of_topics(findings):
    more = (*DOCUMENTS, Document("new", "The bus to the station is full.", None, "en"))
    options = Options(stability_runs=1, embedder="static", known=known_topics(findings))

    again = find_topics(more, options=options)

    kept = {t.id for t in again.topics} & {t.id for t in findings.topics}
    assert len(kept) >= len(findings.topics) / 2


def test_a_new_comment_joins_an_existing_topic(findings):
    new = Document("new", "The night bus stops too early.", None, "en")
    bus = next(row for row in findings.comments if row.id == "buses-0")

    (joined,) = join_topics([new], known_topics(findings), options=OPTIONS)

    assert joined.topics == bus.topics


def test_a_comment_beyond_all_topics_is_kept_apart(findings):
    strange = Document("new", "Quantum chromodynamics on a lattice", None, "en")

    (joined,) = join_topics([strange], known_topics(findings), options=OPTIONS)

    assert joined.substantive
    assert joined.topics == ()


def test_progress_never_goes_back_and_ends_at_one():
    told: list[float] = []

    find_topics(
        DOCUMENTS, options=OPTIONS, progress=lambda _step, done: told.append(done)
    )

    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_progress_may_stop_the_reading():
    def stop(step: str, _done: float) -> None:
        if step == "embed":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        find_topics(DOCUMENTS, options=OPTIONS, progress=stop)


def test_two_comments_may_not_have_one_id():
    with pytest.raises(ValueError, match="id of its own"):
        find_topics([Document("a", "one"), Document("a", "two")], options=OPTIONS)


@pytest.mark.parametrize("texts", [[], [""], ["One comment about buses."]])
def test_few_comments_are_read_too(texts):
    documents = [Document(str(n), text) for n, text in enumerate(texts)]

    found = find_topics(documents, options=OPTIONS)

    assert found.counts.comments == len(texts)
    assert all(bool(row.topics) == row.substantive for row in found.comments)


def test_each_question_is_read_on_its_own():
    documents = [
        Document(f"{question}-{one.id}", one.text, question, "en")
        for question in ("first", "second")
        for one in DOCUMENTS
    ]

    found = find_topics(documents, options=OPTIONS)

    question_of = {topic.id: topic.question for topic in found.topics}
    assert set(question_of.values()) == {"first", "second"}
    assert all(
        row.id.startswith(question_of[topic] or "?")
        for row in found.comments
        for topic in row.topics
    )
