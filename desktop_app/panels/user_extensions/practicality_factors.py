"""What makes an extension practical, each factor from 1 to 10 with its weight.

Completed here: a weight is a number, not negative and not infinite; an index on created_at, by
which the list is read.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
)

from desktop_app.services.panel import Filter, Panel
from desktop_app.services.tenant_rules import through
from desktop_app.storage.postgres import Sql
from desktop_app.storage.tables import metadata


class FactorColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    extension_id: Named[UUID] = Column(Uuid, ForeignKey("user_extensions.extensions.id"))
    factor_name: Named[str] = Column(String(100))
    factor_value: Named[int] = Column(Integer)
    factor_weight: Named[float] = Column(Double, server_default="1.0")
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


table = Table(
    "practicality_factors",
    metadata,
    FactorColumns,
    UniqueConstraint("extension_id", "factor_name"),
    CheckConstraint("factor_value BETWEEN 1 AND 10", name="value"),
    CheckConstraint("factor_weight >= 0 AND factor_weight < 'Infinity'", name="weight"),
    Index(None, "extension_id"),
    Index(None, "created_at"),
    schema="user_extensions",
    info={
        "tenant_through": ("extension_id", "user_extensions.extensions", "id"),
        "objects": (
            through(
                "user_extensions.practicality_factors", "extension_id", "user_extensions.extensions"
            ),
        ),
    },
)

panel = Panel(
    area="Tenants",
    title="Practicality factors",
    source=Sql(table, searched=("factor_name",)),
    named=("factor_name",),
    writable=True,
    columns=(
        "extension_id",
        "factor_name",
        "factor_value",
        "factor_weight",
        "updated_at",
        "created_at",
    ),
    labels={
        "extension_id": "Extension",
        "factor_name": "Factor",
        "factor_value": "Value",
        "factor_weight": "Weight",
    },
    filters=(Filter("factor_name"),),
    sort="created_at",
)
