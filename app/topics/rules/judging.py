"""How sure the machine is, and when it should read anew."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from app.errors import N_

# Below this a topic came back in fewer than half of the repeated readings.
SHAKY: Final = 0.5
STEADY: Final = 0.75

# How long after closing new comments are still looked for: letters come late.
WATCHED: Final = timedelta(days=60)
# How long the readings of a run are kept after a later one has taken its place.
SUPERSEDED_KEPT: Final = timedelta(days=30)

# A run starts by itself when this many comments came since the last one …
FEWEST_NEW: Final = 50
NEW_SHARE: Final = 0.1
# … or this many fit no topic, which may be a new one.
MOST_UNSORTED: Final = 25
# A handful of new comments is no reason, whatever share they are.
_FEWEST_EVER: Final = 10


class Steadiness(StrEnum):
    """How often a topic comes back when the comments are read again."""

    STEADY = "steady"
    FAIRLY_STEADY = "fairly_steady"
    SHAKY = "shaky"


STEADINESS_LABELS: Final = {
    Steadiness.STEADY: N_("steady: it comes back in almost every reading"),
    Steadiness.FAIRLY_STEADY: N_("fairly steady: it comes back in most readings"),
    Steadiness.SHAKY: N_("shaky: it often falls apart, so check it with care"),
}


def steadiness_of(stability: float) -> Steadiness:
    if stability >= STEADY:
        return Steadiness.STEADY
    return Steadiness.FAIRLY_STEADY if stability >= SHAKY else Steadiness.SHAKY


def is_new_run_due(*, read: int, new: int, unsorted: int) -> bool:
    """Tell whether enough came in since a run to look for topics again.

    A tenth of what was read, or fifty, whichever is less; or many that fit nowhere.
    """
    enough = max(_FEWEST_EVER, min(FEWEST_NEW, int(NEW_SHARE * read)))
    return new >= enough or (new > 0 and unsorted >= MOST_UNSORTED)
