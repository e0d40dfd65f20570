"""Files of other registers that officials send in, and what became of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from app.db import UTCDateTime, enum_text, new_id
from app.errors import N_


class ImportState(StrEnum):
    """Where a file is: looked through, waiting for a yes, taken in, or refused."""

    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return IMPORT_LABELS[self]

    @property
    def is_working(self) -> bool:
        return self in {ImportState.CHECKING, ImportState.IMPORTING}


IMPORT_LABELS: Final = {
    ImportState.CHECKING: N_("Being checked"),
    ImportState.CHECKED: N_("Waits for your decision"),
    ImportState.IMPORTING: N_("Being imported"),
    ImportState.DONE: N_("Imported"),
    ImportState.FAILED: N_("Could not be read"),
}


class RegisterImport(SQLModel, table=True):
    """One file. `report` first says what would happen, later what did.

    `position` counts the records that are dealt with; it moves in the same transaction
    as the records, so that a worker that is killed goes on where it was. `attempt`
    names the worker that owns the work.
    """

    __tablename__ = "register_import"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    official_id: UUID = Field(foreign_key="official.id")
    format: str = Field(max_length=20)
    file_name: str = Field(default="", max_length=120)
    # Compressed; emptied once nothing more is to be done with it.
    content: bytes = b""
    is_partial: bool = False
    state: ImportState = Field(
        default=ImportState.CHECKING, sa_type=enum_text(ImportState)
    )
    attempt: str = Field(default="", max_length=40)
    position: int = 0
    total: int = 0
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    # Message id and parameters of why the file as a whole cannot be read.
    failure: str = ""
    failure_parameters: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    uploaded_at: datetime = Field(sa_type=UTCDateTime, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
