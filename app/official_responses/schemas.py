"""What may come in as an answer or a promise."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from app.official_responses.models import PromiseState

Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
NeededProse = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)
]
NeededLine = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ResponseForm(_Form):
    """An answer to one topic."""

    text: NeededProse
    what_changes: Prose = ""


class PromiseForm(_Form):
    """Something the body can be held to."""

    promise: NeededProse
    owner: NeededLine
    due_on: date


class PromiseStateForm(_Form):
    """What became of a promise."""

    state: PromiseState
    note: NeededProse
