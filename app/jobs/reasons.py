"""Why something failed, in words that hold nothing of what people wrote.

A database quotes the values it stumbled over, below the sentence that says what is
wrong, and in the sentence itself when it could not read one. Whatever else fails may
quote somebody, too. A reason is stored and shown to officials and operators, so it
keeps only what names the mistake.
"""

from sqlalchemy.exc import DataError, DBAPIError

from app.errors import DomainError


def reason_of(error: BaseException) -> str:
    """Return the class of an error, and what it says where that holds no values."""
    if isinstance(error, DomainError):
        return f"{_name(error)}: {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{_name(error)}: {error.strerror}"
    if not isinstance(error, DBAPIError) or error.orig is None:
        return _name(error)
    if isinstance(error, DataError):
        # "invalid input syntax for type uuid: …" ends with the value.
        return _name(error.orig)
    message = _sentence(error.orig)
    return f"{_name(error.orig)}: {message}" if message else _name(error.orig)


def _sentence(told: BaseException) -> str:
    """Return what a database said, without the lines that quote values.

    On PostgreSQL these have names in the server's language; its driver knows them
    apart. SQLite says a single line, and so does a driver that lost its server.
    """
    known = getattr(getattr(told, "diag", None), "message_primary", None)
    return str(known or told).strip().partition("\n")[0]


def _name(error: BaseException) -> str:
    return type(error).__name__
