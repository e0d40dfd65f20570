"""Which error is answered with which status, and the page or JSON that says so."""

import logging
import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar, Final
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.serialization import encode_json
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from app.errors import (
    N_,
    Conflict,
    DomainError,
    Invalid,
    NotFound,
    NotPermitted,
    PhaseClosed,
    SecondFactorRequired,
    SignInRequired,
    TooManyAttempts,
)
from app.web.catalogues import sentence, translate
from app.web.openapi import PROBLEM
from app.web.pages import is_partial, render, see_other
from app.web.requests import Request, is_for_machines
from app.web.sessions import end_session

logger = logging.getLogger("folkmoot.web")

STATUS_OF: Final[dict[type[Exception], int]] = {
    NotFound: 404,
    SignInRequired: 401,
    SecondFactorRequired: 403,
    NotPermitted: 403,
    PhaseClosed: 409,
    Conflict: 409,
    Invalid: 422,
    TooManyAttempts: 429,
    # What a database or parser cannot hold is the sender's doing, not ours.
    DataError: 400,
    OverflowError: 400,
    RecursionError: 400,
    UnicodeError: 400,
    # A full disk, a lock that is not let go, a server that is away or has no room.
    OperationalError: 503,
    InterfaceError: 503,
    NoConnectionFree: 503,
}

_TITLES: Final = {
    400: N_("We could not read that"),
    401: N_("Please sign in"),
    403: N_("This is not allowed"),
    404: N_("We cannot find that page"),
    405: N_("This address does not take that"),
    409: N_("This cannot be done now"),
    413: N_("That was too much at once"),
    415: N_("We could not read that"),
    422: N_("Please check what you entered"),
    429: N_("Please wait a little"),
    500: N_("Something went wrong on our side"),
    503: N_("Please try again in a moment"),
}
_SENTENCES: Final = {
    400: N_("What your browser sent is not something this page understands."),
    403: N_("You may not open this page."),
    404: N_(
        "Perhaps the address was typed or copied wrongly, or what was here is not "
        "public."
    ),
    405: N_("Please go back and use the links and buttons of the page."),
    413: N_("Please send a shorter text or a smaller file."),
    415: N_("Please use the form on the page."),
    500: N_("It is not your fault. We have noted the problem. Please try again later."),
    503: N_("We are very busy. Nothing was lost that we told you was kept."),
}
# The same for programs, which have no browser and see no page.
_FOR_PROGRAMS: Final = {
    400: N_("The address, its parameters or the body cannot be read."),
    403: N_("This may not be read or done from here."),
    404: N_("There is nothing at this address, or it is not public."),
    405: N_("This address does not take this method."),
    413: N_("The body is too large. Send less at once."),
    415: N_("Send the body as JSON, and say so in Content-Type."),
    422: N_("A parameter or field has a value that does not fit."),
}
_RETRY_SECONDS: Final = 5
# Refusals after which what was typed is given back; 422 shows the form itself.
_KEEPING: Final = frozenset({403, 409, 429, 500, 503})
# Fields whose one word somebody wrote; elsewhere one word may be a secret or a mark.
_SHORT: Final = frozenset({"name", "title", "about"})
_SECRET: Final = re.compile(r"^_|^current$|password|code|token")


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Says what went wrong and what to do next."""

    template: ClassVar[str] = "problems/problem.html"
    fragment: ClassVar[str | None] = "problems/_problem.html"

    status: int
    title: str
    message: str
    kept_texts: tuple[str, ...]


def status_of(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return error.status_code
    for kind, status in STATUS_OF.items():
        if isinstance(error, kind):
            return status
    return 500


def answer(request: Request, error: Exception) -> Response[Any]:
    """Answer any error: a page for people, problem+json for programs."""
    end_session(request)
    status = status_of(error)
    if status >= 500:  # noqa: PLR2004
        _note(error)
    headers = _headers(error, status)
    if is_for_machines(request.scope["path"]):
        return _for_machines(error, status, headers)
    if isinstance(error, SignInRequired):
        return _to_sign_in(request)
    if isinstance(error, SecondFactorRequired):
        return see_other(request, "/office/account/second-factor")
    page = ProblemPage(
        status=status,
        title=translate(_TITLES.get(status, _TITLES[400 if status < 500 else 500])),  # noqa: PLR2004
        message=_message(error, status, _SENTENCES),
        kept_texts=_kept_texts(request, status),
    )
    if is_partial(request):
        headers |= {"HX-Retarget": "#main", "HX-Reswap": "innerHTML"}
    return render(request, page, status_code=status, headers=headers)


def _message(error: Exception, status: int, sentences: Mapping[int, str]) -> str:
    # An unknown address and a hidden thing must answer alike.
    if isinstance(error, DomainError) and not isinstance(error, NotFound):
        return sentence(error)
    return translate(sentences.get(status, sentences[400 if status < 500 else 500]))  # noqa: PLR2004


def _headers(error: Exception, status: int) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, TooManyAttempts):
        headers["Retry-After"] = str(error.retry_after)
    elif status == 503:  # noqa: PLR2004
        headers["Retry-After"] = str(_RETRY_SECONDS)
    elif isinstance(error, HTTPException) and error.headers:
        allowed = {k.lower(): v for k, v in error.headers.items()}.get("allow")
        headers |= {"Allow": allowed} if allowed else {}
    return headers


def _for_machines(
    error: Exception, status: int, headers: dict[str, str]
) -> Response[bytes]:
    problem: dict[str, Any] = {
        "type": "about:blank",
        # What "about:blank" asks for (RFC 9457, 4.2.1).
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _message(error, status, {**_SENTENCES, **_FOR_PROGRAMS}),
    }
    if isinstance(error, Invalid):
        problem["detail"] = translate(_FOR_PROGRAMS[422])
        problem["errors"] = {
            name: translate(text) for name, text in error.field_errors.items()
        }
    elif isinstance(error, HTTPException) and isinstance(error.extra, list):
        problem["errors"] = {
            str(one.get("key", "")): str(one.get("message", ""))
            for one in error.extra
            if isinstance(one, dict)
        }
    return Response(
        encode_json(problem),
        media_type=PROBLEM,
        status_code=status,
        headers={**headers, "Access-Control-Allow-Origin": "*"},
    )


def _to_sign_in(request: Request) -> Response[str]:
    path = request.scope["path"] if request.method == "GET" else "/office"
    query = request.scope["query_string"].decode("latin-1")
    target = f"{path}?{query}" if query and request.method == "GET" else path
    return see_other(request, f"/sign-in?next={quote(target, safe='')}")


def _kept_texts(request: Request, status: int) -> tuple[str, ...]:
    """Return what somebody typed into a refused form, so that it is not lost."""
    form = request.scope.get("folkmoot_form")
    if status not in _KEEPING or form is None:
        return ()
    return tuple(
        value
        for name, value in form.pairs  # type: ignore[attr-defined]
        if value and (" " in value or name in _SHORT) and not _SECRET.search(name)
    )


def _note(error: Exception) -> None:
    """Log where it happened; never what people wrote, which a message may quote."""
    frames = traceback.extract_tb(error.__traceback__)
    logger.error(
        "unhandled %s",
        type(error).__name__,
        extra={"where": [f"{f.filename}:{f.lineno} {f.name}" for f in frames[-12:]]},
    )
