"""The letters that would have gone out, for trying Folkmoot without a mail server."""

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
from app.web.requests import Request, site_of


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """What was written in the last days and sent to nobody."""

    template: ClassVar[str] = "publishing/outbox.html"
    fragment: ClassVar[str | None] = None

    official: Official
    messages: Sequence[OutgoingMessage]


class OutboxController(Controller):
    """Only on a demonstration or one's own machine: letters are nobody's business."""

    path = "/office/outbox"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request, session: ReadSession, official: SignedIn
    ) -> Response[str]:
        require_role(official, Role.ADMINISTRATOR)
        settings = app_settings(request)
        is_trial = settings.is_local or site_of(request).is_demonstration()
        if settings.smtp_url or not is_trial:
            raise NotFound("page", "outbox")
        return render(request, OutboxPage(official, list_outbox(session)))
