"""Codes of an authenticator app: RFC 6238, as every such app makes them.

SHA-1, six digits, half a minute. Each code opens the door once: whoever looks over a
shoulder comes too late.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Final
from urllib.parse import quote

PERIOD: Final = 30
DIGITS: Final = 6
RECOVERY_CODES: Final = 10
# A clock may be half a minute off, and a code may be typed as it changes.
_TOLERATED: Final = 1
_SECRET_BYTES: Final = 20
_RECOVERY_LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_RECOVERY_LENGTH: Final = 12


def new_secret() -> str:
    """Return a secret as apps take it: base 32, without padding."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii")


def code_at(secret: str, step: int, digits: int = DIGITS) -> str:
    """Return the code of a step of time (RFC 4226, section 5.3)."""
    counter = step.to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def step_at(now: datetime) -> int:
    return int(now.timestamp()) // PERIOD


def find_step(secret: str, typed: str, last_step: int, now: datetime) -> int | None:
    """Return the step that a typed code belongs to, unless it was used or is wrong."""
    code = "".join(typed.split())
    present = step_at(now)
    found = None
    for step in range(present - _TOLERATED, present + _TOLERATED + 1):
        is_right = hmac.compare_digest(code_at(secret, step).encode(), code.encode())
        if is_right and step > last_step:
            found = step
    return found


def grouped(secret: str) -> str:
    """Return a secret in groups of four, to be typed into an app."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def address_for(secret: str, email: str, issuer: str) -> str:
    """Return the address that opens an authenticator app with this account."""
    label = quote(f"{issuer}:{email}", safe="")
    query = f"secret={secret}&issuer={quote(issuer, safe='')}"
    return f"otpauth://totp/{label}?{query}&algorithm=SHA1&digits=6&period=30"


def new_recovery_codes() -> list[str]:
    """Return codes for the day on which the app is not at hand; each works once."""
    return [
        "-".join(
            "".join(secrets.choice(_RECOVERY_LETTERS) for _ in range(4))
            for _ in range(_RECOVERY_LENGTH // 4)
        )
        for _ in range(RECOVERY_CODES)
    ]


def digest_of_recovery(typed: str) -> str:
    """Return what is kept of a recovery code, forgiving case, blanks and dashes."""
    plain = "".join(one for one in typed.upper() if one.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
