"""Multiverse's digital assets, their trades, and the virtual spaces where they stand."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from bson import Decimal128

from desktop_app.domain.addresses import ethereum_many, solana, stellar
from desktop_app.services.seeding.batch import (
    Batch,
    Batches,
    DocumentBatch,
    Row,
    World,
    sized,
)
from desktop_app.services.seeding.ids import row_id, time_id, uuid
from desktop_app.services.seeding.multiverse_facts import (
    ASSETS,
    CURRENCIES,
    TRADES,
    USERS,
    asset,
    chain_hash,
    price_in,
    trade,
)
from desktop_app.services.seeding.reference import words

SPACES = "multiverse.virtual_spaces"
PALETTES = ("amber", "indigo", "moss", "rust", "sand", "slate", "teal", "violet")


def asset_documents(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    contracts = _contracts()
    for n in range(start, stop):
        each, draw = asset(world, n), world.draw(16, n)
        listed = draw % 20 < 7
        land = each.kind == "virtual land"
        standard = "ERC-1155" if draw & 7 == 0 else "ERC-721"
        yield {
            "asset_id": row_id(ASSETS, n),
            "name": each.name,
            "description": _described(each.name, draw, land=land),
            "creator_id": uuid(row_id(USERS, each.creator)),
            "owner_id": uuid(row_id(USERS, each.owner)),
            "asset_type": each.kind,
            "metadata": {
                "image_url": f"https://media.example.com/assets/{n + 1}.png",
                "animation_url": None if draw % 5 else f"https://media.example.com/assets/{n}.mp4",
                "external_url": f"https://multiverse.example.com/assets/{n + 1}",
                "attributes": _traits(draw, land=land),
            },
            "blockchain_data": {
                "contract_address": contracts[each.chain][draw % len(contracts[each.chain])],
                "token_id": str(n + 1),
                "blockchain": each.chain,
                "token_standard": standard if each.chain == "ethereum" else None,
            },
            "created_at": each.created,
            "updated_at": each.updated,
            "is_listed": listed,
            "listing_price": Decimal128(price_in(draw >> 8, each.chain)) if listed else None,
            "listing_currency": CURRENCIES[each.chain] if listed else None,
        }


def _contracts() -> dict[str, list[str]]:
    """The few collections that all assets belong to."""
    raws = [Random(f"contract {n}").randbytes(32) for n in range(8)]
    return {
        "ethereum": ethereum_many([raw[:20] for raw in raws]),
        "solana": [solana(raw) for raw in raws],
        "stellar": [stellar(raw) for raw in raws],
    }


def _described(name: str, draw: int, *, land: bool) -> str:
    kind = "A parcel" if land else "A work"
    return f"{kind} from the series “{name.split(' #')[0]}”, number {1 + draw % 50} of 50."


def _traits(draw: int, *, land: bool) -> list[dict[str, Any]]:
    palette = {"trait_type": "palette", "value": PALETTES[draw >> 4 & 7]}
    if land:
        return [{"trait_type": "square metres", "value": 100 * (1 + (draw >> 8) % 40)}]
    return [palette, {"trait_type": "edition", "value": 1 + draw % 50}]


def trade_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    """First the mint of every asset, then the sales and transfers of the first of them."""
    minted = world.count(ASSETS)
    for n in range(start, stop):
        each, draw = asset(world, n % minted), world.draw(17, n)
        told = chain_hash(each.chain, draw, n)
        if n < minted:
            done = each.created + timedelta(seconds=20 + draw % 600)
            yield (
                time_id(TRADES, n, each.created), row_id(ASSETS, n), None,
                row_id(USERS, each.creator), "mint", None, None, told, "completed",
                each.created, min(done, world.now),
            )  # fmt: skip
            continue
        moved = trade(world, each)
        sold = moved.kind == "sale"
        yield (
            time_id(TRADES, n, moved.at), row_id(ASSETS, each.number),
            row_id(USERS, each.creator), row_id(USERS, moved.buyer), moved.kind,
            Decimal(price_in(draw, each.chain)) if sold else None,
            CURRENCIES[each.chain] if sold else None,
            told if moved.completed else None, moved.state, moved.at, moved.completed,
        )  # fmt: skip


def space_documents(world: World, start: int, stop: int) -> Iterable[dict[str, Any]]:
    random, names = world.random(SPACES, start), words("multiverse")["spaces"]
    for n in range(start, stop):
        made = world.moment(n, world.count(SPACES))
        gallery = random.random() < 0.6
        public = random.random() < 0.6
        guests = [] if public else [world.member("multiverse", made, random.getrandbits(32))]
        there = max(1, n * world.count(ASSETS) // world.count(SPACES))
        shown = {random.randrange(there) for _ in range(random.randrange(6))} if gallery else set()
        yield {
            "space_id": row_id(SPACES, n),
            "name": f"{random.choice(names)} {n + 1}",
            "description": "A room to look around." if gallery else "A room to meet and talk.",
            "owner_id": uuid(row_id(USERS, world.member("multiverse", made, n * 7919))),
            "space_type": "gallery" if gallery else "meeting space",
            "geometry_data": {
                "coordinates": {"x": n % 100 * 50.0, "y": 0.0, "z": n // 100 * 50.0},
                "dimensions": {"width": 20.0, "height": 5.0, "depth": 12.0 + n % 9},
            },
            "assets": [_placed(each, at) for at, each in enumerate(sorted(shown))],
            "access_control": {
                "is_public": public,
                "allowed_users": [uuid(row_id(USERS, each)) for each in guests],
                "allowed_groups": [] if public else ["members"],
            },
            "created_at": made,
            "updated_at": made + (world.now - made) * random.random(),
        }


def _placed(number: int, at: int) -> dict[str, Any]:
    return {
        "asset_id": row_id(ASSETS, number),
        "position": {"x": 2.0 + 3 * at, "y": 1.6, "z": 0.1},
        "rotation": {"x": 0.0, "y": 90.0 * (at % 4), "z": 0.0},
        "scale": {"x": 1.0, "y": 1.0, "z": 1.0},
    }


BATCHES: Batches = (
    DocumentBatch(ASSETS, sized(ASSETS), asset_documents),
    Batch(
        TRADES,
        (
            "transaction_id", "asset_id", "seller_id", "buyer_id", "transaction_type", "price",
            "currency", "blockchain_tx_hash", "status", "created_at", "completed_at",
        ),
        sized(TRADES),
        trade_rows,
    ),
    DocumentBatch(SPACES, sized(SPACES), space_documents),
)  # fmt: skip
