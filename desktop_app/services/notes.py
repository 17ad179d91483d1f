"""Notes that staff write on the records of any list, and who may see and change which.

Whoever may read a list reads what is noted on its records, staff of one tenant what is noted for
that tenant. Who wrote and when is the database's to say; the words are their author's. A note is
never removed: it is hidden, by its author or an administrator.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
    text,
)

from desktop_app.domain.places import written_key
from desktop_app.domain.query import All, Any_, Condition, Op, Query, Row, Where
from desktop_app.domain.writes import Create, Edit, Remove
from desktop_app.storage.sql.objects import function, trigger, wall
from desktop_app.storage.tables import metadata

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk
    from desktop_app.services.panel import Panel

PLACE = "backoffice.notes"
LONGEST = 10_000
AT_ONCE = 100
STAMPED = {"act": True}  # said once, by the database or when the note is made
THERE = {**STAMPED, "closed": "A note is written on the page of its record."}
SEEN = "panel = ANY ((SELECT backoffice.lists_read())::text[])"


class NoteColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=text("backoffice.uuid7()"))
    panel: Named[str] = Column(String(130), info=THERE)
    record: Named[str] = Column(String(300), info=THERE)
    tenant_id: Named[str | None] = Column(String(50), info=STAMPED)
    text: Named[str] = Column(Text)
    pinned: Named[bool] = Column(Boolean, server_default="false")
    author: Named[str] = Column(String(63), server_default=func.session_user(), info=STAMPED)
    author_name: Named[str] = Column(String(100), server_default="", info=STAMPED)
    written_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.statement_timestamp(), info=STAMPED
    )
    edited_at: Named[datetime | None] = Column(DateTime(timezone=True), info=STAMPED)
    is_deleted: Named[bool] = Column(Boolean, server_default="false")


KEEP = function(
    "backoffice.keep_note()",
    """
    RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            NEW.author := session_user;
            NEW.author_name := coalesce(backoffice.me() ->> 'name', session_user);
            NEW.written_at := statement_timestamp();
            NEW.edited_at := NULL;
            -- Staff over all tenants say whose record it is; others have only one to say.
            NEW.tenant_id := coalesce(backoffice.tenant(), NEW.tenant_id);
            RETURN NEW;
        END IF;
        IF NEW.text <> OLD.text THEN
            IF session_user <> OLD.author THEN
                RAISE EXCEPTION '% wrote this note; nobody else changes its words.',
                    OLD.author_name USING ERRCODE = 'insufficient_privilege', COLUMN = 'text';
            END IF;
            NEW.edited_at := statement_timestamp();
        END IF;
        IF NEW.is_deleted <> OLD.is_deleted AND session_user <> OLD.author
            AND NOT pg_has_role(session_user, 'countinghouse_admin', 'MEMBER') THEN
            RAISE EXCEPTION '% wrote this note; only they or an administrator may hide it.',
                OLD.author_name USING ERRCODE = 'insufficient_privilege', COLUMN = 'is_deleted';
        END IF;
        RETURN NEW;
    END $$""",
)
KEPT = trigger("b_keep", PLACE, "BEFORE INSERT OR UPDATE", "backoffice.keep_note()")
WALL = wall("readable", PLACE, f"ALL USING ({SEEN}) WITH CHECK ({SEEN})", "backoffice.rights_given")

table = Table(
    "notes",
    metadata,
    NoteColumns,
    CheckConstraint("btrim(text, E' \\t\\r\\n') <> ''", name="said"),
    CheckConstraint(f"char_length(text) <= {LONGEST}", name="short"),
    Index("notes_record_idx", "panel", "record", "written_at"),
    Index("notes_written_at_idx", "written_at", "id"),
    schema="backoffice",
    info={
        "wall": SEEN,
        "objects": (KEEP, WALL, KEPT),
    },
)


@dataclass(frozen=True, slots=True)
class Note:
    """A note as a record shows it; `mine` when this person wrote it."""

    id: UUID
    text: str
    author: str
    name: str
    at: datetime
    edited_at: datetime | None
    pinned: bool
    mine: bool


def why_unread(desk: "Desk") -> str:
    """Why this person reads no notes; empty for who may."""
    return desk.actor.why_not(desk.panels[PLACE].right("read"))


def why_not(desk: "Desk") -> str:
    """Why this person writes none."""
    return why_unread(desk) or desk.actor.why_not(desk.panels[PLACE].right("write"))


async def of_record(desk: "Desk", panel: "Panel", key: Any) -> tuple[Note, ...]:
    """What is noted on the record and not hidden: pinned first, then the newest."""
    place = desk.panels[PLACE]
    asked = All((Where("panel", Op.EQUAL, panel.key), Where("record", Op.EQUAL, written_key(key))))
    page = await desk.list(place, Query(PLACE, asked, "written_at", limit=AT_ONCE))
    found = (_note(desk, row) for row in page.rows)
    return tuple(sorted(found, key=lambda note: not note.pinned))


def about(records: Mapping[str, Collection[str]]) -> Condition:
    """The notes on any of these records, by list the keys as they are written."""
    return Any_(
        tuple(
            All((Where("panel", Op.EQUAL, panel), Where("record", Op.IN, tuple(keys))))
            for panel, keys in records.items()
            if keys
        )
    )


def written(panel: "Panel", key: Any, row: Row, text: str) -> Create:
    """A new note on the record; whose tenant's it is goes with it."""
    tenant = row.get("tenant_id")
    values = {"panel": panel.key, "record": written_key(key), "text": text.strip()}
    return Create(PLACE, values | ({"tenant_id": tenant} if isinstance(tenant, str) else {}))


def reworded(note: Note, text: str) -> Edit:
    """Stands only while the words are those that were read."""
    return Edit(PLACE, note.id, {"text": note.text}, {"text": text.strip()})


def worded_back(note: Note, text: str) -> Edit:
    """What takes `reworded` back, while nobody has reworded it again."""
    return Edit(PLACE, note.id, {"text": text.strip()}, {"text": note.text})


def pinned(note: Note) -> Edit:
    """Pin it, or let it go."""
    return Edit(PLACE, note.id, {"pinned": note.pinned}, {"pinned": not note.pinned})


def hidden(note: Note) -> Remove:
    return Remove(PLACE, note.id, {"text": note.text})


def shown_again(note: Note) -> Edit:
    return Edit(PLACE, note.id, {"is_deleted": True}, {"is_deleted": False})


def _note(desk: "Desk", row: Row) -> Note:
    return Note(
        row["id"],
        row["text"],
        row["author"],
        row["author_name"] or row["author"],
        row["written_at"],
        row["edited_at"],
        row["pinned"],
        row["author"] == desk.actor.name,
    )
