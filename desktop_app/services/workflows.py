"""Workflows: what steps a deal goes through, and how far each one has come."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain import workflows
from desktop_app.storage.sql.acts import Act
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import lives, metadata

ACT = {"act": True}  # filled in by the database, never by a form
OPEN_STEPS = """
    SELECT format('The execution is at step %s of %s; the rest is not done yet.',
                  this.current_step, jsonb_array_length(d.steps))
      FROM openmineral.workflow_definitions d
     WHERE d.id = this.workflow_id AND jsonb_typeof(d.steps) = 'array'
       AND this.current_step < jsonb_array_length(d.steps) - 1"""
ACTS = (
    Act(step="pause"),
    Act(step="resume"),
    Act(step="complete", blocked=(OPEN_STEPS,), needs=("openmineral.workflow_definitions",)),
    Act(step="fail", reason="required", destructive=True),
    Act(step="retry"),
)


class DefinitionColumns(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    name: Named[str] = Column(String(100))
    description: Named[str | None] = Column(Text)
    steps: Named[list[Any] | None] = Column(JSONB)
    created_by: Named[int | None] = Column(Integer, ForeignKey("openmineral.users.id"), info=ACT)
    created_at: Named[datetime | None] = Column(DateTime, server_default=func.current_timestamp())


class ExecutionColumns(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True)
    workflow_id: Named[int | None] = Column(
        Integer, ForeignKey("openmineral.workflow_definitions.id")
    )
    deal_id: Named[int | None] = Column(Integer, ForeignKey("openmineral.deals.id"))
    current_step: Named[int] = Column(Integer)
    status: Named[str] = Column(String(20), info=lives(workflows.LIFE))
    started_at: Named[datetime | None] = Column(DateTime, server_default=func.current_timestamp())
    completed_at: Named[datetime | None] = Column(DateTime, info=ACT)


definitions = Table(
    "workflow_definitions",
    metadata,
    DefinitionColumns,
    schema="openmineral",
)

executions = Table(
    "workflow_executions",
    metadata,
    ExecutionColumns,
    CheckConstraint("current_step >= 0", name="step"),
    CheckConstraint("(status = 'completed') = (completed_at IS NOT NULL)", name="completed"),
    Index(None, "status"),
    schema="openmineral",
    info={
        "acts": ACTS,
        "objects": (
            function(
                "openmineral.stamp_completion()",
                """
                RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, openmineral AS $$
                BEGIN
                    NEW.completed_at := CASE WHEN NEW.status = 'completed'
                        THEN coalesce(NEW.completed_at, timezone('UTC', now())) END;
                    RETURN NEW;
                END $$
                """,
            ),
            trigger(
                "stamp_completion",
                "openmineral.workflow_executions",
                "BEFORE INSERT OR UPDATE OF status",
                "openmineral.stamp_completion()",
            ),
        ),
    },
)
