from pathlib import Path

import pytest

from app.settings import Settings, read_settings


def test_settings_are_read_from_the_environment():
    settings = read_settings({"FOLKMOOT_LANGUAGES": "en, fr", "PORT": "9000"})

    assert settings.languages == ("en", "fr")
    assert settings.base_url == "http://localhost:9000"


def test_a_value_that_cannot_be_read_names_its_variable():
    with pytest.raises(ValueError, match="FOLKMOOT_PORT"):
        read_settings({"FOLKMOOT_PORT": "eight"})


def test_the_secret_is_made_once_and_readable_by_the_owner_only(tmp_path: Path):
    settings = Settings(data_dir=tmp_path)

    assert settings.signing_key() == settings.signing_key()
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
