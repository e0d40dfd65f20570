"""Officials come in, go out, and leave a trail. Nothing here commits."""

from app.accounts.services.factor import (
    begin_factor,
    confirm_factor,
    end_factor,
    pass_factor,
    renew_recovery_codes,
    require_factor_of_all,
    reset_factor,
)
from app.accounts.services.invitations import (
    accept_invitation,
    forget_ended_invitations,
    invite_again,
    invite_official,
)
from app.accounts.services.people import (
    add_session,
    change_address,
    change_official,
    change_password,
    create_official,
    create_organisation,
    forget_ended_sessions,
    note_seen,
    record_act,
    sign_in,
    sign_out,
    sign_out_everywhere,
)

__all__ = [
    "accept_invitation",
    "add_session",
    "begin_factor",
    "change_address",
    "change_official",
    "change_password",
    "confirm_factor",
    "create_official",
    "create_organisation",
    "end_factor",
    "forget_ended_invitations",
    "forget_ended_sessions",
    "invite_again",
    "invite_official",
    "note_seen",
    "pass_factor",
    "record_act",
    "renew_recovery_codes",
    "require_factor_of_all",
    "reset_factor",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
]
