"""Comments with invented personal data at known places, to measure masking.

Numbers carry right check digits but belong to nobody we know of; phones and domains
lie in ranges reserved for fiction where a country has one.
"""

import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from app.analysis.personal_data import checksums

_LETTERS: Final = string.ascii_uppercase


@dataclass(frozen=True, slots=True)
class Example:
    """A comment, and where its personal data stands."""

    text: str
    start: int
    end: int
    kind: str


def examples(count: int, *, seed: int = 7) -> Iterator[Example]:
    """Yield comments, turning through all kinds so that each occurs equally often."""
    dice = random.Random(seed)  # noqa: S311 -- must repeat, not be secret
    for i in range(count):
        kind, make, frames = KINDS[i % len(KINDS)]
        before, after = dice.choice(frames).split("@@")
        value = make(dice)
        start = len(before)
        yield Example(before + value + after, start, start + len(value), kind)


def shaped(dice: random.Random, shape: str) -> str:
    """Fill a shape: # any digit, % a digit but zero, ^ a letter, ~ of a few letters."""
    choices = {"#": string.digits, "%": "123456789", "^": _LETTERS, "~": "ABEHLMPRST"}
    return "".join(dice.choice(choices.get(char, char)) for char in shape)


def _until(
    shape: str, accept: Callable[[str], bool], *, keep: str = ""
) -> Callable[[random.Random], str]:
    """Draw from a shape until the check digits agree."""

    def make(dice: random.Random) -> str:
        while True:
            value = shaped(dice, shape)
            plain = "".join(c for c in value if c.isalnum() or c in keep)
            if accept(plain):
                return value

    return make


def _any_of(*shapes: str) -> Callable[[random.Random], str]:
    return lambda dice: shaped(dice, dice.choice(shapes))


def _one_of(
    *makers: Callable[[random.Random], str],
) -> Callable[[random.Random], str]:
    return lambda dice: dice.choice(makers)(dice)


def _email(dice: random.Random) -> str:
    first, last = dice.choice(_FIRST).lower(), dice.choice(_LAST).lower()
    local = dice.choice(
        [
            f"{first}.{last}",
            f"{first}_{last}{dice.randint(1, 99)}",
            f"{first[0]}{last}",
            f"{first}+council",
            f"{last}-{first}",
        ]
    )
    domain = dice.choice(["example.com", "mail.example.org", "example.co.uk"])
    written = dice.choice(["{}@{}"] * 6 + ["{} (at) {}", "{} [at] {}"])
    value = str(written).format(local, domain)
    return value.upper() if dice.random() < 0.05 else value  # noqa: PLR2004


def _iban(dice: random.Random) -> str:
    shape = dice.choice(_IBAN_SHAPES)
    country, body = shape[:2], shaped(dice, shape[2:])
    for check in range(2, 99):
        account = f"{country}{check:02d}{body}"
        if checksums.iban(account):
            break
    else:  # pragma: no cover -- one of the 97 always fits
        raise AssertionError(country)
    if dice.random() < 0.5:  # noqa: PLR2004
        return account
    return " ".join(account[i : i + 4] for i in range(0, len(account), 4))


def _nir(dice: random.Random) -> str:
    body = f"{dice.randint(1, 2)}{dice.randint(40, 99)}{dice.randint(1, 12):02d}"
    body += shaped(dice, "75######")
    key = f"{97 - int(body) % 97:02d}"
    parts = (body[0], body[1:3], body[3:5], body[5:7], body[7:10], body[10:13], key)
    return " ".join(parts) if dice.random() < 0.5 else "".join(parts)  # noqa: PLR2004


def _letter_after(shape: str) -> Callable[[random.Random], str]:
    """A Spanish number and the letter that follows from it."""

    def make(dice: random.Random) -> str:
        body = shaped(dice, shape)
        return next(body + x for x in _LETTERS if checksums.dni(body + x))

    return make


def _born(dice: random.Random, order: str) -> str:
    day, month = dice.randint(1, 28), dice.randint(1, 12)
    return order.format(d=f"{day:02d}", m=f"{month:02d}", y=f"{dice.randint(40, 99)}")


def _street(dice: random.Random) -> str:
    shape = dice.choice(_STREETS)
    place = shape.format(n=dice.randint(1, 240), w=dice.choice(_WORDS))
    return shaped(dice, place)


_FIRST: Final = ("Ada", "Bela", "Carmen", "Deniz", "Emeka", "Femke", "Goran", "Hana")
_LAST: Final = ("Larsen", "Okoro", "Weber", "Lopez", "Nowak", "Haddad", "Moreau", "Kim")
_WORDS: Final = ("Maple", "Chestnut", "Mill", "Harbour", "Station", "Abbey", "Rose")
_IBAN_SHAPES: Final = (
    "DE##################",
    "GBNWBK##############",
    "FR#######################",
    "ES####################",
    "NLABNA##########",
    "BE############",
    "AT################",
    "CH#################",
    "ITA######################",
    "IEAIBK##############",
    "PL########################",
    "PT#####################",
    "SE####################",
    "DK##############",
    "NO###########",
)
_STREETS: Final = (
    "{n} {w} Street, Springfield, IL %%###",
    "{n} {w} Road",
    "{n}b {w} Lane, Leeds LS% %AA",
    "Flat 3, {n} {w} Gardens",
    "{n} {w} Close, Norwich NR% %~~",
    "{n} East {w} Avenue, Kelowna, BC V1Y 0B2",
    "{w}straße {n}, %#### Hamburg",
    "{w}weg {n}a",
    "Am {w}platz {n}, %#### Köln",
    "{n} rue de la {w}, 750%% Paris",
    "{n} bis avenue des {w}s",
    "Calle {w} {n}, 280%% Madrid",
    "Plaza de {w}, {n}",
    "{w}straat {n}, %### AB Utrecht",
    "{w}laan {n}",
    "Via {w} {n}, 001%% Roma",
    "Rua do {w}, {n}, Lisboa",
    "{w}gatan {n}, Uppsala",
    "P.O. Box %###",
)
_SAID: Final = (
    "My number is @@, please look it up.",
    "I was told to quote @@ when I write to you.",
    "The office has my details (@@) and still asks again.",
    "@@ is what the letter said.",
)
_PLAIN: Final = (
    "Please write to me: @@. I would like an answer before the summer.",
    "You can reach me at @@ most days.",
    "The program was wrong about me.\n@@",
    "Regards,\nA resident\n@@",
)
_LIVES: Final = (
    "I live at @@ and the buses no longer stop here.",
    "Nobody came to @@ to check what the computer said.",
    "Regards\n@@",
    "my address: @@",
)


def _said(*names: str) -> tuple[str, ...]:
    """Frames that name the number, and one that does not."""
    return tuple(
        frame
        for name in names
        for frame in (
            f"My {name} is @@.",
            f"{name}: @@ as on my letter",
            f"({name} @@)",
        )
    )


Maker = Callable[[random.Random], str]
KINDS: Final[tuple[tuple[str, Maker, tuple[str, ...]], ...]] = (
    ("e-mail", _email, _PLAIN),
    (
        "phone",
        _any_of(
            "+44 20 7946 0###",
            "07700 900###",
            "(020) 7946 0###",
            "0113 496 0###",
            "01632 960###",
            "+1 604 555 01##",
            "(604) 555-01##",
            "604.555.01##",
            "604-555-01##",
            "+49 30 23125 ###",
            "030 23125###",
            "0171 39200##",
            "+33 1 99 00 ## ##",
            "06 39 98 ## ##",
            "06.39.98.##.##",
            "+34 612 34 ## ##",
            "612 34 ## ##",
            "+31 6 12345###",
            "06-12345###",
            "020 794 0###",
            "0411 570 ###",
            "+91 98765 43###",
            "0032 470 12 ## ##",
        ),
        _PLAIN,
    ),
    (
        "card",
        _one_of(
            _until("4### #### #### ####", checksums.luhn),
            _until("51##############", checksums.luhn),
            _until("37## ###### #####", checksums.luhn),
            _until("4###-####-####-####", checksums.luhn),
        ),
        (*_said("card"), *_PLAIN),
    ),
    ("IBAN", _iban, (*_said("account", "IBAN"), *_PLAIN)),
    ("GB national insurance", _any_of("AB ## ## ## C", "JK######D"), _SAID),
    (
        "GB health",
        _one_of(
            _until("%## ### ####", checksums.nhs),
            _until("%#########", checksums.nhs),
        ),
        (*_said("NHS number"), *_SAID),
    ),
    ("GB tax", _any_of("%#########", "%#### #####"), _said("UTR", "tax reference")),
    ("US social security", _any_of("123-##-####", "9##-##-####"), _SAID),
    (
        "CA social insurance",
        _one_of(
            _until("%## ### ###", checksums.luhn), _until("%##-###-###", checksums.luhn)
        ),
        (*_said("SIN"), *_SAID),
    ),
    (
        "DE tax",
        _one_of(
            _until("%# ### ### ###", checksums.steuer_id),
            _until("%##########", checksums.steuer_id),
        ),
        (*_said("Steuer-ID"), *_SAID),
    ),
    (
        "DE pension and health",
        _any_of("12 010180 ^ ###", "^%########", "65 170839 J ###"),
        _SAID,
    ),
    ("FR social security", _nir, (*_said("numéro de sécurité sociale"), *_SAID)),
    (
        "ES identity",
        _one_of(_letter_after("%#######"), _letter_after("X#######")),
        (*_said("DNI"), *_SAID),
    ),
    (
        "NL citizen service",
        _one_of(
            _until("%########", checksums.bsn), _until("%## ### ###", checksums.bsn)
        ),
        (*_said("BSN"), *_SAID),
    ),
    ("IT tax", _any_of("RSSMRA80A01H###Z", "BNC~CU75C41F###X"), _SAID),
    ("BE national register", _any_of("85.07.30-###.##", "01.02.03-###.##"), _SAID),
    (
        "CH insurance",
        _until("756.####.####.##", checksums.ean13),
        (*_said("AHV"), *_SAID),
    ),
    ("AT insurance", _until("%### 010180", checksums.svnr), _said("SVNR", "SV-Nummer")),
    ("PL personal", _until("800101#####", checksums.pesel), _SAID),
    (
        "SE personal",
        lambda dice: _born(dice, "{y}{m}{d}-") + shaped(dice, "####"),
        _SAID,
    ),
    (
        "DK personal",
        lambda dice: _born(dice, "{d}{m}{y}-") + shaped(dice, "####"),
        _SAID,
    ),
    ("IE public service", _until("%######^", checksums.pps), (*_said("PPS"), *_SAID)),
    (
        "AU tax and Medicare",
        _one_of(_until("%## ### ###", checksums.tfn), _any_of("2### ##### #")),
        (*_said("TFN", "Medicare number"),),
    ),
    ("BR tax", _until("%##.###.###-##", checksums.cpf), _SAID),
    ("IN identity", _until("%### #### ####", checksums.verhoeff), _SAID),
    (
        "case reference",
        _any_of("CAS-2024-######", "HB/2023/######", "REF %###-####", "D%######"),
        (
            "My case number is @@.",
            "They gave me the reference @@ and never called.",
            "my file number: @@",
            "Regarding my claim no. @@ from May.",
        ),
    ),
    ("address", _street, _LIVES),
)
