"""PrismicX's rows and documents: the tenants, their people, and the systems they use."""

from typing import Final

from desktop_app.services.seeding import prismicx_catalogue, prismicx_people, prismicx_tenants
from desktop_app.services.seeding.batch import Batches

BATCHES: Final[Batches] = (
    *prismicx_tenants.BATCHES,
    *prismicx_catalogue.BATCHES,
    *prismicx_people.BATCHES,
)
