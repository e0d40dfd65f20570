"""Published comments for programs, and submissions from them."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from litestar import Controller, Response, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath, HeaderParameter, QueryParameter

from app.comments.models import Channel
from app.comments.pages import as_public, count_submission
from app.comments.queries import count_published_comments, list_published_comments
from app.comments.schemas import Arrival, CommentFilter, SubmissionForm
from app.comments.services import mask_all, submit
from app.consultations.queries import get_public_consultation
from app.consultations.rules import is_sealed
from app.web.dependencies import (
    Now,
    PageNumber,
    ReadSession,
    WriteSession,
    app_database,
    app_settings,
)
from app.web.openapi import OPEN_TO_ALL, answers, problems
from app.web.parameters import only_known_parameters, takes
from app.web.requests import Request

_MOST: Final = 100
_COMMENTS: Final[dict[str, Any]] = {
    "total": 1,
    "page": 1,
    "pages": 1,
    "items": [
        {
            "id": "01960c5e-6f2b-7001-8000-4f6f6c6b6d6f",
            "question": "views",
            "wording": "What should we think of?",
            "text": "Please keep a person on the phone.",
            "stance": "unsure",
            "language": "en",
            "sent_on": "2026-03-02",
            "proposal_version": 1,
            "record_version": 2,
        }
    ],
}
_UNFIT: Final = {"comments.views": "This is longer than 5000 characters."}
_EXAMPLE: Final[dict[str, Any]] = {
    "answers": {"stance": "unsure"},
    "comments": {"views": "Please keep a person on the phone."},
    "concerns": ["human"],
    "about": {},
    "may_publish": True,
}


@dataclass(frozen=True, slots=True)
class PublicComments:
    """One page of published comments."""

    total: int
    page: int
    pages: int
    items: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SubmissionReceipt:
    """The receipt: the code is told once and kept nowhere."""

    receipt: str
    submitted_at: datetime
    comments: int


class CommentsApi(Controller):
    """Comments on a consultation."""

    path = "/api/v1/consultations/{slug:str}"
    tags = ["Comments"]
    guards = (only_known_parameters,)

    @get(
        "/comments",
        sync_to_thread=True,
        summary="List published comments",
        opt=takes("page", "limit"),
        response_headers=OPEN_TO_ALL,
        responses={
            **answers(PublicComments, "One page of published comments", _COMMENTS),
            **problems(404),
        },
    )
    def comments(
        self,
        session: ReadSession,
        now: Now,
        slug: FromPath[str],
        page: PageNumber = 1,
        limit: Annotated[
            int,
            QueryParameter(
                name="limit", ge=1, le=_MOST, description="How many comments a page."
            ),
        ] = _MOST,
    ) -> PublicComments:
        """Return published comments, masked, newest first, a hundred a page or fewer.

        Stances are empty until the consultation has closed.
        """
        consultation = get_public_consultation(session, slug)
        total = count_published_comments(session, consultation.id, CommentFilter())
        sealed = is_sealed(consultation, now)
        found = list_published_comments(
            session,
            consultation.id,
            CommentFilter(),
            offset=(page - 1) * limit,
            limit=limit,
        )
        return PublicComments(
            total=total,
            page=page,
            pages=-(-total // limit),
            items=[as_public(one, sealed=sealed) for one in found],
        )

    @post(
        "/submissions",
        sync_to_thread=True,
        summary="Send a submission",
        responses={
            201: ResponseSpec(
                SubmissionReceipt,
                generate_examples=False,
                description="It is stored; this is its receipt.",
                examples=[
                    Example(
                        value={
                            "receipt": "7K2MQ-X4D9T-0HVNB-R5CZ8J",
                            "submitted_at": "2026-03-02T12:00:00Z",
                            "comments": 1,
                        }
                    )
                ],
            ),
            **problems(404, 409, 413, 429, errors=_UNFIT),
        },
    )
    def send(
        self,
        request: Request,
        session: WriteSession,
        now: Now,
        slug: FromPath[str],
        data: Annotated[SubmissionForm, Body(examples=[Example(value=_EXAMPLE)])],
        once: Annotated[
            str | None,
            HeaderParameter(
                name="Idempotency-Key",
                required=False,
                min_length=16,
                max_length=200,
                description="A random text of your own for each submission, at least "
                "16 characters. Sent again with the same content, nothing is stored "
                "twice and the same receipt comes back.",
            ),
        ] = None,
    ) -> Response[SubmissionReceipt]:
        """Store what one person answers; any part may be missing, one is enough.

        Without an account. 409 when the consultation is not open, or when the key was
        used for another content; 422 with a sentence for each field that does not fit;
        429 with Retry-After when one network sends very many.
        """
        settings = app_settings(request)
        # Read apart: a session that may write lets nobody else write meanwhile.
        with app_database(request).read_session() as reading:
            consultation = get_public_consultation(reading, slug)
        arrival = Arrival(
            Channel.API,
            once or secrets.token_urlsafe(),
            consultation.language,
            settings.region,
            masked=mask_all(data, settings.region),
        )
        key = settings.signing_key()
        sent = submit(session, consultation, data, arrival, key=key, now=now)
        if sent.is_new:
            count_submission(session, request, now=now)
        session.commit()
        receipt = SubmissionReceipt(
            receipt=sent.receipt_code,
            submitted_at=sent.submission.submitted_at,
            comments=len(data.comments),
        )
        headers = {"Cache-Control": "no-store"}
        return Response(receipt, status_code=201, headers=headers)
