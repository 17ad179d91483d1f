"""OpenMineral's rows, in the order of their references."""

from desktop_app.services.seeding import (
    openmineral_deals,
    openmineral_papers,
    openmineral_people,
)
from desktop_app.services.seeding.batch import Batches

BATCHES: Batches = (
    *openmineral_people.BATCHES,
    *openmineral_deals.BATCHES,
    *openmineral_papers.BATCHES,
)
