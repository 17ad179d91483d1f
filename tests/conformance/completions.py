"""Everything that is there and stands in no document, with its reason (completions.json).

The panel file of each table says the same in its docstring. Two rules explain themselves and are
not listed: foreign key columns are indexed everywhere (decisions.md 6), and a sealed column has
`…_sealed` and `…_index` beside it (decisions.md 4).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Completion:
    """What one table or collection has beyond its document."""

    why: str
    columns: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()


_TOLD = json.loads((Path(__file__).parent / "completions.json").read_text())

TABLES: Mapping[str, str] = _TOLD["tables"]
"""Whole tables that a document's rules need."""

BEYOND: Mapping[str, Completion] = {
    place: Completion(told["why"], tuple(told.get("columns", ())), tuple(told.get("indexes", ())))
    for place, told in _TOLD["beyond"].items()
}

DELETING: Mapping[str, str] = _TOLD["deleting"]
"""What real deletion does where the document is silent (decisions.md 9)."""
