from datetime import UTC, datetime, timedelta

import pytest


@pytest.fixture
def today():
    """Times of a consultation that is open while the test runs."""
    now = datetime.now(UTC).replace(microsecond=0)
    week = timedelta(days=7)
    times = {
        "published_at": now - week,
        "opens_at": now - week,
        "closes_at": now + week,
    }
    return {**times, "created_at": now, "updated_at": now}
