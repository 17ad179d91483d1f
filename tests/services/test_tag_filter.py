"""Lists asked by the tags of their records: as the evaluator says, in one question, by who may."""

import asyncio
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import example, given, settings

from desktop_app import panels
from desktop_app.domain import tagged
from desktop_app.domain.errors import Invalid, NotAllowed
from desktop_app.domain.evaluate import holds
from desktop_app.domain.filter_line import parse
from desktop_app.domain.places import written_key
from desktop_app.domain.query import All, Any_, Condition, Not, Op, Query, Where
from desktop_app.domain.tagged import TAG
from desktop_app.services import sign_in, tag_questions
from desktop_app.services.desk import Desk
from desktop_app.stack import Places
from tests.domain import strategies
from tests.services.act_people import People
from tests.services.act_rows import EARLIER, LATER, Rows
from tests.services.delivering import documents
from tests.services.test_desk import at_the_desk

WORDS = ("al", "Al", "ALBA", "Lisbon", "lisbon", "none", "7", "vip 100%", "a_b")
RECORDS = 12
PLACES = (
    "multiverse.city_resources",  # by an id
    "openmineral.deals",  # by a number
    "management_system_repository.management_systems",  # by a word
    "user_preferences.preferences",  # by two columns
    "passa.events",  # which has words of its own
    "multiverse.business_projects",  # a collection
)
Ask = Callable[[Any], Any]


@pytest.fixture(scope="module")
def ask(places: Places) -> Iterator[Ask]:
    """What the sample administrator's desk says, always on one loop."""
    with asyncio.Runner() as runner:
        opened = at_the_desk(places)
        desk = runner.run(opened.__aenter__())
        yield lambda work: runner.run(work(desk))
        runner.run(opened.__aexit__(None, None, None))


@pytest.fixture(scope="module")
def carried(places: Places, rows: Rows) -> dict[str, dict[Any, list[str]]]:
    """What the records of each list carry, by their keys; lines of other lists are beside them."""
    chance, found = Random(7), {}
    with psycopg.connect(places.postgres, autocommit=True) as root:
        for place in PLACES:
            keys = _records(places, rows, place)
            found[place] = {
                key: sorted(chance.sample(WORDS, chance.choice((0, 1, 2)))) for key in keys
            }
            _put(root, place, found[place])
            if place == PLACES[-1]:
                _put(root, place, {"no record of any list": ["al"]})
        # The same keys in another list, and what is no key at all.
        _put(root, PLACES[1], {key: ["al"] for key in found[PLACES[0]]})
        _put(root, PLACES[0], {"7": ["al"], "no id": ["al"], "9" * 40: ["al"]})
        _put(root, PLACES[1], {"9" * 40: ["al"]})
    return found


def _records(places: Places, rows: Rows, place: str) -> list[Any]:
    panel = panels.load()[place]
    if panel.source.store == "mongodb":
        made = [{"project_id": f"tagged-{uuid4()}", "name": "Solar"} for _ in range(RECORDS)]
        with documents(places) as client:
            client["multiverse"]["business_projects"].insert_many(
                made, bypass_document_validation=True
            )
        return [each["project_id"] for each in made]
    values = {"passa.events": {"start_datetime": EARLIER, "end_datetime": LATER}}
    keys = (rows.put(place, **values.get(place, {})) for _ in range(RECORDS))
    return [panel.source.key(key) for key in keys]


def _put(root: psycopg.Connection[Any], place: str, carried: dict[Any, list[str]]) -> None:
    events = place == "passa.events"
    words = "passa.event_tags" if events else "multiverse.tags"
    for key, names in carried.items():
        for name in names:
            root.execute(
                f"INSERT INTO {words} (name) VALUES (%s) ON CONFLICT DO NOTHING".encode(), (name,)
            )
            tag = f"(SELECT tag_id FROM {words} WHERE name = %s)"
            if events:
                line = (
                    f"INSERT INTO passa.event_tag_assignments (tag_id, event_id) VALUES ({tag}, %s)"
                )
                root.execute(line.encode(), (name, key))
            else:
                line = (
                    "INSERT INTO multiverse.entity_tags (tag_id, entity_type, entity_id)"
                    f" VALUES ({tag}, %s, %s)"
                )
                root.execute(line.encode(), (name, tagged.word(place), written_key(key)))


def _among(panel: Any, keys: list[Any]) -> Condition:
    """These records and no others, whatever other tests left in the list."""
    names = panel.source.keyed
    if len(names) == 1:
        return Where(names[0], Op.IN, tuple(keys))
    each = (zip(names, key, strict=True) for key in keys)
    return Any_(tuple(All(tuple(Where(n, Op.EQUAL, v) for n, v in pairs)) for pairs in each))


@pytest.mark.parametrize("place", PLACES)
def test_a_list_is_asked_by_tags_as_the_evaluator_says(
    place: str, ask: Ask, carried: dict[str, dict[Any, list[str]]]
) -> None:
    """Mutations: leave out the list's word, count a line whose tag has another name, join a
    record without tags to `!=`."""
    mine = carried[place]

    @settings(max_examples=25)
    @given(strategies.conditions((TAG,), words=False))
    @example(Where(TAG, Op.EMPTY))
    @example(Not(Where(TAG, Op.EQUAL, "al")))
    @example(Where(TAG, Op.NOT_EQUAL, "al"))
    def same(condition: Condition) -> None:
        async def found(desk: Desk) -> tuple[set[Any], int]:
            panel = desk.panels[place]
            where = All((condition, _among(panel, list(mine))))
            page = await desk.list(panel, Query(place, where, panel.sort))
            counted = await desk.count(panel, Query(place, where), "exact")
            return {panel.source.key(row) for row in page.rows}, counted.rows

        wanted = {key for key, names in mine.items() if holds(condition, {TAG: names})}
        assert ask(found) == (wanted, len(wanted))

    same()


def test_the_filter_line_knows_them_in_every_list() -> None:
    for panel in panels.load().values():
        columns = panel.filter_columns()
        assert parse("tag:urgent -tags:vip", columns) == All(
            (Where(TAG, Op.HAS, "urgent"), Not(Where(TAG, Op.HAS, "vip")))
        )
        assert TAG not in panel.kinds()


def test_lines_are_found_by_the_tag_they_are_of(
    ask: Ask, carried: dict[str, dict[Any, list[str]]]
) -> None:
    async def work(desk: Desk) -> None:
        of_list = Where("entity_type", Op.EQUAL, "business_project")
        for lines, where, place in (
            ("multiverse.entity_tags", of_list, PLACES[-1]),
            ("passa.event_tag_assignments", All(), "passa.events"),
        ):
            asked = Query(lines, All((where, Where(TAG, Op.EQUAL, "ALBA"))))
            rows = (await desk.list(desk.panels[lines], asked)).rows
            column = "event_id" if place == "passa.events" else "entity_id"
            found = {row[column] for row in rows} & set(carried[place])
            assert found == {key for key, names in carried[place].items() if "ALBA" in names}

    ask(work)


def test_a_list_of_a_table_stays_one_question(
    ask: Ask, carried: dict[str, dict[Any, list[str]]], places: Places
) -> None:
    """Mutation: ask for the keys first, as other stores need it."""

    async def work(desk: Desk) -> None:
        asked: list[str] = []
        plain = desk.list

        async def listed(panel: Any, query: Query) -> Any:
            asked.append(panel.key)
            return await plain(panel, query)

        desk.list = listed  # type: ignore[method-assign]
        try:
            for place in ("multiverse.city_resources", "multiverse.business_projects"):
                await desk.list(desk.panels[place], Query(place, Where(TAG, Op.EQUAL, "al")))
        finally:
            del desk.list
        assert asked == [
            "multiverse.city_resources", "multiverse.business_projects", "multiverse.entity_tags",
        ]  # fmt: skip

    ask(work)


@pytest.mark.parametrize(
    ("job", "place"),
    [("analyst", "passa.events"), ("tenant_admin", "prismicx.tasks"), ("auditor", "passa.events")],
)
def test_who_may_not_read_the_tags_cannot_ask_by_them(
    job: str, place: str, places: Places, people: People
) -> None:
    session = people.session(job)

    async def work() -> None:
        stores = sign_in.stores(session, places.mongodb, places.redis)
        desk = Desk(stores, panels.load(), session.actor)
        try:
            with pytest.raises(NotAllowed):
                await desk.list(desk.panels[place], Query(place, Where(TAG, Op.EQUAL, "al")))
        finally:
            await stores.close()

    asyncio.run(work())


@pytest.mark.parametrize(
    ("job", "place"),
    [("analyst", "passa.events"), ("trader", "passa.fans"), ("auditor", "passa.fans")],
)
def test_nor_by_their_own_credentials(job: str, place: str, people: People) -> None:
    """Mutations: without `finder_column` of the words, or of the list's own key."""
    schema, name = place.split(".")
    told = '{"where": {"tagged": true, "op": "=", "cast": "text", "value": "al"}}'
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        people[job].execute(f"SELECT {schema}.find_{name}_count(%s)".encode(), (told,))


def test_more_records_than_another_store_is_asked_for_are_refused(
    ask: Ask, carried: dict[str, dict[Any, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = PLACES[-1]
    most = sum(map(len, carried[place].values()))
    monkeypatch.setattr(tag_questions, "MOST_KEYS", most)

    async def work(desk: Desk) -> None:
        panel = desk.panels[place]
        with pytest.raises(Invalid, match="rarer tag"):
            await desk.list(panel, Query(place, Where(TAG, Op.EMPTY)))
        many = Any_(tuple(Where(TAG, Op.EQUAL, str(number)) for number in range(21)))
        with pytest.raises(Invalid, match="fewer"):
            await desk.list(panel, Query(place, many))

    ask(work)
