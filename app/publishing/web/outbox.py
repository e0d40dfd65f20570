"""The letters that would have gone out, for sites without a mail server."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from litestar import Controller, Response, get

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.web import SignedIn
from app.errors import NotFound
from app.mail import OutgoingMessage, list_outbox
from app.web.dependencies import ReadSession, app_settings
from app.web.pages import render
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """What was written in the last days and sent to nobody."""

    template: ClassVar[str] = "publishing/outbox.html"
    fragment: ClassVar[str | None] = None

    official: Official
    messages: Sequence[OutgoingMessage]


class OutboxController(Controller):
    """Only for development: with a server, letters are nobody's business."""

    path = "/office/outbox"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, official: SignedIn
    ) -> Response[str]:
        if app_settings(request).smtp_url:
            raise NotFound("page", "outbox")
        require_role(official, Role.ADMINISTRATOR)
        return render(request, OutboxPage(official, list_outbox(session)))
