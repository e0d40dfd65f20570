import pytest
from sqlmodel import Session

from app.accounts.models import Official
from app.consultations.models import Consultation
from tests.comments.made import make_asked
from tests.factories import make_official
from tests.posting import Client
from tests.sign_in import sign_in


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_asked(session)


@pytest.fixture
def official(session: Session, consultation: Consultation) -> Official:
    return make_official(session, organisation_id=consultation.organisation_id)


@pytest.fixture
def desk(client: Client, session: Session, official: Official) -> str:
    """Where a signed-in publisher brings files; the consultation is `letters`."""
    sign_in(client, session, official)
    return "/office/consultations/letters/imports"


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that would be read at once are left to the worker."""
    monkeypatch.setattr("app.comments.services.imports.LARGE", 10)
