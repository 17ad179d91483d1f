"""Facts of Multiverse's rows that several tables need, each worked out from a number alone.

A property's number is also its transaction's and its reservation's: the n-th transaction sells or
lets the n-th property; the n-th reservation holds the n-th too, as long as there are fewer
reservations than HELD_ONCE, after which earlier reservations of the same properties follow.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from desktop_app.services.seeding import people
from desktop_app.services.seeding.batch import World
from desktop_app.services.seeding.reference import words

USERS: Final = "multiverse.users"
PROPERTIES: Final = "multiverse.properties"
SALES: Final = "multiverse.property_transactions"
RESERVATIONS: Final = "multiverse.property_reservations"
ASSETS: Final = "multiverse.digital_assets"
TRADES: Final = "multiverse.asset_transactions"
MODELS: Final = "multiverse.business_models"

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
USER_TYPES: Final = ("buyer",) * 11 + ("seller",) * 4 + ("developer",) * 2 + ("entrepreneur",) * 3
WALLET_CHAINS: Final = ("ethereum",) * 6 + ("solana",) * 3 + ("stellar",) * 2 + ("",) * 4
CURRENCIES: Final = {"ethereum": "ETH", "solana": "SOL", "stellar": "XLM"}
KINDS: Final = ("house",) * 5 + ("vacant lot",) * 3 + ("commercial",) * 2


class Property(NamedTuple):
    number: int
    city: people.City
    kind: str
    sqft: int
    price: int
    created: datetime
    seller: int
    state: str
    """`sold`, `reserved`, `available`, and what a transaction does: `selling`, `letting`, …"""


class Sale(NamedTuple):
    kind: str
    state: str
    price: int
    buyer: int
    at: datetime
    completed: datetime | None


class Asset(NamedTuple):
    number: int
    kind: str
    name: str
    chain: str
    creator: int
    owner: int
    created: datetime
    updated: datetime


class Trade(NamedTuple):
    kind: str
    state: str
    buyer: int
    at: datetime
    completed: datetime | None


def user_type(world: World, n: int) -> str:
    return USER_TYPES[world.draw(1, n) % len(USER_TYPES)]


def chain_of(world: World, n: int) -> str:
    """The chain of a user's wallet; empty for those who have none."""
    return WALLET_CHAINS[world.draw(2, n) % len(WALLET_CHAINS)]


def held_once(world: World) -> int:
    """How many properties have a reservation at all."""
    return world.count(RESERVATIONS) * 3 // 4


def listed(world: World, n: int) -> Property:
    """What a property is, and how its story ends."""
    draw, city_draw = world.draw(3, n), world.draw(4, n)
    created = world.moment(n, world.count(PROPERTIES))
    cities = people.cities()
    city = cities[city_draw % len(cities)]
    kind = KINDS[draw % len(KINDS)]
    about = words("multiverse")["kinds"][kind]
    low, high = about["sqft"]
    # Small ones are common, large ones rare.
    share = (draw >> 8 & 0xFFFF) / 0x10000
    sqft = int(low + (high - low) * share**3) // 10 * 10
    against = about["against_city"] * (0.7 + (draw >> 24 & 0xFFFF) / 0x10000 * 0.7)
    price = min(int(sqft * city.usd_per_sqft * against) // 500 * 500 + 500, 9_500_000_000)
    seller = world.member("multiverse", created, draw >> 40)
    return Property(n, city, kind, sqft, price, created, seller, _state(world, n, created))


def _state(world: World, n: int, created: datetime) -> str:
    at = world.draw(5, n) % 20
    trades = n < world.count(SALES)
    young = created > world.now - 40 * DAY
    if trades and at < 9:
        return "selling" if young else "sold"
    if trades and at < 13:
        return "letting"
    if trades and at < 15:
        return "failed"
    if at < 18 and n < held_once(world):
        return "reserved"
    return "selling" if trades else "available"


def status(each: Property) -> str:
    return each.state if each.state in ("sold", "reserved") else "available"


def sale(world: World, each: Property) -> Sale:
    """The transaction of a property; only for those whose number is below the transactions'."""
    draw = world.draw(6, each.number)
    room = (world.now - each.created - HOUR) / DAY
    at = each.created + DAY * min(2 + draw % 90, room * 0.6)
    done = at + DAY * min(1 + (draw >> 8) % 30, room * 0.3)
    buyer = other(world, each.created, draw >> 16, each.seller)
    if each.state == "letting":
        rent = max(each.price * 9 // 2000, 50)
        return Sale("lease", "completed", rent, buyer, at, done)
    price = each.price * (94 + (draw >> 12) % 8) // 100
    if each.state == "sold":
        return Sale("sale", "completed", price, buyer, at, done)
    return Sale("sale", "failed" if each.state == "failed" else "pending", price, buyer, at, None)


def owner(world: World, each: Property) -> int:
    """Whoever bought it, where it was sold."""
    return sale(world, each).buyer if each.state == "sold" else each.seller


def other(world: World, at: datetime, draw: int, than: int) -> int:
    """Somebody else who was there then."""
    found = world.member("multiverse", at, draw)
    return found if found != than else (found + 1) % world.users("multiverse")


def asset(world: World, n: int) -> Asset:
    draw = world.draw(7, n)
    created = world.moment(n, world.count(ASSETS))
    kind = "virtual land" if draw % 4 == 0 else "NFT"
    names = words("multiverse")["assets"][kind]
    creator = world.member("multiverse", created, draw >> 8)
    chain = ("ethereum", "ethereum", "solana", "stellar")[draw >> 4 & 3]
    made = Asset(
        n, kind, f"{names[(draw >> 20) % len(names)]} #{n + 1}", chain,
        creator, creator, created, created,
    )  # fmt: skip
    if n >= world.count(TRADES) - world.count(ASSETS):
        return made
    moved = trade(world, made)
    if moved.completed is None:
        return made
    return made._replace(owner=moved.buyer, updated=moved.completed)


def trade(world: World, each: Asset) -> Trade:
    """The sale or transfer that follows an asset's mint, for the first assets."""
    draw = world.draw(8, each.number)
    room = (world.now - each.created - HOUR) / DAY
    at = each.created + DAY * min(1 + draw % 200, room * 0.7)
    kind = "transfer" if draw >> 8 & 3 == 0 else "sale"
    state = ("completed",) * 8 + ("failed", "pending")
    done = at + timedelta(minutes=1 + (draw >> 12) % 45)
    word = state[(draw >> 20) % 10]
    buyer = other(world, each.created, draw >> 24, each.creator)
    return Trade(kind, word, buyer, at, done if word == "completed" else None)


def price_in(draw: int, chain: str) -> str:
    """A price that is usual for the chain's coin."""
    low, high = {"ethereum": (2, 400), "solana": (20, 5_000), "stellar": (5_000, 900_000)}[chain]
    hundredths = low + draw % (high - low)
    return f"{hundredths / 100:.2f}"


def chain_hash(chain: str, draw: int, again: int) -> str:
    digits = f"{draw:016x}{again:016x}{draw ^ 0x5DEECE66D5DEECE6:016x}{again ^ 0x9E3779B9:016x}"
    return f"0x{digits}" if chain == "ethereum" else digits
