"""Cuts a comment into the passages that are read one by one.

A passage is a sentence, or several short ones that need each other, or a part of an
overlong one. Offsets point into the text given; nothing is rewritten. Time grows
with length only: each pattern looks at a bounded stretch.
"""

import re
from typing import Final

# Longer passages are cut at a comma or a space: one passage should make one point.
LONGEST: Final = 320
# A passage with fewer letters and digits than this joins its neighbour.
SHORTEST: Final = 12
# No comment that a form accepts is longer; what follows is one last passage less.
READ_AT_MOST: Final = 200_000

_END: Final = re.compile(
    r"[.!?\u2026\u203d\u061f\u06d4\u0964]{1,8}[\"'\u2019\u201d\u00bb)\]]{0,3}(?=\s)"
    r"|[\u3002\uff01\uff1f\uff0e]{1,8}[\u300d\u300f\u201d]{0,2}"
    r"|[\r\n\u2028\u2029]{1,8}[ \t]{0,8}"
    r"|(?<=\w)\s?[;\u2022](?=\s)"
)
# Languages that write "3. Mai" for the third of May.
_ORDINAL_LANGUAGES: Final = frozenset(
    {"de", "da", "nb", "no", "fi", "et", "hu", "cs", "sk", "hr"}
)
_WORD_BEFORE: Final = re.compile(r"([^\W_]{1,12}(?:\.[^\W_]{1,3}){0,3})$")
_NEXT_LETTER: Final = re.compile(r"[\"'\u2018\u201c\u00ab(\[\s]{0,8}([^\s])")
_SOFT_CUT: Final = re.compile(r"[,:;\u3001\uff0c\u2013\u2014](?=\s?)|\s")
_CONTENT: Final = re.compile(r"[^\W_]")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ABBREVIATIONS: Final[dict[str, frozenset[str]]] = {
    "en": _words(
        "mr mrs ms dr prof st jr sr inc ltd co vs etc e.g i.e eg ie no nos art sec"
        " para p pp fig approx dept gov gen rep sen u.s u.k a.m p.m jan feb mar apr"
        " aug sept oct nov dec"
    ),
    "de": _words(
        "dr prof hr fr st nr bzw ca z.b d.h u.a usw etc evtl ggf inkl abs art s str"
        " tel vgl mio mrd z.t o.ä u.u i.d.r jan feb aug sept okt nov dez"
    ),
    "fr": _words(
        "m mm mme mlle dr prof st ste etc p pp art al n no cf ex env tél av bd"
    ),
    "es": _words(
        "sr sra srta dr dra prof etc p pp art núm no pág av avda ee.uu p.ej ud uds"
    ),
    "nl": _words(
        "dhr mevr mw dr prof ir ing mr st nr bijv bv enz etc o.a d.w.z i.v.m m.b.t"
        " t.a.v art ca evt incl resp"
    ),
}


def split(text: str, language: str) -> list[tuple[int, int]]:
    """Return the passages of a text as (start, end), in order, without overlap."""
    read = text[:READ_AT_MOST]
    sentences = _trimmed(read, _sentence_bounds(read, language))
    whole = _joined(read, sentences)
    return [piece for start, end in whole for piece in _shortened(read, start, end)]


def _sentence_bounds(text: str, language: str) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for match in _END.finditer(text):
        if match[0][0] == "." and _is_no_end(text, match, language):
            continue
        bounds.append((start, match.end()))
        start = match.end()
    return [*bounds, (start, len(text))]


def _is_no_end(text: str, match: re.Match[str], language: str) -> bool:
    """A full stop after an abbreviation, an initial or a number may not end it."""
    before = _WORD_BEFORE.search(text, max(0, match.start() - 24), match.start())
    if before is None or match[0] != ".":
        return False
    word = before[1].lower()
    short_forms = _ABBREVIATIONS.get(language, _ABBREVIATIONS["en"])
    following = _NEXT_LETTER.match(text, match.end())
    if word in short_forms or (len(word) == 1 and word.isalpha() and word != "i"):
        return True
    if language in _ORDINAL_LANGUAGES and word.isdecimal() and len(word) <= len("31"):
        return True
    # "the 2. option", "the no. of cases": the sentence goes on in lower case
    return following is not None and following[1].islower()


def _trimmed(text: str, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    trimmed = []
    for start, end in bounds:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = end - (len(piece) - len(piece.rstrip()))
        if left < right:
            trimmed.append((left, right))
    return trimmed


def _joined(text: str, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what is too short to stand alone with what comes before or after it."""
    joined: list[tuple[int, int]] = []
    pending: int | None = None
    for start, end in bounds:
        begin = start if pending is None else pending
        if _is_short(text, start, end):
            if joined and pending is None:
                joined[-1] = (joined[-1][0], end)
            else:
                pending = begin
            continue
        joined.append((begin, end))
        pending = None
    if pending is not None and bounds:
        joined.append((pending, bounds[-1][1]))
    return joined


def _is_short(text: str, start: int, end: int) -> bool:
    return len(_CONTENT.findall(text, start, min(end, start + 4 * SHORTEST))) < SHORTEST


def _shortened(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while end - start > LONGEST:
        middle, limit = start + LONGEST // 2, start + LONGEST
        cuts = list(_SOFT_CUT.finditer(text, middle, limit))
        marked = [cut for cut in cuts if not cut[0].isspace()]
        cut_at = (marked or cuts)[-1].end() if cuts else limit
        pieces.append((start, cut_at))
        start = cut_at
    pieces.append((start, end))
    return _trimmed(text, pieces)
