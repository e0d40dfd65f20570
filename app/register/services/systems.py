"""New systems."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.errors import N_, Conflict, Invalid
from app.register.models import RecordDraft, Status, System

LONGEST_NAME: Final = 300
LONGEST_SLUG: Final = 120
_LONGEST_SLUG: Final = 80
# Words that the register's own pages and its API use as the last part of an address.
_TAKEN: Final = frozenset(
    {
        "bodies", "catalogue", "data", "effects", "feed", "feeds", "fields", "follow",
        "import", "missing", "new", "report-missing", "reports", "topics",
    }
)  # fmt: skip


def create_system(
    session: Session,
    organisation: Organisation,
    name: str,
    *,
    status: Status = Status.PROPOSED,
    now: datetime,
) -> System:
    """Add a system with an empty draft; nothing of it is public yet.

    Raises:
        Invalid: The name is empty or too long.
    """
    name = require_name(name)
    system = System(
        organisation_id=organisation.id,
        slug=free_slugs(session, [name])[0],
        name=name,
        status=status,
        created_at=now,
        updated_at=now,
    )
    session.add(system)
    session.flush()
    session.add(
        RecordDraft(
            system_id=system.id,
            name=name,
            language=organisation.language,
            updated_at=now,
        )
    )
    session.flush()
    return system


def delete_unpublished(session: Session, system: System) -> None:
    """Delete a system that the public never saw, with its draft.

    Raises:
        Conflict: It was published once, or something else stands on it.
    """
    if system.current_version is not None:
        raise Conflict(
            N_("This system has a public record. Remove the entry from the lists.")
        )
    draft = session.get(RecordDraft, system.id)
    try:
        with session.begin_nested():
            if draft is not None:
                session.delete(draft)
                session.flush()
            session.delete(system)
            session.flush()
    except IntegrityError as error:
        raise Conflict(
            N_("Something else stands on this system, such as a consultation.")
        ) from error


def require_name(name: str) -> str:
    """Return the name without stray blanks."""
    name = " ".join(name.split())
    if not name:
        raise Invalid({"name": N_("Give the system a name.")})
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": N_("This name is too long.")})
    return name


def slug_of(name: str) -> str:
    """Return a name as the last part of a web address."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
    return slug[:_LONGEST_SLUG].strip("-") or "system"


def is_address(slug: str) -> bool:
    """Tell whether this may be the last part of a system's address."""
    is_right = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and slug not in _TAKEN
    return bool(is_right) and len(slug) <= LONGEST_SLUG


def free_slugs(session: Session, names: Sequence[str]) -> list[str]:
    """Return an address for each name that no system has, none given twice."""
    wanted = [slug_of(name) for name in names]
    query = select(System.slug).where(col(System.slug).in_(set(wanted)))
    taken = set(_TAKEN) | set(session.exec(query))
    numbered: dict[str, Iterator[str]] = {}
    slugs = []
    for slug in wanted:
        free = slug
        if slug in taken:
            if slug not in numbered:
                taken |= _slugs_like(session, slug)
                numbered[slug] = (f"{slug}-{number}" for number in count(2))
            # Goes on where the last of this name ended: thousands may share one.
            free = next(one for one in numbered[slug] if one not in taken)
        taken.add(free)
        slugs.append(free)
    return slugs


def _slugs_like(session: Session, slug: str) -> set[str]:
    like = select(System.slug).where(col(System.slug).startswith(f"{slug}-"))
    return set(session.exec(like))
