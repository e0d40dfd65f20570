"""Why something failed, in words that hold nothing of what people wrote.

A database quotes the values it stumbled over, below the sentence that says what is
wrong, and in the sentence itself when it could not read one. A reason is stored and
shown to officials and operators, so it keeps only what names the mistake.
"""

import re
from typing import Final

from sqlalchemy.exc import DataError, DBAPIError

# Each begins a line below the sentence; the first of them ends what is kept.
_QUOTING: Final = re.compile(
    r"\n\s*(?:DETAIL|CONTEXT|HINT|STATEMENT|QUERY|LINE \d+|\[SQL|\[parameters)\b.*",
    re.DOTALL,
)
# What pydantic adds of the value that it refused.
_INPUT: Final = re.compile(r", input_value=.*?, input_type=")


def reason_of(error: BaseException) -> str:
    """Return the class of an error, and its message without anybody's values."""
    if isinstance(error, DataError):
        # "invalid input syntax for type uuid: …" ends with the value.
        return _name(error.orig or error)
    told: BaseException = error
    if isinstance(error, DBAPIError) and error.orig is not None:
        told = error.orig
    message = _INPUT.sub(", input_type=", _QUOTING.sub("", f"\n{told}")).strip()
    return f"{_name(told)}: {message}" if message else _name(told)


def _name(error: BaseException) -> str:
    return type(error).__name__
