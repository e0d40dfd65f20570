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
from app.accounts.rules.acts import label_of_act, label_of_detail, label_of_object

__all__ = [
    "HALF_SIGNED_IN",
    "IDLE",
    "INVITATION_DAYS",
    "LONGEST",
    "ROLE_LABELS",
    "SEEN_EVERY",
    "first_broken",
    "is_live",
    "label_of_act",
    "label_of_detail",
    "label_of_object",
    "may_act_as",
    "require_good_password",
    "require_role",
    "seal_of",
]
