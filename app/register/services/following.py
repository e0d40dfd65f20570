"""Following by e-mail: asking, confirming, stopping. Addresses are shown to nobody.

Only a demonstration without a mail server shows them, with the letters not sent.
"""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.mail import forget
from app.register.models import Follow
from app.register.rules.following import CONFIRM_WITHIN, Followed

_TOKEN_BYTES: Final = 24


def ask_to_follow(
    session: Session, email: str, followed: Followed, language: str, *, now: datetime
) -> tuple[Follow, str]:
    """Remember a wish to follow, and return the token that confirms it once.

    Who follows already and asks again is asked to confirm again, and goes on being
    told meanwhile.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    follow = _find_same(session, email, followed)
    if follow is None:
        follow = Follow(
            email=email,
            system_id=followed.system_id,
            query=followed.query,
            asked_at=now,
            told_until=now,
        )
    follow.language = language
    follow.token_digest = digest_of(token)
    follow.asked_at = now
    session.add(follow)
    session.flush()
    return follow, token


def get_asked(session: Session, token: str, *, now: datetime) -> Follow:
    """Return what a link asks to confirm.

    Raises:
        NotFound: It was used, is too old, or never existed.
    """
    query = select(Follow).where(Follow.token_digest == digest_of(token))
    follow = session.exec(query).one_or_none()
    if follow is None or follow.asked_at < now - CONFIRM_WITHIN:
        raise NotFound("follow", token)
    return follow


def confirm_follow(session: Session, token: str, *, now: datetime) -> Follow:
    """Begin to tell what happens from now on; the link is used up."""
    follow = get_asked(session, token, now=now)
    follow.token_digest = None
    if follow.confirmed_at is None:
        follow.confirmed_at = follow.told_until = now
    session.add(follow)
    return follow


def stop_following(session: Session, follow_id: UUID) -> None:
    """Delete the address and every letter to it that has not gone yet.

    Stopping twice is no mistake: the link stands in every letter.
    """
    session.execute(delete(Follow).where(col(Follow.id) == follow_id))
    forget(session, about_follow(follow_id))


def forget_unconfirmed(session: Session, now: datetime) -> None:
    """Delete addresses whose owners did not confirm in time, with their letters."""
    query = select(Follow).where(
        col(Follow.confirmed_at).is_(None),
        col(Follow.asked_at) < now - CONFIRM_WITHIN,
    )
    for follow in session.exec(query).all():
        stop_following(session, follow.id)


def about_follow(follow_id: UUID) -> str:
    """Return what letters to a follower are marked with."""
    return f"follow:{follow_id}"


def stop_token(key: bytes, follow_id: UUID) -> str:
    """Return the part of a link by which one follow, and no other, is stopped."""
    return hmac.new(key, about_follow(follow_id).encode(), "sha256").hexdigest()[:40]


def require_stop_token(key: bytes, follow_id: UUID, token: str) -> None:
    """Refuse a link that stood in none of our letters.

    Raises:
        NotFound: As for an address that does not exist.
    """
    ours = stop_token(key, follow_id).encode()
    if not hmac.compare_digest(ours, token.encode("utf-8", "replace")):
        raise NotFound("follow", follow_id)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _find_same(session: Session, email: str, followed: Followed) -> Follow | None:
    query = select(Follow).where(
        Follow.email == email,
        Follow.system_id == followed.system_id,
        Follow.query == followed.query,
    )
    return session.exec(query).first()
