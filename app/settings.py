"""Everything that differs between deployments, read once from `FOLKMOOT_*`."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

ROOT: Final = Path(__file__).resolve().parent.parent
_DATABASES: Final = ("sqlite:///", "postgresql://", "postgresql+psycopg://")


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _flag(text: str) -> bool:
    return text.strip().lower() in {"1", "true", "yes", "on"}


class _Refused(ValueError):
    """A value that can be read and does not fit; the message stands by itself."""


def _address(text: str) -> str:
    parts = urlsplit(text.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _Refused(f"{text!r} is not an address: begin with https://")
    return text.strip()


def _database(text: str) -> str:
    # The address may hold a password: it is not quoted.
    text = text.strip()
    if text and not text.startswith(_DATABASES):
        raise _Refused(
            "this kind of database is not known: begin with "
            "postgresql+psycopg:// or sqlite:///, or leave it empty"
        )
    return text


def _languages(text: str) -> tuple[str, ...]:
    """Read codes of languages whose dates and numbers we can write."""
    codes = _words(text)
    if not codes:
        raise _Refused("name at least one language, such as en")
    for code in codes:
        if code != "en" and not code.startswith("qps"):
            _require_known(code)
    return codes


def _require_known(code: str) -> None:
    # Only sites with another language than English wait for this to load.
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        known = "write it as a code, such as en, fr or zh-Hant"
        raise _Refused(f"{code!r} is not a language that we know: {known}") from error


def _setting(default: Any, about: str, parse: Callable[[str], Any] = str) -> Any:
    return field(default=default, metadata={"about": about, "parse": parse})


@dataclass(frozen=True, slots=True)
class Settings:
    """One deployment. The variable for `base_url` is `FOLKMOOT_BASE_URL`, and so on."""

    data_dir: Path = _setting(
        ROOT / "var", "Folder for the database, backups, logs and the secret.", Path
    )
    database_url: str = _setting(
        "", "Where the data lives. Empty: SQLite in the data folder. "
        "PostgreSQL: postgresql+psycopg://user:password@host/name",
        _database,
    )  # fmt: skip
    base_url: str = _setting(
        "http://localhost:8000",
        "Public address. With https, cookies are Secure and HSTS is sent.",
        _address,
    )
    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "Port to listen on; PORT is honoured too.", int)
    web_processes: int = _setting(1, "Web processes that `serve` starts.", int)
    secret: str = _setting(
        "", "Key that signs forms. Empty: made once and kept in the data folder."
    )
    organisation_name: str = _setting(
        "Folkmoot", "Name of the site, shown in the header."
    )
    languages: tuple[str, ...] = _setting(
        ("en",), "Languages of the pages, comma separated; the first is the default.",
        _languages,
    )  # fmt: skip
    pseudo_language: bool = _setting(
        False,
        "Offer the pseudo-languages `qps` and, from right to left, `qps-plocm`; "
        "they show untranslated text.",
        _flag,
    )
    region: str = _setting(
        "GB", "Country (ISO 3166) whose phone and id formats are tried first."
    )
    trusted_proxies: tuple[str, ...] = _setting(
        (), "Addresses of proxies whose X-Forwarded-For is believed.", _words
    )
    submissions_per_network: int = _setting(
        120, "Submissions taken from one network in five minutes; a library or a "
        "mobile network shares one address. 0: no limit.", int,
    )  # fmt: skip
    smtp_url: str = _setting(
        "", "smtp://user:password@host:587. Empty: nothing is sent."
    )
    mail_from: str = _setting("folkmoot@localhost", "Sender of messages.")
    embedder: str = _setting(
        "auto", "How comments are embedded: auto, static, onnx:FOLDER, "
        "transformers:FOLDER.",
    )  # fmt: skip
    data_licence: str = _setting(
        "CC0 1.0", "Licence of the register's data, as it is called."
    )
    data_licence_url: str = _setting(
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "Address of that licence.",
    )
    backup_days: int = _setting(35, "Backups older than this many days go.", int)
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR.")

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def is_local(self) -> bool:
        """Whether the site can be reached from its own machine only."""
        return urlsplit(self.base_url).hostname in {"localhost", "127.0.0.1", "::1"}

    @property
    def url_of_database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'folkmoot.db'}"

    @property
    def is_sqlite(self) -> bool:
        return self.url_of_database.startswith("sqlite")

    @property
    def is_on_postgresql(self) -> bool:
        return self.url_of_database.startswith("postgresql")

    @property
    def default_language(self) -> str:
        return self.languages[0]

    def signing_key(self) -> bytes:
        """Return the key that signs forms, made at the first call if none is set."""
        if self.secret:
            return self.secret.encode()
        path = self.data_dir / "secret"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_bytes()


class WrongSetting(ValueError):
    """A setting's value cannot be read; the message names its variable."""


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read `FOLKMOOT_*` from the environment, or from the mapping given.

    Raises:
        WrongSetting: A value cannot be read.
    """
    source = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for one in fields(Settings):
        text = _text_of(one, source)
        if text is None:
            continue
        try:
            values[one.name] = one.metadata["parse"](text)
        except _Refused as error:
            raise WrongSetting(f"{variable_of(one.name)}: {error}") from error
        except ValueError as error:
            message = f"{variable_of(one.name)}: cannot read {text!r} ({error})"
            raise WrongSetting(message) from error
    if "base_url" not in values and "port" in values:
        values["base_url"] = f"http://localhost:{values['port']}"
    return Settings(**values)


def variable_of(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"FOLKMOOT_{name.upper()}"


def _text_of(one: Field[Any], source: Mapping[str, str]) -> str | None:
    text = source.get(variable_of(one.name))
    if text is None and one.name == "port":
        text = source.get("PORT")
    return text
