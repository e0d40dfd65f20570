import io
import time

import openpyxl
import pytest
from click.testing import CliRunner
from sqlmodel import select

from app.cli import main
from app.comments.models import Comment, CommentState, Submission
from app.comments.queries import count_submissions, list_submission_comments
from app.comments.rules.mapping import read_mapping
from app.comments.rules.tables import read_table
from app.comments.schemas import Showing
from app.comments.services import erase
from app.comments.services.importing import ImportChoices, import_comments
from app.consultations.queries import list_questions
from app.errors import Invalid
from tests.comments.made import make_asked
from tests.factories import NOW, make_consultation, make_proposal
from tests.real_data import real_data

LONG = """who,asked,words,said,when
1,Q1,What worries you?,"My views, in short",2025-06-28 0:26
1,Q2,And hopes?,Clean buses,2025-06-28 0:26
2,Q1,What worries you?,Mail ann@example.org,2025-06-29T10:00:00
2,Q2,And hopes?,,2025-06-29
"""
LONG_MAP = [
    "submission=who",
    "question=asked",
    "wording=words",
    "text=said",
    "submitted_at=when",
]
WIDE = """id,vote,Views of you,Ideas of you,role
a,support,Good.,,A visitor
b,oppose,Bad.,Stop it.,A resident
c,,,,
"""
WIDE_MAP = [
    "submission=id",
    "answer.stance=vote",
    "comment.views=Views of you",
    "comment.ideas=Ideas of you",
    "about.role=role",
]


@pytest.fixture
def consultation(session):
    return make_asked(session)


@pytest.fixture
def take(session, consultation):
    """Imports a text; returns the report."""

    def take(text, pairs, *, only=(), target=None, **choices):
        content = text if isinstance(text, bytes) else text.encode()
        return import_comments(
            session,
            target or consultation,
            read_table(content),
            read_mapping(pairs, only),
            ImportChoices(**choices),
            now=NOW,
        )

    return take


def test_a_long_file_becomes_submissions_questions_and_comments(session, take):
    bare = make_consultation(session)
    make_proposal(session, bare)

    report = take(LONG, LONG_MAP, target=bare, creates_questions=True)

    assert (report.submissions, report.comments, report.empty) == (2, 3, 1)
    assert [q.key for q in list_questions(session, bare.id)] == ["q1", "q2"]
    texts = {one.masked_text for one in session.exec(select(Comment))}
    assert texts == {"My views, in short", "Clean buses", "Mail [e-mail]"}
    first = session.exec(select(Submission)).first()
    assert first and first.submitted_at.isoformat() == "2025-06-28T00:26:00+00:00"


def test_importing_again_adds_nothing(session, take):
    take(LONG, LONG_MAP, creates_questions=True)

    again = take(LONG, LONG_MAP, creates_questions=True)

    assert (again.submissions, again.comments, again.unchanged) == (0, 0, 3)


def test_importing_again_brings_nothing_back_that_was_erased(session, take):
    take(LONG, LONG_MAP, creates_questions=True)
    for submission in session.exec(select(Submission)):
        erase(session, submission, now=NOW)

    take(LONG, LONG_MAP, creates_questions=True)

    assert {one.text for one in session.exec(select(Comment))} == {""}


def test_a_wide_file_has_a_column_for_each_question(session, take, consultation):
    report = take(WIDE, WIDE_MAP, showing=Showing.AT_ONCE)

    assert (report.submissions, report.comments, report.answers) == (2, 3, 2)
    assert report.empty == 1
    assert count_submissions(session, consultation.id) == 2
    submissions = session.exec(select(Submission)).all()
    assert [s.about_participant for s in submissions] == [
        {"role": "A visitor"},
        {"role": "A resident"},
    ]
    (good,) = list_submission_comments(session, submissions[0].id)
    assert (good.text, good.state) == ("Good.", CommentState.PUBLISHED)


def test_an_excel_file_reads_like_the_same_csv(session, take):
    book = openpyxl.Workbook()
    sheet = book.create_sheet(index=0)
    for line in WIDE.splitlines():
        sheet.append(line.split(","))
    packed = io.BytesIO()
    book.save(packed)

    report = take(packed.getvalue(), WIDE_MAP)

    assert (report.submissions, report.comments) == (2, 3)


def test_equal_rows_without_a_key_are_two_people_but_imported_once(session, take):
    letters = "views\nPlease stop.\nPlease stop.\n"

    first = take(letters, ["comment.views=views"])
    again = take(letters, ["comment.views=views"])

    assert (first.submissions, again.submissions) == (2, 0)


def test_only_chosen_rows_are_taken(take):
    report = take(LONG, LONG_MAP, only=["asked=Q2"], creates_questions=True)

    assert (report.comments, report.left_out) == (1, 2)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",q1,W,text,", "which submission"),
        ("9,,W,text,", "which question"),
        ("9,zz,,text,", "no question"),
        ("9,stance,W,text,", "not answered in words"),
        ("9,views,W,text,yesterday", "not a time"),
        ("9,views,W,text,2025-13-45", "not a time"),
        ("9,views,W,text,2025-01-01,more", "more cells"),
        ("8,views,W,other,", "twice"),
        ("9,views,W," + "x" * 20_001 + ",", "more than"),
    ],
)
def test_a_broken_row_is_reported_by_number_and_reason(take, row, reason):
    text = f"who,asked,words,said,when\n8,views,W,First.,\n{row}\n"

    report = take(text, LONG_MAP)

    assert [problem.row for problem in report.problems] == [3]
    assert reason in report.problems[0].reason
    assert report.comments == 1


def test_a_row_on_an_unknown_question_keeps_no_other_row_out(session, take):
    stray = LONG + "1,Q9,,Bees,2025-06-28\n3,Q9,,Trees,2025-06-28\n"

    report = take(stray, LONG_MAP, creates_questions=True)

    assert (report.submissions, report.comments) == (2, 3)
    assert [one.row for one in report.problems] == [6, 7]


def test_a_wrong_choice_is_reported(take):
    report = take("id,vote\n1,love\n", ["submission=id", "answer.stance=vote"])

    assert "“love” is not an answer" in report.problems[0].reason


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"text\n\xff\xfe\n", "UTF-8"),
        (b"a,a\n1,2\n", "same heading"),
        (b"PK\x03\x04 no archive", "cannot|not a table"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, sentence):
    with pytest.raises(Invalid) as refused:
        read_table(content)

    assert any(
        word in refused.value.field_errors["file"] for word in sentence.split("|")
    )


@pytest.mark.parametrize(
    "pairs", [["text"], ["colour=x"], ["submitted_at=x"], ["text=a", "comment.k=b"]]
)
def test_a_mapping_that_makes_no_sense_is_refused(pairs):
    with pytest.raises(Invalid):
        read_mapping(pairs)


def test_a_missing_column_is_named(take):
    with pytest.raises(Invalid) as refused:
        take(WIDE, ["comment.views=Opinion"])

    assert "Opinion" in refused.value.field_errors["map"]


@pytest.fixture
def run(settings, session, consultation, tmp_path, monkeypatch):
    """Runs the command on a text."""
    session.commit()
    monkeypatch.setenv("FOLKMOOT_DATABASE_URL", settings.database_url)

    def run(text, pairs, *options):
        path = tmp_path / "given.csv"
        path.write_text(text, encoding="utf-8")
        mapped = [part for pair in pairs for part in ("--map", pair)]
        arguments = ["import", "comments", str(path), "--consultation", "letters"]
        return CliRunner().invoke(main, [*arguments, *mapped, *options])

    return run


def stored(session):
    session.rollback()
    return len(session.exec(select(Comment)).all())


BROKEN = WIDE + "d,love,Words.,,\n"


def test_the_command_stores_all_or_nothing(run, session):
    refused = run(BROKEN, WIDE_MAP)

    assert refused.exit_code == 1
    assert "row 5" in refused.output and "Nothing was imported" in refused.output
    assert stored(session) == 0


def test_the_command_skips_broken_rows_when_told(run, session):
    done = run(BROKEN, WIDE_MAP, "--skip-broken")

    assert done.exit_code == 0
    assert "2 submissions, 3 comments" in done.output
    assert stored(session) == 3


def test_a_dry_run_stores_nothing(run, session):
    done = run(WIDE, WIDE_MAP, "--dry-run")

    assert "nothing was stored" in done.output
    assert stored(session) == 0


def test_the_command_says_what_it_does_not_understand(run):
    assert "no column" in run(WIDE, ["comment.views=Nope"]).output
    wrong_zone = run(WIDE, WIDE_MAP, "--timezone", "Mars/Base")
    assert "not a time zone" in wrong_zone.output


@pytest.mark.real_data
def test_a_real_survey_loads_as_one_consultation_with_four_questions(session, take):
    content = real_data("bc_ai_survey/comments.csv").read_bytes()
    survey = make_consultation(session)
    pairs = [
        "submission=respondent",
        "question=question_id",
        "wording=question",
        "text=text",
        "submitted_at=submitted_at",
    ]
    began = time.monotonic()

    report = take(
        content,
        pairs,
        only=["main_question=1"],
        target=survey,
        creates_questions=True,
        showing=Showing.AT_ONCE,
    )
    session.commit()

    # 997 of the survey's 1,001 respondents answered one of its four main questions.
    assert (report.submissions, report.comments) == (997, 3981)
    assert len(list_questions(session, survey.id)) == 4
    assert report.problems == []
    assert time.monotonic() - began < 20
