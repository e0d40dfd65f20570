"""What every page about one of the body's own consultations is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from sqlmodel import Session

from app.accounts.models import Official, Role
from app.accounts.rules import require_role
from app.accounts.services import record_act
from app.accounts.web import SignedIn
from app.consultations.models import Consultation
from app.consultations.queries import get_own_consultation
from app.web.dependencies import Now, ReadSession, let_others_write
from app.web.requests import Request

OFFICE: Final = "/office/consultations"


@dataclass(frozen=True, slots=True)
class ConsultationDesk:
    """An official, one of their body's consultations, and the time."""

    official: Official
    consultation: Consultation
    now: datetime

    @property
    def address(self) -> str:
        return f"{OFFICE}/{self.consultation.slug}"

    def require(self, role: Role) -> None:
        """Raise when the official's role does not include this one."""
        require_role(self.official, role)

    def note(self, session: Session, act: str, **detail: Any) -> None:
        """Put an act on the consultation into the audit trail."""
        record_act(
            session,
            self.official,
            act,
            "consultation",
            str(self.consultation.id),
            detail,
            now=self.now,
        )


AtConsultation: TypeAlias = NamedDependency[ConsultationDesk]


def provide_desk(
    request: Request,
    session: ReadSession,
    now: Now,
    official: SignedIn,
    slug: FromPath[str],
) -> ConsultationDesk:
    """Give the consultation named in the address.

    Raises:
        NotFound: There is none, or another body runs it.
    """
    consultation = get_own_consultation(session, official.organisation_id, slug)
    let_others_write(request, session, consultation)
    return ConsultationDesk(official, consultation, now)


CONSULTATION_DEPENDENCIES: Final[Mapping[str, Provide]] = {
    "desk": Provide(provide_desk, sync_to_thread=True),
}
