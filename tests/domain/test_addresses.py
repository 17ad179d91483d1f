import pytest
from hypothesis import given
from hypothesis.strategies import binary, integers, sampled_from, text

from desktop_app.domain import addresses
from desktop_app.domain.errors import Invalid

EIP_55 = (
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
)
SOLANA = {
    "11111111111111111111111111111111": bytes(32),
    "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA": bytes.fromhex(
        "06ddf6e1d765a193d9cbe146ceeb79ac1cb485ed5f5b37913a8cf5857eff00a9"
    ),
}
STELLAR = (
    "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ",
    bytes.fromhex("3f0c34bf93ad0d9971d04ccc90f705511c838aad9734a4a2fb0d7a03fc7fe89a"),
)


def test_keccak_gives_its_published_digests() -> None:
    assert [digest.hex() for digest in addresses.keccak256([b"", b"abc"])] == [
        "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    ]


@pytest.mark.parametrize("address", EIP_55)
def test_the_published_ethereum_addresses_pass(address: str) -> None:
    addresses.check("ethereum", address)
    assert addresses.ethereum(bytes.fromhex(address[2:])) == address


def test_many_ethereum_addresses_are_made_like_one() -> None:
    raws = [number.to_bytes(20) for number in range(addresses.BATCH + 3)]
    assert addresses.ethereum_many(raws) == [addresses.ethereum(raw) for raw in raws]


@pytest.mark.parametrize(("address", "raw"), SOLANA.items())
def test_known_solana_programs_pass(address: str, raw: bytes) -> None:
    addresses.check("Solana", address)
    assert addresses.solana(raw) == address


def test_the_published_stellar_key_passes() -> None:
    address, raw = STELLAR
    addresses.check("stellar", address)
    assert addresses.stellar(raw) == address


@given(binary(min_size=32, max_size=32))
def test_what_is_made_passes_on_its_own_chain_only(raw: bytes) -> None:
    made = {
        "ethereum": addresses.ethereum(raw[:20]),
        "solana": addresses.solana(raw),
        "stellar": addresses.stellar(raw),
    }
    for written, address in made.items():
        for chain in made:
            if chain == written:
                addresses.check(chain, address)
            else:
                with pytest.raises(Invalid):
                    addresses.check(chain, address)


@given(sampled_from(EIP_55[:4]), integers(2, 41))
def test_a_letter_in_the_wrong_case_is_noticed(address: str, at: int) -> None:
    changed = address[:at] + address[at].swapcase() + address[at + 1 :]
    if changed != address:
        with pytest.raises(Invalid, match="mistyped"):
            addresses.check("ethereum", changed)


@given(binary(min_size=32, max_size=32), integers(1, 55), sampled_from("ABCXYZ234567"))
def test_any_one_mistyped_character_of_a_stellar_key_is_noticed(
    raw: bytes, at: int, typed: str
) -> None:
    address = addresses.stellar(raw)
    if address[at] != typed:
        with pytest.raises(Invalid):
            addresses.check("stellar", address[:at] + typed + address[at + 1 :])


@given(binary(min_size=32, max_size=32))
def test_a_solana_address_of_the_wrong_length_is_noticed(raw: bytes) -> None:
    address = addresses.solana(raw)
    for changed in (f"1{address}", address * 2, address[:30]):
        with pytest.raises(Invalid, match="32 bytes"):
            addresses.check("solana", changed)


@given(sampled_from(("ethereum", "solana", "stellar")), text(max_size=200))
def test_any_text_is_answered_by_a_sentence(chain: str, anything: str) -> None:
    with pytest.raises(Invalid, match=r"\.$"):
        addresses.check(chain, anything)


def test_an_address_without_its_checksum_is_told_how_it_reads_with_it() -> None:
    with pytest.raises(Invalid, match=EIP_55[0]):
        addresses.check("ethereum", EIP_55[0].lower())


def test_an_unknown_chain_is_named() -> None:
    with pytest.raises(Invalid, match="“tron”"):
        addresses.check("tron", EIP_55[0])
