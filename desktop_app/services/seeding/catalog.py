"""Every batch, in an order in which a row comes after those that it refers to."""

from importlib import import_module
from importlib.util import find_spec

from desktop_app.services.seeding.batch import Batches

MODULES = (
    "reference",
    "multiverse",
    "nexus_mint",
    "passa",
    "openmineral",
    "prismicx",
    "backoffice",
)


def all_batches() -> Batches:
    found = (f"{__package__}.{name}" for name in MODULES)
    made: Batches = ()
    for name in found:
        if find_spec(name):
            made += import_module(name).BATCHES
    twice = {each.place for each in made if [other.place for other in made].count(each.place) > 1}
    if twice:
        raise ValueError(f"Seeded twice: {', '.join(sorted(twice))}.")
    return made
