"""Nexus Mint's rows: what the tables allow, the same every time, and adding up."""

from collections import Counter, defaultdict
from decimal import Decimal

from tests.services.seeding.ground import world
from tests.services.seeding.plain_rows import BATCHES, rows_of, whole


def test_another_seed_gives_other_rows() -> None:
    batch = BATCHES["nexus_mint.properties"]
    assert rows_of(batch, world(), 0) != rows_of(batch, world(seed=2), 0)


def test_tokens_have_sold_what_was_invested() -> None:
    sold: defaultdict[object, int] = defaultdict(int)
    for each in whole("nexus_mint.investments"):
        amount = each["token_amount"]
        assert isinstance(amount, int)
        assert each["total_amount"] == amount * Decimal(str(each["price_per_token"]))
        sold[each["property_token_id"]] += amount if each["status"] == "confirmed" else 0
    issued: dict[object, int] = {}
    for token in whole("nexus_mint.property_tokens"):
        total, left = token["total_supply"], token["available_supply"]
        assert isinstance(total, int)
        assert isinstance(left, int)
        assert total - left == sold[token["id"]]
        assert token["status"] != "draft" or left == total
        issued[token["property_id"]] = total - left
    for each in whole("nexus_mint.properties"):
        assert each["tokens_issued"] == issued.get(each["id"], 0)
    assert sum(sold.values()) > 0


def test_returns_belong_to_confirmed_investments() -> None:
    confirmed = {
        each["id"] for each in whole("nexus_mint.investments") if each["status"] == "confirmed"
    }
    returns = whole("nexus_mint.property_returns")
    assert {each["investment_id"] for each in returns} <= confirmed
    assert all((each["status"] == "paid") == (each["paid_at"] is not None) for each in returns)


def test_processes_stand_where_their_steps_are() -> None:
    steps: defaultdict[object, Counter[object]] = defaultdict(Counter)
    for step in whole("nexus_mint.tokenization_steps"):
        steps[step["process_id"]][step["status"]] += 1
    for process in whole("nexus_mint.tokenization_processes"):
        counted = steps[process["id"]]
        over = counted["completed"] + counted["skipped"]
        assert process["progress_percentage"] == 100 * over // counted.total()
        assert (process["status"] == "completed") == (process["current_step"] is None)
