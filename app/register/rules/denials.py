"""Texts that say a protection does not exist: "No appeal is possible.", "Geen bezwaar".

Phrases in the languages of the records we hold and of their neighbours: English, Dutch,
German, French. Each is looked for in one clause at a time, in lower case and without
accents. A condition ("You cannot appeal after six weeks", "If you cannot come") denies
nothing; neither does "no later than", "no fee" or "nothing is decided without a check".
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import Final

from app.register.rules.denial_phrases import DENIABLE, PHRASES
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

_DENIALS: Final = {
    key: [re.compile(one) for some in PHRASES for one in some[key]] for key in DENIABLE
}
# Words by which a clause still describes the protection.
_DESCRIBES: Final = {
    "appeal_route": re.compile(
        r"appeal|contest|object|challeng|complain|disput|review|claim|bezwaar|beroep|klacht"
        r"|klagen|herzien|widersp|einspruch|beschwer|klage|recours|appel|reclam|contester"
    ),
    "human_review": re.compile(
        r"check|review|look|overrul|correct|read|decid|inspect|person|people|staff|clerk"
        r"|controle|beoordel|kijk|medewerker|ambtenaar|mens|pruf|kontroll|mitarbeit|verifi"
        r"|examin|agent"
    ),
    "notice_to_people": re.compile(
        r"told|tell|inform|notice|notif|letter|sign|says|page|brief|website|melding|vertel"
        r"|hinweis|benachricht|schild|avis|courrier|affich"
    ),
    "opt_out_how": re.compile(
        r"refus|opt|ask|call|write|choose|instead|person|weiger|vraag|bel|schrijf|kies"
        r"|ablehn|frag|anruf|schreib|demand|appel|ecri|choisi"
    ),
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
    is_described = any(_DESCRIBES[key].search(one) for one in others)
    if is_described or all(map(_SOMETIMES.search, denying)):
        return Standing.PARTLY_DENIED
    return Standing.DENIED


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
    # Looked for once, not for each phrase: a clause may be a whole text.
    conditioned, refused = (
        found.end() if (found := pattern.search(clause)) else len(clause) + 1
        for pattern in (_CONDITION, _ALREADY_NO)
    )
    for pattern in _DENIALS[key]:
        for found in pattern.finditer(clause):
            if found.start() >= conditioned:
                break
            # "Nothing is decided without a check": a no in front turns it round.
            is_turned = found.start() >= refused and not _ALREADY_NO.search(
                found.group()
            )
            if not is_turned and not _ONLY_THEN.match(clause, found.end()):
                yield found
