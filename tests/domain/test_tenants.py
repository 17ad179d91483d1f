"""A tenant's states, and the one normalised id behind all its names."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import tenants
from desktop_app.domain.errors import Conflict, Invalid
from desktop_app.domain.tenants import LIFE, State, Step

LEGAL = {
    ("provisioning", "activate"): "active",
    ("active", "deactivate"): "inactive",
    ("inactive", "activate"): "active",
    ("active", "suspend"): "suspended",
    ("suspended", "activate"): "active",
}


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", State)
def test_every_step_from_every_state(state: State, step: Step) -> None:
    if after := LEGAL.get((state.value, step.value)):
        assert LIFE.after(state, step) == after
    else:
        with pytest.raises(Conflict, match=r"is not open to a .+ Open now: .+\."):
            LIFE.after(state, step)


def test_a_new_one_starts_at_the_beginning() -> None:
    assert {state.value for state in LIFE.starts} == {"provisioning"}


ALLOWED = st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True)


def test_the_names_of_the_documents() -> None:
    assert tenants.schema_name("tenant-001", "crm") == "tenant_tenant_001_crm"
    assert tenants.database_name("tenant-001") == "tenant_001_db"
    assert tenants.database_name("001") == "tenant_001_db"
    assert tenants.view_name("tenant-001") == "tenant_tenant_001_extensions"
    assert tenants.schema_name("t1", "crm", "other-crm") == "tenant_t1_crm_other_crm"


@given(ALLOWED)
def test_an_allowed_id_makes_names_that_both_stores_take(tenant: str) -> None:
    name = tenants.tenant_name(tenant)
    assert re.fullmatch(r"[a-z0-9_]{1,40}", name)
    assert tenants.tenant_name(name) == name
    assert len(tenants.database_name(tenant)) <= 63
    assert len(tenants.view_name(tenant)) <= 63


@given(ALLOWED, ALLOWED)
def test_two_ids_share_a_database_only_with_their_short_name(one: str, other: str) -> None:
    same_name = tenants.short_name(one) == tenants.short_name(other)
    assert (tenants.database_name(one) == tenants.database_name(other)) == same_name


@given(st.text())
def test_what_is_not_an_id_is_refused(text: str) -> None:
    allowed = 1 <= len(text) <= 40 and set(text) <= set(string.ascii_letters + string.digits + "-_")
    if allowed:
        assert tenants.tenant_name(text)
    else:
        with pytest.raises(Invalid, match="1 to 40 characters"):
            tenants.tenant_name(text)


@pytest.mark.parametrize("tenant", ["", "a" * 41, "straße", "\u212a", "a b", "a.b", 'a"b', "a\n"])
def test_hard_cases_are_refused(tenant: str) -> None:
    with pytest.raises(Invalid):
        tenants.tenant_name(tenant)


def test_a_schema_that_postgres_would_cut_short_is_refused() -> None:
    with pytest.raises(Invalid, match="longer than 63"):
        tenants.schema_name("a" * 40, "b" * 16)
