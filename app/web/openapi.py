"""What the description of the interface (OpenAPI) says of errors and of parameters."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from litestar.datastructures import ResponseHeader
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example, OpenAPIType, Reference, Schema
from litestar.openapi.spec import Parameter as SpecParameter

PROBLEM: Final = "application/problem+json"
# What anyone may read, the scripts of any other site may read as well.
OPEN_TO_ALL: Final = (ResponseHeader(name="Access-Control-Allow-Origin", value="*"),)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error, as RFC 9457 has it; `detail` is a sentence for people.

    `errors` is there when parts of the request do not fit: a sentence for each, by the
    name of its parameter or field.
    """

    type: str
    title: str
    status: int
    detail: str
    errors: dict[str, str] | None = None


_ABOUT: Final = {
    400: "The address, a parameter or the body cannot be read.",
    404: "There is no such thing, or it is not public.",
    409: "This cannot be done now, or it was done already in another way.",
    413: "The body is too large.",
    422: "A parameter or field has a value that does not fit; `errors` names each.",
    429: "Too much came from one network; `Retry-After` says how many seconds to wait.",
    500: "A mistake of ours. It is noted.",
    503: "The site is very busy; `Retry-After` says how many seconds to wait.",
}
_ANY_TIME: Final = (400, 422, 500, 503)
_UNKNOWN: Final = {"colour": "This address takes no parameters."}


def problems(
    *statuses: int, errors: dict[str, str] | None = None
) -> dict[int, ResponseSpec]:
    """Describe the errors that an address answers with, besides those of any address.

    `errors` is an example of what does not fit, else a parameter that there is not.
    """
    return {
        status: ResponseSpec(
            Problem,
            generate_examples=False,
            description=_ABOUT[status],
            media_type=PROBLEM,
            examples=[Example(value=_example(status, errors))],
        )
        for status in sorted({*_ANY_TIME, *statuses})
    }


def answers(kind: Any, description: str, example: Any) -> dict[int, ResponseSpec]:
    """Describe what an address answers when all is well."""
    return {
        200: ResponseSpec(
            kind,
            generate_examples=False,
            description=description,
            examples=[Example(value=example)],
        )
    }


def _example(status: int, errors: dict[str, str] | None) -> dict[str, Any]:
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _ABOUT[status].partition(";")[0].rstrip(".") + ".",
    }
    if status != HTTPStatus.UNPROCESSABLE_ENTITY:
        return told
    return {**told, "errors": errors or _UNKNOWN}


def parameter(name: str, description: str, schema: Schema) -> SpecParameter | Reference:
    """Describe one parameter of an address that a handler reads by itself."""
    return SpecParameter(
        name=name, param_in="query", description=description, schema=schema
    )


def text(**more: Any) -> Schema:
    return Schema(type=OpenAPIType.STRING, **more)


def any_of(values: Iterable[str]) -> Schema:
    """Return a parameter that may be repeated, with one of the values each time."""
    known = list(values)
    item = text(enum=known) if known else text()
    return Schema(type=OpenAPIType.ARRAY, items=item)
