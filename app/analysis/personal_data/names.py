"""Names, as an aid to moderators; never used for what the public sees.

Patterns find people who introduce themselves, sign, or are addressed with a title.
They miss names in running text, and take some capitalised words for names: a person
looks at each find and decides.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.analysis.personal_data.masking import mask, merged
from app.analysis.personal_data.spans import Kind, Rule, Span, matches

_UPPER: Final = r"[A-Z\u00c0-\u00de\u0100-\u017f]"
_PARTICLE: Final = r"(?:(?:de|der|den|van|von|da|dos|del|di|el|al|bin|la|le|ten) ){0,2}"
_PART: Final = rf"{_UPPER}[\w'\u2019-]{{1,24}}"
_FULL: Final = rf"{_PART}(?: {_PARTICLE}{_PART}|(?: {_UPPER}\.)){{1,3}}"
_ANY_CASE: Final = (
    r"[^\W\d_][\w'\u2019-]{1,24} (?:(?:de|der|den|van|von|da|dos|del|di|la|le) ){0,2}"
    r"[^\W\d_][\w'\u2019-]{1,24}"
)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_NO_NAME: Final = _words(
    "a an the not very so too now here there just also only still really sure happy"
    " sorry afraid worried concerned against for in on at from with of and or but that"
    " this it i we you they he she him her them have has had been be being was were is"
    " are am do does did would could should can might must my our your their"
    " all some any no yes if when what who how why because about as by to ai good bad"
    " writing going trying looking using working living old years year tired opposed"
    " aware unsure certain glad pleased disappointed grateful strongly fully totally"
    " dear sir madam team committee council government minister department"
)


def _is_name(found: re.Match[str]) -> bool:
    words = found["it"].lower().split()
    return not any(word in _NO_NAME for word in words)


def _rule(cue: str, name: str, after: str = "") -> Rule:
    pattern = rf"(?i:{cue})(?P<it>{name})(?![\w@]){after}"
    return Rule(Kind.PERSON, re.compile(pattern), _is_name)


_SIGNED: Final = (
    r"(?:regards|sincerely|yours|faithfully|thanks|thank you|wishes|cheers|respectfully"
    r"|gr\u00fc\u00dfen|gr\u00fc\u00dfe|cordialement|salutations|saludos|atentamente|groeten?|signed)"
    r"[,.!:]?\s{1,4}"
)
_RULES: Final = (
    _rule(
        r"\b(?:my name is|name'?s|i am called|mein name ist|ich hei\u00dfe) ", _ANY_CASE
    ),
    _rule(
        r"\b(?:je m'appelle|mon nom est|me llamo|mi nombre es|mijn naam is) ", _ANY_CASE
    ),
    _rule(r"\b(?:name|contact|from|signed|kontakt|nom|nombre|naam): ?", _ANY_CASE),
    _rule(_SIGNED, _ANY_CASE, r"(?=\s*(?:$|[\n(,.]|\d))"),
    _rule(
        r"\b(?:hi|hello|hey),? (?:this is |it'?s |i'?m )?", _ANY_CASE, r"(?=,? here\b)"
    ),
    _rule(
        r"\bi(?: a|')m ",
        _ANY_CASE,
        r"(?=,|\.| and i\b| and I\b| from\b| of\b| living| aged| \()",
    ),
    _rule(r"\b(?:i am|i'm|this is|ich bin|je suis|soy|ik ben) ", _FULL),
    _rule(
        r"\b(?:mr|mrs|ms|miss|mx|dr|prof|sir|officer|herr|frau|monsieur|madame|mme|se\u00f1ora?"
        r"|sra?|dhr|mevrouw|mevr)\b\.? ",
        rf"{_PART}(?: {_PARTICLE}{_PART}){{0,2}}",
    ),
    _rule(
        r"\b(?:was|with me was|as|by|with|told|called|named|neighbou?r|husband|wife|officer"
        r"|caseworker|worker|doctor|nurse|teacher|colleague|friend),? ",
        _FULL,
    ),
    _rule(
        r"\b(?:was|is|as) ",
        _ANY_CASE,
        r"(?=,? (?:ref\b|from next door|said|told|who\b))",
    ),
    # A line of its own, or after a dash: how people sign
    _rule(r"(?:^|\n|\s[-\u2013\u2014~] ?)", _FULL, r"(?=\s*(?:$|\n|[,(]))"),
)
_BEFORE_CONTACT: Final = re.compile(
    rf"(?P<it>{_FULL}|{_ANY_CASE})[\s,:(<\u2013-]{{1,4}}$"
)
_CONTACTS: Final = frozenset({Kind.EMAIL, Kind.PHONE, Kind.ADDRESS})
_NEAR: Final = 60


def find_names(text: str) -> tuple[Span, ...]:
    """Return where names of people may stand."""
    return tuple(merged([*matches(_RULES, text), *_beside_contacts(text)]))


def _beside_contacts(text: str) -> Iterator[Span]:
    """Yield what stands like a name right before an address, phone or e-mail."""
    for span in mask(text).spans:
        if span.kind not in _CONTACTS:
            continue
        start = max(0, span.start - _NEAR)
        found = _BEFORE_CONTACT.search(text, start, span.start)
        if found and _is_name(found):
            yield Span(found.start("it"), found.end("it"), Kind.PERSON)
