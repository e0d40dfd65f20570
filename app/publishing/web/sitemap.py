"""What search engines may find: public pages, and when each last changed."""

from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from litestar import Controller, Response, get
from sqlmodel import select

from app.register.models import RegisterEntry
from app.register.web.negotiation import data_response
from app.web.dependencies import ReadSession, app_settings
from app.web.requests import Request

_PAGES: Final = ("/", "/consultations", "/register", "/register/data")
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
# What one sitemap may hold (sitemaps.org, "Sitemap file location").
_MOST: Final = 50_000


class SitemapController(Controller):
    """One file for the whole site, in the default language."""

    path = "/sitemap.xml"
    include_in_schema = False

    @get("/", sync_to_thread=True)
    def show(self, request: Request, session: ReadSession) -> Response[bytes]:
        settings = app_settings(request)
        base = f"{settings.base_url.rstrip('/')}/{settings.default_language}"
        root = Element("urlset", xmlns=_NAMESPACE)
        for path in _PAGES:
            SubElement(SubElement(root, "url"), "loc").text = f"{base}{path}"
        entries = session.exec(
            select(RegisterEntry.slug, RegisterEntry.updated_at)
            .order_by(RegisterEntry.slug)
            .limit(_MOST - len(_PAGES))
        )
        for slug, updated_at in entries:
            one = SubElement(root, "url")
            SubElement(one, "loc").text = f"{base}/register/{slug}"
            SubElement(one, "lastmod").text = updated_at.date().isoformat()
        text: str = tostring(root, "unicode")
        content = b'<?xml version="1.0" encoding="utf-8"?>\n' + text.encode()
        return data_response(request, content, "application/xml")
