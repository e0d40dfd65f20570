"""Which topic or promise led to a change: chosen from a list, its counts never typed."""

from collections.abc import Sequence
from itertools import groupby
from typing import TypeAlias

from app.errors import N_
from app.register.schemas.causes import Cause, CauseKind
from app.web.catalogues import translate, translate_many
from app.web.formats import format_number

CauseOptions: TypeAlias = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def cause_options(causes: Sequence[Cause]) -> CauseOptions:
    """Return what an official may choose, in words, by the consultation's title."""
    return [
        (title, [(one.key, _in_words(one)) for one in some])
        for title, some in groupby(causes, key=lambda one: one.within)
    ]


def _in_words(cause: Cause) -> str:
    counted = translate_many(
        N_("%(count)s comment"),
        N_("%(shown)s comments, distinct texts: %(texts)s"),
        cause.comments,
        shown=format_number(cause.comments),
        texts=format_number(cause.distinct_texts),
    )
    if cause.kind is CauseKind.PROMISE:
        said = N_("Promise: %(label)s (%(counted)s)")
    elif cause.is_answered:
        said = N_("Topic, answered: %(label)s (%(counted)s)")
    else:
        said = N_("Topic: %(label)s (%(counted)s)")
    return translate(said, label=cause.label, counted=counted)
