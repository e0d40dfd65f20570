"""What followers are written: plain text in the language they asked in."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import N_
from app.mail import Letter
from app.register.models import Follow
from app.register.pages.news import (
    comparison_of,
    headline_of,
    more_of,
    note_of,
    takings_of,
)
from app.register.queries.news import News
from app.register.services.following import about_follow, stop_token
from app.settings import Settings
from app.web.catalogues import translate, translate_many
from app.web.formats import format_date, format_number


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses in a follower's letters."""

    page: str
    stop_page: str
    stop_at_once: str


def links_of(follow: Follow, page: str, settings: Settings) -> Links:
    """Return where a letter leads to; `page` is what is followed, without language."""
    base_url = settings.base_url.rstrip("/")
    here = f"{base_url}/{follow.language}"
    stop = f"{follow.id}/{stop_token(settings.signing_key(), follow.id)}"
    return Links(
        page=f"{here}{page}",
        stop_page=f"{here}/register/follow/stop/{stop}",
        stop_at_once=f"{base_url}/api/v1/follow/stop/{stop}",
    )


def letter_to_confirm(
    follow: Follow, name: str, token: str, links: Links, settings: Settings
) -> Letter:
    """Return the letter that asks whether somebody really wants to follow."""
    confirm = (
        f"{settings.base_url.rstrip('/')}/{follow.language}"
        f"/register/follow/confirm/{token}"
    )
    text = _paragraphs(
        translate(N_("Somebody, we hope you, wants to follow by e-mail:")),
        f"{name}\n{links.page}",
        translate(N_("To begin, open this page within two days and press the button:")),
        confirm,
        translate(
            N_(
                "If it was not you, do nothing. You get no other message, and we delete "
                "your address in two days. Or delete it now:"
            )
        ),
        links.stop_page,
    )
    subject = translate(N_("Please confirm: follow %(name)s"), name=name)
    return _letter(follow, subject, text, links)


def letter_about(
    follow: Follow, name: str, told: Sequence[News], count: int, links: Links
) -> Letter:
    """Return the letter that tells what happened: some of so many pieces of news."""
    more = count - len(told)
    text = _paragraphs(
        translate(N_("What happened in the AI register to what you follow:")),
        f"{name}\n{links.page}",
        *(_told(one, links) for one in told),
        translate(N_("And %(count)s more."), count=format_number(more)) if more else "",
        translate(
            N_("You get one message a day at most. To stop these messages, open:")
        ),
        links.stop_page,
    )
    subject = translate_many(
        N_("AI register: %(count)s piece of news about %(name)s"),
        N_("AI register: %(count)s pieces of news about %(name)s"),
        count,
        name=name,
    )
    return _letter(follow, subject, text, links)


def _told(news: News, links: Links) -> str:
    base, _, _ = links.page.partition("/register")
    if news.piece.count > 1:
        return _told_of_many(news, base)
    (one,) = news.shown
    event = one.event
    lines = [
        f"{format_date(event.at)}: {translate(one.label)}: {one.name}",
        one.body,
        *takings_of(one),
        event.note.strip(),
        f"{base}{comparison_of(one) or one.address}",
    ]
    return "\n".join(line for line in lines if line)


def _told_of_many(news: News, base: str) -> str:
    lines = [
        f"{format_date(news.piece.at)}: {headline_of(news)}",
        note_of(news),
        *(f"{one.name} ({one.body}): {base}/register/{one.slug}" for one in news.shown),
        more_of(news, len(news.shown)),
    ]
    return "\n".join(line for line in lines if line)


def _letter(follow: Follow, subject: str, text: str, links: Links) -> Letter:
    # RFC 8058: a mail program offers a button that needs no page.
    headers = {
        "List-Unsubscribe": f"<{links.stop_at_once}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return Letter(follow.email, subject, text, about_follow(follow.id), headers)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
