"""Signs an official in, as the browser would be afterwards."""

import secrets
from datetime import UTC, datetime

from litestar import Litestar
from litestar.testing import TestClient
from sqlmodel import Session

from app.accounts.models import Official, OfficialSession
from app.accounts.queries import digest_of
from app.accounts.rules import LONGEST


def sign_in(client: TestClient[Litestar], session: Session, official: Official) -> None:
    """Give the client a session of its own; commits what `session` holds."""
    token = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    session.add(
        OfficialSession(
            token_digest=digest_of(token),
            official_id=official.id,
            signed_in_at=now,
            last_seen_at=now,
            expires_at=now + LONGEST,
        )
    )
    session.commit()
    client.cookies.set("sid", token)
