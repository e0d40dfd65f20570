from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from app.consultations.models import Consultation
from tests.comments.made import make_asked


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Open while the test runs, and committed."""
    now, week = datetime.now(UTC).replace(microsecond=0), timedelta(days=7)
    times = {"published_at": now - week, "opens_at": now - week}
    asked = make_asked(session, **times, closes_at=now + week)
    session.commit()
    return asked
