from pathlib import Path

import pytest

from app.settings import Settings, WrongSetting, read_settings


def test_settings_are_read_from_the_environment():
    settings = read_settings({"FOLKMOOT_LANGUAGES": "en, fr", "PORT": "9000"})

    assert settings.languages == ("en", "fr")
    assert settings.base_url == "http://localhost:9000"


def test_a_value_that_cannot_be_read_names_its_variable():
    with pytest.raises(ValueError, match="FOLKMOOT_PORT"):
        read_settings({"FOLKMOOT_PORT": "eight"})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BASE_URL", "localhost", "'localhost' is not an address: begin with https://"),
        ("BASE_URL", "https://", "is not an address"),
        (
            "DATABASE_URL",
            "mysql://x",
            r"begin with postgresql\+psycopg:// or sqlite:///",
        ),
        ("LANGUAGES", "en,zz", "'zz' is not a language that we know"),
        ("LANGUAGES", "en,not a code", "'not a code' is not a language"),
        ("LANGUAGES", " , ", "name at least one language"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_to_write(name, value, said):
    with pytest.raises(WrongSetting, match=f"FOLKMOOT_{name}: .*{said}"):
        read_settings({f"FOLKMOOT_{name}": value})


def test_an_address_of_a_database_is_never_quoted():
    with pytest.raises(WrongSetting) as refused:
        read_settings({"FOLKMOOT_DATABASE_URL": "mysql://city:hidden-word@host/x"})

    assert "hidden-word" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["", "sqlite:////srv/x.db", "postgresql+psycopg://a@b/c", "postgresql://b/c"]
)
def test_databases_that_are_known_are_taken(url):
    assert read_settings({"FOLKMOOT_DATABASE_URL": url}).database_url == url


def test_the_secret_is_made_once_and_readable_by_the_owner_only(tmp_path: Path):
    settings = Settings(data_dir=tmp_path)

    assert settings.signing_key() == settings.signing_key()
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
