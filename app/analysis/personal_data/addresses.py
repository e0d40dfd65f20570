"""Street addresses and postcodes."""

import re
from collections.abc import Iterator
from typing import Final

from app.analysis.personal_data.spans import (
    Kind,
    Rule,
    Span,
    Window,
    before,
    matches,
)

_FLAT: Final = r"(?:(?<!\w)(?:flat|apt|apartment|unit|suite)\.?\s#?\w{1,4},?\s)?"
_ROOM: Final = r"(?:,?\s(?:apt|apartment|unit|suite|flat|ste)\.?\s?#?\w{1,5})?"
_NUMBER: Final = r"(?<![\w.,/$\u20ac\u00a3-])\d{1,5}[A-Za-z]?(?:[-\u2013/]\d{1,4}[A-Za-z]?)?,?[ \u00a0]"
_WORD: Final = r"[^\W\d_][\w'\u2019.-]{0,24}|\d{1,3}(?:st|nd|rd|th)"
_POSTCODE: Final = (
    r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"  # United Kingdom
    r"|[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d"  # Canada
    r"|\d{5}(?:-\d{4})?|\d{4} ?[A-Z]{2}|\d{4})"
)
_PLACE: Final = r"[^\W\d_][\w'\u2019.-]{1,24}(?:[ -][^\W\d_][\w'\u2019.-]{1,24}){0,3}"
_TAIL: Final = (
    rf"(?:,?\s{{1,2}}(?:(?:apt|apartment|unit|suite|flat|ste|no)\.?\s?#?\w{{1,5}},?\s{{1,2}})?"
    rf"(?:{_PLACE},?\s)?(?:[A-Z]{{2,3}},?\s)?{_POSTCODE}(?!\w))"
)
_SURE_STREET: Final = (
    r"street|road|avenue|lane|crescent|boulevard|terrace|highway|parkway|gardens|grove"
    r"|mews|rd|ave|blvd|cres|hwy|ln|pkwy"
)
_OTHER_STREET: Final = (
    r"st|dr|ct|pl|way|drive|court|place|close|square|park|hill|row|walk|circle|trail"
    r"|parade|rise|green|view|broadway|kingsway|heights|bay|path|loop|quay|wharf"
    r"|plaza|circle|route|causeway|fork|cove|bend|crossing|landing|manor|meadows?|mount|pike"
    r"|point|ridge|springs?|turnpike|valley|village|vista|esplanade|arcade|alley|copse|isle"
    r"|junction|lodge|oval|run|shores?|station|walkway|freeway|expressway|glen|mill|marg"
)
# Words of which one stands in every address of the rules below, in lower case.
_GERMANIC: Final = (
    "straße", "strasse", "str.", "weg", "platz", "allee", "gasse", "damm", "ufer",
    "chaussee", "promenade", "straat", "laan", "plein", "gracht", "kade", "dreef",
    "singel", "steeg", "pad", "hof", "baan", "lei", "markt", "dijk", "boulevard",
    "stigen", "torget", "gränd", "allé", "stræde", "kuja", "polku", "vägen", "gatan",
    "gata", "veien", "gade", "vej", "katu", "tie", "ulica", "ring",
)  # fmt: skip
_FRENCH: Final = (
    "rue", "avenue", "av.", "boulevard", "bd", "place", "chemin", "allée", "impasse",
    "quai", "faubourg", "sentier", "route", "cours", "square", "passage",
)  # fmt: skip
_EASTERN: Final = (
    "rue", "avenue", "boulevard", "chemin", "ul.", "ulica", "al.", "aleja", "plac",
    "os.", "bulevardul", "strada", "aleea",
)  # fmt: skip
_SOUTHERN: Final = (
    "calle", "c/", "avenida", "avda", "plaza", "paseo", "carrer", "ronda", "travesía",
    "rambla", "cuesta", "pasaje", "glorieta", "camino", "via", "piazza", "corso",
    "vicolo", "largo", "contrada", "strada", "rua", "r.", "av.", "travessa", "alameda",
    "praça",
)  # fmt: skip
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|M\u00e4r|Mai|Okt|Dez)[a-z]{0,6}\b"
_NO_STREET: Final = re.compile(
    r"\b(?:the|a|an|of|in|on|to|per|more|less|years?|days?|hours?|minutes?|people|percent"
    r"|million|and|or|is|are|for|with|at|by|from|that|this|your|our|my|their|new|times?"
    r"|trunk|toll|dirt|km|miles?|weeks?|months?|dollars?|euros?|pounds?|was|were|has|have|will|cars?)\b",
    re.IGNORECASE,
)


def _is_street(found: re.Match[str]) -> bool:
    """No small words between the number and the street's kind."""
    return _NO_STREET.search(found["name"]) is None


_RULES: Final = (
    # 12 Maple Street, Springfield, IL 62700
    Rule(
        Kind.ADDRESS,
        re.compile(
            rf"{_FLAT}{_NUMBER}(?P<name>(?:(?:{_WORD}) ){{1,4}}(?:{_SURE_STREET})\b\.?)"
            rf"(?:,? [NSEW]{{1,2}}\b)?{_ROOM}{_TAIL}?",
            re.IGNORECASE,
        ),
        _is_street,
        words=tuple(_SURE_STREET.split("|")),
    ),
    Rule(
        Kind.ADDRESS,
        re.compile(
            rf"(?i:{_FLAT}){_NUMBER}(?<!, )(?P<name>(?:(?:[A-Z][\w'\u2019.-]{{0,24}}|\d{{1,3}}(?:st|nd|rd|th)) ){{1,4}}"
            rf"(?:{_OTHER_STREET.title()})\b\.?)(?:,? [NSEW]{{1,2}}\b)?(?i:{_ROOM})(?i:{_TAIL})?"
        ),
        _is_street,
        words=tuple(_OTHER_STREET.replace("s?", "").split("|")),
    ),
    # Any street, known by what follows it: 283 kingsway, kelowna, bc v1y 0b2
    Rule(
        Kind.ADDRESS,
        re.compile(
            rf"{_NUMBER}(?P<name>(?:{_WORD})(?: (?:{_WORD})){{0,4}})[,\s]{{1,3}}"
            rf"(?:{_PLACE},?\s)?(?:(?:A[LKZRB]|BC|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOBT]"
            r"|N[EVHJMYCDBLSTU]|O[HKRN]|P[AE]|QC|RI|S[CDK]|T[NX]|UT|V[TA]|W[AVIY]|YT"
            r"),?\s\d{5}(?:-\d{4})?|(?:NSW|VIC|QLD|TAS),?\s\d{4}"
            r"|(?:[A-Z]{2},?\s)?[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d"
            r"|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})(?!\w)",
            re.IGNORECASE,
        ),
        _is_street,
    ),
    # Lindenstraße 12 b, 10969 Berlin; Kerkstraat 5-2; Storgatan 1
    Rule(
        Kind.ADDRESS,
        re.compile(
            r"(?<!\w)(?:(?:An?|Auf|In|Zu[mr]?|Am|Im|Alte[rn]?|Neue[rn]?|Gro\u00dfe|Kleine) (?:de[rmn] )?)?"
            r"(?!(?:land|bundes|schnell|haupt|freiland|einbahn|vorrang)stra?(?:\u00df|ss|\.))"
            r"[^\W\d_][\w.-]{2,30}"
            r"(?:stra(?:\u00df|ss)e|str\.|weg|platz|allee|gasse|damm|ufer|chaussee|promenade"
            r"|straat|laan|plein|gracht|kade|dreef|singel|steeg|pad|hof|baan|lei|markt|dijk|boulevard"
            r"|stigen|torget|gr\u00e4nd|all\u00e9|str\u00e6de|kuja|polku|v\u00e4gen|gatan|gata|veien"
            r"|gade|vej|katu|tie|ulica)\s\d{1,4}(?:\s?[a-z](?!\w))?(?:[-/\u2013]\d{1,4})?(?!\d)"
            r"(?:,?\s{1,2}(?:[A-Z]{1,2}-)?\d{4,5}(?:\s?(?-i:[A-Z]{2})(?!\w))?(?:\s(?-i:[A-Z\u00c0-\u00de])[\w-]{1,30})?|,\s(?-i:[A-Z\u00c0-\u00de])[\w-]{3,30})?",
            re.IGNORECASE,
        ),
        words=_GERMANIC,
    ),
    Rule(
        Kind.ADDRESS,
        re.compile(
            r"(?<!\w)[A-Z\u00c0-\u00de][\w.-]{1,24}[- ](?:Stra(?:\u00df|ss)e|Str\.|Weg|Platz|Allee|Ring"
            r"|Damm|Ufer|Straat|Laan|Plein)\s\d{1,4}(?:\s?[a-z](?!\w))?(?:[-/]\d{1,4})?(?!\d)"
            r"(?:,?\s{1,2}(?:[A-Z]{1,2}-)?\d{4,5}(?:\s?(?-i:[A-Z]{2})(?!\w))?(?:\s(?-i:[A-Z\u00c0-\u00de])[\w-]{1,30})?|,\s(?-i:[A-Z\u00c0-\u00de])[\w-]{3,30})?"
        ),
        words=_GERMANIC,
    ),
    # 12 bis, rue des Ormes, 75011 Paris
    Rule(
        Kind.ADDRESS,
        re.compile(
            rf"(?<![\w.,/-])\d{{1,4}}(?: ?(?:bis|ter|[a-d]))?,? (?:rue|avenue|av\.|boulevard|bd|place"
            r"|chemin|all\u00e9e|impasse|quai|faubourg|sentier|(?:route|cours|square|passage)(?= d[eu']))"
            r"(?: (?:de la|de l'|du|des|de|la|le|les|l'|d'))?"
            r"(?: ?(?-i:[A-Z\u00c0-\u00de][\w'\u2019-]{1,24})){1,4}"
            rf"(?:,?\s\d{{5}}(?:\s(?-i:[A-Z\u00c0-\u00de])[\w-]{{1,24}})?|{_TAIL})?",
            re.IGNORECASE,
        ),
        words=_FRENCH,
    ),
    # rue Emma Curdy 50, ulica Długa 9, al. Lipowa 7/2
    Rule(
        Kind.ADDRESS,
        re.compile(
            r"(?<!\w)(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Cc]hemin|[Uu]l\.|[Uu]lica|[Aa]l\.|[Aa]leja"
            r"|[Pp]lac|[Oo]s\.|[Bb]ulevardul|[Ss]trada|[Aa]leea)(?: (?:de la|de|du|des|la|le|les))?"
            r"(?: [A-Z\u00c0-\u017e][\w'\u2019.-]{1,24}){1,4},? (?:[Nn]r\.? )?\d{1,4}[a-z]?(?:/\d{1,3})?(?!\d)"
            r"(?:,\s(?:\d{2}-\d{3}|\d{4,6})(?:\s[A-Z\u00c0-\u017e][\w-]{1,30})?)?"
        ),
        words=_EASTERN,
    ),
    # Any street with its number, known by the postcode and place behind it
    Rule(
        Kind.ADDRESS,
        re.compile(
            rf"(?<!\w)(?!(?:{_MONTH}))[A-Z\u00c0-\u017e][\w'\u2019.-]{{1,30}}(?: (?:[A-Z\u00c0-\u017e][\w'\u2019.-]{{0,24}}|d[eiu]|de[rnm]|van|von|am|im|na|pod)){{0,3}}"
            r"\s\d{1,4}[a-zA-Z]?(?:[-/]\d{1,4}[a-z]?)?\.?,{0,2}\s{1,2}(?:[A-Z]{1,2}-)?"
            r"(?:\d{5}|\d{3} \d{2}|\d{2}-\d{3}|(?!19|20)\d{4}(?: ?[A-Z]{2})?),?\s"
            r"[A-Z\u00c0-\u017e][\w-]{2,30}"
        ),
    ),
    # Calle Mayor, 12; Via Roma 5; Rua Augusta 10
    Rule(
        Kind.ADDRESS,
        re.compile(
            r"(?<!\w)(?:[Cc]alle|C/|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Pp]aseo|[Cc]arrer|[Rr]onda"
            r"|[Tt]raves\u00eda|[Rr]ambla|[Cc]uesta|[Pp]asaje|[Gg]lorieta|[Cc]amino|Via|Viale|Piazza(?:le)?"
            r"|Corso|Vicolo|Largo|Contrada|Strada|[Rr]ua|R\.|Av\.|Travessa|Alameda|Pra\u00e7a)"
            r"(?: (?:de|del|la|las|los|el|da|do|dos|das|di|della|dei)){0,2}"
            r"(?: ?[A-Z\u00c0-\u00de][\w'\u2019.-]{1,24}){1,4},? ?(?:n[\u00ba\u00b0o]\.? ?)?\d{1,4}(?!\d)"
            r"(?:[ ,]{1,2}\d{1,2}[\u00ba\u00aa]\w{0,2})?(?:,?\s\d{4,5}(?:\s[A-Z\u00c0-\u00de][\w-]{1,30})?|,\s[A-Z\u00c0-\u00de][\w-]{3,30})?"
        ),
        words=_SOUTHERN,
    ),
    Rule(
        Kind.ADDRESS,
        re.compile(
            r"(?<!\w)(?:p\.? ?o\.? ?box|postfach|postbus|bo\u00eete postale|apartado(?: de correos)?"
            r"|casella postale)\s{0,2}\d{1,6}",
            re.IGNORECASE,
        ),
        words=("box", "post", "apartado", "casella"),
    ),
    # Postcodes that mean a few houses; the Dutch one only with a place behind it
    Rule(
        Kind.POSTCODE,
        re.compile(
            r"(?<![\w-])(?:[A-PR-UWYZ][A-HK-Y]?\d[A-HJKPSTUW\d]? \d[ABD-HJLNP-UW-Z]{2}"
            r"|[A-PR-UWYZ][A-HK-Y]?\d{1,2}\d[ABD-HJLNP-UW-Z]{2}"
            r"|[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d)(?![\w-])"
        ),
    ),
    Rule(
        Kind.POSTCODE,
        re.compile(
            r"(?<![\w.,/$\u20ac\u00a3-])(?!19|20)[1-9]\d{3} (?!S[ADS])[A-Z]{2}(?=,? [A-Z][a-z]{2,})"
        ),
    ),
    Rule(
        Kind.POSTCODE,
        re.compile(
            r"(?:post ?code|zip(?: code)?|postal code|plz|postleitzahl|code postal|c\u00f3digo postal"
            r"|cap|\bI live (?:in|at))[\s:]{1,3}(?:is |ist )?(?P<it>[A-Z\d]{1,4}\d[A-Z\d -]{1,6}[A-Z\d])(?!\w)",
            re.IGNORECASE,
        ),
        lambda found: (
            any(char.isdecimal() for char in found["it"]) and "$" not in before(found)
        ),
        words=("post", "zip", "plz", "c\u00f3digo", "cap", "i live"),
    ),
)


def find(text: str, window: Window) -> Iterator[Span]:
    """Yield street addresses and postcodes."""
    yield from matches(_RULES, text, window)
