"""Letters go out whole, once if all is well, and leave no address behind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.jobs import Job, JobRow, Worker
from app.jobs.queue import now_utc
from app.mail import Letter, OutgoingMessage, forget, post, tasks
from app.mail.sending import compose, read_server
from tests.mail.server import mail_server

LETTER = Letter(
    "reader@home.example", "News", "Line one.\n.\nGrüße, 你好\n", "follow:1"
)


@pytest.fixture
def mailbox():
    with mail_server() as box:
        yield box


def written(session, letter=LETTER, **given):
    message = post(session, letter, now=datetime.now(UTC))
    for name, value in given.items():
        setattr(message, name, value)
    session.commit()
    return message


def waiting(session):
    session.expire_all()
    found = list(session.exec(select(OutgoingMessage)))
    session.commit()  # lets go of the write lock
    return found


def job_for(database, settings, message):
    return Job("mail.deliver", {"id": str(message.id)}, "a", 1, database, settings)


def test_a_letter_arrives_as_it_was_written(session, database, settings, mailbox):
    written(session)
    Worker(database, replace(settings, smtp_url=mailbox.url)).run_until_idle()

    (letter,) = mailbox.letters
    assert (letter["To"], letter["Subject"]) == ("reader@home.example", "News")
    assert letter.get_content().replace("\r\n", "\n") == LETTER.text
    assert letter.get_content_type() == "text/plain"
    assert waiting(session) == []


def test_a_header_of_several_lines_adds_no_recipient(session, settings):
    message = written(session, replace(LETTER, subject="A\r\nBcc: other@x.example"))

    letter = compose(message, "site@body.example", "Site")

    assert letter["Subject"] == "A Bcc: other@x.example"
    assert letter["Bcc"] is None


def test_an_address_of_several_lines_is_refused(session):
    message = written(session, replace(LETTER, recipient="a@b.example\r\nBcc: c@d.ex"))

    with pytest.raises(ValueError, match=r"CR|address|header"):
        compose(message, "site@body.example", "Site")


def test_the_name_of_the_site_cannot_break_the_sender(session):
    letter = compose(written(session), "site@body.example", 'Council "of" X, Y')

    assert letter["From"].addresses[0].addr_spec == "site@body.example"


def test_without_a_server_a_letter_stays_in_the_outbox(session, database, settings):
    written(session)
    Worker(database, settings).run_until_idle()

    (message,) = waiting(session)
    assert message.kept_at is not None


def test_a_server_that_is_busy_gets_the_letter_later(
    session, database, settings, mailbox
):
    message = written(session)
    mailbox.answer = b"451 try later, reader@home.example\r\n"
    settings = replace(settings, smtp_url=mailbox.url)
    with pytest.raises(tasks.Undelivered) as refused:
        tasks.perform_deliver(job_for(database, settings, message))

    assert "reader" not in str(refused.value)
    assert waiting(session)[0].failure == "SMTPDataError"
    mailbox.answer = b"250 taken\r\n"
    tasks.perform_deliver(job_for(database, settings, message))
    assert len(mailbox.letters) == 1


def test_a_letter_refused_for_good_is_not_tried_again(
    session, database, settings, mailbox
):
    message = written(session)
    mailbox.answer = b"550 no such person\r\n"
    settings = replace(settings, smtp_url=mailbox.url)

    tasks.perform_deliver(job_for(database, settings, message))

    assert waiting(session) == []


def test_a_letter_that_cannot_be_composed_is_not_tried_again(
    session, database, settings, mailbox
):
    message = written(session, replace(LETTER, recipient="a..b@home.example"))
    settings = replace(settings, smtp_url=mailbox.url)

    tasks.perform_deliver(job_for(database, settings, message))

    assert waiting(session) == mailbox.letters == []


def test_a_wrong_sender_loses_no_letter(session, database, settings, mailbox):
    message = written(session)
    settings = replace(settings, smtp_url=mailbox.url, mail_from="a..b@body.example")

    with pytest.raises(ValueError, match="local-part"):
        tasks.perform_deliver(job_for(database, settings, message))

    assert len(waiting(session)) == 1


def test_two_copies_of_a_letter_have_one_id(session):
    message = written(session)

    ids = {compose(message, "a@b.example", "")["Message-ID"] for _ in range(2)}

    assert ids == {f"<{message.id}@b.example>"}


def test_what_is_taken_back_is_not_sent(session, database, settings, mailbox):
    written(session)
    forget(session, "follow:1")
    session.commit()
    Worker(database, replace(settings, smtp_url=mailbox.url)).run_until_idle()

    assert mailbox.letters == []


def test_jobs_carry_no_address(session):
    written(session)

    (row,) = session.exec(select(JobRow)).all()
    assert set(row.payload) == {"id"}


def test_letters_are_forgotten_in_time(session, database, settings):
    long_ago = now_utc() - timedelta(days=8)
    written(session, kept_at=long_ago, written_at=long_ago)
    written(session, written_at=now_utc() - timedelta(days=4))
    recent = written(session)

    tasks.perform_sweep(Job("mail.sweep", {}, "a", 1, database, settings))

    assert [one.id for one in waiting(session)] == [recent.id]


@pytest.mark.parametrize(
    ("url", "port", "is_encrypted"),
    [
        ("smtp://mail.example", 25, False),
        ("smtp://u:p%40ss@mail.example:587", 587, False),
        ("smtps://mail.example", 465, True),
    ],
)
def test_a_server_is_read_from_its_address(url, port, is_encrypted):
    server = read_server(url)

    assert (server.host, server.port) == ("mail.example", port)
    assert server.is_encrypted is is_encrypted
    assert server.password in {"", "p@ss"}


@pytest.mark.parametrize("url", ["mail.example:25", "http://mail.example", "smtp://"])
def test_another_address_is_no_server(url):
    with pytest.raises(ValueError, match="smtp://user"):
        read_server(url)
