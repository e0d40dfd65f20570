"""Answers in the language of the page."""

from typing import Final

from app.register.rules.wording import Tongue
from app.web.catalogues import translate
from app.web.formats import format_date

OF_THE_PAGE: Final = Tongue(translate, format_date)
