"""Everything that is there and stands in no document, with its reason.

The panel file of each table says the same in its docstring. Foreign key columns are indexed
everywhere (decisions.md 6), and a sealed column has `…_sealed` and `…_index` beside it
(decisions.md 4); those two rules explain themselves and are not listed.
"""

TABLES: dict[str, str] = {}
"""Whole tables that a document's rules need."""

COLUMNS: dict[str, frozenset[str]] = {}
"""Columns where a document leaves a table incomplete."""

INDEXES: dict[str, frozenset[str]] = {}
"""Indexes that lists, uniqueness or decisions need beyond the stated ones."""

RETYPED: frozenset[str] = frozenset()
"""Columns whose stated type cannot be kept as written."""

DELETING: frozenset[str] = frozenset()
"""Foreign keys whose document is silent on deletion and that say what happens."""
