"""People: the same for everybody who asks, different from each other, and well written."""

import re

import pytest

from desktop_app.domain import addresses
from desktop_app.services.seeding import people
from tests.services.seeding.ground import world


def test_a_number_and_a_seed_are_one_person() -> None:
    assert people.person(7, 1) == people.person(7, 1)
    assert people.person(7, 1) != people.person(7, 2)


def test_no_two_share_an_address_or_a_user_name() -> None:
    some = [people.person(n, 1) for n in range(5_000)]
    assert len({each.email for each in some}) == 5_000
    assert len({each.username for each in some}) == 5_000


def test_mail_goes_to_example_domains_and_is_plain() -> None:
    for n in range(2_000):
        assert re.fullmatch(r"[a-z]+\.[a-z]+\d+@example\.(com|org|net)", people.person(n, 1).email)


@pytest.mark.parametrize("chain", people.RAW_BYTES)
def test_wallets_are_well_formed(chain: str) -> None:
    made = people.wallets(chain, range(300), 1)
    for each in made:
        addresses.check(chain, each)
    assert len(set(made)) == 300
    assert people.wallets(chain, [299], 1) == made[299:]
    assert people.wallets(chain, [0], 1, purse=1) != made[:1]


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_platforms_share_some_people_and_keep_some_to_themselves(size: str) -> None:
    here = world(size)  # type: ignore[arg-type]
    numbers = {
        platform: {here.person(platform, n).number for n in (0, here.users(platform) - 1)}
        for platform in ("passa", "multiverse", "nexus_mint", "prismicx", "openmineral")
    }
    last_of_passa = max(numbers["passa"])
    for platform, (first, last) in ((p, sorted(n)) for p, n in numbers.items() if p != "passa"):
        assert first <= last_of_passa < last, platform


def test_a_shared_person_has_one_wallet_on_both_platforms() -> None:
    here = world()
    number = here.users("passa") - 1
    at = number - here.person("multiverse", 0).number
    assert here.person("multiverse", at).email == here.person("passa", number).email
    assert here.wallets("multiverse", "solana", [at]) == here.wallets("passa", "solana", [number])


def test_members_had_joined() -> None:
    here = world("medium")
    for n in range(0, 1_000, 37):
        at = here.moment(n, 1_000)
        assert here.joined("multiverse", here.member("multiverse", at, n * 7919)) <= at


def test_moments_are_in_order_and_past() -> None:
    here = world()
    moments = [here.moment(n, 400) for n in range(400)]
    assert moments == sorted(moments)
    assert here.since <= moments[0]
    assert moments[-1] < here.now
