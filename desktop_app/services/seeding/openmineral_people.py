"""OpenMineral's trading desk, and the KYC records of those it deals with."""

from collections.abc import Iterable

from desktop_app.services.seeding import papers, people
from desktop_app.services.seeding.batch import Batch, Batches, Row, World, sized
from desktop_app.services.seeding.ids import number
from desktop_app.services.seeding.openmineral_facts import (
    KYC,
    USERS,
    kyc_status,
    officer,
    reviewed,
    role,
    submitted,
    trader,
)
from desktop_app.services.seeding.shelf import MOST

PAPERS = ("passport",) * 5 + ("id_card",) * 4 + ("driver_license",)
RISKS = ("low",) * 11 + ("medium",) * 7 + ("high",) * 2


def user_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    random = world.random(USERS, start)
    for n in range(start, stop):
        person, joined = world.person("openmineral", n), world.joined("openmineral", n)
        yield (
            number(n), person.username, person.email, people.PASSWORD_HASH, person.name, role(n),
            joined, joined + (world.now - joined) * random.random(),
        )  # fmt: skip


def kyc_rows(world: World, start: int, stop: int) -> Iterable[Row]:
    """Record k is of the person who signs for company k."""
    users = world.users("openmineral")
    for k in range(start, stop):
        person, draw = world.person("openmineral", users + k), world.draw(40, k)
        handed_in, status = submitted(world, k), kyc_status(world, k)
        key, paper = number(k), PAPERS[draw % len(PAPERS)]
        paper_number = _paper_number(paper, draw)
        street = people.street(person.city, draw >> 8)
        town = f"{people.postcode(person.city, draw >> 20)} {person.city.city}".strip()
        where = f"{street}, {town}, {person.city.country}"
        address = world.seal("kyc", f"{KYC}.address", key, where)
        sealed = world.seal("identity", f"{KYC}.id_number", key, paper_number)
        if k < MOST:
            about = paper, paper_number
            papers.identity(world, f"{KYC}/{key}", person, about, handed_in, draw >> 6)
        done = status != "pending"
        decided = reviewed(world, k)
        risk = "high" if status == "rejected" and draw & 1 else RISKS[(draw >> 32) % len(RISKS)]
        yield (
            key, number(trader(world, handed_in, draw >> 4)), person.name, person.born,
            person.city.country, address.masked, address.sealed, address.index, paper,
            sealed.masked, sealed.sealed, sealed.index, status, risk, handed_in,
            decided if done else None,
            number(officer(world, decided, draw >> 12)) if done else None,
        )  # fmt: skip


def _paper_number(paper: str, draw: int) -> str:
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    first, second = letters[draw % 23], letters[(draw >> 8) % 23]
    digits = f"{draw >> 16:015d}"[-9:]
    return {
        "passport": f"{first}{digits[:8]}",
        "id_card": f"{first}{second}{digits[:7]}",
        "driver_license": f"{first}{digits}{second}",
    }[paper]


BATCHES: Batches = (
    Batch(
        USERS,
        (
            "id", "username", "email", "password_hash", "full_name", "role", "created_at",
            "updated_at",
        ),
        sized(USERS),
        user_rows,
    ),
    Batch(
        KYC,
        (
            "id", "user_id", "full_name", "date_of_birth", "nationality", "address",
            "address_sealed", "address_index", "id_type", "id_number", "id_number_sealed",
            "id_number_index", "status", "risk_level", "submitted_at", "reviewed_at",
            "reviewed_by",
        ),
        sized(KYC),
        kyc_rows,
    ),
)  # fmt: skip
