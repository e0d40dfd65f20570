"""New systems."""

import re
import unicodedata
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from app.accounts.models import Organisation
from app.errors import N_, Invalid
from app.register.models import RecordDraft, Status, System

LONGEST_NAME: Final = 300
_LONGEST_SLUG: Final = 80
# Words that the register's own pages use as the last part of their address.
_TAKEN: Final = frozenset(
    {
        "bodies", "catalogue", "data", "effects", "feed", "feeds", "follow",
        "missing", "report-missing", "reports",
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
        slug=_free_slug(session, name),
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


def _free_slug(session: Session, name: str) -> str:
    slug = slug_of(name)
    same = select(System.id).where(System.slug == slug)
    if slug not in _TAKEN and session.exec(same).first() is None:
        return slug
    like = select(System.slug).where(col(System.slug).startswith(slug))
    taken = _TAKEN | set(session.exec(like))
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"
