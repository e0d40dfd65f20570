"""The template environment: what every template may use without asking."""

import hashlib
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.settings import ROOT, Settings
from app.web import formats
from app.web.assets import Assets
from app.web.catalogues import (
    Catalogues,
    current_language,
    gettext,
    language_name,
    ngettext,
    text_direction,
)
from app.web.csrf import FIELD, token_for
from app.web.error_summary import name_fields
from app.web.requests import Request

TEMPLATES: Final = ROOT / "templates"
rendering: ContextVar[Request] = ContextVar("rendering")


def build_environment(
    settings: Settings,
    catalogues: Catalogues,
    assets: Assets,
    is_demonstration: Callable[[], bool],
) -> Environment:
    """Return the one environment; a missing variable is an error, not a blank."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=settings.log_level == "DEBUG",
        cache_size=1000,
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals |= {
        "asset": lambda name: f"/static/{assets.names[name]}",
        # For words that come from Python. `_` would read a "%" in them as a placeholder.
        "translated": gettext,
        "url": url,
        "url_in": url_in,
        "csrf_input": csrf_input,
        "current_language": current_language,
        "text_direction_of": text_direction,
        "site_name": settings.organisation_name,
        "base_url": settings.base_url.rstrip("/"),
        "languages": [(code, language_name(code)) for code in catalogues.codes],
        "default_language": catalogues.default,
        "is_demonstration": is_demonstration,
        **formats.GLOBALS,
    }
    return environment


def templates_version() -> str:
    """Return a digest of all templates."""
    digest = hashlib.sha256()
    for path in sorted(TEMPLATES.rglob("*.html")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def url(path: str) -> str:
    """Return the address of a page in the current language."""
    return url_in(current_language(), path)


def url_in(code: str, path: str) -> str:
    return f"/{code}{path}"


def csrf_input() -> Markup:
    """Return the hidden field that every form of ours carries."""
    token = token_for(rendering.get())
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token)


def render_template(
    environment: Environment,
    request: Request,
    template: str,
    variables: Mapping[str, Any],
) -> str:
    """Render in the current thread, with the request known to `csrf_input`."""
    mark = rendering.set(request)
    try:
        return name_fields(environment.get_template(template).render(variables))
    finally:
        rendering.reset(mark)
