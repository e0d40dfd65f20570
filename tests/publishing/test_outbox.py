"""The outbox page stands in for a mail server, and for nothing else."""

from dataclasses import replace

import pytest
from litestar.testing import TestClient

from app.accounts.models import Role
from app.asgi import create_app
from app.mail import Letter, post
from tests.factories import NOW, make_official
from tests.sign_in import sign_in


@pytest.fixture
def letter(session):
    post(
        session,
        Letter("a@b.example", "News", "<b>Read</b> http://localhost:80/1"),
        now=NOW,
    )


def test_an_administrator_reads_what_would_have_gone_out(client, session, letter):
    sign_in(client, session, make_official(session))

    page = client.get("/en/office/outbox").text

    assert "a@b.example" in page
    assert 'href="http://localhost:80/1"' in page
    assert "<b>" not in page


def test_others_do_not(client, session, letter):
    sign_in(client, session, make_official(session, role=Role.PUBLISHER))

    assert client.get("/en/office/outbox").status_code == 403


def test_with_a_mail_server_there_is_no_such_page(settings, session, letter):
    app = create_app(replace(settings, smtp_url="smtp://mail.example"))
    with TestClient(app, base_url=settings.base_url) as client:
        sign_in(client, session, make_official(session))

        assert client.get("/en/office/outbox").status_code == 404
