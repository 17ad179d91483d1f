"""What quick open asks of a list is answered by an index, however long the list is."""

import pytest
from sqlalchemy import String

from desktop_app import panels
from desktop_app.domain.query import Words
from desktop_app.services.quick_open import SUBJECTS
from desktop_app.storage.postgres import Sql

LISTS = panels.load()
TABLES = [key for key in SUBJECTS if isinstance(LISTS[key].source, Sql)]


@pytest.mark.parametrize("key", TABLES)
def test_every_question_has_its_index(key: str) -> None:
    """Mutation: ask transactions for any part of a hash, which reads every month of them."""
    source = LISTS[key].source
    assert isinstance(source, Sql)
    what = "part" if isinstance(LISTS[key].sought("x"), Words) else "beginning"
    columns = [source.table.c[name] for name in source.searched]
    asked = [c.name for c in columns if isinstance(c.type, String) and "sealed" not in c.info]
    made = {str(index.name) for index in source.table.indexes}
    assert asked
    assert {f"{source.table.name}_{name}_{what}" for name in asked} <= made
