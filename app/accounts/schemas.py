"""What may come in about officials."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from app.accounts.models import Role

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        max_length=254,
        pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    ),
]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SignInForm(_Form):
    """Who wants to come in."""

    email: Annotated[
        str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=254)
    ]
    password: Annotated[str, StringConstraints(max_length=1_000)]
    next: Annotated[str, StringConstraints(max_length=500)] = ""


class NewPasswordForm(_Form):
    """A password for who has none, or has lost theirs."""

    password: Annotated[str, StringConstraints(max_length=1_000)]


class PasswordForm(NewPasswordForm):
    """A new password, and the old one to prove who asks."""

    current: Annotated[str, StringConstraints(max_length=1_000)]


class InvitationForm(_Form):
    """An official to be invited."""

    name: Name
    email: Email
    role: Role


class AddressForm(_Form):
    """A new e-mail to sign in with, and the password to prove who asks."""

    email: Email
    current: Annotated[str, StringConstraints(max_length=1_000)]


class OfficialForm(InvitationForm):
    """An official to be added with a first password."""

    password: Annotated[str, StringConstraints(max_length=1_000)]
