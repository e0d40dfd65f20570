"""A newer copy of another register, in which many records changed."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.register.models import RegisterEvent, RegisterRecord, Sidecar, System
from app.register.queries import find_record
from app.register.queries.search import list_found
from app.register.schemas.change import Change
from app.register.schemas.search import read_query
from app.register.services import publish_record, remove_system, restore_system
from app.register.services.drafts import confirm_answers
from app.register.services.exporting import export_register
from app.register.services.importing import import_register
from app.register.services.intake import Terms, look_through
from app.register.services.intake_files import open_file
from tests.register.copies import BASE, copy_of
from tests.register.statements import statements

DAY = timedelta(days=1)
ROWS = [
    {
        "id": str(number),
        "title": f"Systeem {number}",
        "organisatie": f"Gemeente {number % 7}",
        "status": "in_gebruik",
        "doel": f"Doel {number}",
        "impactassessment": "Ja",
    }
    for number in range(100)
]
NEWER = [
    {
        **row,
        "doel": f"Nieuw{row['id']} doel",
        "status": "buiten_gebruik" if number % 3 else "in_gebruik",
        "impactassessment": "Nee" if number % 4 else "Ja",
        "organisatie": f"Gemeente {number % 9}",
    }
    for number, row in enumerate(ROWS)
]


def systems_of(session: Session) -> list[dict[str, Any]]:
    """Return all that we give out of each system, but for its place in a file."""
    whole = json.loads(export_register(session, "folkmoot", base_url=BASE))
    for system in whole["systems"]:
        for source in system["sidecars"]:
            del source["position"]
    return list(whole["systems"])


def test_a_hundred_changed_records_take_few_statements(session: Session, now: datetime):
    import_register(session, "nl-short", copy_of(*ROWS), now=now)

    with statements(session) as seen:
        report = import_register(session, "nl-short", copy_of(*NEWER), now=now)

    assert report.updated == 100
    assert len(seen) < 100


def test_records_taken_together_become_what_each_becomes_alone(
    session: Session, empty: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(*ROWS), now=now)
    import_register(empty, "nl-short", copy_of(*ROWS), now=now)

    import_register(session, "nl-short", copy_of(*NEWER), now=now)
    for row in NEWER:
        import_register(empty, "nl-short", copy_of(row), is_partial=True, now=now)

    assert systems_of(session) == systems_of(empty)
    today = now.date()
    for word, weakened in (("Nieuw42", ""), ("Gemeente", "yes"), ("Doel", "")):
        query = read_query({"q": [word], "weakened": [weakened] if weakened else []})
        together, alone = (
            {one.get_one(System, found).slug for found in list_found(one, query, today)}
            for one in (session, empty)
        )
        assert together
        assert together == alone


def test_a_word_that_a_newer_copy_took_away_finds_the_record_no_more(
    session: Session, now: datetime
):
    first = {**ROWS[0], "doel": "Verdwijnwoord"}
    import_register(session, "nl-short", copy_of(first, *ROWS[1:]), now=now)

    import_register(session, "nl-short", copy_of(*NEWER), now=now)

    query = read_query({"q": ["Verdwijnwoord"]})
    assert list_found(session, query, now.date()) == []


def test_a_record_that_cannot_be_taken_leaves_the_others_of_its_copy_alone(
    session: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(*ROWS[:3]), now=now)
    broken = {**NEWER[1], "doel": "x" * 60_001}

    report = import_register(
        session, "nl-short", copy_of(NEWER[0], broken, NEWER[2]), now=now
    )

    assert (report.updated, report.rejected_count, report.removed) == (2, 1, 0)
    versions = {one.name: one.current_version for one in session.exec(select(System))}
    assert versions == {"Systeem 0": 2, "Systeem 1": 1, "Systeem 2": 2}
    later = import_register(session, "nl-short", copy_of(*NEWER[:3]), now=now)
    assert (later.updated, later.unchanged) == (1, 2)


def test_two_records_of_one_system_become_two_versions_one_after_the_other(
    session: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(ROWS[0]), now=now)
    system = session.exec(select(System)).one()
    session.add(
        Sidecar(
            system_id=system.id,
            format="nl-short",
            source_key="1",
            digest="",
            imported_at=now,
        )
    )

    import_register(session, "nl-short", copy_of(NEWER[0], NEWER[1]), now=now)

    records = session.exec(select(RegisterRecord).order_by(col(RegisterRecord.version)))
    assert [(one.version, one.name) for one in records] == [
        (1, "Systeem 0"),
        (2, "Systeem 0"),
        (3, "Systeem 1"),
    ]


def test_an_answer_that_stays_keeps_the_day_on_which_it_was_confirmed(
    session: Session, now: datetime
):
    row = {**ROWS[0], "juridische_basis": "Een wet"}
    import_register(session, "nl-short", copy_of(row), now=now)
    system = session.exec(select(System)).one()
    confirm_answers(session, system, ["legal_basis_text", "purpose"], now=now)
    publish_record(session, system, None, Change("Looked at."), now=now)

    newer = {**row, "doel": "Een ander doel"}
    import_register(session, "nl-short", copy_of(newer), now=now)

    record = find_record(session, system)
    assert record is not None
    assert record.fields["legal_basis_text"]["confirmed_on"] == "2026-03-02"
    assert "confirmed_on" not in record.fields["purpose"]


def told_of(session: Session, system: System) -> list[tuple[str, str]]:
    events = session.exec(
        select(RegisterEvent)
        .where(RegisterEvent.system_id == system.id)
        .order_by(col(RegisterEvent.at), col(RegisterEvent.kind))
    )
    return [(one.kind.value, one.note) for one in events]


def test_a_record_that_its_source_holds_again_is_put_back_as_it_was(
    session: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(*ROWS[:2]), now=now)
    import_register(session, "nl-short", copy_of(ROWS[0]), now=now + DAY)
    again = copy_of(*ROWS[:2])
    file = open_file("nl-short", again)
    foretold = look_through(session, file, Terms(now))

    report = import_register(session, "nl-short", again, now=now + 2 * DAY)

    assert (foretold.updated, report.updated, report.unchanged) == (1, 1, 1)
    system = session.exec(select(System).where(System.name == "Systeem 1")).one()
    assert (system.removed_at, system.removal_reason) == (None, "")
    assert system.current_version == 1
    assert [kind for kind, _ in told_of(session, system)] == [
        "published",
        "removed",
        "restored",
    ]
    note = "Opnieuw overgenomen uit: Algoritmeregister, dagelijkse kopie."
    assert told_of(session, system)[-1] == ("restored", note)
    query = read_query({"q": ["Systeem"]})
    assert len(list_found(session, query, now.date())) == 2
    later = import_register(session, "nl-short", again, now=now + 3 * DAY)
    assert later.unchanged == 2


def test_a_record_that_comes_back_with_other_words_is_put_back_and_changed(
    session: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(*ROWS[:2]), now=now)
    import_register(session, "nl-short", copy_of(ROWS[0]), now=now + DAY)
    back = {**ROWS[1], "doel": "Beter"}

    import_register(session, "nl-short", copy_of(ROWS[0], back), now=now + 2 * DAY)

    system = session.exec(select(System).where(System.name == "Systeem 1")).one()
    assert dict(told_of(session, system))["changed"] == (
        "Gewijzigd in: Algoritmeregister, dagelijkse kopie (doel)."
    )
    assert [kind for kind, _ in told_of(session, system)].count("restored") == 1


def test_a_record_that_officials_put_back_by_hand_is_the_same_to_its_source(
    session: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(*ROWS[:2]), now=now)
    import_register(session, "nl-short", copy_of(ROWS[0]), now=now)
    system = session.exec(select(System).where(System.name == "Systeem 1")).one()
    restore_system(session, system, "It is in use.", now=now)

    report = import_register(session, "nl-short", copy_of(*ROWS[:2]), now=now)

    assert (report.updated, report.unchanged) == (0, 2)
    assert system.current_version == 1


def test_a_record_that_officials_took_off_the_lists_stays_off(
    session: Session, now: datetime
):
    import_register(session, "nl-short", copy_of(*ROWS[:2]), now=now)
    system = session.exec(select(System).where(System.name == "Systeem 1")).one()
    remove_system(session, system, "It never ran.", now=now)
    newer = copy_of(ROWS[0], {**ROWS[1], "doel": "Beter"})

    report = import_register(session, "nl-short", newer, now=now)

    assert system.removed_at == now
    assert (report.updated, report.unchanged) == (0, 2)
    (warning,) = report.warnings
    assert warning["name"] == "Systeem 1"
    assert warning["reason"].startswith("Officials took this record off the lists")
    restore_system(session, system, "It runs after all.", now=now)
    assert import_register(session, "nl-short", newer, now=now).updated == 1
