"""The pages of following by e-mail and the variables of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from app.web.forms import SubmittedForm


@dataclass(frozen=True, slots=True)
class FollowPage:
    """Asks for an address; `name` is what is followed, `feed` the way without one."""

    template: ClassVar[str] = "register/follow.html"
    fragment: ClassVar[str | None] = None

    name: str
    page: str
    feed: str
    address: str
    form: SubmittedForm
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FollowSentPage:
    """A letter is on its way; says the same whoever asked for it."""

    template: ClassVar[str] = "register/follow_sent.html"
    fragment: ClassVar[str | None] = None


@dataclass(frozen=True, slots=True)
class FollowAskPage:
    """A button, because mail programs open links by themselves."""

    template: ClassVar[str] = "register/follow_ask.html"
    fragment: ClassVar[str | None] = None

    name: str
    address: str
    is_stop: bool


@dataclass(frozen=True, slots=True)
class FollowUsedPage:
    """A link that confirms nothing any more: the same whether used, old or invented."""

    template: ClassVar[str] = "register/follow_used.html"
    fragment: ClassVar[str | None] = None


@dataclass(frozen=True, slots=True)
class FollowEndPage:
    """What is so now: followed, or forgotten."""

    template: ClassVar[str] = "register/follow_end.html"
    fragment: ClassVar[str | None] = None

    is_stop: bool
