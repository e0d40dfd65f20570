"""Codes as RFC 6238 has them, each taken once."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.rules.totp import (
    address_for,
    code_at,
    digest_of_recovery,
    find_step,
    grouped,
    new_recovery_codes,
    new_secret,
    step_at,
)

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
# Appendix B of RFC 6238, the rows for SHA-1.
RFC_CODES = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
NOW = datetime(2026, 3, 2, 12, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES.items())
def test_codes_are_those_of_the_standard(seconds: int, code: str):
    at = datetime.fromtimestamp(seconds, UTC)

    assert code_at(RFC_SECRET, step_at(at), digits=8) == code


def test_a_code_is_taken_once():
    step = step_at(NOW)
    code = code_at(RFC_SECRET, step)

    assert find_step(RFC_SECRET, f"{code[:3]} {code[3:]}", 0, NOW) == step
    assert find_step(RFC_SECRET, code, step, NOW) is None


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(-30, True), (30, True), (-90, False)]
)
def test_clocks_may_be_half_a_minute_apart(seconds, is_taken):
    code = code_at(RFC_SECRET, step_at(NOW + timedelta(seconds=seconds)))

    assert (find_step(RFC_SECRET, code, 0, NOW) is not None) is is_taken


@pytest.mark.parametrize("typed", ["", "abcdef", "123", "é" * 6, "9" * 400])
def test_anything_else_is_no_code(typed: str):
    assert find_step(RFC_SECRET, typed, 0, NOW) is None


def test_an_app_is_told_whose_key_it_is():
    secret = new_secret()

    address = address_for(secret, "ann@city.example", "City & Co")

    assert address.startswith("otpauth://totp/City%20%26%20Co%3Aann%40city.example?")
    assert f"secret={secret}&issuer=City%20%26%20Co" in address
    assert grouped(secret).replace(" ", "") == secret


def test_recovery_codes_differ_and_forgive_how_they_are_typed():
    codes = new_recovery_codes()

    assert len(set(codes)) == 10
    typed = codes[0].lower().replace("-", " ")
    assert digest_of_recovery(typed) == digest_of_recovery(codes[0])
