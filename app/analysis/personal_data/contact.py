"""E-mail addresses, online accounts and network addresses."""

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from app.analysis.personal_data.spans import Kind, Rule, Span, before, matches

_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_LOCAL: Final = r"(?<![\w.+'%-])[\w.+'%-]{1,64}"

_AT_RULES: Final = (
    Rule(
        Kind.EMAIL,
        re.compile(rf"{_LOCAL}\s?[@\uff20]\s?(?:{_LABEL}\.){{1,6}}[^\W\d_]{{2,24}}"),
    ),
    # someone@localhost, someone@company
    Rule(Kind.EMAIL, re.compile(rf"{_LOCAL}@[^\W_][\w.-]{{1,100}}[^\W_]")),
    Rule(Kind.ACCOUNT, re.compile(r"(?<![\w@.\uff20])@\w(?:[\w.]{0,28}\w)")),
)
_SPELLED_RULES: Final = (
    Rule(
        Kind.EMAIL,
        re.compile(
            rf"{_LOCAL}\s{{0,2}}[(\[{{<]\s?(?:at|\u00e4t|arobase|arroba)\s?[)\]}}>]\s{{0,2}}"
            rf"{_LABEL}(?:\s{{0,2}}(?:\.|[(\[{{<]\s?(?:dot|punkt|point)\s?[)\]}}>]|\bdot\b)"
            rf"\s{{0,2}}{_LABEL}){{1,5}}",
            re.IGNORECASE,
        ),
    ),
    Rule(
        Kind.EMAIL,
        re.compile(
            rf"{_LOCAL}\s(?:at\s{_LABEL}(?:\s(?:dot|punkt)\s{_LABEL}){{1,4}}"
            rf"|arobase\s{_LABEL}(?:\spoint\s{_LABEL}){{1,4}}"
            rf"|arroba\s{_LABEL}(?:\spunto\s{_LABEL}){{1,4}})(?!\w)",
            re.IGNORECASE,
        ),
    ),
)
_URL_RULES: Final = (
    Rule(
        Kind.ACCOUNT,
        re.compile(
            r"(?<![\w.])(?:https?://)?(?:[a-z]{1,10}\.){0,2}"
            r"(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|xing|snapchat|github"
            r"|t|wa|reddit|pinterest|threads|vk|bsky|telegram)"
            r"\.(?:com|net|me|de|app|org)/(?:(?:in|pub|u|user|profile|people)/)?"
            r"@?[\w.%-]{2,80}(?:\?id=\d{1,20})?/?",
            re.IGNORECASE,
        ),
    ),
    Rule(
        Kind.ACCOUNT,
        re.compile(
            r"(?<![\w.])https?://[\w.-]{1,100}/(?:users?|profiles?|members?|~|@)/?"
            r"[\w.%-]{2,80}",
            re.IGNORECASE,
        ),
    ),
)


def _is_public_address(found: re.Match[str]) -> bool:
    """Section numbers look the same: an address has a part above 31 or is named."""
    parts = [int(part) for part in found[0].split(".")]
    named = re.search(r"\bip(?:v4)?\b[\s\w:]{0,16}$", before(found)) is not None
    return all(p < 256 for p in parts) and (named or max(parts) > 31)  # noqa: PLR2004


def _is_ipv6(found: re.Match[str]) -> bool:
    try:
        return ipaddress.IPv6Address(found[0]).compressed.count(":") > 1
    except ValueError:
        return False


_IP_RULES: Final = (
    Rule(
        Kind.IP,
        re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)"),
        _is_public_address,
    ),
    Rule(
        Kind.IP,
        re.compile(
            r"(?<![\w:.])(?:[0-9a-f]{1,4})?(?::{1,2}[0-9a-f]{1,4}){2,7}(?![\w:])",
            re.IGNORECASE,
        ),
        _is_ipv6,
    ),
    Rule(
        Kind.IP,
        re.compile(
            r"(?<![\w:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![\w:-])",
            re.IGNORECASE,
        ),
    ),
)
_SPELLED: Final = re.compile(
    r"[(\[{<]\s?(?:at|\u00e4t|aro|arr)|\s(?:dot|punkt|arobase|arroba)\s", re.IGNORECASE
)


def find(text: str) -> Iterator[Span]:
    """Yield e-mail addresses, accounts and network addresses."""
    if "@" in text or "\uff20" in text:
        yield from matches(_AT_RULES, text)
    if _SPELLED.search(text):
        yield from matches(_SPELLED_RULES, text)
    if "/" in text:
        yield from matches(_URL_RULES, text)
    if "." in text or ":" in text or "-" in text:
        yield from matches(_IP_RULES, text)
