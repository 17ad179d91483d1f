"""The place of a record, written and read again, for a row of every list of the sample."""

import pytest

from desktop_app import panels
from desktop_app.commands.open_desk import Opened
from desktop_app.domain.errors import Invalid
from desktop_app.domain.places import parted
from desktop_app.domain.query import Query
from desktop_app.services import places
from tests.ui.conftest import Run


def test_every_record_is_found_by_its_place(house: Opened, run: Run) -> None:
    async def work() -> int:
        found = 0
        for panel in house.desk.panels.values():
            page = await house.desk.list(panel, Query(panel.key, sort=panel.sort, limit=2))
            for row in page.rows:
                key = panel.source.key(row)
                place = places.written(panel, key)
                there, text = parted(place)
                assert there == panel.key
                assert places.read(panel, text) == key
                assert panel.source.key(await house.desk.get(panel, key)) == key
                found += 1
        return found

    assert run(work) > 60


@pytest.mark.parametrize("text", ["", "not-an-id", "1/2/3", "x" * 500, "\x00"])
def test_what_is_no_key_is_refused_in_words(text: str) -> None:
    for key in ("multiverse.users", "openmineral.risk_assessment_history"):
        with pytest.raises(Invalid, match="is no record of"):
            places.read(panels.load()[key], text)
