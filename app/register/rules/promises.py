"""What becomes of the texts in which a body says what people can count on."""

from dataclasses import dataclass
from typing import Final

from app.register.rules.denials import Standing, standing
from app.register.rules.particulars import Duration, contacts, count_words, durations
from app.register.rules.promise_words import DESCRIBES, ENDED, NARROWS
from app.register.rules.words import plain
from app.register.schemas.answers import Answers, is_withheld, text_value


@dataclass(frozen=True, slots=True)
class _Promise:
    """A text in which the body says what people can count on."""

    key: str
    dropped: str
    reworded: str
    # Whether a time in it is people's to use (to appeal), or the body's to keep.
    is_peoples_time: bool


_PROMISES: Final = (
    _Promise(
        "human_review",
        "human_review_removed",
        "human_review_reworded",
        is_peoples_time=False,
    ),
    _Promise("appeal_route", "appeal_dropped", "appeal_reworded", is_peoples_time=True),
    _Promise(
        "notice_to_people", "notice_dropped", "notice_reworded", is_peoples_time=False
    ),
    _Promise(
        "opt_out_how",
        "opt_out_how_dropped",
        "opt_out_how_reworded",
        is_peoples_time=True,
    ),
)


def broken_promises(before: Answers, after: Answers) -> list[tuple[str, str]]:
    """Return kinds of weakening, each with its field."""
    found = {
        one.key: kind
        for one in _PROMISES
        if (kind := _broken(one, before, after)) is not None
    }
    if found.get("appeal_route") != "appeal_dropped":
        found |= _lost_address(before, after)
    if _can_no_longer_refuse(before, after):
        found.pop("opt_out_how", None)
        found["opt_out"] = "opt_out_dropped"
    return [(kind, key) for key, kind in found.items()]


def _can_no_longer_refuse(before: Answers, after: Answers) -> bool:
    return (
        text_value(before, "opt_out") == "yes"
        and text_value(after, "opt_out") != "yes"
        and not is_withheld(after, "opt_out")
    )


def _broken(promise: _Promise, before: Answers, after: Answers) -> str | None:
    """Return what a rewriting does to a promise; None where it still holds."""
    key = promise.key
    old, new = text_value(before, key), text_value(after, key)
    if old == new or not old or is_withheld(after, key):
        return None
    stood = standing(key, old)
    stands = standing(key, new) if new else Standing.DENIED
    if stands > stood:
        return promise.dropped if stands is Standing.DENIED else promise.reworded
    if stands is not stood or stood is not Standing.STANDS:
        return None
    if lost := _lost(promise, old, new, after):
        return lost
    return promise.reworded if _is_narrower(key, plain(old), plain(new)) else None


# A text of this many words that keeps less than a third of them lost something.
_FEW_WORDS: Final = 12


def _lost(promise: _Promise, old: str, new: str, after: Answers) -> str | None:
    """Return what a rewording lost: its contact, its time limit, or most of its words."""
    gone = contacts(old) - contacts(_all_texts(after))
    if gone and not contacts(new):
        return "contact_lost"
    times, left = durations(old), durations(new)
    if times and not left:
        return "limit_lost"
    if _is_worse(promise, times, left):
        return "time_shorter" if promise.is_peoples_time else "time_longer"
    words = count_words(old)
    is_short = words >= _FEW_WORDS and count_words(new) * 3 < words
    return "words_lost" if is_short else None


def _is_narrower(key: str, old: str, new: str) -> bool:
    """Tell whether it now holds for some only, tells of an end, or no word is left."""
    if any(one.search(new) and not one.search(old) for one in (NARROWS, ENDED)):
        return True
    return bool(DESCRIBES[key].search(old)) and not DESCRIBES[key].search(new)


def _is_worse(promise: _Promise, times: list[Duration], left: list[Duration]) -> bool:
    """Tell whether people get less time, or the body takes more; of one each."""
    if len(times) != 1 or len(left) != 1:
        return False
    if promise.is_peoples_time:
        return times[0].is_longer_than(left[0])
    return left[0].is_longer_than(times[0])


def _lost_address(before: Answers, after: Answers) -> dict[str, str]:
    """Tell of a lost address, unless another field names it now."""
    key = "appeal_url"
    address = text_value(before, key)
    if not address or text_value(after, key) or is_withheld(after, key):
        return {}
    if address in _all_texts(after):
        return {}
    has_route = bool(text_value(after, "appeal_route"))
    return {key: "contact_lost" if has_route else "appeal_dropped"}


def _all_texts(answers: Answers) -> str:
    return "\n".join(text_value(answers, key) for key in answers)
