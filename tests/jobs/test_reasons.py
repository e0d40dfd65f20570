"""Why a job failed is kept; what somebody wrote is not."""

import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import DataError, IntegrityError

from app.jobs import reason_of


class UniqueViolation(Exception):
    """As psycopg tells of it: a sentence, then the values."""


class InvalidTextRepresentation(Exception):
    """As psycopg tells of it: the value stands in the sentence."""


class Age(BaseModel):
    years: int


def test_a_databases_detail_is_left_out():
    told = UniqueViolation(
        'duplicate key value violates unique constraint "uq_official_email"\n'
        "DETAIL:  Key (email)=(ann@example.org) already exists.\nCONTEXT:  COPY official"
    )
    error = IntegrityError("INSERT INTO official VALUES ('Ann')", {"a": "Ann"}, told)

    assert reason_of(error) == (
        "UniqueViolation: duplicate key value violates unique constraint "
        '"uq_official_email"'
    )
    assert "Ann" not in reason_of(told) and "ann@" not in reason_of(told)


def test_a_value_that_could_not_be_read_is_left_out():
    told = InvalidTextRepresentation('invalid input syntax for type uuid: "Ann Lee"')

    assert reason_of(DataError("SELECT", {}, told)) == "InvalidTextRepresentation"


def test_a_value_that_was_refused_is_left_out():
    with pytest.raises(ValidationError) as refused:
        Age.model_validate({"years": "Ann Lee"})

    assert "Ann" not in reason_of(refused.value)
    assert "years" in reason_of(refused.value)


def test_any_other_mistake_says_what_it_is():
    assert reason_of(ValueError("no such topic")) == "ValueError: no such topic"
    assert reason_of(KeyError()) == "KeyError"
