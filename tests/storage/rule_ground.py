"""Ground for the tests of structural rules: rows in one transaction, and a refusal's sentence."""

from typing import Any

import psycopg
import pytest

from desktop_app import panels
from desktop_app.domain.errors import Refusal
from desktop_app.storage.refusals import refusal
from desktop_app.storage.tables import metadata
from tests.services.act_rows import Rows

panels.load()
Connection = psycopg.Connection[Any]
TABLES = dict(metadata.tables)
SOON = {"start_datetime": "2027-05-01", "end_datetime": "2027-05-02"}


class Within(Rows):
    """Rows in somebody's transaction: past the triggers, which then hold again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._number = 0

    def put(self, place: str, **values: Any) -> dict[str, Any]:
        self._connection.execute("SET LOCAL session_replication_role = replica")
        made = super().put(place, **values)
        self._connection.execute("SET LOCAL session_replication_role = origin")
        return made

    def key(self, place: str, **values: Any) -> Any:
        (made,) = self.put(place, **values).values()
        return made


def refused(connection: Connection, statement: str, *values: object) -> str:
    """The sentence with which the statement is refused; the transaction goes on."""
    with pytest.raises(psycopg.Error) as caught, connection.transaction():
        connection.execute(statement.encode(), values)
    told = refusal(caught.value)
    assert isinstance(told, Refusal), caught.value
    assert str(told).endswith(".")
    assert "\n" not in str(told)
    return str(told)
