"""Lists over the sample data on the real servers."""

import pytest

from desktop_app.ui.office import Office
from desktop_app.ui.table_page import TablePage
from tests.ui.conftest import Run
from tests.ui.waiting import until


@pytest.mark.parametrize(
    "key", ["multiverse.users", "openmineral.deals", "multiverse.digital_assets"]
)
def test_a_list_shows_the_sample(office: Office, run: Run, key: str) -> None:
    page = TablePage(office, office.desk.panels[key])

    async def work() -> None:
        page.reload()
        await until(lambda: page.model.rowCount() > 0)

    run(work)
    assert page.refusal is None
    page.deleteLater()
