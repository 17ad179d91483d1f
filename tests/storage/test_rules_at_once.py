"""Rules that hold whatever two people do at the same moment."""

import threading
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors

from desktop_app.stack import Places
from desktop_app.storage.refusals import refusal
from tests.services.act_rows import HASH, Rows
from tests.storage.rule_ground import SOON


@pytest.fixture(scope="module")
def lasting(places: Places) -> Iterator[Rows]:
    made = Rows(places.postgres)
    yield made
    made.close()


def _at_once(
    places: Places, first: tuple[str, tuple[object, ...]], second: tuple[str, tuple[object, ...]]
) -> psycopg.Error | None:
    """The second statement begins before the first is committed; what it is refused with."""
    caught: list[psycopg.Error] = []
    with psycopg.connect(places.postgres) as one_, psycopg.connect(places.postgres) as other:
        one_.execute(first[0].encode(), first[1])

        def run() -> None:
            try:
                other.execute(second[0].encode(), second[1])
                other.commit()
            except psycopg.Error as error:
                caught.append(error)
                other.rollback()

        waiting = threading.Thread(target=run)
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive(), "the second must wait for the first"
        one_.commit()
        waiting.join(20)
    return caught[0] if caught else None


def test_shares_given_at_once_stay_within_the_whole(places: Places, lasting: Rows) -> None:
    event = lasting.put("passa.events", **SOON)["event_id"]
    users = [lasting.put("passa.users", password_hash=HASH)["user_id"] for _ in range(2)]
    give = (
        "INSERT INTO passa.attribution (event_id, user_id, contribution_type, percentage_share)"
        " VALUES (%s, %s, 'performance', %s)"
    )
    caught = _at_once(places, (give, (event, users[0], "0.6")), (give, (event, users[1], "0.5")))
    assert str(refusal(caught)) == (
        "50 % are more than what is left of the event: 60 % of it are given away, 40 % are left."
    )
    assert _at_once(
        places, (give, (event, users[1], "0.1")), (give, (event, users[0], "0.3"))
    ) is None  # fmt: skip
    total = lasting.run(
        "SELECT sum(percentage_share) FROM passa.attribution WHERE event_id = %s", event
    )
    assert float(total[0]) == 1.0


def test_reservations_confirmed_at_once_do_not_overlap(places: Places, lasting: Rows) -> None:
    home = lasting.put("multiverse.properties", address={})["property_id"]
    ids = [
        lasting.put(
            "multiverse.property_reservations", property_id=home, status="pending",
            reservation_start=f"2027-01-0{first}", reservation_end=f"2027-01-0{last}",
        )["reservation_id"]
        for first, last in ((1, 4), (3, 6), (4, 5))
    ]  # fmt: skip
    confirm = (
        "UPDATE multiverse.property_reservations SET status = 'confirmed' WHERE reservation_id = %s"
    )
    caught = _at_once(places, (confirm, (ids[0],)), (confirm, (ids[1],)))
    assert isinstance(caught, errors.ExclusionViolation)
    assert str(refusal(caught)).endswith(".")
    with psycopg.connect(places.postgres) as connection:
        # One may begin at the moment the other ends.
        connection.execute(confirm.encode(), (ids[2],))


def test_one_wallet_is_primary_on_a_network(places: Places, lasting: Rows) -> None:
    user = lasting.put("passa.users", password_hash=HASH)["user_id"]
    ids = [lasting.put("passa.wallets", user_id=user)["wallet_id"] for _ in range(2)]
    other = lasting.put("passa.wallets", user_id=user, network="solana")["wallet_id"]
    choose = "UPDATE passa.wallets SET is_primary = true WHERE wallet_id = %s"
    caught = _at_once(places, (choose, (ids[0],)), (choose, (ids[1],)))
    assert isinstance(caught, errors.UniqueViolation)
    with psycopg.connect(places.postgres) as connection:
        connection.execute(choose.encode(), (other,))
