"""What went wrong around a command, in words that say what to do.

A mistake of ours still shows its traceback: whoever reports it needs that.
"""

import sys
from typing import Final

from app.settings import WrongSetting

# How SQLite says that a table or column is not there, and the SQLSTATE of PostgreSQL,
# whose words are in the server's language.
_LACKS: Final = ("no such table", "no such column")
_UNDEFINED: Final = frozenset({"42P01", "42703"})


def told_of(error: BaseException) -> str | None:
    """Return a sentence for an operator, or None where it is for a developer."""
    if isinstance(error, WrongSetting):
        return f"{error}. Change this setting and try again."
    if _is_of_database(error):
        return _told_of_database(getattr(error, "orig", None) or error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}."
    return None


def first_line(error: BaseException) -> str:
    """Return what the database said, without the statement and its values."""
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]


def _is_of_database(error: BaseException) -> bool:
    # Loading the library only to tell what an error is would slow every command down.
    library = sys.modules.get("sqlalchemy.exc")
    return library is not None and isinstance(
        error, (library.OperationalError, library.ProgrammingError)
    )


def _told_of_database(error: BaseException) -> str | None:
    said = first_line(error)
    if _is_not_migrated(error, said):
        return f"The database is not up to date ({said}). Run `folkmoot migrate` first."
    if _is_ours(error):
        return None
    if "locked" in said:
        return "Another process is writing to the database. Try again in a moment."
    return (
        f"The database does not answer: {said}. "
        "Check FOLKMOOT_DATABASE_URL and FOLKMOOT_DATA_DIR, then `folkmoot doctor`."
    )


def _is_not_migrated(error: BaseException, said: str) -> bool:
    if hasattr(error, "sqlstate"):
        return error.sqlstate in _UNDEFINED
    return any(words in said for words in _LACKS)


def _is_ours(error: BaseException) -> bool:
    """Tell whether a statement is wrong: its class on PostgreSQL, its code on SQLite.

    Who is not let in, and a database that is not there, are no mistakes of ours; they
    have other classes, or none while no connection stands.
    """
    if hasattr(error, "sqlstate"):
        return str(error.sqlstate or "").startswith("42")
    return getattr(error, "sqlite_errorname", "") == "SQLITE_ERROR"
