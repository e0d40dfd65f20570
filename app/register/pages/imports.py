"""The pages of taking a register in, and the variables of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.accounts.models import Official
from app.register.models import RegisterImport
from app.register.schemas.exchange import ImportReport
from app.web.forms import SubmittedForm


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """Asks for a file; lists earlier ones. `largest` is in megabytes."""

    template: ClassVar[str] = "register/office/imports.html"
    fragment: ClassVar[str | None] = None

    official: Official
    formats: Sequence[tuple[str, str]]
    imports: Sequence[RegisterImport]
    largest: int
    form: SubmittedForm
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One file: what it would do, then how far it is, then what it did."""

    template: ClassVar[str] = "register/office/import.html"
    fragment: ClassVar[str | None] = "register/office/_import.html"

    official: Official
    row: RegisterImport
    format: str
    report: ImportReport
    failure: str
    share: float
    form: SubmittedForm
    errors: Mapping[str, str]
