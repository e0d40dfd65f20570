"""What is followed, in words, and the page that shows it."""

from sqlmodel import Session

from app.errors import N_
from app.register.models import Follow
from app.register.queries.following import (
    find_followed_system,
    query_of_follow,
    words_of_query,
)
from app.web.catalogues import translate


def name_of_follow(session: Session, follow: Follow) -> str:
    """Return a system's name, a body's, or what a search is for."""
    system = find_followed_system(session, follow)
    if system is not None:
        return system.name
    words = words_of_query(session, query_of_follow(follow))
    if not words:
        return translate(N_("The whole AI register"))
    return ", ".join(translate(one) for one in words)


def page_of_follow(session: Session, follow: Follow) -> str:
    """Return the address of what is followed, without its language."""
    system = find_followed_system(session, follow)
    if system is not None:
        return f"/register/{system.slug}"
    return f"/register{follow.query}"
