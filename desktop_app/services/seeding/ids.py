"""Ids of seeded rows: the same on every run, and known as the seed's by how they are written.

Ordinary rows get a UUID of version 8 (whose bits are the maker's own) with `5eed` in its node;
rows of time-ordered tables get version 7, from their own time, with `5eed5eed`. The platforms
make versions 4 and 7, and one of theirs that happens to end in `5eed5eed…` is one in four
thousand million, so what seeding made can be told from what anybody else put there.

Counted keys (OpenMineral's) begin at FIRST_NUMBER, so that the few that come before are free for
the users who stand for staff. Documents get an ObjectId with `5eed5eed` in its middle.

Ids are text: they go into COPY and into the vault's associated data as PostgreSQL prints them.
"""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final
from uuid import UUID

from bson import ObjectId

START_OF_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_NUMBER: Final = 1_001
MILLISECOND: Final = timedelta(milliseconds=1)


def row_id(place: str, n: int) -> str:
    """`place` is `schema.table` or `database.collection`."""
    h = blake2b(b"%d %s" % (n, place.encode()), digest_size=13).hexdigest()
    return f"{h[:8]}-{h[8:12]}-8{h[12:15]}-a{h[15:18]}-5eed{h[18:]}"


def time_id(place: str, n: int, at: datetime) -> str:
    """`n` stands in the id (up to 2**32), so that no two rows of a moment collide."""
    moment = f"{(at - START_OF_TIME) // MILLISECOND:012x}"
    number = f"{n:08x}"
    middle = f"{moment[:8]}-{moment[8:]}-7{number[:3]}-a{number[3:6]}"
    return f"{middle}-5eed5eed{TAIL[place]}{number[6:]}"


def number(n: int) -> int:
    """The key of the n-th row of a table that counts."""
    return FIRST_NUMBER + n


def object_id(n: int, at: datetime) -> ObjectId:
    return ObjectId(f"{int(at.timestamp()):08x}5eed5eed{n:08x}")


def uuid(text: str) -> UUID:
    """For documents, which hold UUIDs as binary."""
    return UUID(text)


def mine(column: str) -> str:
    """The SQL condition under which a UUID column holds an id of seeding."""
    return (
        f"(substr({column}::text, 15, 1) = '8' AND substr({column}::text, 25, 4) = '5eed' OR "
        f"substr({column}::text, 15, 1) = '7' AND substr({column}::text, 25, 8) = '5eed5eed')"
    )


class _Tails(dict[str, str]):
    """Two digits of a place's name."""

    def __missing__(self, place: str) -> str:
        self[place] = blake2b(place.encode(), digest_size=1).hexdigest()
        return self[place]


TAIL: Final = _Tails()

MY_DOCUMENT: Final = {
    "$expr": {
        "$cond": [
            {"$eq": [{"$type": "$_id"}, "objectId"]},
            {"$eq": [{"$substrBytes": [{"$toString": "$_id"}, 8, 8]}, "5eed5eed"]},
            False,
        ]
    }
}
"""MongoDB's condition under which a document was made by seeding."""
