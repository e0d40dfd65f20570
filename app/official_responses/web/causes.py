"""What the register's edge is given to name as the cause of a change."""

from collections.abc import Mapping
from typing import Final

from litestar.di import Provide

from app.official_responses.queries import list_causes
from app.register.schemas.causes import CausesOf


def provide_causes() -> CausesOf:
    """Give the question which topics and promises a system's record may name.

    The register stands below the rooms that know them, so it is handed the answer.
    """
    return list_causes


CAUSE_DEPENDENCIES: Final[Mapping[str, Provide]] = {
    "causes_of": Provide(provide_causes, sync_to_thread=False),
}
