"""Postal addresses, as the platforms store them: `{"street": …, "city": …, "state": …}`."""

from collections.abc import Mapping
from typing import Any

CODES = ("zip", "zip_code", "postcode", "postal_code")
PARTS = frozenset(("street", "city", "state", "region", "country", *CODES))


def line(value: Any) -> str:
    """`181 Pine St, Seattle WA`; nothing for what is no address, or has no street and no city."""
    if not isinstance(value, Mapping) or not value.keys() <= PARTS:
        return ""
    said = {name: part for name, part in value.items() if isinstance(part, str) and part.strip()}
    if "street" not in said and "city" not in said:
        return ""
    region = said.get("state") or said.get("region") or ""
    region = "" if region == said.get("city") else region
    town = f"{said.get('city', '')} {region}".strip()
    beyond = "" if region else said.get("country", "")
    return ", ".join(part for part in (said.get("street", ""), town, beyond) if part)
