"""A signed-in person's desk whose way to each of the three stores leads through a proxy."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    ExitStack,
    asynccontextmanager,
    closing,
    contextmanager,
    suppress,
)
from dataclasses import dataclass, replace

from sqlalchemy.engine import make_url

from desktop_app.services import sample
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from tests.faults.proxy import Cut, Proxy
from tests.services.test_desk import at_the_desk


@dataclass(frozen=True)
class Ground:
    """The stores' places as the proxies show them; `proxies` are named as sources name stores."""

    places: Places
    proxies: dict[str, Proxy]

    def desk(self, login: str = sample.ADMIN) -> AbstractAsyncContextManager[Desk]:
        return looked_after(self.places, login)


@asynccontextmanager
async def looked_after(places: Places, login: str = sample.ADMIN) -> AsyncIterator[Desk]:
    """A signed-in person's desk whose stores are looked after, and all well to begin with."""
    async with at_the_desk(places, login) as desk:
        keeping = asyncio.create_task(desk.stores.care.keep())
        try:
            await well(desk)
            yield desk
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping


async def until(holds: Callable[[], bool]) -> None:
    """States are told through a callback; with a bound for a machine that has much else to do."""
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def cut_next(desk: Desk, ground: "Ground", cut: Cut) -> None:
    """The desk's next COMMIT, upon a connection whose own, from attaching, is behind it."""
    async with desk.stores.reading():
        ground.proxies["postgres"].cut_next(cut)


async def well(desk: Desk) -> None:
    """Every store answers, as far as the desk knows."""
    await until(lambda: all(each.answers for each in desk.stores.care.states()))


@contextmanager
def proxied(places: Places) -> Iterator[Ground]:
    with ExitStack() as held:
        proxies = {
            store: held.enter_context(closing(Proxy(_place(url))))
            for store, url in (
                ("postgres", places.postgres),
                ("mongodb", places.mongodb),
                ("redis", places.redis),
            )
        }
        shown = replace(
            places,
            postgres=_through(places.postgres, proxies["postgres"]),
            mongodb=_through(places.mongodb, proxies["mongodb"]),
            redis=_through(places.redis, proxies["redis"]),
        )
        yield Ground(shown, proxies)


def _place(url: str) -> tuple[str, int] | str:
    parts = make_url(url)
    folder = parts.query.get("host")
    if isinstance(folder, str) and folder.startswith("/"):
        return f"{folder}/.s.PGSQL.{parts.port or 5432}"
    return parts.host or "127.0.0.1", parts.port or 5432


def _through(url: str, proxy: Proxy) -> str:
    parts = make_url(url).difference_update_query(["host"])
    return parts.set(host="127.0.0.1", port=proxy.port).render_as_string(hide_password=False)
