"""The tags of one record: which it carries, which it could, and putting one on or taking it off.

Events have words of their own, as Passa's documents say; every other record has Multiverse's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from desktop_app.domain import tagged
from desktop_app.domain.places import written_key
from desktop_app.domain.query import All, Op, Query, Where
from desktop_app.domain.writes import Create, Remove, Write
from desktop_app.services.tags import LINES, TAGS

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

EVENTS = "passa.events"
MOST, OFFERED, CARRIERS = 100, 8, 500


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`tags` is the list of the words, `lines` the list of what carries which."""

    tags: str
    lines: str


OF_EVENTS = Vocabulary("passa.event_tags", "passa.event_tag_assignments")
OF_ALL = Vocabulary(TAGS, LINES)


@dataclass(frozen=True, slots=True)
class Tag:
    """`line` is the key of what says that the record carries it; None for one on offer."""

    id: UUID
    name: str
    uses: int
    line: UUID | None = None


def words_of(panel: str) -> Vocabulary:
    return OF_EVENTS if panel == EVENTS else OF_ALL


async def of_record(desk: "Desk", panel: "Panel", key: Any) -> tuple[Tag, ...]:
    """What the record carries, by name."""
    words = words_of(panel.key)
    lines = desk.panels[words.lines]
    asked = Query(words.lines, _where(_thing(panel, key)), lines.sort, limit=MOST)
    carried = {
        row["tag_id"]: lines.source.key(row)
        for row in (await desk.list(lines, asked)).rows
        if row["tag_id"] is not None
    }
    if not carried:
        return ()
    where = Where("tag_id", Op.IN, tuple(carried))
    found = await desk.list(
        desk.panels[words.tags], Query(words.tags, where, "name", False, limit=MOST)
    )
    return tuple(
        Tag(row["tag_id"], row["name"], row["usage_count"], carried[row["tag_id"]])
        for row in found.rows
    )


async def offered(desk: "Desk", panel: "Panel", typed: str) -> tuple[Tag, ...]:
    """The words with these letters in them, the most used first."""
    words = words_of(panel.key)
    where = Where("name", Op.CONTAINS, typed.strip())
    asked = Query(words.tags, where, "usage_count", limit=OFFERED)
    rows = (await desk.list(desk.panels[words.tags], asked)).rows
    return tuple(Tag(row["tag_id"], row["name"], row["usage_count"]) for row in rows)


async def named(desk: "Desk", panel: "Panel", name: str) -> Tag | None:
    """The word that reads so, capitals aside; the one written just so before any other."""
    words = words_of(panel.key)
    where = Where("name", Op.STARTS, name)
    asked = Query(words.tags, where, "name", False, limit=MOST)
    rows = (await desk.list(desk.panels[words.tags], asked)).rows
    same = [row for row in rows if row["name"].casefold() == name.casefold()]
    same.sort(key=lambda row: row["name"] != name)
    return Tag(same[0]["tag_id"], same[0]["name"], same[0]["usage_count"]) if same else None


def put(panel: "Panel", key: Any, tag: UUID) -> Create:
    words = words_of(panel.key)
    return Create(words.lines, {"tag_id": tag, **_thing(panel, key)})


def coined(panel: "Panel", key: Any, name: str) -> tuple[Write, ...]:
    """A word that was not there, and the record that carries it first."""
    tag = uuid4()
    words = words_of(panel.key)
    return (Create(words.tags, {"tag_id": tag, "name": name.strip()}), put(panel, key, tag))


def taken_off(panel: "Panel", tag: Tag) -> Remove:
    return Remove(words_of(panel.key).lines, tag.line, {"tag_id": tag.id})


def why_not(desk: "Desk", panel: "Panel", *, coin: bool = False) -> str:
    """The permission that this person lacks to tag, or to make a word; empty for who may."""
    words = words_of(panel.key)
    place = words.tags if coin else words.lines
    return desk.actor.why_not(desk.panels[place].right("write"))


def may_read(desk: "Desk", panel: "Panel") -> str:
    """The permission that is missing to see the tags; empty for who may."""
    words = words_of(panel.key)
    rights = (desk.panels[place].right("read") for place in (words.lines, words.tags))
    return next((said for right in rights if (said := desk.actor.why_not(right))), "")


async def carriers(desk: "Desk", panel: "Panel", tag: UUID) -> Query | None:
    """The records of this list that carry the tag; None where a key has more than one part."""
    if len(panel.source.keyed) != 1:
        return None
    words = words_of(panel.key)
    lines = desk.panels[words.lines]
    of_list = {} if words == OF_EVENTS else {"entity_type": tagged.word(panel.key)}
    where = _where({"tag_id": tag, **of_list})
    rows = (await desk.list(lines, Query(words.lines, where, lines.sort, limit=CARRIERS))).rows
    column = "event_id" if words == OF_EVENTS else "entity_id"
    keys = tuple(panel.source.key_of(str(row[column])) for row in rows)
    return Query(panel.key, Where(panel.source.keyed[0], Op.IN, keys), panel.sort, panel.descending)


def _thing(panel: "Panel", key: Any) -> Mapping[str, Any]:
    """How the record is named in the lines."""
    if words_of(panel.key) == OF_EVENTS:
        return {"event_id": key}
    return {"entity_type": tagged.word(panel.key), "entity_id": written_key(key)}


def _where(cells: Mapping[str, Any]) -> All:
    return All(tuple(Where(name, Op.EQUAL, value) for name, value in cells.items()))
