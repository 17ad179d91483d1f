"""What belongs to one person, property, deal, event or tenant over all platforms, as data.

A part says by which facts it is found and which facts it gives; parts that know the same fact
belong together. What hangs on a part is what its own page lists.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

PLATFORMS = {
    "multiverse": "Multiverse",
    "auth": "Nexus Mint",
    "nexus_mint": "Nexus Mint",
    "passa": "Passa",
    "openmineral": "OpenMineral",
    "backoffice": "Staff",
}
WALLET = "wallet"
"""Sealed: never compared here, only by the database, by its blind index."""


@dataclass(frozen=True, slots=True)
class Part:
    """`found_by` and `gives` map a fact to the column that holds it; `street + city` joins two.

    From a `door` the whole subject is reached, beginning with that record; of other parts only
    the record itself is the subject's, not what its page lists.
    """

    panel: str
    found_by: Mapping[str, str] = field(default_factory=dict)
    gives: Mapping[str, str] = field(default_factory=dict)
    door: bool = True


def known(panel: str, **facts: str) -> Part:
    """A part that is found by the same facts as it gives."""
    return Part(panel, facts, facts)


@dataclass(frozen=True, slots=True)
class Subject:
    """`joined` says in words what holds the parts together."""

    name: str
    joined: str
    parts: tuple[Part, ...]

    def part(self, panel: str) -> Part:
        return next(part for part in self.parts if part.panel == panel)


@dataclass(frozen=True, slots=True)
class Holder:
    """Where an address stands sealed, and whose it then is: the key of a record of `panel`.

    Only rows of which `when` is true count: an address that is not shown to be somebody's, or
    that many share because another keeps it for them, joins nobody.
    """

    panel: str
    table: str
    key: str
    index: str
    when: str = "true"


HOLDERS = (
    Holder("multiverse.users", "multiverse.users", "user_id", "wallet_address_index"),
    Holder("nexus_mint.user_profiles", "nexus_mint.user_profiles", "id", "wallet_address_index"),
    Holder(
        "passa.users",
        "passa.wallets",
        "user_id",
        "address_index",
        "status = 'verified' AND type <> 'custodial' AND NOT is_deleted",
    ),
)

SUBJECTS = (
    Subject(
        "person",
        "e-mail and wallet",
        (
            known("multiverse.users", email="email"),
            known("nexus_mint.user_profiles", email="email", account="id"),
            known("auth.users", email="email", account="id"),
            known("passa.users", email="email"),
            known("openmineral.users", email="email"),
            known("user_data.users", email="email"),
        ),
    ),
    Subject(
        "property",
        "address",
        (
            known("multiverse.properties", address="address.street + address.city"),
            known("nexus_mint.properties", address="location"),
        ),
    ),
    Subject(
        "deal",
        "its counterparties",
        (
            Part("openmineral.deals", gives={"deal": "id", "by": "created_by"}),
            Part(
                "openmineral.deal_counterparties",
                {"deal": "deal_id"},
                {"case": "kyc_record_id"},
                door=False,
            ),
            Part("openmineral.kyc_records", {"case": "id"}, door=False),
            Part("openmineral.users", {"by": "id"}, door=False),
        ),
    ),
    Subject(
        "event",
        "its organizer",
        (
            Part(
                "passa.events",
                gives={
                    "organizer": "organizer_user_id",
                    "category": "category_id",
                    "contract": "smart_contract_id",
                },
            ),
            Part("passa.organizers", {"organizer": "user_id"}, door=False),
            Part("passa.event_categories", {"category": "category_id"}, door=False),
            Part("passa.smart_contracts", {"contract": "contract_id"}, door=False),
        ),
    ),
    Subject("tenant", "its id", (Part("prismicx.tenants"),)),
)


def subject_of(panel: str) -> Subject | None:
    """What a record of this list is the door to."""
    return next((s for s in SUBJECTS for p in s.parts if p.panel == panel and p.door), None)


def platform(panel: str) -> str:
    return PLATFORMS.get(panel.partition(".")[0], "PrismicX")
