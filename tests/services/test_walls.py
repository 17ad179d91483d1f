"""What is listed of the gate's own tables is found and counted behind their walls."""

from uuid import uuid4

import psycopg

from desktop_app.stack import Places
from tests.services.act_people import Connection, People

ALL = '{"where": {"all": []}, "sort": "id", "limit": 100}'


def _found(connection: Connection) -> tuple[int, int]:
    page = connection.execute("SELECT count(*) FROM backoffice.find_jobs(%s)", (ALL,)).fetchone()
    count = connection.execute("SELECT backoffice.find_jobs_count(%s)", (ALL,)).fetchone()
    assert page is not None
    assert count is not None
    return page[0], count[0]


def test_finders_pass_no_wall(places: Places, people: People) -> None:
    maker, mate = people["trader"], people["trader 2"]
    before, others = _found(maker), _found(mate)
    told = (people.login("trader"), uuid4())
    with psycopg.connect(places.postgres, autocommit=True) as gate:
        gate.execute(
            "INSERT INTO backoffice.jobs (title, panel, login, command)"
            " VALUES ('walls', 'openmineral.deals', %s, %s)",
            told,
        )
        try:
            assert _found(maker) == (before[0] + 1, before[1] + 1)
            assert _found(mate) == others, "somebody else's job is neither found nor counted"
        finally:
            gate.execute("DELETE FROM backoffice.jobs WHERE command = %s", told[1:])
