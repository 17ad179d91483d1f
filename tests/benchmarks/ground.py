"""Servers of the benchmarks' own, started when the first one asks and stopped at the end."""

import shutil
import tempfile
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType

from desktop_app import panels
from desktop_app.services import schema
from desktop_app.stack import Places, Stack


class Ground:
    def __init__(self) -> None:
        self._exits = ExitStack()

    def __enter__(self) -> "Ground":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._exits.close()

    @cached_property
    def places(self) -> Places:
        """The whole schema and no rows."""
        made = Path(tempfile.mkdtemp(prefix="countinghouse-benchmarks-", dir="/var/tmp"))
        made.chmod(0o755)
        self._exits.callback(shutil.rmtree, made, ignore_errors=True)
        places = self._exits.enter_context(Stack(made / "data").join())
        schema.upgrade(places, panels.load())
        return places
