"""What the register does by itself: daily copies, late reviews, letters to followers."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.jobs import Job, schedule, task
from app.mail import Letter, post
from app.register.models import EventKind, Follow
from app.register.pages.letters import letter_about, links_of
from app.register.pages.names import name_of_follow, page_of_follow
from app.register.queries import get_system_by_slug
from app.register.queries.following import list_confirmed_follows, list_news_for
from app.register.queries.history import list_newly_overdue, list_snapshots
from app.register.queries.news import tell
from app.register.rules.following import MOST_IN_A_LETTER, is_due, tell_until
from app.register.services.entries import mark_changed, note_event
from app.register.services.following import forget_unconfirmed
from app.register.services.import_files import forget_old_imports, give_up_lost
from app.register.services.snapshots import cut_copy, note_contents, write_snapshot
from app.register.services.taking_back import forget_old_steps, stop_lost
from app.settings import ROOT, Settings
from app.web.catalogues import Catalogues, speak


@schedule("register.snapshot", every=timedelta(days=1))
def perform_snapshot(job: Job) -> None:
    """Write today's copy of the whole register."""
    with job.database.writing() as session:
        write_snapshot(session, job.database, job.settings, now=datetime.now(UTC))
        session.commit()


@task("register.clean_copies")
def perform_clean_copies(job: Job) -> None:
    """Take a system that was withheld out of the daily copies, if it still is."""
    slug = job.payload["slug"]
    with job.database.read_session() as session:
        if not get_system_by_slug(session, slug).is_withheld:
            return
        copies = list_snapshots(session)
    for number, copy in enumerate(copies, start=1):
        held = cut_copy(job.settings, copy, slug)
        if held is not None:
            with job.database.writing() as session:
                note_contents(session, copy.day, held)
                session.commit()
        job.progress("cleaning", number / len(copies))


@schedule("register.tell_overdue", every=timedelta(hours=6))
def perform_tell_overdue(job: Job) -> None:
    """Put every record whose review has become overdue into the feeds, once."""
    now = datetime.now(UTC)
    with job.database.writing() as session:
        overdue = list_newly_overdue(session, now)
        for system in overdue:
            note_event(session, system, EventKind.REVIEW_OVERDUE, now=now)
        if overdue:
            mark_changed(session, now)
        session.commit()


@schedule("register.tell_followers", every=timedelta(hours=1))
def perform_tell_followers(job: Job) -> None:
    """Write to everybody for whom something happened, once a day at most."""
    now = datetime.now(UTC)
    catalogues = Catalogues(ROOT / "locale", job.settings.languages)
    with job.database.read_session() as session:
        due = [one.id for one in list_confirmed_follows(session) if _may_tell(one, now)]
    for number, follow_id in enumerate(due, start=1):
        with job.database.read_session() as session:
            letter = _letter_for(session, follow_id, job.settings, catalogues, now)
        if letter is not None:
            with job.database.writing() as session:
                _tell(session, follow_id, letter, now)
                session.commit()
        job.progress("writing", number / len(due))
    with job.database.writing() as session:
        forget_unconfirmed(session, now)
        give_up_lost(session)
        stop_lost(session)
        forget_old_steps(session, now)
        forget_old_imports(session, now)
        session.commit()


def _may_tell(follow: Follow, now: datetime) -> bool:
    return follow.confirmed_at is not None and is_due(follow.last_told_at, now)


def _letter_for(
    session: Session,
    follow_id: UUID,
    settings: Settings,
    catalogues: Catalogues,
    now: datetime,
) -> Letter | None:
    """Write what somebody is to be told; None when nothing happened for them."""
    follow = session.get(Follow, follow_id)
    if follow is None:
        return None
    pieces = list_news_for(session, follow, tell_until(now), now.date())
    if not pieces:
        return None
    code = follow.language
    speak(catalogues, code if code in catalogues.codes else catalogues.default)
    links = links_of(follow, page_of_follow(session, follow), settings)
    name, told = (
        name_of_follow(session, follow),
        tell(session, pieces[:MOST_IN_A_LETTER]),
    )
    return letter_about(follow, name, told, len(pieces), links)


def _tell(session: Session, follow_id: UUID, letter: Letter, now: datetime) -> None:
    """Send a letter, unless its reader has stopped it meanwhile or was told by another."""
    follow = session.get(Follow, follow_id)
    if follow is not None and _may_tell(follow, now):
        post(session, letter, now=now)
        follow.told_until, follow.last_told_at = tell_until(now), now
        session.add(follow)
