"""`folkmoot seed`: the demonstration."""

from datetime import UTC, datetime, timedelta
from typing import Any

import click
from sqlmodel import Session, select

from app.accounts.models import Official, Organisation
from app.accounts.schemas import OfficialForm
from app.accounts.services import create_official, create_organisation
from app.cli.demonstration.consultations import Host
from app.cli.demonstration.content import read_council
from app.cli.demonstration.systems import load_incidents_and_readings, load_systems
from app.cli.opening import open_for_command
from app.cli.serve import require_migrated
from app.consultations.models import Consultation
from app.db import Database
from app.register.models import System
from app.settings import Settings, read_settings


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when there is a body here.")
def seed(*, if_empty: bool) -> None:
    """Load the demonstration: an invented council and what people say to it.

    It goes through the same services and the same engine as real comments, which takes
    about half a minute.

    \b
    Example:
      folkmoot seed --if-empty
    """
    settings = read_settings()
    database = open_for_command(settings)
    require_migrated(database)
    with database.read_session() as session:
        is_empty = session.exec(select(Organisation.id)).first() is None
    if not is_empty:
        if if_empty:
            return
        message = "There is data here already. The demonstration needs an empty one."
        raise click.ClickException(message)
    click.echo("Loading the demonstration …")
    lines = Demonstration(settings, database).load()
    path = settings.data_dir / "demonstration-sign-ins.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    click.echo("The demonstration is loaded.")


class Demonstration:
    """One loading, from nothing to a council that has answered."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.council = read_council()
        self.now = datetime.now(UTC)

    def load(self) -> list[str]:
        """Load everything; return sign-ins and a receipt for people to try."""
        with self.database.writing() as session:
            session.expire_on_commit = False
            lines = self._set_up(session)
            session.commit()
        self._read_and_answer()
        return lines

    def _set_up(self, session: Session) -> list[str]:
        about = dict(self.council["organisation"])
        organisation = create_organisation(
            session,
            about.pop("slug"),
            about.pop("name"),
            now=self.now - timedelta(days=720),
            is_demonstration=True,
            **about,
        )
        lines = []
        for one in self.council["officials"]:
            form = OfficialForm(**one)
            create_official(session, organisation, form, now=self.now)
            lines.append(f"{one['email']}   {one['password']}   ({one['role']})")
        administrator, moderator, publisher = session.exec(
            select(Official).order_by(Official.created_at, Official.id)  # type: ignore[arg-type]
        ).all()
        systems = load_systems(
            session, organisation, publisher, self.council, now=self.now
        )
        load_incidents_and_readings(
            session, systems, administrator, self.council, now=self.now
        )
        host = Host(
            session,
            organisation,
            systems,
            self.council["concerns"],
            key=self.settings.signing_key(),
            now=self.now,
        )
        held = [host.hold(one, moderator) for one in self.council["consultations"]]
        lines.append(f"A participant's receipt: {held[0].receipt_code}")
        return lines

    def _read_and_answer(self) -> None:
        # Loads the engine, which takes seconds.
        from app.cli.demonstration import outcomes

        for data in self.council["consultations"]:
            with self.database.read_session() as session:
                consultation = _consultation(session, data["slug"])
                publisher = _official(session, "publisher")
            if consultation.closes_at and consultation.closes_at > self.now:
                continue
            click.echo(f"  reading: {consultation.title}")
            outcomes.read_all(
                self.database, self.settings, consultation, publisher, self.now
            )
            with self.database.writing() as session:
                self._answer(session, data, outcomes)
                session.commit()

    def _answer(self, session: Session, data: dict[str, Any], outcomes: Any) -> None:
        consultation = _consultation(session, data["slug"])
        publisher = _official(session, "publisher")
        closes = consultation.closes_at or self.now - timedelta(days=34)
        answers = [
            one
            for one in self.council["answers"]
            if one["consultation"] == consultation.slug
        ]
        published = closes + timedelta(days=12)
        names = [
            one
            for one in self.council["names"]
            if one["consultation"] == consultation.slug
        ]
        outcomes.confirm_and_publish(session, consultation, names, publisher, published)
        outcomes.answer(session, consultation, answers, publisher, self.now)
        record = None
        for one in self.council["decisions"]:
            if one["consultation"] == consultation.slug:
                system = _system(session, one["system"])
                record = outcomes.decide(
                    session, consultation, one, system, publisher, self.now
                )
        outcomes.keep_promises(
            session, consultation, answers, publisher, record, self.now
        )


def _consultation(session: Session, slug: str) -> Consultation:
    return session.exec(select(Consultation).where(Consultation.slug == slug)).one()


def _official(session: Session, role: str) -> Official:
    return session.exec(select(Official).where(Official.role == role)).one()


def _system(session: Session, slug: str) -> System:
    return session.exec(select(System).where(System.slug == slug)).one()
