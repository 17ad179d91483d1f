"""Multiverse's rows, in the order of their references."""

from desktop_app.services.seeding import (
    multiverse_assets,
    multiverse_business,
    multiverse_people,
    multiverse_properties,
)
from desktop_app.services.seeding.batch import Batches

BATCHES: Batches = (
    *multiverse_people.BATCHES,
    *multiverse_properties.BATCHES,
    *multiverse_assets.BATCHES,
    *multiverse_business.BATCHES,
)
