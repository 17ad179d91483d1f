"""Single changes to the trail as somebody would make them who owns the whole database."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from desktop_app.domain.chain import COLUMNS, Entry, Head, made, row_of
from desktop_app.services.audit_heads import Signer
from desktop_app.services.audit_reading import PLAIN, split

Copies = dict[str, list[Head] | None]
ENTRY = ("row_id", "salt", "values_digest", "marks", "digest", "hash")
OTHER = {
    "before": "coalesce(before, '{}') || '{\"x\": 1}'",
    "after": "coalesce(after, '{}') || '{\"x\": 1}'",
    "reason": "coalesce(reason, '') || 'x'", "id": "gen_random_uuid()",
    "number": "number + 1000000",
    "at": "at + interval '1 microsecond'", "transaction": "transaction - 1",
    "login": "login || 'x'", "session_id": "gen_random_uuid()", "outside": "NOT outside",
    "client": "coalesce(client, '') || 'x'", "place": "place || 'x'", "row_key": "row_key || 'x'",
    "action": "CASE action WHEN 'edit' THEN 'create' ELSE 'edit' END",
    "request": "gen_random_uuid()", "maker": "coalesce(maker, '') || 'x'",
}  # fmt: skip


@dataclass(frozen=True)
class Tampered:
    """What was done, and how the report must name it: one of these entries, and the column."""

    said: str
    entries: tuple[int, ...]
    column: str = ""


class Tamper:
    """One change by an owner of everything; `known` are the copies, which some changes touch."""

    def __init__(
        self, connection: "psycopg.Connection[Any]", known: Copies, dice: random.Random
    ) -> None:
        self._sql, self.known, self._dice = connection, dict(known), dice
        connection.execute("SET LOCAL session_replication_role = replica")
        self.last = self._one("SELECT max(number) FROM backoffice.audit_chain")
        self._row = dice.randint(2, self.last - 1)

    def _one(self, query: str, *given: Any) -> Any:
        row = self._sql.execute(query.encode(), given).fetchone()
        assert row is not None
        return row[0]

    def _do(self, query: str, *given: Any) -> None:
        self._sql.execute(query.encode(), given or None)

    def _id(self, number: int) -> Any:
        return self._one("SELECT row_id FROM backoffice.audit_chain WHERE number = %s", number)

    def column(self, name: str) -> Tampered:
        query = f'UPDATE backoffice.audit_log SET "{name}" = {OTHER[name]} WHERE id = %s'
        self._do(query, self._id(self._row))
        # A row under another id is not found any more.
        return Tampered(f"column {name}", (self._row,), "" if name == "id" else name)

    def emptied(self, name: str) -> Tampered:
        """A value to nothing, or nothing to a value."""
        kind = "jsonb" if name in ("before", "after") else "text"
        nothing = f"CASE WHEN {name} IS NULL THEN '{{}}'::{kind} END"
        query = f"UPDATE backoffice.audit_log SET {name} = {nothing} WHERE id = %s"
        self._do(query, self._id(self._row))
        return Tampered(f"column {name} emptied", (self._row,), name)

    def entry(self, name: str) -> Tampered:
        value = "gen_random_uuid()" if name == "row_id" else f"sha256({name})"
        query = f"UPDATE backoffice.audit_chain SET {name} = {value} WHERE number = %s"
        self._do(query, self._row)
        return Tampered(f"entry's {name}", (self._row, self._row + 1))

    def erased_in_silence(self) -> Tampered:
        self._do("UPDATE backoffice.audit_chain SET salt = NULL WHERE number = %s", self._row)
        self._do(
            "UPDATE backoffice.audit_log SET reason = 'erased', before = CASE WHEN before IS NOT "
            "NULL THEN '{\"erased\": true}'::jsonb END, after = CASE WHEN after IS NOT NULL THEN "
            "'{\"erased\": true}'::jsonb END WHERE id = %s", self._id(self._row),
        )  # fmt: skip
        return Tampered("erased in silence", (self._row,))

    def row_deleted(self) -> Tampered:
        self._do("DELETE FROM backoffice.audit_log WHERE id = %s", self._id(self._row))
        return Tampered("row deleted", (self._row,))

    def entry_deleted(self) -> Tampered:
        self._do("DELETE FROM backoffice.audit_chain WHERE number = %s", self._row)
        return Tampered("entry deleted", (0, self._row))

    def both_deleted(self) -> Tampered:
        self.row_deleted()
        self.entry_deleted()
        return Tampered("row and entry deleted", (self._row,))

    def rows_swapped(self) -> Tampered:
        """Two rows exchange everything but their ids."""
        other = self._other()
        first, second = self._id(self._row), self._id(other)
        rest = ", ".join(f'"{name}"' for name in COLUMNS if name != "id")
        self._do(
            f"UPDATE backoffice.audit_log a SET ({rest}) = (SELECT {rest} FROM "
            "backoffice.audit_log b WHERE b.id = CASE a.id WHEN %s THEN %s::uuid ELSE %s END) "
            "WHERE a.id IN (%s, %s)", first, second, first, first, second,
        )  # fmt: skip
        return Tampered("rows swapped", (min(self._row, other),))

    def entries_swapped(self) -> Tampered:
        other = self._other()
        away = "UPDATE backoffice.audit_chain SET number = %s WHERE number = %s"
        for to, at in ((-1, self._row), (self._row, other), (other, -1)):
            self._do(away, to, at)
        return Tampered("entries swapped", (min(self._row, other),))

    def row_inserted(self) -> Tampered:
        """A row made up in between, with all that such a row has."""
        columns = ", ".join(f'"{name}"' for name in COLUMNS if name not in ("id", "number"))
        self._do(
            f"INSERT INTO backoffice.audit_log (id, number, {columns}) SELECT gen_random_uuid(), "
            f"number, {columns} FROM backoffice.audit_log WHERE id = %s", self._id(self._row),
        )  # fmt: skip
        return Tampered("row inserted", (0,))

    def tail_cut(self, *, heads: bool) -> Tampered:
        keep = self._dice.randint(self.last * 3 // 4, self.last - 1)
        self._do(
            "DELETE FROM backoffice.audit_log WHERE id IN (SELECT row_id FROM "
            "backoffice.audit_chain WHERE number > %s)", keep,
        )  # fmt: skip
        self._do("DELETE FROM backoffice.audit_chain WHERE number > %s", keep)
        if heads:
            self._do("DELETE FROM backoffice.audit_heads WHERE number > %s", keep)
            self._sign(keep, self._one(
                "SELECT hash FROM backoffice.audit_chain WHERE number = %s", keep))  # fmt: skip
        return Tampered(f"tail cut, head repaired: {heads}", (keep + 1,))

    def remade(self) -> Tampered:
        """A row changed, and every entry and head after it made anew with a key of one's own."""
        self._do("UPDATE backoffice.audit_log SET row_key = 'x' WHERE id = %s", self._id(self._row))
        self._do(PLAIN)
        before = self._one(
            "SELECT hash FROM backoffice.audit_chain WHERE number = %s", self._row - 1
        )
        heads = {row[0] for row in self._sql.execute("SELECT number FROM backoffice.audit_heads")}
        for entry in self._entries_anew(before):
            self._do(
                "UPDATE backoffice.audit_chain SET values_digest = %s, marks = %s, digest = %s, "
                "hash = %s WHERE number = %s",
                entry.values, entry.marks, entry.digest, entry.hash, entry.number,
            )  # fmt: skip
            if entry.number in heads:
                self._do("DELETE FROM backoffice.audit_heads WHERE number = %s", entry.number)
                self._sign(entry.number, entry.hash)
        return Tampered("chain remade", tuple(sorted(n for n in heads if n >= self._row)[:1]))

    def head(self, name: str) -> Tampered:
        number = self._a_head()
        value = {"hash": "sha256(hash)", "key": "sha256(key)", "signature": "sha256(signature)",
                 "at": "'2020-01-01T00:00:00.000000+00:00'"}.get(name, f"{name} - 1")  # fmt: skip
        query = f"UPDATE backoffice.audit_heads SET {name} = {value} WHERE number = %s"
        self._do(query, number)
        return Tampered(f"head's {name}", (number, number - 1))

    def head_deleted(self) -> Tampered:
        number = self._a_head()
        self._do("DELETE FROM backoffice.audit_heads WHERE number = %s", number)
        before = self._one(
            "SELECT coalesce(max(number), 0) FROM backoffice.audit_heads WHERE number < %s", number
        )
        return Tampered("head deleted", (number, before + 1))

    def copy(self, where: str, name: str) -> Tampered:
        heads = list(self.known[where] or ())
        at = self._dice.randrange(len(heads))
        value: Any = getattr(heads[at], name)
        other = value[::-1] if isinstance(value, bytes) else "2020" if name == "at" else value + 7
        number = heads[at].number
        changed: Any = {name: other}
        heads[at] = replace(heads[at], **changed)
        self.known[where] = heads
        return Tampered(f"copy in {where}: {name}", (number, number + 7))

    def copy_lost(self, where: str) -> Tampered:
        heads = list(self.known[where] or ())
        lost = heads.pop(self._dice.randrange(len(heads) - 1))
        self.known[where] = heads
        return Tampered(f"copy lost in {where}", (lost.number,))

    def _other(self) -> int:
        return self._dice.choice([n for n in range(1, self.last + 1) if n != self._row])

    def _a_head(self) -> int:
        found = self._sql.execute("SELECT number FROM backoffice.audit_heads ORDER BY 1").fetchall()
        return int(self._dice.choice(found)[0])

    def _entries_anew(self, before: bytes) -> Iterator[Entry]:
        query = (
            f"COPY (SELECT * FROM backoffice.trail_lines({self._row - 1}, 9999999, NULL)) TO STDOUT"
        )
        self._do("SET LOCAL SESSION AUTHORIZATION countinghouse_auditor_login")
        with self._sql.cursor().copy(query.encode()) as copy:
            found = [split(bytes(line)) for line in copy]
        self._do("RESET SESSION AUTHORIZATION")
        for entry, row in found:
            assert row is not None
            assert entry.salt is not None
            (again,) = made(entry.number - 1, before, [entry.salt], [row_of(row)])
            before = again.hash
            yield again

    def _sign(self, number: int, hash: bytes) -> None:
        pen = Signer("somebody else's", Path())
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        row = self._sql.execute(
            "SELECT a.transaction, a.number FROM backoffice.audit_chain c JOIN "
            "backoffice.audit_log a ON a.id = c.row_id WHERE c.number = %s", (number,),
        ).fetchone()  # fmt: skip
        assert row is not None
        head = Head(number, hash, row[0], row[1], at, pen.key)
        self._do("INSERT INTO backoffice.audit_keys (key) VALUES (%s) ON CONFLICT DO NOTHING",
                 pen.key)  # fmt: skip
        self._do("INSERT INTO backoffice.audit_heads VALUES (%s, %s, %s, %s, %s, %s, %s) "
                 "ON CONFLICT DO NOTHING", number, hash, row[0], row[1], at, pen.key,
                 pen.sign(head.signed))  # fmt: skip


def kinds() -> list[Callable[[Tamper], Tampered]]:
    """Every kind of change, each with the column, entry or copy that it is made to."""
    made: list[Callable[[Tamper], Tampered]] = []
    made += [lambda t, n=n: t.column(n) for n in COLUMNS]  # type: ignore[misc]
    made += [lambda t, n=n: t.emptied(n) for n in ("before", "after", "reason", "client")]  # type: ignore[misc]
    made += [lambda t, n=n: t.entry(n) for n in ENTRY]  # type: ignore[misc]
    made += [
        Tamper.erased_in_silence,
        Tamper.row_deleted,
        Tamper.entry_deleted,
        Tamper.both_deleted,
        Tamper.rows_swapped,
        Tamper.entries_swapped,
        Tamper.row_inserted,
        lambda t: t.tail_cut(heads=False),
        lambda t: t.tail_cut(heads=True),
        Tamper.remade,
        Tamper.head_deleted,
    ]
    fields = ("hash", "transaction", "row_number", "at", "key", "signature")
    made += [lambda t, n=n: t.head(n) for n in fields]  # type: ignore[misc]
    for where in ("mongodb", "file"):
        made += [lambda t, w=where, n=n: t.copy(w, n) for n in ("number", *fields)]  # type: ignore[misc]
        made.append(lambda t, w=where: t.copy_lost(w))  # type: ignore[misc]
    return made
