"""The migrated servers hold what the five documents state, and nothing unexplained."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from pymongo import MongoClient

from desktop_app.stack import Places
from tests.conformance import comparing, introspection, stated
from tests.conformance.comparing import Report
from tests.conformance.documents import compare_collections
from tests.conftest import TOLD_AT_THE_END


@pytest.fixture(scope="module")
def report(places: Places) -> Report:
    made = Report()
    with psycopg.connect(places.postgres) as connection:
        connection.execute("SELECT user_extensions.make_tenant_view('tenant-001')")
        comparing.compare_tables(made, introspection.tables(connection))
        comparing.compare_named(made, introspection.named(connection))
        comparing.compare_policies(made, introspection.policies(connection))
        connection.rollback()
    with MongoClient[dict[str, Any]](places.mongodb) as mongo:
        compare_collections(made, mongo)
    return made


@pytest.mark.parametrize("platform", stated.PLATFORMS)
def test_nothing_stated_is_missing(
    report: Report, platform: str, record_property: Callable[[str, object], None]
) -> None:
    record_property(TOLD_AT_THE_END, report.line(platform))
    assert [each for each in report.missing if each.startswith(f"{platform}:")] == []


def test_nothing_is_there_that_nobody_explains(report: Report) -> None:
    assert report.unexplained == []


def test_the_counts_are_those_of_the_inventory(report: Report) -> None:
    for kind, counted in (("tables", "tables"), ("columns", "columns"),
                          ("foreign keys", "foreign_keys"), ("indexes", "postgres_indexes"),
                          ("uniques", "unique_constraints"), ("checks", "checks"),
                          ("collections", "collections"), ("fields", "collection_fields"),
                          ("mongo indexes", "mongo_indexes")):  # fmt: skip
        for platform in stated.PLATFORMS:
            told = stated.INVENTORY[platform]["counts"][counted]
            assert report.asked[platform, kind] == told, (platform, kind)
