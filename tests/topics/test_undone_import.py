"""An import that was analysed already can still be taken out, until it is published."""

import pytest
from sqlmodel import Session, select

from app.comments.models import Comment, CommentImport, ImportState, Submission
from app.comments.services.imports import undo_import
from app.consultations.models import Consultation, Question
from app.errors import Conflict
from app.topics.models import CommentReading
from tests.factories import NOW, make_official
from tests.posting import Client
from tests.sign_in import sign_in
from tests.topics.conftest import Read


@pytest.fixture
def brought(
    session: Session, consultation: Consultation, question: Question
) -> CommentImport:
    """An import that brought every comment on the question."""
    one = CommentImport(
        consultation_id=consultation.id,
        file_name="hall.csv",
        state=ImportState.DONE,
        created_at=NOW,
        finished_at=NOW,
    )
    session.add(one)
    session.flush()
    consultation.published_at = None
    for row in (*session.exec(select(Comment)), *session.exec(select(Submission))):
        row.import_id = one.id
    session.commit()
    return one


def test_what_was_read_of_it_goes_too(
    client: Client,
    session: Session,
    brought: CommentImport,
    read: Read,
    consultation: Consultation,
):
    read()
    official = make_official(session, organisation_id=consultation.organisation_id)

    undo_import(session, brought, official=official, now=NOW)
    sign_in(client, session, official)

    assert session.exec(select(CommentReading)).all() == []
    for page in ("topics", "analysis", "comments", "publish"):
        shown = client.get(f"/en/office/consultations/{consultation.slug}/{page}")
        assert shown.status_code == 200


def test_published_results_keep_it(
    session: Session, brought: CommentImport, consultation: Consultation
):
    consultation.results_published_at = NOW

    with pytest.raises(Conflict, match="published"):
        undo_import(session, brought, official=make_official(session), now=NOW)
