from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from app.accounts.models import OfficialSession
from app.db import Database
from app.jobs import Job
from app.publishing.tasks import sweep
from app.settings import Settings
from app.web.models import NetworkKey, RateCount
from tests.factories import make_official


def swept(database: Database, settings: Settings) -> None:
    sweep(Job("retention.sweep", {}, "attempt", 1, database, settings))


def test_limits_and_network_keys_go_when_their_time_is_over(
    session: Session, database: Database, settings: Settings
):
    now = datetime.now(UTC)
    ends = int(now.timestamp())
    for name, end in (("over", ends - 1), ("running", ends + 600)):
        session.add(RateCount(bucket=name, key="k", window=1, ends=end))
    for age in (0, 3):
        session.add(NetworkKey(day=now.date() - timedelta(days=age), key=b"k"))
    session.commit()

    swept(database, settings)

    with database.read_session() as reading:
        assert [one.bucket for one in reading.exec(select(RateCount))] == ["running"]
        assert [one.day for one in reading.exec(select(NetworkKey))] == [now.date()]


def test_sessions_of_officials_go_when_they_have_ended(
    session: Session, database: Database, settings: Settings
):
    now = datetime.now(UTC)
    official = make_official(session)
    for name, hours in (("ended", -1), ("running", 1)):
        session.add(
            OfficialSession(
                token_digest=name,
                official_id=official.id,
                signed_in_at=now,
                last_seen_at=now,
                expires_at=now + timedelta(hours=hours),
            )
        )
    session.commit()

    swept(database, settings)

    with database.read_session() as reading:
        rows = reading.exec(select(OfficialSession))
        assert [one.token_digest for one in rows] == ["running"]
