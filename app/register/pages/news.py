"""Pieces of news in words, for feeds and letters alike."""

from typing import Final

from app.errors import N_
from app.register.models import EventKind
from app.register.queries.events import PublicEvent
from app.register.queries.news import News
from app.register.rules.taking_back import IS_TAKEN_BACK
from app.register.rules.weakening import (
    LABELS,
    Weakening,
    read_weakenings,
    takes_away,
)
from app.web.catalogues import translate, translate_many
from app.web.formats import format_number

# Only an import, or the passing of a day, makes much happen at one moment.
_MANY: Final = {
    EventKind.PUBLISHED: (
        N_("%(count)s record was added by an import"),
        N_("%(count)s records were added by an import"),
    ),
    EventKind.CHANGED: (
        N_("%(count)s record was changed by an import"),
        N_("%(count)s records were changed by an import"),
    ),
    EventKind.CONFIRMED: (
        N_("%(count)s record was looked at again and still holds"),
        N_("%(count)s records were looked at again and still hold"),
    ),
    EventKind.RETIRED: (
        N_("An import says of %(count)s system that its use has ended"),
        N_("An import says of %(count)s systems that their use has ended"),
    ),
    EventKind.REMOVED: (
        N_("%(count)s record was removed by an import"),
        N_("%(count)s records were removed by an import"),
    ),
    EventKind.RESTORED: (
        N_("%(count)s removed record was put back"),
        N_("%(count)s removed records were put back"),
    ),
    EventKind.REVIEW_OVERDUE: (
        N_("The review of %(count)s record has become overdue"),
        N_("The reviews of %(count)s records have become overdue"),
    ),
}
# The same when an import was taken back, which goes the other way.
_MANY_TAKEN_BACK: Final = {
    EventKind.CHANGED: (
        N_("%(count)s record went back to what it said before an import"),
        N_("%(count)s records went back to what they said before an import"),
    ),
    EventKind.RETIRED: (
        N_(
            "%(count)s record says again that its use has ended: an import was taken back"
        ),
        N_(
            "%(count)s records say again that their use has ended: an import was taken back"
        ),
    ),
    EventKind.REMOVED: (
        N_("%(count)s record was removed: the import that added it was taken back"),
        N_("%(count)s records were removed: the import that added them was taken back"),
    ),
}


def headline_of(news: News) -> str:
    """Return what many events of one moment are called together."""
    kind = news.piece.kind
    singular, plural = _MANY[kind]
    if all(one.event.detail.get(IS_TAKEN_BACK) for one in news.shown):
        singular, plural = _MANY_TAKEN_BACK.get(kind, (singular, plural))
    return translate_many(
        singular, plural, news.piece.count, count=format_number(news.piece.count)
    )


def note_of(news: News) -> str:
    """Return the note that many events share, such as where an import came from."""
    notes = {one.event.note.strip() for one in news.shown}
    return notes.pop() if len(notes) == 1 else ""


def more_of(news: News, shown: int) -> str:
    """Say how many are not named."""
    more = news.piece.count - shown
    return translate(N_("And %(count)s more."), count=format_number(more))


def takings_of(one: PublicEvent) -> list[str]:
    """Return what a version takes away from people and why, in words."""
    detail = one.event.detail
    found = read_weakenings(detail.get("weakenings") or [])
    said = [_named(one) for one in found if one.kind in LABELS]
    if not takes_away(found) or "reason" not in detail:
        return said
    if not detail["reason"]:
        return [*said, translate("The body does not say why.")]
    return [*said, f"{translate('Why, as the body says:')} {detail['reason']}"]


def _named(one: Weakening) -> str:
    label = translate(one.label)
    return f"{label} ({translate(one.field_label)})" if one.needs_field else label


def comparison_of(one: PublicEvent) -> str:
    """Return where both texts stand of what a version takes away, if it does."""
    version = one.event.version or 0
    if not one.event.detail.get("weakenings") or version <= 1:
        return ""
    return f"/register/{one.slug}/compare?from={version - 1}&to={version}"
