"""Nexus Mint's rows, in the order of their foreign keys."""

from typing import Final

from desktop_app.services.seeding import (
    nexus_mint_investing,
    nexus_mint_people,
    nexus_mint_records,
    nexus_mint_tokenizing,
)
from desktop_app.services.seeding.batch import Batches

BATCHES: Final[Batches] = (
    *nexus_mint_people.BATCHES,
    *nexus_mint_investing.BATCHES,
    *nexus_mint_tokenizing.BATCHES,
    *nexus_mint_records.BATCHES,
)
