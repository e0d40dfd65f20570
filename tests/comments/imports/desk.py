"""What an official does with a file of comments, and files to do it with."""

from io import BytesIO

from httpx import Response
from openpyxl import Workbook
from sqlmodel import Session, select

from app.comments.models import (
    Comment,
)
from app.jobs import Job
from tests.posting import Client, post_form, prefixed, token_in
from tests.reading import form_values

LONG = (
    "Respondent ID,Question,Comment,Submitted\n"
    "1,Your views?,Please keep a person on the phone.,2026-02-01\n"
    "1,Your ideas?,Longer opening hours in winter.,2026-02-01\n"
    "2,Your views?,I fear it gets names wrong.,2026-02-02\n"
)
BROKEN = LONG + ",Your views?,Nobody said this to anybody.,2026-02-02\n"
AFTER = {"showing": "after-moderation", "zone": "UTC"}


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


def as_excel(text: str) -> bytes:
    book = Workbook()
    sheet = book.create_sheet(index=0)
    for line in text.splitlines():
        sheet.append(line.split(","))
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def a_job(database, settings, **payload):
    return Job("comments", payload, "a1", 1, database, settings)
