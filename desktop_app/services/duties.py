"""The worker's duties as data: what, how often, and how it is done."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desktop_app.services import archiving, chaining, secrets_renewal, staff_elsewhere
from desktop_app.services.audit_heads import Signer
from desktop_app.services.panel import Panel
from desktop_app.services.relay import Connection, Relay, connect
from desktop_app.stack import Places
from desktop_app.storage.delivery import APPLIED, DATABASE, Client

HOUR = 3600.0
KEPT = timedelta(days=7)
MOST_SWEPT = 1000


@dataclass(frozen=True)
class Hands:
    """What a duty works with: the worker's logins, and one connection kept for the relay."""

    postgres: str
    mongodb: str
    mongo: Client
    relaying: Connection
    panels: Mapping[str, Panel]
    signer: Signer
    administration: Places

    async def ask(self, query: str, *given: object) -> list[object]:
        """The first column of a query's rows, in a transaction on a connection of its own."""
        async with await connect(self.postgres) as connection:
            rows = await (await connection.execute(query.encode(), given or None)).fetchall()
        return [next(iter(row.values())) for row in rows]


@dataclass(frozen=True)
class Duty:
    """`run` does it and answers in a few words what came of it, or with nothing if nothing did."""

    name: str
    every: float
    run: Callable[[Hands], Awaitable[str]]


async def relay(hands: Hands) -> str:
    delivered = await Relay(hands.panels, hands.relaying, hands.mongo).run()
    return f"{delivered} delivered" if delivered else ""


async def chain_trail(hands: Hands) -> str:
    return await chaining.run(hands.postgres, hands.mongo, hands.signer)


async def archive_trail(hands: Hands) -> str:
    done = await asyncio.to_thread(archiving.run, hands.postgres, hands.signer)
    return f"{done} months archived" if done else ""


async def note_refusals(hands: Hands) -> str:
    (noted,) = await hands.ask("SELECT backoffice.note_refusals()")
    return f"{noted} noted" if noted else ""


async def expire_reservations(hands: Hands) -> str:
    (done,) = await hands.ask("SELECT multiverse.expire_reservations()")
    return f"{done} expired" if done else ""


async def expire_sessions(hands: Hands) -> str:
    (ended,) = await hands.ask("SELECT backoffice.expire_sessions()")
    return f"{ended} ended" if ended else ""


async def expire_requests(hands: Hands) -> str:
    (ended,) = await hands.ask("SELECT backoffice.expire_requests()")
    return f"{ended} expired" if ended else ""


async def partitions_ahead(hands: Hands) -> str:
    (made,) = await hands.ask("SELECT backoffice.partitions_ahead()")
    return f"{made} made" if made else ""


async def refresh_views(hands: Hands) -> str:
    views = await hands.ask("SELECT backoffice.views_to_refresh()")
    for view in views:
        await hands.ask("SELECT backoffice.refresh_view(%s)", view)
    return f"{len(views)} refreshed"


async def renew_secrets(hands: Hands) -> str:
    renewed = await asyncio.to_thread(secrets_renewal.run, hands.administration)
    return f"{renewed} renewed" if renewed else ""


async def renew_cache_rights(hands: Hands) -> str:
    """Also whom Redis has forgotten, or never knew because it was down."""
    made = await asyncio.to_thread(staff_elsewhere.renew_in_redis, hands.administration)
    return f"{made} made anew" if made else ""


async def sweep_outbox(hands: Hands) -> str:
    """What MongoDB remembers of an intent goes only when the outbox has its answer."""
    (swept,) = await hands.ask("SELECT backoffice.sweep_outbox()")
    applied = hands.mongo[DATABASE][APPLIED]
    old = {"at": {"$lt": datetime.now(UTC) - KEPT}}
    found = await applied.find(old, {"_id": 1}).limit(MOST_SWEPT).to_list()
    ids = [each["_id"] for each in found]
    waiting = set(await hands.ask("SELECT backoffice.still_sent(%s)", ids)) if ids else set()
    gone = [each for each in ids if each not in waiting]
    if gone:
        await applied.delete_many({"_id": {"$in": gone}})
    return f"{swept} swept" if swept or gone else ""


RELAY = Duty("Deliveries", 1.0, relay)
DUTIES = (
    RELAY,
    Duty("Audit chain", 3.0, chain_trail),
    Duty("Refusals", 10.0, note_refusals),
    Duty("Expired reservations", 60.0, expire_reservations),
    Duty("Expired sessions", 60.0, expire_sessions),
    Duty("Expired requests", 60.0, expire_requests),
    Duty("Partitions ahead", 24 * HOUR, partitions_ahead),
    Duty("Retention", 24 * HOUR, archive_trail),
    Duty("Materialized views", HOUR, refresh_views),
    Duty("Secrets of staff", HOUR, renew_secrets),
    Duty("Rights in the cache", HOUR, renew_cache_rights),
    Duty("Sweep of deliveries", HOUR, sweep_outbox),
)
