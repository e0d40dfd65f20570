"""The outbox page stands in for a mail server, and for nothing else."""

from dataclasses import replace

import pytest

from app.accounts.models import Role
from app.mail import Letter, post
from tests.browsing import browse
from tests.factories import NOW, make_official, make_organisation
from tests.sign_in import sign_in


@pytest.fixture
def letter(session):
    post(
        session,
        Letter("a@b.example", "News", "<b>Read</b> http://localhost:80/1"),
        now=NOW,
    )


@pytest.fixture
def client(app, settings):
    local = replace(settings, base_url="http://localhost:8000")
    with browse(app, local, at=settings.base_url) as client:
        yield client


def test_an_administrator_reads_what_would_have_gone_out(client, session, letter):
    sign_in(client, session, make_official(session))

    page = client.get("/en/office/outbox").text

    assert "a@b.example" in page
    assert 'href="http://localhost:80/1"' in page
    assert "<b>" not in page


def test_others_do_not(client, session, letter):
    sign_in(client, session, make_official(session, role=Role.PUBLISHER))

    assert client.get("/en/office/outbox").status_code == 403


@pytest.mark.parametrize(
    "given",
    [
        {"smtp_url": "smtp://mail.example", "base_url": "http://localhost:8000"},
        {"base_url": "http://localhost.example"},
    ],
)
def test_with_a_mail_server_or_in_earnest_there_is_no_such_page(
    app, settings, session, letter, given
):
    with browse(app, replace(settings, **given), at=settings.base_url) as client:
        sign_in(client, session, make_official(session))

        assert client.get("/en/office/outbox").status_code == 404


def test_a_demonstration_shows_it_anywhere(app, settings, session, letter):
    body = make_organisation(session, is_demonstration=True)
    official = make_official(session, organisation_id=body.id)
    with browse(app, settings) as client:
        sign_in(client, session, official)

        assert "a@b.example" in client.get("/en/office/outbox").text
