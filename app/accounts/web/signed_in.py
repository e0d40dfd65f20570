"""Who is signed in, for every handler of the workspace."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from litestar.di import NamedDependency, Provide
from sqlmodel import Session

from app.accounts.models import Official, OfficialSession, Organisation
from app.accounts.queries import find_live_session
from app.accounts.rules import SEEN_EVERY
from app.accounts.services import note_seen
from app.errors import SecondFactorRequired, SignInRequired
from app.web.cookies import session_cookie_name
from app.web.dependencies import (
    Now,
    ReadSession,
    app_database,
    app_settings,
    let_others_write,
)
from app.web.limits import require_within
from app.web.requests import Request

SignedIn: TypeAlias = NamedDependency[Official]

# What may be opened before a required second factor is turned on.
_ACCOUNT: Final = "/office/account"
_QUARTER: Final = 15 * 60
_GUESSES: Final = 10


def session_of(request: Request, session: Session, now: Now) -> OfficialSession | None:
    """Return the session of the browser's cookie, whole or waiting for a factor."""
    token = request.cookies.get(session_cookie_name(app_settings(request)), "")
    return find_live_session(session, token, now) if token else None


def provide_official(request: Request, session: ReadSession, now: Now) -> Official:
    """Give the official who is signed in.

    Raises:
        SignInRequired: Nobody is, or the session is over.
        SecondFactorRequired: Their body asks for a second factor, and they have none.
    """
    found = session_of(request, session, now)
    official = session.get(Official, found.official_id) if found else None
    is_in = official is not None and official.is_active
    if found is None or official is None or not is_in or found.needs_factor:
        raise SignInRequired
    _require_factor(request, session, official)
    if request.method == "GET" and now - found.last_seen_at >= SEEN_EVERY:
        with app_database(request).writing() as writing:
            seen = writing.get(OfficialSession, found.token_digest)
            if seen is not None and note_seen(writing, seen, now):
                writing.commit()
    let_others_write(request, session)
    return official


def count_guess(session: Session, official: Official, now: Now) -> None:
    """Limit guesses of a password or code by whoever found a browser open."""
    try:
        require_within(
            session,
            "account",
            str(official.id),
            limit=_GUESSES,
            seconds=_QUARTER,
            now=now,
        )
    finally:
        session.commit()


def _require_factor(request: Request, session: Session, official: Official) -> None:
    if official.factor_secret or request.scope["path"].startswith(_ACCOUNT):
        return
    body = session.get_one(Organisation, official.organisation_id)
    if body.requires_second_factor:
        raise SecondFactorRequired


ACCOUNT_DEPENDENCIES: Final[Mapping[str, Provide]] = {
    "official": Provide(provide_official, sync_to_thread=True)
}
