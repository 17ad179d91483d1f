"""The walk along the chain: each entry is made again from its row and compared with what was kept.

Nearly all are as they were, so that is asked of them in long stretches; what is not is looked at by
itself, and named.
"""

from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from desktop_app.domain.chain import START, Fault, Head, fault, linked
from desktop_app.services import audit_faults
from desktop_app.services import audit_reading as reading
from desktop_app.services.audit_reading import State
from desktop_app.services.audit_report import Report

Progress = Callable[[int, int], None]


def unheard(_done: int, _all: int) -> None:
    """For those who do not want to hear how far it is."""


class Walk:
    """Along the chain, entry by entry; `hashes` are those at which a head may stand."""

    def __init__(self, now: State, heads: Sequence[Head], copied: set[int]) -> None:
        self.report = Report(pending=now.pending)
        self.hashes: dict[int, bytes] = {}
        self.archived: dict[str, int] = {}
        self._now, self._number, self._hash = now, 0, START
        self._signed = {head.number: head.hash for head in heads}
        self._wanted = copied | self._signed.keys()
        self._emptied: list[tuple[int, bytes]] = []
        for each in now.strangers:
            self.report.add(audit_faults.stranger(each))

    def go(self, connection: "psycopg.Connection[Any]", progress: Progress) -> None:
        """To the last entry, stretch by stretch."""
        last = self._now.last
        while self._number < last and self._stretch(connection, last):
            progress(self._number, last)
        self._end()

    def _stretch(self, connection: "psycopg.Connection[Any]", last: int) -> int:
        """How many there are. After one that is not sound a few are examined, or all the rest."""
        after, few = self._number, 0
        most = min(reading.AT_ONCE, last - after)
        proofs = reading.next_proofs(connection, after, most)
        rows = reading.next_rows(connection, after, most)
        while (past := self._number - after) < len(rows):
            few = reading.FEW if self._follow(proofs, rows, past) or not few else most
            if left := len(rows) - (self._number - after):
                lines = reading.next_lines(connection, self._number, min(few, left))
                if not lines:
                    return 0
                for line in lines:
                    self._examine(line)
        return len(rows)

    def _follow(self, proofs: bytes, rows: Sequence[bytes], past: int) -> int:
        """Along what is as it was kept; how many that are."""
        hashes = list(
            reading.sound(
                proofs[past * reading.PROOF.size :], rows[past:], self._number, self._hash
            )
        )
        first, passed = self._number + 1, len(hashes)
        if passed:
            self._number, self._hash = self._number + passed, hashes[-1]
            self.report.entries += passed
            self.report.bulk += sum(map(reading.is_bulk, rows[past : past + passed]))
            for number in self._wanted.intersection(range(first, first + passed)):
                self._compare(number, hashes[number - first])
        return passed

    def _compare(self, number: int, hash: bytes) -> None:
        """Where a head may stand, the chain must be where it was when that was signed."""
        self.hashes[number] = hash
        if self._signed.get(number, hash) != hash:
            self.report.add(audit_faults.not_the_head(number, "PostgreSQL"))

    def _end(self) -> None:
        report, head, number = self.report, self._now.head, self._number
        if head > number:
            report.add(audit_faults.gone(number + 1, head))
        elif head < number:
            said = f"The entries after {head} have no signed head."
            report.add(Fault(head + 1, "", "signature", said, "head"))

    def _examine(self, line: bytes) -> None:
        """What it is that is not as it was kept, erased entries and absent rows among it."""
        report, expected = self.report, self._number + 1
        entry, row = reading.split(line)
        if entry.number != expected:
            report.add(audit_faults.gone(expected, entry.number - 1))
        elif linked(self._hash, entry.digest) != entry.hash:
            report.add(audit_faults.unlinked(entry.number, entry.row_id))
        if row is None:
            self._without_row(entry.number, entry.row_id)
        elif wrong := fault(entry, row):
            report.add(wrong)
        elif entry.salt is None:
            self._emptied.append((entry.number, entry.row_id))
        self._number, self._hash = entry.number, entry.hash
        if entry.number in self._wanted:
            self._compare(entry.number, entry.hash)
        report.entries += 1
        report.bulk += reading.is_bulk(line)

    def _without_row(self, number: int, row_id: bytes) -> None:
        for archive in self._now.archives:
            if archive.holds(row_id):
                self.archived[archive.part] = self.archived.get(archive.part, 0) + 1
                self.report.archived += 1
                return
        said = f"The row of entry {number} (row {row_id.decode()}) is missing."
        self.report.add(Fault(number, row_id.decode(), "missing", said))

    def judge(self, later: State) -> None:
        """What was emptied must be told on the trail as an erasure."""
        self.report.erased = len(self._emptied)
        for number, row_id in self._emptied:
            if row_id not in later.erased:
                row = row_id.decode()
                said = f"Entry {number} (row {row}) was emptied, and no erasure of it is told."
                self.report.add(Fault(number, row, "altered", said, "salt"))
