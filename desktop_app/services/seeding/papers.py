"""What people hand in: a portrait, a paper that says who they are, what a check has found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from desktop_app.services.seeding import drawing
from desktop_app.services.seeding.batch import World
from desktop_app.services.seeding.people import Person
from desktop_app.services.seeding.shelf import Stored

AVATARS: Final = "user-avatars"
IDENTITY: Final = "kyc-documents"
EVIDENCE: Final = "evidence"


def avatar(world: World, user: str, at: datetime, draw: int) -> Stored:
    """The picture of a user of Nexus Mint."""
    return world.keep(
        AVATARS, f"{user}/avatar.png", at, drawing.portrait(draw), f"auth.users/{user}"
    )


def identity(
    world: World, of: str, person: Person, paper: tuple[str, str], at: datetime, draw: int
) -> Stored:
    """The paper and the portrait that came with it; `paper` is its kind and its number."""
    kind, number = paper
    told = (
        person.name,
        f"Born {person.born:%d %B %Y}",
        f"Country {person.city.country}",
        f"No. {number}",
        "Specimen: a sample, valid nowhere",
    )
    page = drawing.pdf(kind.replace("_", " ").capitalize(), told)
    world.keep(IDENTITY, f"{of}/portrait.png", at, drawing.portrait(draw), of)
    return world.keep(IDENTITY, f"{of}/{kind}.pdf", at, page, of)


def finding(world: World, of: str, verdict: str, told: Sequence[str], at: datetime) -> Stored:
    """What somebody who checked has put on file."""
    page = drawing.pdf(f"Finding: {verdict.replace('_', ' ')}", (*told, f"{at:%d %B %Y}"))
    return world.keep(EVIDENCE, f"{of}/finding.pdf", at, page, of)
