"""A public system; a body with an administrator, and one that has nobody here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from app.db import open_database
from tests.conftest import migrate
from tests.factories import make_official, make_organisation
from tests.register.make import make_published


@pytest.fixture
def system(session):
    body = make_organisation(session, name="Larkhaven Council", slug="larkhaven")
    system = make_published(session, "Letter sorting", body)
    session.commit()
    return system


@pytest.fixture
def council(session):
    return make_organisation(session, name="Larkhaven Council")


@pytest.fixture
def administrator(session, council):
    return make_official(session, organisation_id=council.id)


@pytest.fixture
def agency(session):
    """Return a body that came with an import: nobody of it is here."""
    return make_organisation(session, name="Federal Weather Office")


@pytest.fixture
def foreign(session, agency, administrator):
    return make_published(session, "Storm warnings", agency)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Session]:
    """A second database, of another site."""
    url = f"sqlite:///{tmp_path / 'other.db'}"
    migrate(url)
    other = open_database(url)
    with other.write_session() as session:
        yield session
    other.engine.dispose()
