"""How Redis is reached: what does not answer in time, or was closed meanwhile, says so."""

from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisGone

PATIENCE = 3


class _Written:
    """A connection that was closed while it was written to says so, on every Python.

    From 3.12 on, asyncio writes to a transport that was closed by way of a loop that is None.
    """

    async def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        try:
            await super().send_packed_command(command, check_health)  # type: ignore[misc]
        except AttributeError as error:
            raise RedisGone("The connection was closed while it was written to.") from error


def redis_client(url: str) -> Redis:
    """Whatever is done here may be done twice, so it is tried once more."""
    client = Redis.from_url(
        url,
        decode_responses=True,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        max_connections=4,
        retry=Retry(NoBackoff(), 1, (RedisGone,)),
    )
    pool = client.connection_pool
    pool.connection_class = type("Connection", (_Written, pool.connection_class), {})
    return client
