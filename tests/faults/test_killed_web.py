"""`kill -9` of the web while people post: what was acknowledged is there, once.

A client that gets no answer sends the same submission again under the same key, as
the form and the API's description tell it to. So in the end every submission is
acknowledged, and the database must hold exactly those.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from app.comments.models import Comment, Submission
from app.db import Database
from app.settings import ROOT
from tests.factories import make_consultation, make_question

KILLS = int(os.environ.get("FOLKMOOT_TEST_KILLS", "20"))
CLIENTS = 4
BETWEEN_KILLS = 10
PATIENCE = 60

pytestmark = pytest.mark.slow


class Web:
    """A web process on a port of its own, killed and started again."""

    def __init__(self, database_url: str, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "FOLKMOOT_DATABASE_URL": database_url,
            "FOLKMOOT_DATA_DIR": str(home),
            "FOLKMOOT_BASE_URL": self.address,
            "FOLKMOOT_SUBMISSIONS_PER_NETWORK": "0",
        }
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "app.asgi:serve", "--factory"]
        options = ["--port", str(self.port), "--no-access-log", "--log-level", "error"]
        self.process = subprocess.Popen(
            command + options, cwd=ROOT, env=self.environment, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Poster(threading.Thread):
    """Posts one submission after another, each until it is acknowledged."""

    def __init__(self, address: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.address = address
        self.stop = stop
        self.acknowledged: dict[str, str] = {}
        self.unanswered = 0
        self.refusals: list[str] = []

    def run(self) -> None:
        with httpx.Client(timeout=20) as client:
            while not self.stop.is_set() and not self.refusals:
                self._post_until_acknowledged(client, uuid.uuid4().hex)

    def _post_until_acknowledged(self, client: httpx.Client, once: str) -> None:
        words = f"Please keep a person on the telephone, says {once}."
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                answer = client.post(
                    f"{self.address}/api/v1/consultations/kiosk/submissions",
                    json={"comments": {"views": words}},
                    headers={"Idempotency-Key": once},
                )
            except httpx.TransportError:
                self.unanswered += 1
                time.sleep(0.05)
                continue
            if answer.status_code == 201:
                self.acknowledged[words] = answer.json()["receipt"]
            else:
                self.refusals.append(f"{answer.status_code}: {answer.text[:200]}")
            return
        self.refusals.append(f"{once} was not answered for {PATIENCE} seconds")


@pytest.fixture
def web(database_url: str, session: Session, tmp_path: Path) -> Iterator[Web]:
    now = datetime.now(UTC)
    consultation = make_consultation(
        session,
        slug="kiosk",
        published_at=now - timedelta(days=2),
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )
    make_question(session, consultation, key="views")
    session.commit()
    web = Web(database_url, tmp_path)
    yield web
    web.kill()


def kill_again_and_again(web: Web, posters: list[Poster]) -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(KILLS):
        wait_for_more(posters)
        time.sleep(chance.uniform(0, 0.1))
        web.kill()
        web.start()
    wait_for_more(posters)


def wait_for_more(posters: list[Poster]) -> None:
    enough = sum(len(one.acknowledged) for one in posters) + BETWEEN_KILLS
    deadline = time.monotonic() + PATIENCE
    while sum(len(one.acknowledged) for one in posters) < enough:
        assert [said for one in posters for said in one.refusals] == []
        assert time.monotonic() < deadline, "the web does not answer any more"
        time.sleep(0.01)


def test_no_acknowledged_comment_is_lost_or_doubled_when_the_web_is_killed(
    web: Web, database: Database
):
    stop = threading.Event()
    posters = [Poster(web.address, stop) for _ in range(CLIENTS)]
    for one in posters:
        one.start()
    kill_again_and_again(web, posters)
    stop.set()
    for one in posters:
        one.join(PATIENCE)

    assert [said for one in posters for said in one.refusals] == []
    acknowledged = Counter(words for one in posters for words in one.acknowledged)
    receipts = {code for one in posters for code in one.acknowledged.values()}
    with database.read_session() as reading:
        stored = Counter(reading.exec(select(Comment.text)))
        assert stored == acknowledged
        assert len(receipts) == len(reading.exec(select(Submission.id)).all())
        if database.is_sqlite:
            said = reading.execute(text("PRAGMA integrity_check")).scalar_one()
            assert said == "ok"
    unanswered = sum(one.unanswered for one in posters)
    assert unanswered >= KILLS, "the kills met nobody"
    print(f"\n{len(receipts)} acknowledged, {KILLS} kills, {unanswered} unanswered")  # noqa: T201
