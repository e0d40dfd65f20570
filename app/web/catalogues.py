"""Messages in the languages of the site, and the language of the moment.

English is the source, so it needs no catalogue. The pseudo-language `qps` is made from
English at run time: whatever stays plain on its pages is hard-coded. `qps-plocm` is the
same from right to left, and shows what was built for one direction only.
"""

import gettext as stdlib_gettext
import io
import re
from collections.abc import Sequence
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.errors import DomainError

SOURCE: Final = "en"
PSEUDO: Final = "qps"
MIRRORED: Final = "qps-plocm"
PSEUDO_LANGUAGES: Final = (PSEUDO, MIRRORED)

_language: ContextVar[str] = ContextVar("language", default=SOURCE)
_catalogues: ContextVar["Catalogues | None"] = ContextVar("catalogues", default=None)
_KEPT: Final = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]*>|&\w+;)")
_ACCENTS: Final = str.maketrans(
    "aAeEiIoOuUyYcCnNsSzZ", "áÁéÉíÍóÓúÚýÝçÇñÑšŠžŽ"
)  # fmt: skip


class Catalogues:
    """The messages of each language, read once from `locale/`."""

    def __init__(self, folder: Path, codes: Sequence[str]) -> None:
        self.codes: Final = tuple(codes)
        self._by_code = {code: _read(folder, code) for code in codes}

    def of(self, code: str) -> stdlib_gettext.NullTranslations:
        return self._by_code[code]

    @property
    def default(self) -> str:
        return self.codes[0]


class PseudoTranslations(stdlib_gettext.NullTranslations):
    """Every message in accents and brackets, a third longer."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo(message: str) -> str:
    """Accent a message, leaving placeholders, tags and entities as they are."""
    parts = _KEPT.split(message)
    accented = [
        part if number % 2 else part.translate(_ACCENTS)
        for number, part in enumerate(parts)
    ]
    longer = "~" * (len(message) // 8)
    return f"⟦{''.join(accented)}{longer}⟧"


def _read(folder: Path, code: str) -> stdlib_gettext.NullTranslations:
    if code in PSEUDO_LANGUAGES:
        return PseudoTranslations()
    path = folder / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return stdlib_gettext.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return stdlib_gettext.GNUTranslations(compiled)


def speak(catalogues: Catalogues, code: str) -> None:
    """Make `code` the language of what runs from here on in this context."""
    _catalogues.set(catalogues)
    _language.set(code)


def current_language() -> str:
    return _language.get()


def current_locale() -> Locale:
    """Return the rules for dates and numbers of the current language."""
    return locale_of(current_language())


@lru_cache(maxsize=100)
def locale_of(code: str) -> Locale:
    return Locale.parse(SOURCE if code in PSEUDO_LANGUAGES else code, sep="-")


def text_direction(code: str | None = None) -> str:
    code = code or current_language()
    if code == MIRRORED:
        return "rtl"
    order = locale_of(code).character_order
    return "rtl" if order == "right-to-left" else "ltr"


def language_name(code: str) -> str:
    """Return a language's name in that language."""
    if code in PSEUDO_LANGUAGES:
        return "Pseudo" if code == PSEUDO else "Pseudo, mirrored"
    return str(locale_of(code).display_name).capitalize()


def gettext(message: str) -> str:
    catalogues = _catalogues.get()
    if catalogues is None:
        return message
    return catalogues.of(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    catalogues = _catalogues.get()
    if catalogues is None:
        return singular if number == 1 else plural
    return catalogues.of(_language.get()).ngettext(singular, plural, number)


def translate(message: str, **parameters: Any) -> str:
    """Return a sentence in the current language with its placeholders filled."""
    text = gettext(message)
    return text % parameters if parameters else text


def translate_many(singular: str, plural: str, number: int, **parameters: Any) -> str:
    """Return the sentence that fits the number, which fills `%(count)s`."""
    return ngettext(singular, plural, number) % {"count": number, **parameters}


def sentence(error: DomainError) -> str:
    """Return what a domain error says, in the current language."""
    return translate(error.message, **error.parameters)
