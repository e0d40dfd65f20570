"""Officials publish the topics that they confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.web import SignedIn
from app.consultations.models import Consultation
from app.consultations.queries import get_own_consultation
from app.consultations.rules import is_sealed
from app.errors import N_
from app.topics.models import (
    TopicPublication,
)
from app.topics.queries import (
    find_latest_publication,
)
from app.topics.services import (
    publish_topics,
)
from app.topics.services.snapshot import snapshot_of
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession, WriteSession
from app.web.flash import flash
from app.web.pages import render, see_other
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class PublishPage:
    """What would become public, before it does."""

    template: ClassVar[str] = "topics/publish.html"
    fragment: ClassVar[str | None] = None

    official: Official
    consultation: Consultation
    snapshot: Mapping[str, object]
    publication: TopicPublication | None
    is_sealed: bool
    confirmed: int


class PublishController(Controller):
    """Making confirmed topics public."""

    path = "/office/consultations/{slug:str}/publish"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        publication = find_latest_publication(session, consultation.id)
        snapshot = snapshot_of(session, consultation, publication)
        page = PublishPage(
            official,
            consultation,
            snapshot,
            publication,
            is_sealed=is_sealed(consultation, now),
            confirmed=sum(len(one["topics"]) for one in snapshot["questions"]),
        )
        return render(request, page)

    @post("/", sync_to_thread=True)
    def publish(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        official: SignedIn,
        slug: FromPath[str],
    ) -> Response[str]:
        require_role(official, Role.PUBLISHER)
        consultation = get_own_consultation(session, official.organisation_id, slug)
        publish_topics(session, consultation, official, now=now)
        session.commit()
        flash(request, translate(N_("The topics are public now.")))
        return see_other(request, f"/office/consultations/{slug}/responses")
