"""Receipt codes: 100 random bits that a person can read aloud, type and mistype.

Twenty letters and digits and one that checks them, in four groups. The alphabet is
Crockford's: no I, L, O or U. The last character is a checksum over GF(32), so that any
one wrong character and any two swapped ones are noticed before the database is asked.
"""

import hashlib
import hmac
from typing import Final

from app.errors import N_, Invalid

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES: Final = str.maketrans("OILU", "011V")
_SYMBOLS: Final = 20
_GROUPS: Final = (5, 5, 5, 6)
_BITS: Final = 5
# x^5 + x^2 + 1, which generates GF(32).
_POLYNOMIAL: Final = 0b100101
_LONGEST_TYPED: Final = 100


def code_for(key: bytes, once: str) -> str:
    """Return the code that belongs to a form's one-time key.

    Made, not stored: whoever sends the same form again gets the same code, and the
    database alone leads to none.
    """
    number = int.from_bytes(_keyed(key, "code", once), "big")
    symbols = [(number >> (_BITS * place)) & 31 for place in range(_SYMBOLS)]
    text = "".join(ALPHABET[one] for one in [*symbols, _checksum(symbols)])
    return grouped(text)


def grouped(code: str) -> str:
    """Return a code in its groups, as it is printed."""
    groups, start = [], 0
    for length in _GROUPS:
        groups.append(code[start : start + length])
        start += length
    return "-".join(groups)


def read_code(typed: str) -> str:
    """Return a typed code as it was printed, forgiving case, blanks and look-alikes.

    Raises:
        Invalid: It is not a code of ours: too short, too long, or mistyped.
    """
    text = "".join(one for one in typed[:_LONGEST_TYPED].upper() if one.isalnum())
    text = text.translate(_LOOK_ALIKES)
    if len(text) != _SYMBOLS + 1:
        raise Invalid(
            {
                "code": N_(
                    "A code has 21 letters and digits. Please check that all of it "
                    "is there."
                )
            }
        )
    numbers = [ALPHABET.find(one) for one in text]
    if -1 in numbers or _checksum(numbers[:-1]) != numbers[-1]:
        raise Invalid(
            {"code": N_("There is a mistake in this code. Please compare it again.")}
        )
    return grouped(text)


def digest_of(key: bytes, code: str) -> str:
    """Return what is stored of a code."""
    return _keyed(key, "digest", code).hex()


def once_digest(key: bytes, once: str) -> str:
    """Return what is stored of a form's one-time key."""
    return _keyed(key, "once", once).hex()


def content_digest(key: bytes, once: str, content: str) -> str:
    """Return what tells, to who holds the one-time key only, whether content differs."""
    return _keyed(key, "content", f"{once}\n{content}").hex()


def _keyed(key: bytes, purpose: str, value: str) -> bytes:
    message = f"receipt {purpose}\n{value}".encode("utf-8", "surrogatepass")
    return hmac.new(key, message, hashlib.sha256).digest()


def _checksum(symbols: list[int]) -> int:
    total = 0
    for one in symbols:
        total = _doubled(total) ^ one
    return _doubled(total)


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value > 31 else value  # noqa: PLR2004
