"""That people were asked about a system, on its way to another site."""

import json
from datetime import datetime

from sqlmodel import Session

from app.register.models import System
from app.register.queries.search import list_found
from app.register.schemas.search import read_query
from app.register.services.entries import mark_consulted_on
from app.register.services.exporting import export_register
from app.register.services.whole import import_whole
from tests.register.copies import BASE
from tests.register.make import make_published
from tests.register.test_real_registers import rows_of


def asked_here(session: Session, now: datetime) -> list[str]:
    query = read_query({"consultation": ["here"]})
    found = list_found(session, query, now.date())
    return [session.get_one(System, one).slug for one in found]


def test_that_people_were_asked_goes_round_with_our_own_format(
    session: Session, empty: Session, now: datetime
):
    asked = make_published(session, "Ask Larkhaven")
    make_published(session, "Bin routes")
    mark_consulted_on(session, asked.id, now=now)
    whole, inventory = (
        export_register(session, name, base_url=BASE)
        for name in ("folkmoot", "us-2025")
    )

    report = import_whole(empty, whole, now=now)

    assert report.created == 2
    assert export_register(empty, "folkmoot", base_url=BASE) == whole
    assert export_register(empty, "us-2025", base_url=BASE) == inventory
    told = {one["use_case_name"]: one for one in rows_of(inventory)}
    assert told["Ask Larkhaven"]["hi_public_consultation"] != "[]"
    assert told["Bin routes"]["hi_public_consultation"] == "[]"
    assert asked_here(empty, now) == asked_here(session, now) == ["ask-larkhaven"]
    assert import_whole(empty, whole, now=now).unchanged == 2


def test_that_people_were_asked_meanwhile_continues_what_is_here(
    session: Session, empty: Session, now: datetime
):
    asked = make_published(session, "Ask Larkhaven")
    before = export_register(session, "folkmoot", base_url=BASE)
    import_whole(empty, before, now=now)
    mark_consulted_on(session, asked.id, now=now)
    after = export_register(session, "folkmoot", base_url=BASE)

    assert import_whole(empty, after, now=now).updated == 1
    assert asked_here(empty, now) == ["ask-larkhaven"]
    assert import_whole(empty, before, now=now).unchanged == 1
    assert asked_here(empty, now) == ["ask-larkhaven"]


def test_a_file_of_ours_from_before_it_told_of_asking_is_taken(
    session: Session, empty: Session, now: datetime
):
    make_published(session, "Ask Larkhaven")
    whole = json.loads(export_register(session, "folkmoot", base_url=BASE))
    del whole["systems"][0]["is_consulted_on"]
    older = json.dumps(whole).encode()

    assert import_whole(empty, older, now=now).created == 1
    assert import_whole(empty, older, now=now).unchanged == 1
    whole["systems"][0]["is_consulted_on"] = "yes"
    (reason,) = import_whole(empty, json.dumps(whole).encode(), now=now).rejected
    assert reason["field"] == "is_consulted_on"
