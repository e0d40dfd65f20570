"""Why a job failed is kept; what somebody wrote is not."""

import errno
from dataclasses import dataclass

import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import DataError, IntegrityError

from app.accounts.models import Organisation
from app.errors import NotFound
from app.jobs import reason_of
from tests.factories import NOW, make_organisation


@dataclass(frozen=True)
class Diagnosis:
    """As psycopg tells the parts of a message apart."""

    message_primary: str


class UniqueViolation(Exception):
    """As psycopg tells of it: a sentence, then the values."""

    diag: Diagnosis | None = None


class InvalidTextRepresentation(Exception):
    """As psycopg tells of it: the value stands in the sentence."""


class Age(BaseModel):
    years: int


@pytest.mark.parametrize("detail", ["DETAIL:  ", "DÉTAIL : ", "DETALLE:  "])
def test_a_databases_detail_is_left_out_in_any_language(detail):
    sentence = 'duplicate key value violates unique constraint "uq_official_email"'
    told = UniqueViolation(
        f"{sentence}\n{detail}Key (email)=(ann@example.org) is there."
    )
    error = IntegrityError("INSERT INTO official VALUES ('Ann')", {"a": "Ann"}, told)
    assert reason_of(error) == f"UniqueViolation: {sentence}"

    told.diag = Diagnosis(sentence)
    assert reason_of(error) == f"UniqueViolation: {sentence}"


def test_a_row_that_stands_twice_is_told_without_its_values(session):
    body = make_organisation(session)
    name = "Ann Lee's body"
    session.add(Organisation(slug=body.slug, name=name, created_at=NOW))

    with pytest.raises(IntegrityError) as refused:
        session.flush()

    reason = reason_of(refused.value)
    assert "unique" in reason.lower()
    assert "slug" in reason
    assert body.slug not in reason


def test_a_value_that_could_not_be_read_is_left_out():
    told = InvalidTextRepresentation('invalid input syntax for type uuid: "Ann Lee"')

    assert reason_of(DataError("SELECT", {}, told)) == "InvalidTextRepresentation"


def test_a_value_that_was_refused_is_left_out():
    with pytest.raises(ValidationError) as refused:
        Age.model_validate({"years": "Ann Lee"})

    assert reason_of(refused.value) == "ValidationError"


def test_a_refusal_of_ours_keeps_its_sentence():
    assert reason_of(NotFound("system", "buses")) == (
        "NotFound: There is nothing here under the name “buses”."
    )


def test_a_full_disk_is_told_without_the_file():
    full = OSError(errno.ENOSPC, "No space left on device", "/srv/ann-lee.csv")

    assert reason_of(full) == "OSError: No space left on device"


def test_any_other_mistake_is_named_alone_since_it_may_quote_somebody():
    assert reason_of(ValueError("cannot read 'Ann Lee'")) == "ValueError"
    assert reason_of(KeyError()) == "KeyError"
