"""Files of other registers that officials send in, what became of them, and the way back."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
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
    # Message id and parameters of why the file as a whole cannot be read, or has to be
    # looked at again.
    failure: str = ""
    failure_parameters: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    uploaded_at: datetime = Field(sa_type=UTCDateTime, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class StepAct(StrEnum):
    """What an import did to one system."""

    CREATED = "created"
    UPDATED = "updated"
    REMOVED = "removed"
    # The file said what was here already; its source row may have moved.
    KEPT = "kept"


class StepOutcome(StrEnum):
    """What taking an import back did to one system: all of it, or nothing and why."""

    TAKEN_BACK = "taken_back"
    LATER_IMPORT = "later_import"
    NEWER_VERSION = "newer_version"
    MOVED = "moved"
    ADDED_TO = "added_to"
    OF_OTHERS = "of_others"

    @property
    def label(self) -> str:
        return OUTCOME_LABELS[self]


OUTCOME_LABELS: Final = {
    StepOutcome.TAKEN_BACK: N_("Taken back"),
    StepOutcome.LATER_IMPORT: N_(
        "A later import holds it too. Take that one back first, if it was wrong as well."
    ),
    StepOutcome.NEWER_VERSION: N_("Somebody published a newer version of it since."),
    StepOutcome.MOVED: N_("Somebody removed it or put it back since."),
    StepOutcome.ADDED_TO: N_(
        "An incident, a figure or what people said of it was added since."
    ),
    StepOutcome.OF_OTHERS: N_("Only officials of its own body may change it here."),
}


class ImportStep(SQLModel, table=True):
    """What an import did to one system, so that it can be taken back.

    `version`, `removed_at` and `moved_at` are how the import left the system: whatever
    says something else by now was changed by somebody since. `before` is how it found
    the system (these, with `organisation_id`; empty where there was none), `sources`
    the rows of other registers as they stood beside it.
    """

    __tablename__ = "import_step"
    __table_args__ = (UniqueConstraint("import_id", "system_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    import_id: UUID = Field(foreign_key="register_import.id", ondelete="CASCADE")
    system_id: UUID = Field(foreign_key="system.id", index=True, ondelete="CASCADE")
    act: StepAct = Field(sa_type=enum_text(StepAct))
    version: int | None = None
    removed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    moved_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    sources: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    outcome: StepOutcome | None = Field(default=None, sa_type=enum_text(StepOutcome))


class TakingBackState(StrEnum):
    """Where taking an import back is; what stopped goes on when it is asked again."""

    WORKING = "working"
    DONE = "done"
    STOPPED = "stopped"


class TakingBack(SQLModel, table=True):
    """An import that is taken back: by whom, why, how far, and what became of it.

    `total` and `position` count steps. `attempt` names the worker that owns the work.
    """

    __tablename__ = "taking_back"

    import_id: UUID = Field(
        foreign_key="register_import.id", primary_key=True, ondelete="CASCADE"
    )
    official_id: UUID = Field(foreign_key="official.id")
    reason: str
    state: TakingBackState = Field(
        default=TakingBackState.WORKING, sa_type=enum_text(TakingBackState)
    )
    attempt: str = Field(default="", max_length=40)
    position: int = 0
    total: int = 0
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    asked_at: datetime = Field(sa_type=UTCDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

    @property
    def is_working(self) -> bool:
        return self.state is TakingBackState.WORKING
