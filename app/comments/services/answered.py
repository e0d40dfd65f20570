"""What there was to read when somebody wrote: a proposal's words, a system's record."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.consultations.models import Question
from app.consultations.queries import list_proposals
from app.register.queries.history import map_version_starts


@dataclass(frozen=True, slots=True)
class Answered:
    """Which versions a comment answers; None where there was none to read."""

    proposal_id: UUID | None = None
    proposal_version: int | None = None
    record_version: int | None = None


class Readable:
    """The proposals of a consultation, and the records of the systems they are about."""

    def __init__(self, session: Session, consultation_id: UUID) -> None:
        self.proposals = list_proposals(session, consultation_id)
        self.starts = map_version_starts(
            session, [one.system_id for one in self.proposals]
        )

    def answered_by(self, question: Question, at: datetime) -> Answered:
        """Return what somebody who answered a question at this moment had before them.

        A record's versions stay for ever, so this is known of any moment. Of a
        proposal it is the version now.
        """
        for proposal in self.proposals:
            if question.proposal_id == proposal.id or len(self.proposals) == 1:
                starts = self.starts.get(proposal.system_id, [])
                record = bisect_right(starts, at, key=lambda one: one[0])
                return Answered(
                    proposal.id,
                    proposal.version,
                    starts[record - 1][1] if record else None,
                )
        return Answered()
