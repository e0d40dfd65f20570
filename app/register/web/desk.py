"""What every page about one system is given: its own body's, or one without anybody.

Whoever stands in for a body that has nobody here may put right what is public: correct
and publish its record, and enter a step in its life. What is not public stays unseen,
and what takes a record from the public, or adds to it, waits for the body itself. So
does a draft that its own officials left: who stands in neither reads nor replaces it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official
from app.accounts.queries import may_act_for
from app.accounts.services import record_act
from app.accounts.web import SignedIn
from app.errors import N_, Invalid, NotFound, NotPermitted
from app.register.models import (
    STATUS_HELP,
    STATUS_LABELS,
    RecordDraft,
    Status,
    System,
)
from app.register.queries import find_draft, get_system_by_slug
from app.register.rules.life import is_listed
from app.register.schemas.causes import Cause, CausesOf
from app.web.catalogues import translate
from app.web.dependencies import Now, ReadSession, let_others_write
from app.web.requests import Request

OFFICE: Final = "/office/systems"


@dataclass(frozen=True, slots=True)
class Desk:
    """An official, a system that is theirs to write about, and the time."""

    official: Official
    system: System
    now: datetime
    causes_of: CausesOf

    @property
    def address(self) -> str:
        return f"{OFFICE}/{self.system.slug}"

    @property
    def stands_in(self) -> bool:
        """Whether the system's own body has nobody here who could do this."""
        return self.system.organisation_id != self.official.organisation_id

    def require_own(self) -> None:
        """Refuse what only a body's own officials may do.

        Raises:
            NotPermitted: The official stands in for another body.
        """
        if self.stands_in:
            raise NotPermitted(
                N_(
                    "Only officials of this body may do this. You stand in for it to "
                    "correct its record and to enter a step in the system's life."
                )
            )

    def list_causes(self, session: Session) -> Sequence[Cause]:
        """Return the public topics and promises that a version may name as its cause."""
        return self.causes_of(session, self.system)

    def find_cause(self, session: Session, key: str) -> dict[str, Any] | None:
        """Return the cause chosen, as a version keeps it; none when none was chosen.

        Raises:
            Invalid: It is not one of those that this system's record may name.
        """
        if not key:
            return None
        for one in self.list_causes(session):
            if one.key == key:
                return one.stored()
        raise Invalid(
            {
                "caused_by": N_(
                    "Choose a topic or promise from the list. What you chose is not "
                    "public, or is about another system."
                )
            }
        )

    def note(self, session: Session, act: str, **detail: Any) -> None:
        """Put an act into the audit trail."""
        if self.stands_in:
            detail = {**detail, "on_behalf_of": str(self.system.organisation_id)}
        record_act(
            session,
            self.official,
            act,
            "system",
            str(self.system.id),
            detail={"slug": self.system.slug, **detail},
            now=self.now,
        )


AtDesk: TypeAlias = NamedDependency[Desk]


def provide_desk(
    request: Request,
    session: ReadSession,
    now: Now,
    official: SignedIn,
    slug: FromPath[str],
    causes_of: NamedDependency[CausesOf],
) -> Desk:
    """Give the system named in the address.

    Raises:
        NotFound: There is none, or it is for officials of another body to write.
    """
    desk = _desk(session, official, slug, now, causes_of)
    let_others_write(request, session, desk.system)
    return desk


def provide_drafting_desk(
    request: Request,
    session: ReadSession,
    now: Now,
    official: SignedIn,
    slug: FromPath[str],
    causes_of: NamedDependency[CausesOf],
) -> Desk:
    """Give the system whose draft is to be read or written.

    Raises:
        NotFound: As above; or the official stands in and may not see the draft.
    """
    desk = _desk(session, official, slug, now, causes_of)
    if has_unseen_draft(session, desk):
        raise NotFound("system", slug)
    let_others_write(request, session, desk.system)
    return desk


def _desk(
    session: Session,
    official: Official,
    slug: str,
    now: datetime,
    causes_of: CausesOf,
) -> Desk:
    system = get_system_by_slug(session, slug)
    if not may_act_for(session, official, system.organisation_id):
        raise NotFound("system", slug)
    desk = Desk(official, system, now, causes_of)
    if desk.stands_in and not is_listed(system):
        raise NotFound("system", slug)
    return desk


def find_seen_draft(session: Session, desk: Desk) -> RecordDraft | None:
    """Return the draft, unless it is one that only the body's own officials may see."""
    return None if has_unseen_draft(session, desk) else find_draft(session, desk.system)


def has_unseen_draft(session: Session, desk: Desk) -> bool:
    """Tell whether the body's own left a draft; what others began who stood in is none."""
    if not desk.stands_in:
        return False
    draft = find_draft(session, desk.system)
    if draft is None:
        return False
    writer = session.get(Official, draft.updated_by) if draft.updated_by else None
    return writer is None or writer.organisation_id == desk.system.organisation_id


DESK_DEPENDENCIES: Final[Mapping[str, Provide]] = {
    "desk": Provide(provide_desk, sync_to_thread=True),
}
DRAFTING_DEPENDENCIES: Final[Mapping[str, Provide]] = {
    "desk": Provide(provide_drafting_desk, sync_to_thread=True),
}


def statuses() -> list[tuple[str, str, str]]:
    """Return what an official may choose, each with what it means."""
    return [
        (one.value, translate(label), translate(STATUS_HELP[one]))
        for one, label in STATUS_LABELS.items()
        if one is not Status.NOT_STATED
    ]
