"""Facts of Nexus Mint's rows that several tables need, each worked out from a number alone.

Properties, their tokenizations and their tokens share their numbers: the first are the oldest and
have launched tokens, later ones are still on their way, the last have not begun. Investments come
in tens, all ten in one token, seven of them confirmed; so what a token has sold, and which
investments earn returns, is known without looking at any other row.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from desktop_app.services.seeding import people
from desktop_app.services.seeding.batch import World
from desktop_app.services.seeding.ids import row_id

PROPERTIES: Final = "nexus_mint.properties"
TOKENS: Final = "nexus_mint.property_tokens"
INVESTMENTS: Final = "nexus_mint.investments"
METHODS: Final = "nexus_mint.payment_methods"
TEN: Final = 10
CONFIRMED: Final = 7
STANDINGS: Final = ("confirmed",) * CONFIRMED + ("pending", "refunded", "cancelled")
DAY: Final = timedelta(days=1)
MINUTE: Final = timedelta(minutes=1)

KINDS: Final = (
    # what it is, square feet from and to, price against the city's, bedrooms
    ("apartment building", 9_000, 90_000, 0.85, 0),
    ("apartment", 600, 2_400, 1.05, 2),
    ("house", 1_200, 5_200, 0.95, 3),
    ("townhouse", 1_100, 3_400, 1.0, 3),
    ("office", 4_000, 120_000, 1.1, 0),
    ("retail", 1_500, 40_000, 1.2, 0),
    ("warehouse", 12_000, 180_000, 0.35, 0),
    ("mixed use", 6_000, 70_000, 0.9, 0),
)
TOKEN_PRICES: Final = (10, 25, 50, 50, 100, 100, 250)


class Property(NamedTuple):
    number: int
    city: people.City
    kind: str
    sqft: int
    bedrooms: int
    price: int
    funding_target: int
    price_per_token: int
    created: datetime

    @property
    def total_tokens(self) -> int:
        return self.funding_target // self.price_per_token


class Investment(NamedTuple):
    token: int
    status: str
    amount: int


def live(world: World) -> int:
    """So many tokens are active or launched; the rest are drafts."""
    return world.count(TOKENS) * 9 // 10


def property_of(world: World, n: int) -> Property:
    d = world.draw(101, n)
    cities = people.cities()
    d, at = divmod(d, len(cities))
    city = cities[at]
    d, at = divmod(d, len(KINDS))
    kind, least, most, factor, rooms = KINDS[at]
    d, part = divmod(d, 1 << 12)
    sqft = least + (most - least) * part * part // (1 << 24) // 10 * 10
    d, part = divmod(d, 50)
    price = int(sqft * city.usd_per_sqft * factor * (0.8 + part / 100)) // 1_000 * 1_000 + 5_000
    d, part = divmod(d, 8)
    target = max(5_000, price * (3 + part) // 10 // 1_000 * 1_000)
    d, at = divmod(d, len(TOKEN_PRICES))
    return Property(
        n, city, kind, sqft, rooms and rooms + d % 3 - 1, price, target, TOKEN_PRICES[at],
        world.moment(n, world.count(PROPERTIES)),
    )  # fmt: skip


def started(world: World, n: int, created: datetime) -> datetime:
    """When the tokenization of a property began."""
    return created + (1 + world.draw(102, n) % 10) * DAY


def launched(world: World, n: int, created: datetime) -> datetime:
    """When a live token began to be sold: its tokenization had ended the day before."""
    d = world.draw(103, n)
    return started(world, n, created) + (21 + d % 40) * DAY + d // 64 % 540 * MINUTE


def tens_of(world: World, token: int) -> range:
    """Which tens of investments are in a token."""
    every = live(world)
    if token >= every:
        return range(0)
    return range(token, -(-world.count(INVESTMENTS) // TEN), every)


def investment_of(world: World, n: int, supply: int, tens: int) -> Investment:
    """`supply` of its token and the number of tens in it: no token is sold beyond its supply."""
    ten, at = divmod(n, TEN)
    status = STANDINGS[(at + world.draw(104, ten)) % TEN]
    d = world.draw(105, n)
    most = max(1, supply // (CONFIRMED * tens))
    level = 24 + world.draw(106, ten % live(world)) % 41  # how well the token sells, of 64
    amount = max(1, most * level * (16 + d % 49) // 4_096)
    return Investment(ten % live(world), status, amount)


def sold(world: World, token: int, supply: int) -> int:
    """What the confirmed investments have taken from a token's supply."""
    tens, count = tens_of(world, token), world.count(INVESTMENTS)
    made = (
        investment_of(world, n, supply, len(tens))
        for ten in tens
        for n in range(ten * TEN, min(ten * TEN + TEN, count))
    )
    return sum(each.amount for each in made if each.status == "confirmed")


def confirmed_count(world: World) -> int:
    """Confirmed investments in whole tens, which `confirmed` numbers."""
    return world.count(INVESTMENTS) // TEN * CONFIRMED


def confirmed(world: World, k: int) -> int:
    """The number of the k-th confirmed investment."""
    ten, at = divmod(k, CONFIRMED)
    return ten * TEN + (at - world.draw(104, ten)) % TEN


def invested(world: World, n: int, status: str, since: datetime) -> datetime:
    """When an investment was made; what is pending is recent."""
    d = world.draw(107, n)
    part = (d & 0xFFFF) / 65_536
    if status == "pending":
        return max(since, world.now - 12 * DAY * part - MINUTE)
    return since + (world.now - since) * 0.995 * part


def settled(world: World, n: int, at: datetime) -> datetime:
    """When an investment was confirmed."""
    return min(at + (20 + world.draw(108, n) % 4_000) * MINUTE, world.now)


def investor(world: World, n: int, at: datetime) -> int:
    return world.member("nexus_mint", at, world.draw(109, n))


def manager(world: World, n: int) -> str:
    """One of the property managers, who were there from the start."""
    return world.user_id("nexus_mint", managers(world)[n % len(managers(world))])


def managers(world: World) -> range:
    return range(2, 2 + max(3, world.users("nexus_mint") // 1_000))


def property_id(n: int) -> str:
    return row_id(PROPERTIES, n)


def token_id(n: int) -> str:
    return row_id(TOKENS, n)
