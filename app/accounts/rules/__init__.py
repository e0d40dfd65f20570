"""Pure decisions about officials: access, passwords, codes, and the trail's seals."""

from app.accounts.rules.access import (
    HALF_SIGNED_IN,
    IDLE,
    INVITATION_DAYS,
    LONGEST,
    ROLE_LABELS,
    SEEN_EVERY,
    first_broken,
    is_live,
    may_act_as,
    require_good_password,
    require_role,
    seal_of,
)

__all__ = [
    "HALF_SIGNED_IN",
    "IDLE",
    "INVITATION_DAYS",
    "LONGEST",
    "ROLE_LABELS",
    "SEEN_EVERY",
    "first_broken",
    "is_live",
    "may_act_as",
    "require_good_password",
    "require_role",
    "seal_of",
]
