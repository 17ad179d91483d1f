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
from desktop_app.domain.tagged import TAG
from desktop_app.domain.writes import Create, Remove, Write
from desktop_app.services.tags import EVENT_LINES, EVENT_TAGS, EVENTS, LINES, TAGS

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

MOST, OFFERED = 100, 8


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`tags` is the list of the words, `lines` the list of what carries which."""

    tags: str
    lines: str


OF_EVENTS = Vocabulary(EVENT_TAGS, EVENT_LINES)
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


async def offered(desk: "Desk", panel: "Panel", typed: str, most: int = OFFERED) -> tuple[Tag, ...]:
    """The words with these letters in them, the most used first."""
    words = words_of(panel.key)
    where = Where("name", Op.CONTAINS, typed.strip())
    asked = Query(words.tags, where, "usage_count", limit=most)
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
    words = OF_EVENTS if panel.key == EVENT_LINES else words_of(panel.key)
    rights = (desk.panels[place].right("read") for place in (words.lines, words.tags))
    return next((said for right in rights if (said := desk.actor.why_not(right))), "")


def carriers(panel: "Panel", tag: Tag) -> Query:
    """The records of this list that carry the tag."""
    return Query(panel.key, Where(TAG, Op.HAS, tag.name), panel.sort, panel.descending)


def _thing(panel: "Panel", key: Any) -> Mapping[str, Any]:
    """How the record is named in the lines."""
    if words_of(panel.key) == OF_EVENTS:
        return {"event_id": key}
    return {"entity_type": tagged.word(panel.key), "entity_id": written_key(key)}


def _where(cells: Mapping[str, Any]) -> All:
    return All(tuple(Where(name, Op.EQUAL, value) for name, value in cells.items()))
