"""A file of comments in the browser, from the upload to taking it out again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from httpx import Response
from openpyxl import Workbook
from sqlmodel import Session, select

from app.accounts.models import AuditEntry, Official, Role
from app.comments import tasks
from app.comments.models import (
    Answer,
    Comment,
    CommentImport,
    CommentState,
    ImportFile,
    ImportState,
    Submission,
)
from app.comments.rules import imports as rules
from app.comments.services.importing import mask_plan
from app.comments.web import imports as pages
from app.consultations.models import Consultation
from app.consultations.queries import list_questions
from app.errors import Invalid
from app.jobs import Job, LostJob, Worker
from tests.comments.made import make_asked
from tests.factories import make_official
from tests.posting import Client, post_form, prefixed, token_in
from tests.reading import form_values
from tests.real_data import real_data
from tests.sign_in import sign_in

LONG = (
    "Respondent ID,Question,Comment,Submitted\n"
    "1,Your views?,Please keep a person on the phone.,2026-02-01\n"
    "1,Your ideas?,Longer opening hours in winter.,2026-02-01\n"
    "2,Your views?,I fear it gets names wrong.,2026-02-02\n"
)
BROKEN = LONG + ",Your views?,Nobody said this to anybody.,2026-02-02\n"
AFTER = {"showing": "after-moderation", "zone": "UTC"}


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_asked(session)


@pytest.fixture
def official(session: Session, consultation: Consultation) -> Official:
    return make_official(session, organisation_id=consultation.organisation_id)


@pytest.fixture
def desk(client: Client, session: Session, official: Official) -> str:
    """Where a signed-in publisher brings files; the consultation is `letters`."""
    sign_in(client, session, official)
    return "/office/consultations/letters/imports"


def send_file(client: Client, desk: str, content: bytes) -> Response:
    token = token_in(client.get(prefixed(desk)).text)
    files = {"file": ("answers.csv", content)}
    return client.post(prefixed(desk), data={"_csrf": token}, files=files)


def upload(client: Client, desk: str, text: str | bytes) -> str:
    """Return the page that the upload leads to."""
    content = text if isinstance(text, bytes) else text.encode()
    return send_file(client, desk, content).headers["location"].removeprefix("/en")


def guessed_fields(html: str) -> dict[str, str]:
    """Return the meanings that the page proposes."""
    fields = form_values(html).items()
    return {k: v for k, v in fields if v and k.startswith("meaning-")}


def check(client: Client, page: str, **more: str):
    fields = guessed_fields(client.get(prefixed(page)).text)
    return post_form(client, f"{page}/check", {**fields, **AFTER, **more}, page=page)


def stored(session: Session, kind=Comment):
    with Session(session.get_bind()) as reading:
        return reading.exec(select(kind)).all()


def bring(client: Client, desk: str, text: str, **more: str) -> str:
    """Upload, check and confirm; return the page of the import."""
    page = upload(client, desk, text)
    check(client, page, **more)
    post_form(client, f"{page}/confirm", page=page)
    return page


def test_a_file_is_uploaded_looked_at_and_taken_in(
    client: Client, session: Session, desk: str
):
    page = upload(client, desk, LONG)
    check(client, page)
    shown = client.get(prefixed(page)).text
    assert "What this file would bring" in shown
    assert stored(session) == []

    post_form(client, f"{page}/confirm", page=page)

    assert "What this file brought" in client.get(prefixed(page)).text
    assert len(stored(session)) == 3 and len(stored(session, Submission)) == 2
    assert stored(session, ImportFile) == []


def test_the_columns_are_guessed_and_shown_with_their_first_cells(
    client: Client, desk: str
):
    page = upload(client, desk, LONG)

    html = client.get(prefixed(page)).text

    assert "Longer opening hours in winter." in html
    meanings = ["submission", "wording", "text", "submitted_at"]
    assert list(guessed_fields(html).values()) == meanings


def test_a_file_of_people_may_ask_what_is_new(
    client: Client, session: Session, desk: str, consultation: Consultation
):
    wide = "id,Stance?,What else?\na,support,There is much more to say here.\n"
    page = upload(client, desk, wide)

    fields = {"meaning-0": "submission", "meaning-2": "new", **AFTER}
    post_form(client, f"{page}/check", fields, page=page)
    assert "What else?" in client.get(prefixed(page)).text
    post_form(client, f"{page}/confirm", page=page)

    with Session(session.get_bind()) as reading:
        wordings = [one.wording for one in list_questions(reading, consultation.id)]
    assert wordings[-1] == "What else?"


def test_lines_of_json_read_like_a_table(client: Client, session: Session, desk: str):
    line = '{"respondent": 7, "question_id": "views", "text": "Grüße \\ud83d\\ude00"}\n'
    page = bring(client, desk, line)

    assert "What this file brought" in client.get(prefixed(page)).text
    assert [one.text for one in stored(session)] == ["Grüße 😀"]


def test_broken_rows_are_named_and_nothing_is_imported(
    client: Client, session: Session, desk: str
):
    page = upload(client, desk, BROKEN)
    check(client, page)
    assert "which submission it belongs to" in client.get(prefixed(page)).text

    refused = post_form(client, f"{page}/confirm", {"broken": "refuse"}, page=page)

    assert refused.status_code == 422
    assert stored(session) == []


def test_reports_do_not_repeat_what_a_file_says_of_people(
    client: Client, session: Session, desk: str
):
    twice = "id,Your views?,At\nAda Rowe,I said this once.,noon of Ada\n"
    page = upload(client, desk, twice + "Bo,One.,2026-02-01\nBo,Two.,2026-02-01\n")
    meanings = {"meaning-0": "submission", "meaning-1": "comment.views"}
    fields = {**meanings, "meaning-2": "submitted_at", **AFTER}
    post_form(client, f"{page}/check", fields, page=page)

    (one,) = stored(session, CommentImport)

    assert [told["row"] for told in one.report["problems"]] == [2, 4]
    assert "Ada" not in str(one.report) and "Bo" not in str(one.report)
    assert "is not a time" in client.get(prefixed(page)).text


def test_which_rows_were_broken_is_forgotten_with_the_file(
    client: Client, session: Session, desk: str
):
    page = upload(client, desk, BROKEN)
    only = {"only_column": "Question", "only_value": "Your views?"}
    check(client, page, **only)

    post_form(client, f"{page}/confirm", {"broken": "skip"}, page=page)

    (one,) = stored(session, CommentImport)
    assert one.state is ImportState.DONE and one.report["broken"] == 1
    assert one.report["problems"] == [] and one.choices["only"] == {}


def test_broken_rows_are_left_out_when_somebody_says_so(
    client: Client, session: Session, desk: str
):
    page = upload(client, desk, BROKEN)
    check(client, page)

    post_form(client, f"{page}/confirm", {"broken": "skip"}, page=page)

    assert len(stored(session)) == 3


def test_the_same_file_brings_nothing_twice(
    client: Client, session: Session, desk: str
):
    bring(client, desk, LONG)

    page = upload(client, desk, LONG)
    check(client, page)

    assert "brings nothing new" in client.get(prefixed(page)).text
    assert len(stored(session)) == 3


def test_an_import_is_taken_out_again_and_can_come_back(
    client: Client, session: Session, desk: str
):
    page = bring(client, desk, LONG)

    post_form(client, f"{page}/undo", page=page)

    assert stored(session) == stored(session, Submission) == []
    assert "undid_import" in [one.act for one in stored(session, AuditEntry)]
    bring(client, desk, LONG)
    assert len(stored(session)) == 3


def test_what_another_file_added_stays_when_one_is_taken_out(
    client: Client, session: Session, desk: str
):
    first = bring(client, desk, "id,stance,Your views?\na,oppose,It is too costly.\n")
    bring(client, desk, "id,Your ideas?\na,Ask again in a year from now.\n")

    post_form(client, f"{first}/undo", page=first)

    assert [one.text for one in stored(session)] == ["Ask again in a year from now."]
    assert len(stored(session, Answer)) == 1


def test_what_everyone_has_read_is_not_taken_out(
    client: Client, session: Session, desk: str
):
    page = bring(client, desk, LONG, showing="at-once")

    refused = post_form(client, f"{page}/undo", page="/office/account")

    assert refused.status_code == 409
    assert "Withhold single ones" in client.get(prefixed(page)).text
    assert len(stored(session)) == 3


def test_a_mapping_that_makes_no_sense_comes_back_as_it_was_sent(
    client: Client, desk: str
):
    page = upload(client, desk, LONG)
    twice = {"meaning-1": "text", "meaning-2": "text", **AFTER, "zone": "Mars/Base"}

    response = post_form(client, f"{page}/check", twice, page=page)

    assert response.status_code == 422
    assert "Two columns have the same meaning" in response.text
    assert "Mars/Base" in response.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a file"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"PK\x03\x04x", "not a table we can read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(
    client: Client, session: Session, desk: str, content: bytes, sentence: str
):
    response = send_file(client, desk, content)

    assert response.status_code == 422
    assert sentence in response.text
    assert stored(session, CommentImport) == []


def test_a_file_above_the_limit_is_refused(client: Client, desk: str):
    too_much = b"text\n" + b"x" * (rules.MOST_BYTES + 70_000)

    assert send_file(client, desk, too_much).status_code == 413


def test_no_more_than_a_few_files_wait(client: Client, session: Session, desk: str):
    for _ in range(rules.MOST_WAITING):
        upload(client, desk, LONG)

    assert "Several files wait" in client.get(prefixed(desk)).text
    assert len(stored(session, CommentImport)) == rules.MOST_WAITING


def test_a_discarded_file_is_gone(client: Client, session: Session, desk: str):
    page = upload(client, desk, LONG)

    post_form(client, f"{page}/discard", page=page)

    assert stored(session, ImportFile) == []
    assert "discarded" in client.get(prefixed(page)).text


def test_a_file_that_nobody_came_back_to_goes_after_a_day(
    client: Client, session: Session, desk: str, database, settings
):
    upload(client, desk, LONG)
    with database.writing() as writing:
        (one,) = writing.exec(select(CommentImport))
        one.created_at = datetime.now(UTC) - timedelta(hours=25)
        writing.commit()

    tasks.forget(a_job(database, settings))

    assert stored(session, ImportFile) == []
    assert stored(session, CommentImport)[0].state is ImportState.DISCARDED


def a_job(database, settings, **payload):
    return Job("comments", payload, "a1", 1, database, settings)


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that would be read at once are left to the worker."""
    monkeypatch.setattr("app.comments.services.imports.LARGE", 10)


def test_a_large_file_is_read_by_the_worker(
    client: Client, session: Session, desk: str, database, settings, everything_is_large
):
    page = upload(client, desk, LONG)
    check(client, page)
    assert "Reading the file" in client.get(prefixed(page)).text
    worker = Worker(database, settings)
    worker.run_until_idle()

    post_form(client, f"{page}/confirm", page=page)
    worker.run_until_idle()

    assert stored(session, CommentImport)[0].state is ImportState.DONE
    assert len(stored(session)) == 3


def as_excel(text: str) -> bytes:
    book = Workbook()
    sheet = book.create_sheet(index=0)
    for line in text.splitlines():
        sheet.append(line.split(","))
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content", [as_excel(LONG), LONG.encode() + b"3,Your views?,I agree.,\n" * 5_000]
)
def test_what_may_take_long_is_left_to_the_worker_however_small_it_is(
    client: Client, session: Session, desk: str, content: bytes
):
    page = upload(client, desk, content)
    check(client, page)

    assert stored(session, CommentImport)[0].state is ImportState.CHECKING


def test_others_may_write_while_a_file_is_read_and_masked(
    client: Client, desk: str, database, monkeypatch: pytest.MonkeyPatch
):
    written = []

    def writing(real):
        def act(*given, **named):
            with database.writing() as session:
                session.exec(select(CommentImport)).all()
            written.append(real.__name__)
            return real(*given, **named)

        return act

    for name in ("pack_file", "plan_of", "mask_plan"):
        real = getattr(pages, name)
        monkeypatch.setattr(pages, name, writing(real))

    page = bring(client, desk, LONG)

    assert "What this file brought" in client.get(prefixed(page)).text
    assert written == ["pack_file", "plan_of", "plan_of", "mask_plan"]


def test_what_two_files_bring_is_stored_once(
    client: Client, session: Session, desk: str, monkeypatch: pytest.MonkeyPatch
):
    page, other = upload(client, desk, LONG), upload(client, desk, LONG)
    check(client, page)
    check(client, other)

    def overtaken(plan, region):
        monkeypatch.undo()
        post_form(client, f"{other}/confirm", page=other)
        mask_plan(plan, region)

    monkeypatch.setattr(pages, "mask_plan", overtaken)
    post_form(client, f"{page}/confirm", page=page)

    assert "Another file brought some" in client.get(prefixed(page)).text
    assert len(stored(session)) == 3


def test_an_attempt_that_was_overtaken_stores_nothing(
    client: Client, session: Session, desk: str, database, settings, everything_is_large
):
    page = upload(client, desk, LONG)
    check(client, page)
    Worker(database, settings).run_until_idle()
    post_form(client, f"{page}/confirm", page=page)

    def overtake(step: str, share: float) -> None:
        with database.writing() as writing:
            writing.exec(select(CommentImport)).one().attempt = "another"
            writing.commit()

    job = a_job(database, settings, import_id=page.rsplit("/", 1)[1])
    with pytest.raises(LostJob):
        tasks.perform(replace(job, report=overtake))

    assert stored(session) == []


def test_a_job_that_is_given_up_says_so(
    client: Client, desk: str, database, settings, monkeypatch: pytest.MonkeyPatch
):
    page = upload(client, desk, as_excel(LONG))
    check(client, page)
    monkeypatch.setattr(tasks, "plan_of", lambda *_, **__: 1 / 0)
    job = a_job(database, settings, import_id=page.rsplit("/", 1)[1])

    for attempts, state in ((4, ImportState.CHECKING), (5, ImportState.UPLOADED)):
        with pytest.raises(ZeroDivisionError):
            tasks.check(replace(job, attempts=attempts))
        with database.read_session() as reading:
            assert stored(reading, CommentImport)[0].state is state

    assert "went wrong on our side" in client.get(prefixed(page)).text


def test_what_is_wrong_with_a_file_is_told_a_sentence_a_line():
    error = Invalid({"map": "One is wrong.", "file": "Another is, too."})

    assert tasks.told(error) == "One is wrong.\nAnother is, too."


def test_a_moderator_imports_nothing(
    client: Client, session: Session, desk: str, consultation: Consultation
):
    body = consultation.organisation_id
    helper = make_official(session, organisation_id=body, role=Role.MODERATOR)
    sign_in(client, session, helper)

    assert client.get(prefixed(desk)).status_code == 403


def test_masked_words_are_all_that_others_will_read(
    client: Client, session: Session, desk: str
):
    bring(client, desk, "respondent,question_id,text\n1,views,Mail ann@example.org\n")

    (comment,) = stored(session)
    assert comment.masked_text == "Mail [e-mail]"
    assert comment.state is CommentState.RECEIVED


@pytest.mark.real_data
def test_a_real_survey_is_imported_from_the_browser(
    client: Client, session: Session, desk: str, consultation: Consultation
):
    content = real_data("bc_ai_survey/comments.csv").read_bytes()
    page = upload(client, desk, content)
    only = {"only_column": "main_question", "only_value": "1"}

    check(client, page, **only, creates_questions="yes")
    post_form(client, f"{page}/confirm", page=page)

    assert len(stored(session)) == 3981 and len(stored(session, Submission)) == 997
