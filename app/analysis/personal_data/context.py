"""What the words around a number say about it."""

import re
from functools import lru_cache
from typing import Final

from app.analysis.personal_data.spans import after, before

# A law, a docket, an amount or a book: no person's number.
_PUBLIC_BEFORE: Final = re.compile(
    r"(?:\b(?:isbn|issn|doi|docket|rin|celex|ecli|eli|fr doc|federal register|bill"
    r"|act|law|statute|regulation|directive|verordnung|richtlinie|gesetz|loi|d\u00e9cret"
    r"|arr\u00eat\u00e9|ley|real decreto|decreto|wet|section|sections|sec|article|articles"
    r"|art|paragraph|chapter|part|title|annex|clause|rule|order|resolution|standard"
    r"|iso|iec|din|en|nist|sp|rfc|version|release|pub|public law|usc|u\.s\.c|cfr|stat"
    r"|c\.f\.r|sroi?|s\.i|si|cas|ean|gtin|upc|budget|cost|costs|costing|total|worth"
    r"|population|kosten|budget von|insgesamt|co\u00fbt|co\u00fbte|coste|about|approximately"
    r"|around|over|nearly|almost|roughly|million|\u00fcber|etwa|rund|environ|hs code"
    r"|part number|model|serial|sku|tariff|grid|coordinates?|latitude|longitude|lat"
    r"|lon|timestamp|tender|contract notice|notice|opinion|case c|nct|arxiv|pmid)"
    r"(?:\s(?:no|nr|num|number|numbers|of|id|code|is|was|n\u00b0|nummer|from))?"
    r"|[=*\u00d7+$\u20ac\u00a3\u00a5\u20b9\u00a7]|\b(?:eur|usd|gbp|cad|aud|chf|sek|dkk|nok|pln|inr|us|ca)\$?)"
    r"[\s.:#\u00b0\u00ba(]{0,4}$"
)
_AMOUNT_AFTER: Final = re.compile(
    r"[\s-]{0,2}(?:%|\u20ac|\$|\u00a3|\u20b9|percent|per cent|prozent|euros?\b|eur\b|usd\b|dollars?\b|pounds?\b"
    r"|million|billion|thousand|trillion|milli|mio\b|mrd\b|tausend|mille\b|mill\u00f3n"
    r"|people|persons|citizens|residents|inhabitants|households|voters|users|patients"
    r"|jobs|workers|students|children|pupils|einwohner|menschen|personen|habitants"
    r"|habitantes|inwoners|mensen|records|rows|votes|signatures|copies|units|pages"
    r"|kwh|mwh|gwh|twh|kw\b|mw\b|km\b|m2|m\u00b2|m3|kg\b|tons?\b|tonnes?\b|litres?|liters?"
    r"|hectares?|acres?|miles?|years?|hours?|days?|seconds?|bytes?|bits?|views|tokens"
    r"|parameters|kronor|kroner|z\u0142|rupees|yen\b|francs?\b|chf\b)"
)
# The writer says that it is somebody's number.
_OWN_BEFORE: Final = re.compile(
    r"(?:\bmy|\bmine|\bour|\bher|\bhis|\btheir|\bmein\w{0,2}|\bmon|\bma\b|\bmi\b|\bmijn"
    r"|ref(?:erence)?\b|file (?:no|number)|case (?:no|number|id|ref)"
    r"|(?:nhs|nino|ssn|sin|bsn|nin|nif|nie|dni|nir|nhi|tfn|ird|ein|itin|tin|utr|pps"
    r"|pesel|nip|cpf|rrn|phn|hcn|ahv|avs|svnr|ahvn13|vat|ust-?id|tva|iva|btw)\b"
    r"|(?:social (?:security|insurance)|national (?:insurance|id|identity)|health"
    r"|medicare|medicaid|passport|licen[cs]e|permit|tax|taxpayer|steuer|sozial\w{0,18}"
    r"|kranken\w{0,18}|renten\w{0,18}|ausweis|pass\b|personal|patient|member|client|customer"
    r"|claim|policy|account|student|employee|applicant|application|s\u00e9curit\u00e9 sociale"
    r"|num\u00e9ro fiscal|fiscal|passeport|seguridad social|tarjeta|pasaporte|burgerservice"
    r"|paspoort|rijbewijs|aktenzeichen|gesch\u00e4ftszeichen|dossier|expediente|zaak"
    r"|kenmerk|klant|card|carte|karte|konto|aadhaar|pan|codice fiscale))"
    r"[^.!?\n]{0,28}$"
)


def is_public_number(found: re.Match[str]) -> bool:
    """Say whether the words around make it a law, docket, amount or the like."""
    return _is_public(before(found), after(found))


def is_said_to_be_personal(found: re.Match[str]) -> bool:
    """Say whether the words before make it somebody's number."""
    return _is_own(before(found, 60))


# Several rules ask about the same number, one after another.
@lru_cache(maxsize=8)
def _is_public(words_before: str, words_after: str) -> bool:
    return (
        _PUBLIC_BEFORE.search(words_before) is not None
        or _AMOUNT_AFTER.match(words_after) is not None
        or words_after[:1] == "%"
    )


@lru_cache(maxsize=8)
def _is_own(words_before: str) -> bool:
    return _OWN_BEFORE.search(words_before) is not None
