"""What the audit trail's ids stand for: names and where they are, as far as they exist.

An entry names its object by kind and id only, so that the trail says nothing of what
was erased. Each kind is looked up once for a page, however many entries it has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import String, cast, literal, select
from sqlmodel import Session, col

from app.accounts.models import Official, Organisation
from app.comments.models import Comment, CommentImport, CommentState
from app.consultations.models import Consultation, Proposal, Question
from app.official_responses.models import OfficialResponse, Promise
from app.register.models import ErrorReport, RegisterImport, System
from app.topics.models import Topic

_OFFICE: Final = "/office/consultations/{slug}"
_LONGEST: Final = 80
Ref = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """What something is called, and its page; empty when it has none of its own."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """A query for key, name and slug, and the path that these lead to."""

    query: Any
    key: Any
    path: str


def name_objects(session: Session, refs: Iterable[Ref]) -> Mapping[Ref, Named]:
    """Return what still exists of things, by kind and id."""
    wanted: dict[str, set[UUID]] = {}
    for kind, text in refs:
        key = _key(text)
        if key is not None:
            wanted.setdefault(kind, set()).add(key)
    found: dict[Ref, Named] = {}
    for kind, keys in wanted.items():
        for one in LOOKUPS.get(kind, ()):
            rows = session.execute(one.query.where(one.key.in_(keys)))
            for key, name, slug in rows:
                named = Named(_shortened(name), one.path.format(slug=slug, key=key))
                found[kind, str(key)] = named
    return found


def _own(table: Any, name: Any, path: str, slug: Any = None) -> Lookup:
    shown = literal("") if slug is None else slug
    return Lookup(select(table.id, name, shown), table.id, path)


def _within(table: Any, name: Any, path: str) -> Lookup:
    """Look up what belongs to a consultation."""
    at = col(Consultation.id) == table.consultation_id
    query = select(table.id, name, col(Consultation.slug)).join(Consultation, at)
    return Lookup(query, table.id, path)


def _comments() -> Lookup:
    """Name a comment by what it answers, never by its words."""
    query = (
        select(col(Comment.id), col(Question.wording), col(Consultation.slug))
        .join(Question, col(Question.id) == col(Comment.question_id))
        .join(Consultation, col(Consultation.id) == col(Question.consultation_id))
        .where(col(Comment.state) != CommentState.ERASED)
    )
    return Lookup(query, col(Comment.id), f"{_OFFICE}/comments")


def _promises() -> Lookup:
    query = (
        select(col(Promise.id), col(Promise.text), col(Consultation.slug))
        .join(OfficialResponse, col(OfficialResponse.id) == col(Promise.response_id))
        .join(Topic, col(Topic.id) == col(OfficialResponse.topic_id))
        .join(Consultation, col(Consultation.id) == col(Topic.consultation_id))
    )
    return Lookup(query, col(Promise.id), f"{_OFFICE}/responses")


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST else name[:_LONGEST].rstrip() + "…"


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


_SYSTEMS: Final = "/office/systems"
LOOKUPS: Final[Mapping[str, tuple[Lookup, ...]]] = {
    "comment": (_comments(),),
    "consultation": (
        _own(Consultation, Consultation.title, _OFFICE, Consultation.slug),
    ),
    "import": (
        _within(CommentImport, CommentImport.file_name, f"{_OFFICE}/imports/{{key}}"),
        _own(RegisterImport, RegisterImport.file_name, f"{_SYSTEMS}/import/{{key}}"),
    ),
    "official": (_own(Official, Official.name, "/office/officials"),),
    "organisation": (_own(Organisation, Organisation.name, ""),),
    "promise": (_promises(),),
    "proposal": (_within(Proposal, Proposal.title, _OFFICE),),
    "question": (_within(Question, Question.wording, _OFFICE),),
    "report": (
        _own(
            ErrorReport,
            cast(ErrorReport.number, String),
            f"{_SYSTEMS}/reports/{{slug}}",
            ErrorReport.number,
        ),
    ),
    "system": (_own(System, System.name, f"{_SYSTEMS}/{{slug}}", System.slug),),
    "topic": (_within(Topic, Topic.label, f"{_OFFICE}/topics/{{key}}"),),
}
