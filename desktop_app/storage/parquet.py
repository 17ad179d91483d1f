"""Rows written as Parquet while they stream, each column in a type of its own.

They come as CSV in which nothing is quoted for a reader's sake: an empty cell is no value, `""`
an empty text, a moment its microseconds since 1970, a day its number. pyarrow is an extra of the
program, so it is imported only when somebody asks for this form.
"""

import importlib
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum, auto
from importlib.util import find_spec
from io import BufferedIOBase
from typing import IO, Any

from desktop_app.domain.errors import Refusal

GROUP = 65_536
"""Rows that are read back together; no more of them are in memory."""
MOST_DIGITS = 38
MISSING = (
    "Parquet needs the package pyarrow, which is not installed here. Choose another format, or "
    "install Countinghouse with its extra `export`."
)


class Held(StrEnum):
    """What a column holds; whatever no other type holds exactly is text."""

    TEXT = auto()
    WHOLE = auto()
    FLOAT = auto()
    DECIMAL = auto()
    YES_NO = auto()
    MOMENT = auto()
    DAY = auto()


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    held: Held = Held.TEXT
    digits: int = MOST_DIGITS
    places: int = 18


class Parquet:
    """`write` takes whole rows; leaving it makes a file that opens."""

    def __init__(self, file: IO[bytes] | BufferedIOBase, columns: Sequence[Column]) -> None:
        if find_spec("pyarrow") is None:
            raise Refusal(MISSING)
        self._arrow: Any = importlib.import_module("pyarrow")
        self._csv: Any = importlib.import_module("pyarrow.csv")
        self._columns = columns
        self._schema = self._arrow.schema([(each.name, self._type(each)) for each in columns])
        self._convert = self._csv.ConvertOptions(
            column_types={each.name: self._read_as(each) for each in columns},
            null_values=[""],
            true_values=["t"],
            false_values=["f"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        )
        writer = importlib.import_module("pyarrow.parquet").ParquetWriter
        self._writer: Any = writer(file, self._schema, compression="zstd")
        self._waiting: list[Any] = []
        self._rows = 0

    def write(self, chunk: bytes, rows: int) -> None:
        if not rows:
            return
        self._waiting.append(self._read(chunk))
        self._rows += rows
        if self._rows >= GROUP:
            self._put()

    def __enter__(self) -> "Parquet":
        return self

    def __exit__(self, kind: object, error: object, at: object) -> None:
        if kind is None:
            self._put()
            self._writer.close()
        else:
            # The file is thrown away; a full disk takes not even what closing would write.
            with suppress(OSError, ValueError):
                self._writer.close()

    def _put(self) -> None:
        if self._waiting:
            self._writer.write_table(self._arrow.concat_tables(self._waiting))
        self._waiting, self._rows = [], 0

    def _read(self, chunk: bytes) -> Any:
        names = [each.name for each in self._columns]
        try:
            table = self._csv.read_csv(
                self._arrow.BufferReader(chunk),
                self._csv.ReadOptions(
                    column_names=names, use_threads=False, block_size=len(chunk) + 1
                ),
                self._csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
                self._convert,
            )
        except self._arrow.ArrowInvalid as error:
            raise Refusal(self._unfit(str(error))) from error
        return table.cast(self._schema)

    def _unfit(self, said: str) -> str:
        """Only the column is repeated: the reader's own words hold the value."""
        found = re.search(r"column #(\d+)", said)
        column = f"“{self._columns[int(found[1])].name}”" if found else "one of the columns"
        return (
            f"A value of {column} does not fit into Parquet's type for it. Export the list as "
            "JSON lines, or without that column."
        )

    def _type(self, column: Column) -> Any:
        arrow = self._arrow
        match column.held:
            case Held.MOMENT:
                return arrow.timestamp("us", tz="UTC")
            case Held.DAY:
                return arrow.date32()
        return self._read_as(column)

    def _read_as(self, column: Column) -> Any:
        arrow = self._arrow
        match column.held:
            case Held.WHOLE | Held.MOMENT:
                return arrow.int64()
            case Held.DAY:
                return arrow.int32()
            case Held.FLOAT:
                return arrow.float64()
            case Held.DECIMAL:
                return arrow.decimal128(column.digits, column.places)
            case Held.YES_NO:
                return arrow.bool_()
        return arrow.string()
