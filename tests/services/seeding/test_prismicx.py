"""PrismicX's rows and documents: what is declared, the same every time, tenants kept apart."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from desktop_app.domain.tenants import database_name, short_name
from desktop_app.services.seeding import prismicx
from desktop_app.services.seeding.batch import DocumentBatch
from tests.services.seeding.ground import world
from tests.services.seeding.plain_rows import (
    documents_of,
    whole,
)

DOCUMENTS = {each.place: each for each in prismicx.BATCHES if isinstance(each, DocumentBatch)}


@pytest.mark.parametrize("place", DOCUMENTS)
def test_documents_are_as_declared(place: str) -> None:
    batch = DOCUMENTS[place]
    made = documents_of(batch, world())
    shape = TypeAdapter(batch.collection.shape)
    for each in made:
        shape.validate_python(each)
    keys = [each[batch.collection.key] for each in made]
    assert len(set(keys)) == len(keys) == batch.count("small")


@pytest.mark.parametrize("place", DOCUMENTS)
def test_documents_do_not_depend_on_how_they_are_cut(place: str) -> None:
    batch, again = DOCUMENTS[place], world()
    count = batch.count("small")
    pieces = [
        each for at in range(0, count, 7) for each in batch.documents(again, at, min(at + 7, count))
    ]
    assert [_open(each) for each in documents_of(batch, world())] == [_open(e) for e in pieces]


def _open(document: dict[str, Any]) -> dict[str, Any]:
    """Without the sealed value, whose nonce is another each time."""
    config = document.get("database_config", {})
    return document | {"database_config": {**config, "connection_string_sealed": None}}


def test_tenants_are_all_different() -> None:
    made = documents_of(DOCUMENTS["tenant_registry.tenants"], world("large"))
    assert len({short_name(each["tenant_id"]) for each in made}) == len(made) == 60


def test_users_extensions_and_insights_stay_with_their_tenant() -> None:
    tenants = {
        each["tenant_id"] for each in documents_of(DOCUMENTS["tenant_registry.tenants"], world())
    }
    homes = {each["id"]: each["tenant_id"] for each in whole("user_data.users")}
    assert set(homes.values()) <= tenants
    for each in whole("user_extensions.extensions"):
        assert homes[each["user_id"]] == each["tenant_id"]
    insights = DOCUMENTS["tenant_*_db.user_insights"]
    assert insights.database
    for document in documents_of(insights, world()):
        assert homes[document["user_id"]] == document["tenant_id"]
        assert insights.database(world(), document) == database_name(document["tenant_id"])


def test_categories_lie_under_their_tenants_own() -> None:
    made = documents_of(DOCUMENTS["category_repository.categories"], world("large"))
    tenant = {each["category_id"]: each["tenant_id"] for each in made}
    children = [each for each in made if each["parent_id"]]
    assert children
    assert all(tenant[each["parent_id"]] == each["tenant_id"] for each in children)


def test_installed_versions_are_of_their_system() -> None:
    versions = {
        each["version_id"]: each["system_id"]
        for each in whole("management_system_repository.system_versions")
    }
    for each in whole("management_system_repository.tenant_systems"):
        assert versions[each["version_id"]] == each["system_id"]
