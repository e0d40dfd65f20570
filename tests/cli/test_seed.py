"""The demonstration, loaded as `make run` loads it, with the real engine."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import Session, select

from app.cli import main
from app.comments.models import Comment
from app.consultations.models import Decision, Outcome
from app.db import Database
from app.official_responses.models import Promise, PromiseState
from app.register.models import RegisterEntry, RegisterRecord, Status
from app.topics.models import Topic, TopicPublication, TopicState
from tests.posting import Client
from tests.register.test_in_use import require_that_each_number_is_listed


@pytest.fixture
def loaded(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    database: Database,
) -> Session:
    monkeypatch.setenv("FOLKMOOT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FOLKMOOT_DATABASE_URL", database_url)
    said = CliRunner().invoke(main, ["seed"])
    assert said.exit_code == 0, said.output
    return database.read_session()


@pytest.mark.slow
def test_the_demonstration_tells_the_whole_loop(loaded: Session, tmp_path: Path):
    with loaded as session:
        stages = {one.status for one in session.exec(select(RegisterEntry))}
        outcomes = {one.outcome for one in session.exec(select(Decision))}
        promises = {one.state for one in session.exec(select(Promise))}
        caused = [one for one in session.exec(select(RegisterRecord)) if one.caused_by]
        texts = [one.masked_text for one in session.exec(select(Comment))]
        topics = session.exec(select(Topic)).all()

        assert len(stages) >= 5 and Status.REJECTED in stages
        assert outcomes == {Outcome.CHANGE, Outcome.STOP}
        assert promises == {PromiseState.OPEN, PromiseState.KEPT}
        assert len(caused) == 1
        assert len(texts) > 370
        assert not any("07700 900412" in one or "jean.oakes" in one for one in texts)
        assert sum(one.state is TopicState.CONFIRMED for one in topics) > 15
        assert len(session.exec(select(TopicPublication)).all()) == 3
    sign_ins = (tmp_path / "demonstration-sign-ins.txt").read_text()
    assert "amina@ostervale.example" in sign_ins
    assert "receipt" in sign_ins


@pytest.mark.slow
def test_a_second_loading_is_refused_and_changes_nothing(loaded: Session):
    loaded.close()

    assert CliRunner().invoke(main, ["seed"]).exit_code == 1
    assert CliRunner().invoke(main, ["seed", "--if-empty"]).exit_code == 0


@pytest.mark.slow
def test_each_number_about_the_demonstration_is_what_its_link_lists(
    loaded: Session, client: Client
):
    loaded.close()

    require_that_each_number_is_listed(client, least=6)
