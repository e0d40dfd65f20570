"""The wrapper alone, around an application that counts how often it is asked."""

import asyncio
from typing import Any

from app.web.editions import Edition
from app.web.kept_pages import KeptPage, KeptPages
from app.web.page_cache import KEPT, PageCache

NOW = 1_772_450_000.0
HERE = (b"host", b"here.example")
FIRST, LATER = Edition("1", 1), Edition("2", 2)


class Application:
    """Leaves a page, when let; waits in between as a handler's thread would."""

    def __init__(self) -> None:
        self.asked = 0
        self.was_asked = asyncio.Event()
        self.go_on = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        self.was_asked.set()
        await self.go_on.wait()
        scope[KEPT] = KeptPage(
            body=b"words",
            digest="digest",
            status=200,
            headers=(),
            query=frozenset(),
            is_live=False,
            until=NOW + 30,
        )
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class Watch:
    """Says what it is told to."""

    def __init__(self, edition: Edition | None) -> None:
        self.now = edition

    async def edition(self) -> Edition | None:
        return self.now

    async def close(self) -> None:
        """Hold nothing."""


def cache(app: Application, watch: Watch) -> PageCache:
    return PageCache(app, KeptPages(), watch, ("en", "nl"), lambda: NOW)


async def nothing() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}


async def ask(cached: PageCache, *headers: tuple[bytes, bytes]) -> tuple[int, bytes]:
    sent: list[Any] = []
    scope = {"type": "http", "method": "GET", "path": "/en/", "query_string": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    given: Any = {**scope, "headers": list(headers)}
    await cached(given, nothing, send)
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent)


def test_many_who_ask_at_once_wait_for_one_rendering():
    async def scene() -> None:
        app, watch = Application(), Watch(FIRST)
        cached = cache(app, watch)
        app.go_on.set()
        await ask(cached)
        watch.now = LATER
        app.go_on.clear()
        app.was_asked.clear()
        asking = [asyncio.create_task(ask(cached)) for _ in range(20)]
        await app.was_asked.wait()
        app.go_on.set()
        answers = await asyncio.gather(*asking)
        assert answers == [(200, b"words")] * 20
        assert app.asked == 2

    asyncio.run(scene())


def test_those_who_wait_are_served_also_when_the_first_one_fails():
    async def scene() -> None:
        app, watch = Application(), Watch(FIRST)
        cached = cache(app, watch)
        app.go_on.set()
        await ask(cached)
        watch.now = LATER
        app.go_on.clear()
        app.was_asked.clear()
        first = asyncio.create_task(ask(cached))
        second = asyncio.create_task(ask(cached))
        await app.was_asked.wait()
        first.cancel()
        app.go_on.set()
        assert await second == (200, b"words")

    asyncio.run(scene())


def test_nothing_is_kept_while_the_database_cannot_be_asked():
    async def scene() -> None:
        app = Application()
        cached = cache(app, Watch(None))
        app.go_on.set()
        assert await ask(cached) == (200, b"words")
        assert await ask(cached) == (200, b"words")
        assert app.asked == 2
        assert not cached.pages.plain.pages

    asyncio.run(scene())


def test_who_comes_from_another_language_reaches_the_application():
    async def scene() -> None:
        app, watch = Application(), Watch(FIRST)
        cached = cache(app, watch)
        app.go_on.set()
        for came_from in (b"nl/register", b"en/register", b"nl/"):
            address = b"https://here.example/" + came_from
            await ask(cached, HERE, (b"referer", address))
        # The middle one fills, but the other two are to be remembered.
        assert app.asked == 3
        assert len(cached.pages.plain.pages) == 1

    asyncio.run(scene())


def test_a_page_made_while_something_was_published_is_made_again():
    async def scene() -> None:
        app, watch = Application(), Watch(FIRST)
        cached = cache(app, watch)
        asking = asyncio.create_task(ask(cached))
        await app.was_asked.wait()
        watch.now = LATER
        app.go_on.set()
        await asking
        await ask(cached)
        assert app.asked == 2

    asyncio.run(scene())
