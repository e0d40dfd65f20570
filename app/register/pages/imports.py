"""The pages of taking a register in, and the variables of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.accounts.models import Official
from app.register.models import RegisterImport, TakingBack
from app.register.queries.imports import SentFile
from app.register.schemas.exchange import ImportReport, TakingBackReport
from app.web.forms import SubmittedForm


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """Asks for a file; lists earlier ones. `largest` is in megabytes."""

    template: ClassVar[str] = "register/office/imports.html"
    fragment: ClassVar[str | None] = None

    official: Official
    formats: Sequence[tuple[str, str]]
    imports: Sequence[SentFile]
    largest: int
    form: SubmittedForm
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One file: what it would do, then how far it is, then what it did.

    `may_take_back_until` is None where taking it back is not possible, or not any more.
    """

    template: ClassVar[str] = "register/office/import.html"
    fragment: ClassVar[str | None] = "register/office/_import.html"

    official: Official
    row: RegisterImport
    format: str
    report: ImportReport
    failure: str
    share: float
    taking: TakingBack | None
    taken_by: str
    may_take_back_until: datetime | None
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TakingBackPage:
    """Taking an import back: what would happen, how far it is, what happened.

    `foreseen` is None where it cannot be asked now, and `refusal` then says why. `left`
    and `still_left` hold a system's address, its name and why it was or would be left.
    """

    template: ClassVar[str] = "register/office/taking_back.html"
    fragment: ClassVar[str | None] = "register/office/_taking_back.html"

    official: Official
    row: RegisterImport
    format: str
    taking: TakingBack | None
    taken_by: str
    report: TakingBackReport
    left: Sequence[tuple[str, str, str]]
    foreseen: TakingBackReport | None
    still_left: Sequence[tuple[str, str, str]]
    until: datetime
    refusal: str
    share: float
    form: SubmittedForm
    errors: Mapping[str, str]
