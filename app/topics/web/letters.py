"""Letters that many sent, counted both ways, with what people added to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from litestar import Controller, Response, get
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official
from app.accounts.web import SignedIn
from app.comments.models import Comment
from app.consultations.queries import get_own_consultation
from app.errors import NotFound
from app.topics.models import AnalysisRun, FoundCampaign
from app.topics.queries.comments import (
    count_campaign_comments,
    list_campaign_comments,
    list_campaigns,
    map_campaign_counts,
)
from app.topics.queries.rare import map_comments
from app.topics.web.views import (
    Listing,
    View,
    listing,
    require_read,
    rows_of,
    view_of,
    wanted_of,
)
from app.web.dependencies import PageNumber, ReadSession
from app.web.forms import query_of
from app.web.pages import render
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class Letter:
    """One copied letter: its most typical copy, and how many sent or added to it."""

    number: int
    found: FoundCampaign
    comments: int
    adding: int
    typical: Comment | None


@dataclass(frozen=True, slots=True)
class CopiedLettersPage:
    """The letter campaigns of a question."""

    template: ClassVar[str] = "topics/letters.html"
    fragment: ClassVar[str | None] = None

    official: Official
    view: View
    letters: Sequence[Letter]


@dataclass(frozen=True, slots=True)
class CopiedLetterPage:
    """One letter with those who sent it, or only those who added to it."""

    template: ClassVar[str] = "topics/letter.html"
    fragment: ClassVar[str | None] = None

    official: Official
    view: View
    letter: Letter
    adds_only: bool
    listed: Listing


class LettersController(Controller):
    """Copied letters."""

    path = "/office/consultations/{slug:str}/topics/questions/{key:str}/letters"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        slug: FromPath[str],
        key: FromPath[str],
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        question, run = require_read(session, consultation, key)
        view = view_of(session, consultation, question, run, "letters")
        return render(
            request, CopiedLettersPage(official, view, _letters(session, run))
        )

    @get("/{place:int}", sync_to_thread=True)
    def letter(
        self,
        request: Request,
        session: ReadSession,
        official: SignedIn,
        slug: FromPath[str],
        key: FromPath[str],
        place: FromPath[int],
        number: PageNumber = 1,
    ) -> Response[str]:
        consultation = get_own_consultation(session, official.organisation_id, slug)
        question, run = require_read(session, consultation, key)
        letters = {one.number: one for one in _letters(session, run)}
        if place not in letters:
            raise NotFound("letter", place)
        letter, wanted = letters[place], wanted_of(request, number)
        adds = query_of(request).get("which") != "all"
        campaign = letter.found.key
        comments = list_campaign_comments(
            session, run.id, campaign, adds_text=adds, wanted=wanted
        )
        found = count_campaign_comments(
            session, run.id, campaign, adds_text=adds, wanted=wanted
        )
        page = CopiedLetterPage(
            official,
            view_of(session, consultation, question, run, "letters"),
            letter,
            adds,
            listing(rows_of(session, run, comments), wanted, found),
        )
        return render(request, page)


def _letters(session: Session, run: AnalysisRun) -> list[Letter]:
    found = list_campaigns(session, run.id)
    typical = map_comments(session, [one.representative_id for one in found])
    counts = map_campaign_counts(session, run.id)
    return [
        Letter(
            place,
            one,
            *counts.get(one.key, (0, 0)),
            typical=typical.get(one.representative_id),
        )
        for place, one in enumerate(found, start=1)
    ]
