"""An administrator who imports files in the browser, and takes imports back."""

import re
from typing import Any

from httpx import Response
from sqlmodel import Session, select

import app.register.tasks  # noqa: F401 - what the worker does
from app.db import Database
from app.jobs import Worker
from app.register.models import RegisterRecord, System
from app.register.queries import get_system_by_slug, list_records
from app.settings import Settings
from tests.posting import Client, post_form

PLACE = "/office/systems/import"
SEEN = re.compile(r'name="seen" value="([^"]*)"')
COUNT = re.compile(r'<td class="number" data-label="Count">([^<]+)</td>')
WRONG = "It was last year's file."


class Importer:
    def __init__(
        self, client: Client, session: Session, database: Database, settings: Settings
    ) -> None:
        self.client = client
        self.session = session
        self.database = database
        self.settings = settings

    def run(self) -> None:
        self.session.commit()
        Worker(self.database, self.settings).run_until_idle()
        self.session.expire_all()

    def send(self, content: bytes, name: str = "nl-short", **fields: str) -> str:
        """Send a file and say yes, without a worker that takes it in."""
        fields = {"format": name, **fields}
        files = {"file": ("copy.json", content)}
        place = post_form(self.client, PLACE, fields, files=files).headers["location"]
        self.run()
        post_form(self.client, place, {"rejected": "skip"})
        return str(place)

    def bring(self, content: bytes, name: str = "nl-short", **fields: str) -> str:
        place = self.send(content, name, **fields)
        self.run()
        return place

    def page(self, place: str) -> str:
        return self.client.get(f"{place}/take-back").text

    def counts(self, place: str) -> list[int]:
        """Return what the page says: removed, gone back, put back, left."""
        return [int(one.replace(",", "")) for one in COUNT.findall(self.page(place))]

    def ask(self, place: str, reason: str = WRONG, **fields: Any) -> Response:
        """Ask to take an import back, without a worker that does it."""
        seen = SEEN.search(self.page(place))
        given = {"reason": reason, "seen": seen[1] if seen else "", **fields}
        return post_form(self.client, f"{place}/take-back", given, page=PLACE)

    def take_back(self, place: str, reason: str = WRONG) -> str:
        """Take an import back, and return the page that tells of it."""
        assert self.ask(place, reason).status_code == 303
        self.run()
        return self.page(place)

    def system(self, slug: str) -> System:
        self.session.expire_all()
        system = get_system_by_slug(self.session, slug)
        self.session.commit()
        return system

    def versions(self, slug: str) -> list[RegisterRecord]:
        """Return a system's versions, oldest first."""
        records = list_records(self.session, self.system(slug))
        self.session.commit()
        return list(reversed(records))

    def count_versions(self) -> int:
        self.session.expire_all()
        count = len(self.session.exec(select(RegisterRecord)).all())
        self.session.commit()
        return count
