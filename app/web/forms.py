"""What a form sent: parsed within bounds, cleaned, and read into a validated type."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, TypeAlias, TypeVar, get_args, get_origin
from urllib.parse import unquote_to_bytes

from litestar.di import NamedDependency
from litestar.exceptions import ClientException
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.errors import N_, Invalid
from app.web.catalogues import translate
from app.web.requests import Request

MAX_FIELDS: Final = 1000
_MAX_NAME: Final = 200
Model = TypeVar("Model", bound=BaseModel)

# Kept: tab and line feed. C1 controls and the rest go, as do lone surrogates.
_REMOVED: Final = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000)]
)


class FormErrors(dict[str, str]):
    """A translated sentence per field; empty when all is well."""


def told(error: Invalid) -> FormErrors:
    """Return what the domain refused, translated, to be shown beside the fields."""
    return FormErrors({k: translate(v) for k, v in error.field_errors.items()})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent. Its name is for showing only."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """What was typed, as cleaned text; immutable."""

    pairs: tuple[tuple[str, str], ...] = ()
    files: Mapping[str, Upload] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, values: Mapping[str, str | Sequence[str]]) -> "SubmittedForm":
        """Make a form from a mapping, to fill a page's fields."""
        pairs = [
            (name, one)
            for name, value in values.items()
            for one in ([value] if isinstance(value, str) else value)
        ]
        return cls(tuple(pairs))

    def get(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.pairs if key == name), default)

    def getlist(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.pairs if key == name)

    def file(self, name: str) -> Upload | None:
        """Return a file that was chosen; None if the field was left empty."""
        return self.files.get(name)

    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name, _ in self.pairs))

    def without(self, *names: str) -> "SubmittedForm":
        kept = tuple(pair for pair in self.pairs if pair[0] not in names)
        return SubmittedForm(kept, self.files)

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self.pairs)


FormData: TypeAlias = NamedDependency[SubmittedForm]


def clean(text: str) -> str:
    """Return text in one spelling, with line feeds only and no control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text.translate(_REMOVED))


def parse_urlencoded(body: bytes) -> SubmittedForm:
    """Read `a=1&b=2`.

    Raises:
        ClientException: Too many fields, or text that is not UTF-8.
    """
    parts = [part for part in body.split(b"&") if part]
    if len(parts) > MAX_FIELDS:
        raise ClientException("too many fields")
    pairs = []
    for part in parts:
        name, _, value = part.partition(b"=")
        pairs.append((_text(name)[:_MAX_NAME], _text(value)))
    return SubmittedForm(tuple(pairs))


def query_of(request: Request) -> SubmittedForm:
    """Return the address's query as a form, cleaned alike."""
    return parse_urlencoded(request.scope["query_string"])


def _text(raw: bytes) -> str:
    try:
        decoded = unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ClientException("not UTF-8") from error
    return clean(decoded)


def read_form(
    model: type[Model], form: SubmittedForm, **extra: Any
) -> tuple[Model | None, FormErrors]:
    """Read a form into its type; None and a sentence per field when it is not valid.

    Unknown fields are left out. Fields that hold several values take them all; any
    other given twice is an error. `extra` adds values that the form does not carry.
    """
    values, errors = _values_for(model, form)
    try:
        entered = model.model_validate({**values, **extra})
    except ValidationError as error:
        found = {str(d["loc"][0]) if d["loc"] else "": d for d in error.errors()}
        for name, detail in found.items():
            errors.setdefault(name, _sentence(detail))
    else:
        if not errors:
            return entered, errors
    return None, errors


def _values_for(
    model: type[BaseModel], form: SubmittedForm
) -> tuple[dict[str, Any], FormErrors]:
    values: dict[str, Any] = {}
    errors = FormErrors()
    for name, one in model.model_fields.items():
        given = form.getlist(name)
        if _holds_many(one.annotation):
            values[name] = list(given)
        elif len(given) > 1:
            errors[name] = translate(N_("Please give one answer only."))
        elif given:
            values[name] = given[0]
    return values, errors


def _holds_many(annotation: Any) -> bool:
    kinds: Iterable[Any] = (annotation, *get_args(annotation))
    return any(
        (get_origin(kind) or kind) in {list, tuple, set, frozenset} for kind in kinds
    )


_SENTENCES: Final[Mapping[str, str]] = {
    "missing": N_("Please fill in this field."),
    "string_too_short": N_("Please fill in this field."),
    "too_short": N_("Please choose at least one."),
    "string_too_long": N_("Please use at most %(max_length)s characters."),
    "too_long": N_("Please choose at most %(max_length)s."),
    "enum": N_("Please choose one of the options."),
    "literal_error": N_("Please choose one of the options."),
    "int_parsing": N_("Please enter a whole number."),
    "int_parsing_size": N_("This number is too large."),
    "float_parsing": N_("Please enter a number."),
    "greater_than_equal": N_("Please enter %(ge)s or more."),
    "less_than_equal": N_("Please enter %(le)s or less."),
    "string_pattern_mismatch": N_("Please check how this is written."),
    "uuid_parsing": N_("Please choose one of the options."),
    "date_from_datetime_parsing": N_("Please enter a date, for example 2026-03-31."),
    "date_parsing": N_("Please enter a date, for example 2026-03-31."),
    "datetime_from_date_parsing": N_("Please enter a date and time."),
    "datetime_parsing": N_("Please enter a date and time."),
    "url_parsing": N_("Please enter a full web address."),
}


def _sentence(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        return translate(str(context["error"]))
    known = _SENTENCES.get(detail["type"], N_("Please check this field."))
    if detail["type"] == "string_too_short" and str(detail["input"]).strip():
        known = N_("Please write at least %(min_length)s characters.")
    return translate(known, **{**context, "max_length": context.get("max_length", "")})
