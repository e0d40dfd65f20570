"""Inviting officials: a link that works once sets the password, and nobody else knows it."""

import secrets
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from app.accounts.models import Invitation, Official, Organisation
from app.accounts.queries import digest_of, find_official_by_email
from app.accounts.rules import INVITATION_DAYS, require_good_password
from app.accounts.schemas import InvitationForm
from app.accounts.services.people import hash_of, record_act, set_password
from app.errors import N_, Invalid


def invite_official(
    session: Session,
    body: Organisation,
    form: InvitationForm,
    *,
    by: Official,
    now: datetime,
) -> tuple[Official, str]:
    """Add an official who has no password yet; return them and the link's token.

    Raises:
        Invalid: The e-mail is taken.
    """
    if find_official_by_email(session, form.email) is not None:
        raise Invalid({"email": N_("Somebody uses this e-mail already.")})
    official = Official(
        organisation_id=body.id,
        email=form.email,
        name=form.name,
        role=form.role,
        password_hash="",
        created_at=now,
    )
    session.add(official)
    session.flush()
    record_act(session, by, "added_official", "official", str(official.id), now=now)
    return official, _invitation(session, official, now)


def invite_again(
    session: Session, official: Official, *, by: Official, now: datetime
) -> str:
    """Return a new link for who lost theirs or their password; older links end."""
    record_act(
        session, by, "invited_official_again", "official", str(official.id), now=now
    )
    return _invitation(session, official, now)


def choose_password(official: Official, password: str) -> str:
    """Return the hash of a good password; slow, so ask before anything is written.

    Raises:
        Invalid: The password is easy to guess.
    """
    require_good_password(password, email=official.email, name=official.name)
    return hash_of(password)


def accept_invitation(
    session: Session, token: str, password_hash: str, *, now: datetime
) -> Official | None:
    """Set the password of who followed the link, which ends with that.

    None when the link is no longer good.
    """
    key = digest_of(token)
    invitation = session.get(Invitation, key, with_for_update=True)
    if invitation is None or now >= invitation.expires_at:
        return None
    official = session.get_one(Official, invitation.official_id)
    set_password(session, official, password_hash)
    _end_invitations(session, official)
    record_act(session, official, "set_password", "official", str(official.id), now=now)
    return official


def forget_ended_invitations(session: Session, now: datetime) -> None:
    """Delete links whose time is over."""
    session.execute(delete(Invitation).where(col(Invitation.expires_at) < now))


def _invitation(session: Session, official: Official, now: datetime) -> str:
    _end_invitations(session, official)
    token = secrets.token_urlsafe(32)
    session.add(
        Invitation(
            token_digest=digest_of(token),
            official_id=official.id,
            expires_at=now + INVITATION_DAYS,
        )
    )
    session.flush()
    return token


def _end_invitations(session: Session, official: Official) -> None:
    session.execute(
        delete(Invitation).where(col(Invitation.official_id) == official.id)
    )
