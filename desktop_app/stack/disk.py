"""The disk guard: writing stops before the disk is full, while every server still lives.

PostgreSQL ends itself when its log cannot grow. Below the limit it is therefore switched to
read-only for everybody by its own default, which each transaction looks up; the program asks
`read_only()` before it writes to the other two. The switch is noted in a file, so that one
which somebody else threw by hand is never undone here.
"""

from contextlib import suppress

import psycopg

from desktop_app.domain import sizes
from desktop_app.stack.folder import Folder, write_atomically
from desktop_app.stack.postgres import Postgres


class DiskGuard:
    """Watches the free space of one data folder."""

    def __init__(self, folder: Folder, postgres: Postgres, least: int) -> None:
        self._folder = folder
        self._postgres = postgres
        self._least = least
        self._note = folder.path / "read-only.json"

    def read_only(self) -> bool:
        """Below the limit, or still within a twentieth above it after having been below."""
        free = self._folder.free()
        if free < self._least:
            return True
        return self._note.exists() and free < self._least + self._least // 20

    def sentence(self) -> str:
        if not self.read_only():
            return ""
        free, least = sizes.said(self._folder.free()), sizes.exactly(self._least)
        return (
            f"The disk of {self._folder.path} has only {free} free, less than {least}: everything "
            "can be read, nothing is written until room is made."
        )

    def apply(self, port: int) -> bool:
        """Make PostgreSQL agree with the disk; whether it is read-only now."""
        wanted, noted = self.read_only(), self._note.exists()
        if wanted == noted:
            return wanted
        with suppress(psycopg.Error, OSError):
            if wanted:
                self._switch(port, "SET default_transaction_read_only = on")
                write_atomically(self._note, "{}")
            else:
                self._switch(port, "RESET default_transaction_read_only")
                self._note.unlink(missing_ok=True)
        return wanted

    def _switch(self, port: int, change: str) -> None:
        with self._postgres.connect(port) as connection:
            connection.execute(f"ALTER SYSTEM {change}".encode())
            connection.execute("SELECT pg_reload_conf()")
