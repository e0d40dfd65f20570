"""Pages that are kept while people write must not show what people write."""

import re
from importlib import import_module

from sqlalchemy import event
from sqlmodel import Session, SQLModel, select

from app.consultations.models import Consultation, Proposal
from app.register.models import System
from app.topics.models import Topic
from app.topics.services import confirm_topic, publish_topics
from tests.factories import NOW, make_official
from tests.posting import Client
from tests.register.make import make_published
from tests.topics.conftest import Read, consultation, question, read

__all__ = ["consultation", "question", "read"]

MIGRATION = import_module("migrations.versions.0006_public_change")


def tables_read(client: Client, paths: list[str]) -> set[str]:
    """The tables whose rows the site reads for these pages."""
    seen: set[str] = set()

    def note(connection, cursor, statement, *rest):
        seen.update(re.findall(r'(?:FROM|JOIN) "?([a-z_]+)', statement))

    event.listen(client.app.state.site.database.engine, "before_cursor_execute", note)
    for path in paths:
        assert client.get(path).status_code == 200, path
    return seen & set(SQLModel.metadata.tables)


def publish(session: Session, consultation: Consultation) -> System:
    """Publish a topic of the consultation, and the record of a system it is about."""
    official = make_official(session)
    topic = session.exec(select(Topic).where(Topic.key == "phone")).one()
    confirm_topic(session, topic, official, now=NOW)
    publish_topics(session, consultation, official, now=NOW)
    system = make_published(session)
    proposal = session.exec(select(Proposal)).one()
    proposal.system_id = system.id
    session.add(proposal)
    session.commit()
    return system


def test_pages_kept_while_people_write_read_only_watched_tables(
    client: Client, session: Session, consultation: Consultation, read: Read
):
    read()
    entry = f"/en/register/{publish(session, consultation).slug}"
    asked = f"/en/consultations/{consultation.slug}"
    paths = [
        "/en/", "/en/consultations", asked, f"{asked}/paper-form", f"{asked}/results",
        "/en/register?q=letter&status=in_use", "/en/register/effects", "/en/register/topics",
        "/en/register/bodies", "/en/register/missing", "/en/register/data",
        *(f"{entry}{part}" for part in ("", "/history", "/versions/1", "/letter")),
        f"{entry}/compare?from=1&to=1",
    ]  # fmt: skip

    read_from = tables_read(client, paths)

    kept = client.app.state.pages
    assert len(kept.plain.pages) + len(kept.asked.pages) == len(paths)
    assert {"consultation", "system", "comment", "topic_publication"} <= read_from
    assert not read_from & MIGRATION.UNWATCHED - {"public_change"}
