"""The edge to officials: who is signed in, and the pages about themselves."""

from app.accounts.web.signed_in import (
    ACCOUNT_DEPENDENCIES,
    SignedIn,
    provide_official,
)

__all__ = ["ACCOUNT_DEPENDENCIES", "SignedIn", "provide_official"]
