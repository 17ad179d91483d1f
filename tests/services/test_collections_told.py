"""What a platform itself writes into MongoDB is told to the windows, though no audit row is."""

import asyncio
from contextlib import suppress

from desktop_app.domain.writes import Change
from desktop_app.services.series.market import PLACE
from desktop_app.stack import Places
from tests.services.delivering import documents, logins
from tests.services.test_cache import kept
from tests.services.test_desk import at_the_desk

PATIENCE, TOLD = 60, 3
"""The worker says it once by itself, when it begins to look."""


def test_a_new_analysis_is_heard_of(sampled: Places) -> None:
    """Mutations: a worker that tells no window; a window that does not listen to it."""
    database, _, name = PLACE.partition(".")
    heard: list[Change] = []

    async def work() -> None:
        async with kept(logins(sampled)), at_the_desk(sampled) as desk:
            analyses = mongo[database].get_collection(name)
            desk.subscribe(lambda change: heard.append(change) if change.panel == PLACE else None)
            following = asyncio.ensure_future(desk.follow())
            try:
                async with asyncio.timeout(PATIENCE):
                    while len(heard) < TOLD:
                        made = analyses.insert_one({}, bypass_document_validation=True)
                        analyses.delete_one({"_id": made.inserted_id})
                        await asyncio.sleep(0.3)
            finally:
                following.cancel()
                with suppress(asyncio.CancelledError):
                    await following

    with documents(sampled) as mongo:
        asyncio.run(work())
    assert {change.key for change in heard} == {None}
