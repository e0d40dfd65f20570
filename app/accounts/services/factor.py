"""The second factor: an authenticator app, and codes for the day it is not at hand."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.accounts.models import Official, OfficialSession, Organisation, RecoveryCode
from app.accounts.rules.totp import (
    digest_of_recovery,
    find_step,
    new_recovery_codes,
    new_secret,
)
from app.accounts.services.people import (
    add_session,
    record_act,
    require_password,
    sign_out_everywhere,
)
from app.errors import N_, Conflict, Invalid

_WRONG: Final = N_("This code is wrong, too old, or was used. Wait for the next one.")


def begin_factor(session: Session, official: Official, password: str) -> None:
    """Make a secret that counts as soon as its first code is typed.

    Raises:
        Invalid: The password is wrong.
        Conflict: There is a second factor already.
    """
    require_password(official, password)
    if official.factor_secret:
        raise Conflict(N_("Turn off your present second factor first."))
    official.factor_pending = new_secret()
    session.add(official)
    session.flush()


def confirm_factor(
    session: Session, official: Official, code: str, *, now: datetime
) -> list[str]:
    """Turn the second factor on and return recovery codes, which are shown once.

    Raises:
        Invalid: The code does not fit the secret.
        Conflict: Nothing was begun.
    """
    if not official.factor_pending:
        raise Conflict(N_("Begin again: there is no key to confirm."))
    step = find_step(official.factor_pending, code, 0, now)
    if step is None:
        raise Invalid({"code": _WRONG})
    official.factor_secret, official.factor_pending = official.factor_pending, ""
    official.factor_last_step = step
    session.add(official)
    codes = _renew_codes(session, official)
    _note(session, official, "turned_on_second_factor", official, now)
    return codes


def renew_recovery_codes(
    session: Session, official: Official, password: str, *, now: datetime
) -> list[str]:
    """Replace all recovery codes, also those not used yet.

    Raises:
        Invalid: The password is wrong.
        Conflict: There is no second factor.
    """
    require_password(official, password)
    if not official.factor_secret:
        raise Conflict(N_("Turn on a second factor first."))
    codes = _renew_codes(session, official)
    _note(session, official, "renewed_recovery_codes", official, now)
    return codes


def end_factor(
    session: Session, official: Official, password: str, *, now: datetime
) -> None:
    """Turn one's own second factor off.

    Raises:
        Invalid: The password is wrong.
        Conflict: The body requires one.
    """
    require_password(official, password)
    body = session.get_one(Organisation, official.organisation_id)
    if body.requires_second_factor:
        raise Conflict(
            N_("Your body requires a second factor. It can be renewed only.")
        )
    _forget(session, official)
    _note(session, official, "turned_off_second_factor", official, now)


def reset_factor(
    session: Session, official: Official, *, by: Official, now: datetime
) -> None:
    """Turn off the second factor of a colleague who has lost it, and sign them out."""
    _forget(session, official)
    sign_out_everywhere(session, official)
    _note(session, official, "reset_second_factor", by, now)


def require_factor_of_all(
    session: Session, body: Organisation, *, is_required: bool, by: Official,
    now: datetime,
) -> None:  # fmt: skip
    """Decide whether everybody in a body needs a second factor."""
    body.requires_second_factor = is_required
    session.add(body)
    detail = {"is_required": is_required}
    record_act(
        session, by, "changed_factor_rule", "organisation", str(body.id), detail,
        now=now,
    )  # fmt: skip


def pass_factor(
    session: Session, waiting: OfficialSession, code: str, *, now: datetime
) -> str:
    """Return the token of a whole session for one that waited for its second factor.

    Raises:
        Invalid: The code is wrong or was used.
    """
    # Held and read anew, so that a code works once also when it comes twice at a time.
    official = session.get_one(
        Official, waiting.official_id, populate_existing=True, with_for_update=True
    )
    step = find_step(official.factor_secret, code, official.factor_last_step, now)
    if step is not None:
        official.factor_last_step = step
        session.add(official)
    elif _uses_recovery_code(session, official, code, now):
        _note(session, official, "used_recovery_code", official, now)
    else:
        raise Invalid({"code": _WRONG})
    session.delete(waiting)
    return add_session(session, official, now=now)


def _uses_recovery_code(
    session: Session, official: Official, typed: str, now: datetime
) -> bool:
    query = select(RecoveryCode).where(
        RecoveryCode.official_id == official.id,
        RecoveryCode.digest == digest_of_recovery(typed),
        col(RecoveryCode.used_at).is_(None),
    )
    found = session.exec(query.with_for_update()).first()
    if found is None:
        return False
    found.used_at = now
    session.add(found)
    return True


def _renew_codes(session: Session, official: Official) -> list[str]:
    _delete_codes(session, official)
    codes = new_recovery_codes()
    session.add_all(
        RecoveryCode(official_id=official.id, digest=digest_of_recovery(one))
        for one in codes
    )
    session.flush()
    return codes


def _forget(session: Session, official: Official) -> None:
    official.factor_secret = official.factor_pending = ""
    official.factor_last_step = 0
    session.add(official)
    _delete_codes(session, official)


def _delete_codes(session: Session, official: Official) -> None:
    session.execute(
        delete(RecoveryCode).where(col(RecoveryCode.official_id) == official.id)
    )


def _note(
    session: Session, official: Official, act: str, by: Official, now: datetime
) -> None:
    record_act(session, by, act, "official", str(official.id), now=now)
