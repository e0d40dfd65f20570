"""Texts that say a protection does not exist: "No appeal is possible.", "Geen bezwaar".

Phrases in the languages of the records we hold and of their neighbours: English, Dutch,
German, French. Each is looked for in one clause at a time, in lower case and without
accents. A condition ("You cannot appeal after six weeks", "If you cannot come") denies
nothing; neither does "no later than", "no fee" or "nothing is decided without a check".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from app.register.rules.denial_phrases import DENIABLE, PHRASES
from app.register.rules.promise_words import DESCRIBES, STILL
from app.register.rules.words import plain


class Standing(IntEnum):
    """What a text leaves of the protection that it describes."""

    STANDS = 0
    # One clause denies it, another still describes it.
    PARTLY_DENIED = 1
    DENIED = 2


# Of single blanks, as `plain` leaves them: runs would be read over and over.
_CLAUSE: Final = re.compile(
    r"(?<=[.!?;\n]) | ?[;\n]+"
    r"|(?<!\bno one)(?<!\bnobody)(?<!\bnothing)(?<!\bnone),? (?=(?:but|however|though|maar|echter|aber|jedoch"
    r"|sondern|mais|cependant)\b)"
)
_SHORT: Final = (
    ("can't", "cannot"),
    ("won't", "will not"),
    ("n't", " not"),
    ("there's", "there is"),
)
# A whole clause that is nothing but a no.
_NOTHING: Final = re.compile(
    r"(?:currently |at present )?(?:no|none|nil|nothing|nobody|no one|never|n/?\.?a\.?"
    r"|not (?:available|applicable|possible|provided|offered|foreseen|planned|known)"
    r"|(?:there is|there are) none|none (?:is|was|are|exists?|at present|so far|yet)\b.*"
    r"|unknown|to be (?:determined|decided|confirmed)|tb[acd]"
    r"|(?:appeal )?precluded by law"
    r"|nee|geen|niets|niemand|nooit|n\.?v\.?t\.?|onbekend"
    r"|(?:er is )?geen|niet (?:van toepassing|beschikbaar|mogelijk|voorzien|bekend)"
    r"|nein|keine?[rs]?|nichts|niemand|nie|k\.?\s?a\.?|entfallt|unbekannt"
    r"|nicht (?:zutreffend|verfugbar|moglich|vorgesehen|anwendbar|bekannt)"
    r"|non|aucune?|neant|rien|personne|jamais|sans objet|s\.?o\.?|inconnue?"
    r"|non (?:applicable|disponible|prevue?|connue?)|pas (?:disponible|possible|prevu)"
    r"|[-\u2013\u2014./]+)"
)
# What makes a clause speak of a case, not of everybody.
_CONDITION: Final = re.compile(
    r"\b(?:if|when|where|unless|in case|should you|who|whoever|after|qui|als|indien|wanneer|tenzij|mits"
    r"|wenn|falls|sofern|soweit|si|lorsque|quand|sauf)\b"
)
_ONLY_THEN: Final = re.compile(
    r" ?(?:\w+ )?(?:after|later|until|before|unless|without|online|twice|in person"
    r"|by (?:phone|telephone|e-?mail|post|letter)|over the phone|more than|on behalf"
    r"|when|if|once|for free|only"
    r"|na|later|totdat|voordat|tenzij|zonder|telefonisch|per (?:e-?mail|post)|alleen"
    r"|nach|spater|bis|bevor|ohne|telefonisch|nur|apres|avant|sans|sauf|par (?:telephone"
    r"|courriel|lettre)|seulement)\b"
)
_ALREADY_NO: Final = re.compile(
    r"\b(?:no|not|never|nothing|none|nobody|cannot|geen|niet|nooit|niets|kein\w*|nichts?"
    r"|nie|niemals|aucune?|ne|n'|pas|plus|jamais|rien)\b"
)

# "Without human review no decision leaves": a no behind turns it round as well.
_WITHOUT: Final = re.compile(r"(?:without|by the|zonder|ohne|sans)\b")
_FEW_WORDS: Final = 2
_AND: Final = re.compile(r",|\b(?:and|or|en|of|und|oder|et|ou)\b")
# "People are not only told by letter" says that they are told.
_NOT_ONLY: Final = re.compile(
    r"\b(?:not|niet|nicht|pas|non) (?:only|just|merely|simply|alleen|slechts|enkel|nur"
    r"|allein|bloss|lediglich|seulement|uniquement)\b"
)
_LONGEST_ONLY: Final = 13
# "Until the decision is final you can appeal".
_UNTIL_THE: Final = re.compile(
    r"\b(?:until|till|before|totdat|tot|voordat|bis|bevor|jusqu'a ce que|avant que)"
    r" (?:(?:the|a|an|this|your|any|de|het|een|die|der|das|la|le|l'|les|une?) ?)?$"
)
_LONGEST_UNTIL: Final = 24
_NEAR: Final = 80

_DENIALS: Final = {
    key: [re.compile(one) for some in PHRASES for one in some[key]] for key in DENIABLE
}
# What is only sometimes so takes a part away.
_SOMETIMES: Final = re.compile(
    r"\b(?:some|certain|sometimes|partly|most|sommige|bepaalde|soms|aantal|deel|meeste"
    r"|einige[nr]?|manche[nr]?|bestimmte[nr]?|teilweise|meisten|certaine?s|parfois|plupart)\b"
)


def standing(key: str, text: str) -> Standing:
    """Tell whether a text of one of these fields says that there is no such thing."""
    clauses = _clauses(text)
    denying = [one for one in clauses if _denies(key, one)]
    if not denying:
        return Standing.STANDS
    others = [one for one in clauses if one not in denying]
    is_described = any(DESCRIBES[key].search(one) for one in others)
    is_still_said = any(STILL[key].search(_rest(key, one)) for one in denying)
    if is_described or is_still_said or all(map(_SOMETIMES.search, denying)):
        return Standing.PARTLY_DENIED
    return Standing.DENIED


def _rest(key: str, clause: str) -> str:
    """Return a clause without the phrases that deny the protection."""
    found = sorted(one.span() for one in _denials_in(key, clause))
    rest, at = [], 0
    for start, end in found:
        rest.append(clause[at:start])
        at = max(at, end)
    return " | ".join([*rest, clause[at:]])


def is_nothing(text: str) -> bool:
    """Tell whether a text is only a no: "None", "n/a", "Geen", "Keine"."""
    return any(map(_is_no, _clauses(text)))


def _clauses(text: str) -> list[str]:
    """Return a text's clauses without accents; a mark alone is one only by itself."""
    folded = plain(text.strip()).replace("\u2019", "'")
    for short, whole in _SHORT:
        folded = folded.replace(short, whole)
    clauses = [one.strip(" .,!:\t") for one in _CLAUSE.split(folded)]
    return [one for one in clauses if one] or [folded]


def _is_no(clause: str) -> bool:
    return _NOTHING.fullmatch(clause) is not None


def _denies(key: str, clause: str) -> bool:
    return _is_no(clause) or any(_denials_in(key, clause))


def _denials_in(key: str, clause: str) -> Iterator[re.Match[str]]:
    """Yield the phrases of a clause that deny the protection, without a condition."""
    if clause.endswith("?"):
        return
    turns = _Turns.of(clause)
    for pattern in _DENIALS[key]:
        for found in pattern.finditer(clause):
            if found.start() >= turns.condition:
                break
            if not turns.turn(found):
                yield found


@dataclass(frozen=True, slots=True)
class _Turns:
    """What in a clause turns a phrase round. Looked for once: a clause may be long."""

    clause: str
    # Where the first condition and the first no end, and where the last no begins.
    condition: int
    first_no: int
    last_no: int

    @classmethod
    def of(cls, clause: str) -> "_Turns":
        condition = _CONDITION.search(clause)
        noes = list(_ALREADY_NO.finditer(clause))
        beyond = len(clause) + 1
        return cls(
            clause,
            condition.end() if condition else beyond,
            noes[0].end() if noes else beyond,
            noes[-1].start() if noes else -1,
        )

    def turn(self, found: re.Match[str]) -> bool:
        start, end = found.span()
        # "Nothing is decided without a check": a no in front turns it round.
        if start >= self.first_no and not _ALREADY_NO.search(found.group()):
            return True
        around = self.clause[start : end + _LONGEST_ONLY]
        before = self.clause[max(0, start - _LONGEST_UNTIL) : start]
        return bool(
            _ONLY_THEN.match(self.clause, end)
            or _NOT_ONLY.search(around)
            or _UNTIL_THE.search(before)
            or self._is_without_and_no(found)
        )

    def _is_without_and_no(self, found: re.Match[str]) -> bool:
        """Tell "Without a check nothing is sent" from "sent without one, not even late"."""
        start, end = found.span()
        if self.last_no < end or not _WITHOUT.match(found.group()):
            return False
        if start == 0:
            return True
        in_front = self.clause[:start].split(" ", _FEW_WORDS + 1)
        between = self.clause[end : end + _NEAR]
        no = _ALREADY_NO.search(between)
        is_joined = no is None or _AND.search(between, 0, no.start()) is not None
        return len(in_front) <= _FEW_WORDS + 1 and not is_joined
