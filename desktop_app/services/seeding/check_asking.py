"""A rule of the data as a question to the database: how many rows break it.

What check_rules.py asks is not asked again in the platforms' own check_*.py.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from desktop_app.domain import addresses
from desktop_app.domain.errors import Invalid

SAMPLE: Final = 200


class Rule(NamedTuple):
    """`says` is the sentence for people, with `{n}` for the number of rows that `sql` finds."""

    says: str
    sql: str


def broken(connection: Connection, rules: Iterable[Rule]) -> list[str]:
    """A sentence for every rule that some row breaks."""
    counted = ((rule, _count(connection, rule)) for rule in rules)
    return [rule.says.format(n=f"{count:,}") for rule, count in counted if count]


def misspelt(connection: Connection, place: str, chain: str, column: str) -> list[str]:
    """What a sample of addresses holds that its chain would not know."""
    query = f"SELECT {column} FROM {place} WHERE {column} IS NOT NULL LIMIT {SAMPLE}"
    found = connection.execute(text(query)).scalars().all()
    wrong = [each for each in found if not _well_formed(chain, each)]
    if not wrong:
        return []
    return [f"{len(wrong)} of {len(found)} in {place}.{column} are not addresses of {chain}."]


def _well_formed(chain: str, address: str) -> bool:
    try:
        addresses.check(chain, address)
    except Invalid:
        return False
    return True


def _count(connection: Connection, rule: Rule) -> int:
    query = text(f"SELECT count(*) FROM ({rule.sql}) AS broken")
    return int(connection.execute(query).scalar_one())
