"""Rows of the US inventory keep their records, also beside rows that do not fit."""

from collections.abc import Mapping

import pytest
from sqlmodel import Session, select

from app.register.models import Sidecar, System
from app.register.services.importing import import_register
from app.register.standards import us_2025
from tests.factories import NOW
from tests.register.test_standards import us_file

ROADS = {"agency": "DOT", "agency_name": "Roads"}
FACES = {**ROADS, "id": "7", "use_case_name": "Face matching"}
MAIL = {**ROADS, "id": "7", "use_case_name": "Mail sorting"}
BRIDGES = {**ROADS, "id": "8", "use_case_name": "Bridge watch"}
NO_ID = {**ROADS, "use_case_name": "Chat, and more"}


def broken(row: Mapping[str, str]) -> str:
    """Return a row as somebody writes it who leaves the quotation marks out."""
    return ",".join(row.get(one, "") for one in us_2025.COLUMNS)


def inventory(first: str, *rows: dict[str, str]) -> bytes:
    head, _, rest = us_file(*rows).decode().partition("\r\n")
    return f"{head}\r\n{first}\r\n{rest}".encode()


def keys(data: bytes) -> dict[str, str]:
    return {one.name: one.key for one in us_2025.read(data).records}


def test_a_row_that_does_not_fit_leaves_the_next_of_its_id_its_record(session: Session):
    import_register(session, "us-2025", us_file(FACES, MAIL), now=NOW)
    stray = broken(FACES) + ",stray"

    report = import_register(session, "us-2025", inventory(stray, MAIL), now=NOW)

    assert (report.unchanged, report.updated, report.created) == (1, 0, 0)
    held = select(System.name, Sidecar.source_key).join(Sidecar)
    assert dict(session.exec(held).all()) == {
        "Face matching": "DOT/7",
        "Mail sorting": "DOT/7#2",
    }


@pytest.mark.parametrize(
    "first",
    [
        # Its id stands one cell further on.
        broken({**FACES, "agency_name": "Roads, and bridges"}),
        # The end of a quotation is missing, so that another row stands in a text.
        broken({**BRIDGES, "id": "9", "problem_solved": f'"Much.\r\n{broken(FACES)}"'})
        + ",stray",
        # It lacks all that follows, and another row of its id stands in its text.
        f'DOT,Roads,7,"Faces\r\n{broken(FACES)}"',
    ],
)
def test_rows_that_may_have_the_id_of_one_that_does_not_fit_are_left_out(first):
    source = us_2025.read(inventory(first, MAIL, BRIDGES))

    assert [one.name for one in source.records] == ["Bridge watch"]
    assert [(one.row, one.field) for one in source.rejected] == [
        (1, "cells"),
        (2, "id"),
    ]


def test_a_row_without_an_id_is_told_by_its_name():
    assert list(keys(inventory(broken(NO_ID), NO_ID, BRIDGES))) == ["Bridge watch"]


def test_a_row_of_another_id_that_does_not_fit_changes_no_key():
    fitting = keys(us_file(FACES, MAIL, NO_ID))
    stray = broken(BRIDGES) + ",stray"

    assert keys(inventory(stray, FACES, MAIL, NO_ID)) == fitting
