"""What officials enter about consultations, validated."""

from datetime import date
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    StringConstraints,
    model_validator,
)

from app.consultations.models import ConsultationKind, Outcome, QuestionKind
from app.errors import N_
from app.register.schemas.answers import is_web_address

KEY: Final = r"^[a-z0-9][a-z0-9_-]{0,59}$"
LONGEST_TEXT: Final = 20_000


def _web_address(value: str) -> str:
    if value and not is_web_address(value):
        raise ValueError(N_("Please enter a full web address."))
    return value


Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT)]
Key = Annotated[str, StringConstraints(pattern=KEY)]
WebAddress = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500),
    AfterValidator(_web_address),
]


class Entered(BaseModel):
    """Frozen, and without unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Concern(Entered):
    """One thing that can be ticked on the form."""

    key: Key
    label: Title


class ParticipantQuestion(Entered):
    """An optional question about the participant; no choices means free words."""

    key: Key
    label: Title
    choices: tuple[Title, ...] = ()


class ConsultationForm(Entered):
    """All that a consultation says of itself, apart from proposals and questions."""

    title: Title
    kind: ConsultationKind = ConsultationKind.PROPOSAL
    summary: Text = ""
    background: Text = ""
    language: Annotated[str, StringConstraints(pattern=r"^[a-zA-Z-]{2,10}$")] = "en"
    opens_at: AwareDatetime
    closes_at: AwareDatetime | None = None
    who_decides: Text = ""
    decides_on: date | None = None
    concerns: tuple[Concern, ...] = ()
    participant_questions: tuple[ParticipantQuestion, ...] = ()
    easy_read: Text = ""
    easy_read_url: WebAddress = ""
    audio_url: WebAddress = ""
    sign_language_url: WebAddress = ""
    answer_by_phone: Text = ""
    answer_by_post: Text = ""
    answer_in_person: Text = ""

    @model_validator(mode="after")
    def _distinct_keys(self) -> Self:
        for items in (self.concerns, self.participant_questions):
            keys = [item.key for item in items]
            if len(set(keys)) != len(keys):
                raise ValueError(N_("Each key may be used once."))
        return self


class ProposalForm(Entered):
    """A proposed use of a system, and its words."""

    system_id: UUID
    title: Title
    already_decides: bool = False
    how_to_contest: Text = ""
    what_is_proposed: Text = ""
    what_the_ai_does: Text = ""
    data_used: Text = ""
    what_could_go_wrong: Text = ""
    safeguards: Text = ""
    # Shown to everyone when an open proposal changes.
    change_note: Text = ""

    @model_validator(mode="after")
    def _contestable(self) -> Self:
        if self.already_decides and not self.how_to_contest:
            raise ValueError(
                N_(
                    "The system already decides about people: say how a decision can "
                    "be contested."
                )
            )
        return self


class QuestionForm(Entered):
    """What is asked. Without a key one is made from the words."""

    kind: QuestionKind = QuestionKind.FREE_TEXT
    wording: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)
    ]
    help_text: Text = ""
    choices: tuple[Title, ...] = ()
    proposal_id: UUID | None = None
    key: Annotated[str, StringConstraints(pattern=KEY)] | None = None

    @model_validator(mode="after")
    def _choices_where_needed(self) -> Self:
        if self.kind is QuestionKind.CHOICE and len(set(self.choices)) < 2:  # noqa: PLR2004
            raise ValueError(N_("Give at least two different choices."))
        return self


class DecisionForm(Entered):
    """Proceed, change or stop, with reasons."""

    outcome: Outcome
    summary: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT),
    ]
    reasons: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT),
    ]
    decided_by: Title
    decided_on: date
