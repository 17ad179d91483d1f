"""Passa's rows, in the order of their foreign keys."""

from typing import Final

from desktop_app.services.seeding import (
    passa_callings,
    passa_chain,
    passa_events,
    passa_people,
    passa_records,
    passa_reference,
)
from desktop_app.services.seeding.batch import Batches

BATCHES: Final[Batches] = (
    *passa_reference.BATCHES,
    *passa_people.BATCHES,
    *passa_callings.BATCHES,
    *passa_chain.BATCHES,
    *passa_events.BATCHES,
    *passa_records.BATCHES,
)
