"""What Redis holds, under which keys, for how long, and which tables make it stale.

`session:{session_id}` mirrors a session without sealed values; PostgreSQL stays the authority.
`cache:{platform}:{kind}:{generation}:{id}` may vanish at any moment. The generation is a number
that a change of one of the kind's tables moves on, so a lost notice cannot serve an old value
for longer than its time to live.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from desktop_app.domain.access import Actor

SESSION_TTL = timedelta(hours=12)
SESSION_IDLE = timedelta(minutes=15)


ALL = "all"
"""The id under which a kind's whole list is cached, its first rows."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cached answer: the rows of `panel`, one by its key or all."""

    platform: str
    name: str
    ttl: timedelta
    stale_by: tuple[str, ...]
    panel: str

    @property
    def prefix(self) -> str:
        return f"cache:{self.platform}:{self.name}:"

    def key(self, generation: int, id: str) -> str:
        return f"{self.prefix}{generation}:{id}"

    @property
    def generation_key(self) -> str:
        return f"{self.prefix}generation"


def session_key(session_id: str) -> str:
    return f"session:{session_id}"


def readable(actor: Actor) -> tuple[Kind, ...]:
    """The kinds of which a person may read every row; a tenant's staff read some of them only."""
    if actor.tenant:
        return ()
    return tuple(kind for kind in KINDS.values() if actor.may(f"{kind.panel}:read"))


def _kind(platform: str, name: str, seconds: int, *stale_by: str, panel: str = "") -> Kind:
    return Kind(platform, name, timedelta(seconds=seconds), stale_by, panel or stale_by[0])


KINDS: Mapping[str, Kind] = {
    f"{kind.platform}:{kind.name}": kind
    for kind in (
        _kind("multiverse", "listings", 60, "multiverse.properties", "multiverse.property_media"),
        _kind("multiverse", "tags", 3600, "multiverse.tags"),
        _kind("nexus_mint", "listings", 60, "nexus_mint.properties", "nexus_mint.property_tokens"),
        _kind("passa", "categories", 3600, "passa.event_categories"),
        _kind("passa", "tags", 3600, "passa.event_tags"),
        _kind("passa", "roles", 900, "passa.user_roles", "passa.permissions"),
        _kind("openmineral", "deals", 30, "openmineral.deals"),
        _kind("openmineral", "market", 15, "openmineral.market_analysis"),
        _kind("prismicx", "systems", 3600, "management_system_repository.management_systems",
              "management_system_repository.system_versions"),
        _kind("prismicx", "categories", 3600, "category_repository.categories",
              panel="prismicx.categories"),
        _kind("backoffice", "permissions", 60, "backoffice.staff"),
    )
}  # fmt: skip
