"""All that is public about one system, in one value."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from app.accounts.models import Organisation
from app.register.models import (
    Incident,
    MonitoringReading,
    RegisterRecord,
    Sidecar,
    System,
    SystemFeedback,
)
from app.register.rules.completeness import Completeness, completeness
from app.register.rules.life import begins_later
from app.register.rules.open_data.origins import Origin, origins_of
from app.register.rules.review import is_overdue
from app.register.schemas.answers import Answer, stored_answers


@dataclass(frozen=True)
class PublicRecord:
    """One version of a system's record and what stands beside it.

    Attributes:
        today: Decides what is overdue and which promised answers are late.
    """

    system: System
    record: RegisterRecord
    organisation: Organisation
    feedback: SystemFeedback | None
    today: date
    incidents: Sequence[Incident] = field(default=())
    readings: Sequence[MonitoringReading] = field(default=())
    sidecars: Sequence[Sidecar] = field(default=())

    @cached_property
    def answers(self) -> dict[str, Answer]:
        return stored_answers(self.record.fields)

    @cached_property
    def completeness(self) -> Completeness:
        return completeness(self.answers, self.today)

    @cached_property
    def origins(self) -> list[Origin]:
        return origins_of(self.record, self.sidecars)

    def is_taken_over(self, version: RegisterRecord) -> bool:
        """Tell whether an import made a version, so that its note is not the body's.

        An official's name stands beside an import that was started in the browser.
        """
        if version.repeats_at:
            return False
        if version.taken_from:
            return True
        if not self.sidecars:
            return False
        days = {one.imported_at for one in self.sidecars}
        is_first = version.version == 1
        return not version.author or is_first or version.published_at in days

    @property
    def says_what_was_taken_over(self) -> bool:
        """Tell whether nobody here wrote the text shown, other than its note.

        Taking a later import back may have said it again in an official's name.
        """
        version = self.record
        is_repeated = version.repeats_at is not None and bool(version.taken_from)
        return is_repeated or self.is_taken_over(version)

    @property
    def is_overdue(self) -> bool:
        return is_overdue(self.system.review_due_on, self.today)

    @property
    def begins_later(self) -> bool:
        return begins_later(self.answers, self.today)

    @property
    def is_current(self) -> bool:
        return self.record.version == self.system.current_version
