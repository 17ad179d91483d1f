"""Passa's contracts and the transactions on their chains.

The first transactions pay for the tickets, those that follow pay contributors, then come those of
tickets that changed hands; the rest is everyday traffic, in the order of time. Addresses of public
chain data are some thousand people's own, worked out once; hashes are as long as the chain's.
"""

from base64 import b32encode
from binascii import crc_hqx
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from desktop_app.domain import addresses
from desktop_app.services.seeding.batch import SINCE, Batch, Batches, Row, World, sized
from desktop_app.services.seeding.ids import row_id, time_id
from desktop_app.services.seeding.passa_facts import (
    CONTRACTS,
    DAY,
    MINUTE,
    TICKETS,
    US,
    contract_network,
    contract_of,
    event,
    event_of,
    ticket,
)
from desktop_app.services.seeding.passa_shares import SHARES, paid, share
from desktop_app.services.seeding.passa_transfers import TRANSFERS, transfer

TRANSACTIONS: Final = "passa.transactions"
POOL: Final = 4_096
KINDS: Final = ("ticketing", "ticketing", "ticketing", "revenue_distribution", "attribution")
CONTRACT_KEY: Final = bytes([2 << 3])
FIRST_LEDGER: Final = 54_200_000
FIRST_BLOCK: Final = 21_100_000
TRAFFIC: Final = (
    # what it is called, whether a contract does it, how likely of 16
    ("wallet_transfer", False, 6),
    ("deposit", False, 3),
    ("withdrawal", False, 2),
    ("token_mint", True, 3),
    ("resale_fee", True, 2),
)
ROLLED: Final = tuple((name, by) for name, by, likely in TRAFFIC for _ in range(likely))
FAILED: Final = ("tx_insufficient_balance", "tx_bad_seq", "op_no_trust", "out of gas")
SECOND: Final = timedelta(seconds=1)
FEES: Final = {
    "stellar": ("0.00001", "0.00002", "0.0001", "0.00001"),
    "ethereum": ("0.00084", "0.00131", "0.00207", "0.0042"),
}
COIN: Final = {"stellar": "XLM", "ethereum": "ETH"}


def contract_address(world: World, n: int) -> str:
    raw = blake2b(b"%d %d" % (world.seed, n), digest_size=32, person=b"contract").digest()
    if contract_network(world, n) == "ethereum":
        return addresses.ethereum(raw[:20])
    body = CONTRACT_KEY + raw
    return b32encode(body + crc_hqx(body, 0).to_bytes(2, "little")).decode()


@lru_cache(maxsize=2)
def contract_ids(world: World) -> tuple[str, ...]:
    return tuple(row_id(CONTRACTS, n) for n in range(world.count(CONTRACTS)))


@lru_cache(maxsize=4)
def pool(world: World, chain: str) -> tuple[str, ...]:
    """Addresses of the first people, to be met again and again."""
    return tuple(world.wallets(US, chain, range(min(POOL, world.users(US)))))


def _contracts(world: World, start: int, stop: int) -> Iterable[Row]:
    for n in range(start, stop):
        kind, d = KINDS[n % len(KINDS)], world.draw(341, n)
        made = world.moment(n, world.count(CONTRACTS)) - (12 + d % 8) * DAY
        made = max(made, SINCE - 20 * DAY)
        deploying = kind != "ticketing" and d // 64 % 8 == 0
        deployed = None if deploying else made + (1 + d // 512 % 30) * MINUTE
        roll = d // 65_536 % 100
        status = "paused" if roll < 3 else "deprecated" if roll < 9 else "active"
        changed = deployed or made
        if status != "active" and deployed:
            changed = deployed + (world.now - deployed) * 0.9
        yield (
            contract_ids(world)[n], f"{kind.replace('_', ' ').capitalize()} {n + 1}", kind,
            contract_network(world, n), None if deploying else contract_address(world, n),
            f"{1 + d % 3}.{d // 4 % 10}.0", '[{"name":"transfer","inputs":["from","to"]}]',
            f'{{"audited":{"true" if d & 1 else "false"}}}',
            "deploying" if deploying else status, deployed, made, changed,
        )  # fmt: skip


def _hash(world: World, n: int, network: str) -> str:
    made = blake2b(b"%d %d" % (world.seed, n), digest_size=32).hexdigest()
    return made if network == "stellar" else "0x" + made


def _block(at: datetime, network: str) -> int:
    seconds = (at - SINCE) // SECOND
    if network == "stellar":
        return FIRST_LEDGER + seconds // 5
    return FIRST_BLOCK + seconds // 12


def _row(
    world: World, n: int, d: int, at: datetime, network: str, contract: int | None, kind: str,
    amount: str, currency: str, status: str,
) -> Row:  # fmt: skip
    known = pool(world, network)
    confirmed = at + (4 + d % 8) * SECOND if status == "confirmed" else None
    sent = status in ("confirmed", "failed")
    made = str(at)
    return (
        time_id(TRANSACTIONS, n, at), None if contract is None else contract_ids(world)[contract],
        network, kind, _hash(world, n, network) if sent else None,
        _block(at, network) if sent else None, known[d // 64 % len(known)],
        known[(d >> 20) % len(known)], amount, currency,
        FEES[network][d // 16 % 4] if sent else None, COIN[network], status,
        FAILED[d // 8 % 4] if status == "failed" else None, confirmed, made, confirmed or made,
    )  # fmt: skip


def purchase_id(n: int, bought: datetime) -> str:
    """The transaction that paid for the n-th ticket."""
    return time_id(TRANSACTIONS, n, bought - 15 * SECOND)


def payout(world: World, share_number: int) -> int | None:
    """The number of the transaction that pays a share, if there are so many transactions."""
    n = world.count(TICKETS) + share_number
    return n if n < world.count(TRANSACTIONS) else None


def move(world: World, transfer_number: int) -> int | None:
    """The number of the transaction that moves a ticket."""
    n = world.count(TICKETS) + world.count(SHARES) + transfer_number
    return n if n < world.count(TRANSACTIONS) else None


def _transactions(world: World, start: int, stop: int) -> Iterable[Row]:
    tickets = world.count(TICKETS)
    shares = tickets + world.count(SHARES)
    moves = shares + world.count(TRANSFERS)
    everyday = world.count(TRANSACTIONS) - moves
    number, of = -1, None
    for n in range(start, stop):
        if n >= moves:
            yield _everyday(world, n, n - moves, everyday)
        elif n < tickets:
            if event_of(world, n) != number or of is None:
                number = event_of(world, n)
                of = event(world, number)
            each = ticket(world, n, of)
            if each.bought:
                at, contract = each.bought - 15 * SECOND, contract_of(world, number)
                network = contract_network(world, contract)
                yield _row(
                    world, n, world.draw(342, n), at, network, contract, "ticket_purchase",
                    f"{each.cents / 100:.2f}", of.currency, "confirmed",
                )  # fmt: skip
            else:
                yield _everyday(world, n, n, tickets)
        elif n < shares:
            yield _payout(world, n, n - tickets) or _everyday(world, n, n - tickets, shares)
        else:
            yield _move(world, n, n - shares) or _everyday(world, n, n - shares, moves)


def _payout(world: World, n: int, number: int) -> Row | None:
    each = share(world, number)
    payment = paid(world, number, each)
    if payment is None:
        return None
    amount, at = payment
    return _row(
        world, n, world.draw(342, n), at - 15 * SECOND, "stellar", None, "revenue_payout",
        amount, each.event.currency, "confirmed",
    )  # fmt: skip


def _move(world: World, n: int, number: int) -> Row | None:
    each = transfer(world, number)
    if each.completed is None:
        return None
    contract = contract_of(world, each.event)
    return _row(
        world, n, world.draw(342, n), each.completed - 15 * SECOND,
        contract_network(world, contract), contract, "ticket_transfer",
        f"{each.cents / 100:.2f}", each.currency, "confirmed",
    )  # fmt: skip


def _everyday(world: World, n: int, at: int, of: int) -> Row:
    d = world.draw(342, n)
    when = world.moment(at, of)
    kind, by_contract = ROLLED[d >> 44 & 15]
    network, contract = "stellar", None
    if by_contract:
        contract = at * world.count(CONTRACTS) // of // 5 * 5  # a ticketing one, there by then
        network = contract_network(world, contract)
    elif d >> 48 & 15 == 0:
        network = "ethereum"
    roll = (d >> 52) % 100
    status = "confirmed" if roll < 95 else "failed" if roll < 98 else "cancelled"
    if roll > 85 and at * 200 >= of * 199:
        status = "pending"
    cents = (1 + (d & 0x3FF)) * (1 + (d >> 10 & 0x3FF))
    return _row(
        world, n, d, when, network, contract, kind, f"{cents / 100:.2f}",
        "USDC" if d & 3 == 0 else COIN[network], status,
    )  # fmt: skip


BATCHES: Final[Batches] = (
    Batch(
        CONTRACTS,
        (
            "contract_id", "name", "type", "network", "address", "version", "abi", "metadata",
            "status", "deployed_at", "created_at", "updated_at",
        ),
        sized(CONTRACTS),
        _contracts,
    ),
    Batch(
        TRANSACTIONS,
        (
            "transaction_id", "smart_contract_id", "network", "transaction_type",
            "transaction_hash", "block_number", "from_address", "to_address", "amount", "currency",
            "gas_fee", "fee_currency", "status", "error_message", "confirmed_at", "created_at",
            "updated_at",
        ),
        sized(TRANSACTIONS),
        _transactions,
    ),
)  # fmt: skip
