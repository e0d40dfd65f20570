"""What the domain raises: a sentence that can be translated, and its parameters.

No HTTP here; `web/problems.py` says once which status belongs to which class. The
sentence is the English message id; `N_` marks it for extraction.
"""

from typing import Any


def N_(message: str) -> str:  # noqa: N802 - gettext's usual name for "translate later"
    """Mark a message for the catalogue without translating it yet."""
    return message


class DomainError(Exception):
    """Something the domain refuses, in words for the person who asked.

    Attributes:
        message: English sentence and message id, with `%(name)s` placeholders.
        parameters: Values for the placeholders.
    """

    def __init__(self, message: str, **parameters: Any) -> None:
        super().__init__(message % parameters if parameters else message)
        self.message = message
        self.parameters = parameters


class NotFound(DomainError):
    """There is no such thing, or it may not be seen by this person."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(N_("There is nothing here under the name “%(key)s”."), key=key)
        self.kind = kind


class NotPermitted(DomainError):
    """The person is known, but their role does not allow this."""


class SignInRequired(DomainError):
    """Nobody is signed in."""

    def __init__(self) -> None:
        super().__init__(N_("Please sign in first."))


class SecondFactorRequired(DomainError):
    """The official's body requires a second factor, and there is none yet."""

    def __init__(self) -> None:
        super().__init__(N_("Please turn on a second factor first."))


class PhaseClosed(DomainError):
    """The consultation is not in a phase that allows this."""


class Conflict(DomainError):
    """Somebody else changed it meanwhile, or it exists already."""


class TooManyAttempts(DomainError):
    """A limit was reached; `retry_after` seconds tell when to try again."""

    def __init__(self, retry_after: int) -> None:
        minutes = max(1, -(-retry_after // 60))
        if minutes == 1:
            super().__init__(N_("Too many attempts. Please try again in a minute."))
        else:
            super().__init__(
                N_("Too many attempts. Please try again in %(minutes)s minutes."),
                minutes=minutes,
            )
        self.retry_after = retry_after


class Invalid(DomainError):
    """What came in is not valid; `field_errors` holds a sentence per field."""

    def __init__(self, field_errors: dict[str, str]) -> None:
        super().__init__(N_("Please check what you entered."))
        self.field_errors = field_errors
