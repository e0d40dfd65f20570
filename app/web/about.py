"""Pages that belong to the site itself, and what machines ask of every site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import ClassVar, Final

from litestar import Controller, MediaType, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import text

from app.errors import N_
from app.web.assets import Asset
from app.web.caching import Keep, public
from app.web.catalogues import translate
from app.web.cookies import cookie_name
from app.web.dependencies import Now, ReadSession, app_settings
from app.web.requests import Request, site_of

_FOREVER: Final = "public, max-age=31536000, immutable"
_CONTACT_DAYS: Final = 365
_COOKIES: Final = (
    (
        "csrf",
        N_("Proves that a form was sent from our own page."),
        N_("One day"),
    ),
    ("flash", N_("Carries a message to the next page."), N_("Five minutes")),
    ("language", N_("Remembers the language you chose."), N_("One year")),
    (
        "sent",
        N_("Carries the code of your receipt to the page that shows it."),
        N_("Ten minutes"),
    ),
    (
        "receipt",
        N_("Keeps open what you look at with your receipt."),
        N_("Half an hour"),
    ),
    ("sid", N_("Keeps an official signed in."), N_("Until signing out, or 12 hours")),
)


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """The accessibility statement."""

    template: ClassVar[str] = "about/accessibility.html"
    fragment: ClassVar[str | None] = None

    contact: str


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """What is kept of people, how long, and what they can do about it."""

    template: ClassVar[str] = "about/privacy.html"
    fragment: ClassVar[str | None] = None

    contact: str
    backup_days: int


@dataclass(frozen=True, slots=True)
class CookiesPage:
    """Which cookies there are."""

    template: ClassVar[str] = "about/cookies.html"
    fragment: ClassVar[str | None] = None

    # Name, purpose, duration.
    cookies: Sequence[tuple[str, str, str]]


class AboutController(Controller):
    """What the site says about itself."""

    path = "/about"
    include_in_schema = False

    @get("/accessibility", sync_to_thread=True)
    def accessibility(self, request: Request) -> Response[str]:
        settings = app_settings(request)
        page = AccessibilityPage(settings.mail_from)
        return public(request, page, keep=Keep())

    @get("/privacy", sync_to_thread=True)
    def privacy(self, request: Request) -> Response[str]:
        settings = app_settings(request)
        page = PrivacyPage(settings.mail_from, settings.backup_days)
        return public(request, page, keep=Keep())

    @get("/cookies", sync_to_thread=True)
    def cookies(self, request: Request) -> Response[str]:
        settings = app_settings(request)
        cookies = [
            (cookie_name(settings, name), translate(purpose), translate(duration))
            for name, purpose, duration in _COOKIES
        ]
        return public(request, CookiesPage(cookies), keep=Keep())


class MachineController(Controller):
    """Answers without language: health, robots, assets."""

    path = "/"
    include_in_schema = False

    @get("/healthz", media_type=MediaType.TEXT, sync_to_thread=False)
    def healthz(self) -> str:
        return "ok\n"

    @get("/readyz", media_type=MediaType.TEXT, sync_to_thread=True)
    def readyz(self, session: ReadSession) -> str:
        session.execute(text("SELECT 1"))
        return "ready\n"

    @get("/robots.txt", media_type=MediaType.TEXT, sync_to_thread=False)
    def robots(self, request: Request) -> str:
        base = site_of(request).settings.base_url.rstrip("/")
        return (
            "User-agent: *\nDisallow: /*/office\nDisallow: /*/receipt\n"
            f"Sitemap: {base}/sitemap.xml\n"
        )

    @get("/.well-known/security.txt", media_type=MediaType.TEXT, sync_to_thread=False)
    def security_txt(self, request: Request, now: Now) -> str:
        settings = app_settings(request)
        expires = (now + timedelta(days=_CONTACT_DAYS)).replace(microsecond=0)
        base = settings.base_url.rstrip("/")
        return (
            f"Contact: mailto:{settings.mail_from}\n"
            f"Expires: {expires.astimezone(UTC).isoformat()}\n"
            f"Preferred-Languages: {', '.join(settings.languages)}\n"
            f"Canonical: {base}/.well-known/security.txt\n"
        )

    @get("/favicon.ico", sync_to_thread=False)
    def favicon(self, request: Request) -> Response[bytes]:
        assets = site_of(request).assets
        return _served(request, assets.files[assets.names["favicon.svg"]])

    @get("/static/{name:str}", sync_to_thread=False)
    def static(self, request: Request, name: FromPath[str]) -> Response[bytes]:
        asset = site_of(request).assets.files.get(name)
        if asset is None:
            raise NotFoundException
        return _served(request, asset)


def _served(request: Request, asset: Asset) -> Response[bytes]:
    accepted = request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
    content = asset.content
    if "br" in accepted:
        content, headers["Content-Encoding"] = asset.brotli, "br"
    elif "gzip" in accepted:
        content, headers["Content-Encoding"] = asset.gzip, "gzip"
    return Response(content, media_type=asset.media_type, headers=headers)
