"""A tenant: its life, and the names that its id makes in every store.

The id is normalised once and every name is built from that, so that two spellings of one id
cannot become two places, nor two ids one place. `backoffice.tenant_name` is the same rule in SQL.
"""

import re
from enum import StrEnum

from desktop_app.domain.errors import Invalid
from desktop_app.domain.lifecycle import Lifecycle

LONGEST_ID = 40
LONGEST_NAME = 63
ID = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_ID}}}", re.ASCII)
NOT_AN_ID = (
    "A tenant's id has 1 to 40 characters, and only letters without accents, digits, - and _."
)


class State(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    SUSPENDED = "suspended"
    PROVISIONING = "provisioning"


class Step(StrEnum):
    ACTIVATE = "activate"
    DEACTIVATE = "deactivate"
    SUSPEND = "suspend"


NEXT: dict[tuple[StrEnum, StrEnum], StrEnum] = {
    (State.PROVISIONING, Step.ACTIVATE): State.ACTIVE,
    (State.ACTIVE, Step.DEACTIVATE): State.INACTIVE,
    (State.INACTIVE, Step.ACTIVATE): State.ACTIVE,
    (State.ACTIVE, Step.SUSPEND): State.SUSPENDED,
    (State.SUSPENDED, Step.ACTIVATE): State.ACTIVE,
}

LIFE = Lifecycle("tenant", State, NEXT, frozenset({State.PROVISIONING}))


def tenant_name(tenant: str) -> str:
    """`Tenant-001` is `tenant_001`; an id that would need more than that is refused."""
    if not ID.fullmatch(tenant):
        raise Invalid(NOT_AN_ID, field="tenant_id")
    return tenant.lower().replace("-", "_")


def short_name(tenant: str) -> str:
    """The name without a leading `tenant_`: what must be unique among all tenants."""
    name = tenant_name(tenant)
    return name.removeprefix("tenant_") or name


def database_name(tenant: str) -> str:
    """The MongoDB database: `tenant-001` has `tenant_001_db`."""
    return f"tenant_{short_name(tenant)}_db"


def documents_name(tenant: str, collection: str) -> str:
    """The MongoDB view of its documents in a collection that tenants share.

    The id stands there as it is: two tenants never share a view, however alike their ids are.
    """
    tenant_name(tenant)
    return f"tenant_{tenant}_{collection}"


def view_name(tenant: str) -> str:
    """The PostgreSQL view of its extensions, in schema `user_extensions`."""
    return f"tenant_{tenant_name(tenant)}_extensions"


def schema_name(tenant: str, system_type: str, system_id: str = "") -> str:
    """The PostgreSQL schema of an installed system; the second of a type adds its `system_id`."""
    parts = ("tenant", tenant_name(tenant), _word(system_type), _word(system_id))
    name = "_".join(part for part in parts if part)
    if len(name) > LONGEST_NAME:
        raise Invalid(f"The schema's name {name} is longer than {LONGEST_NAME} characters.")
    return name


def _word(text: str) -> str:
    word = text.lower().replace("-", "_")
    if word and not re.fullmatch(r"[a-z0-9_]+", word):
        raise Invalid(f"“{text}” cannot be part of a schema's name: letters, digits, - and _ can.")
    return word
