"""Tokenization of a property: the process, its steps with their gates, its reports.

The steps are the authority; `current_step`, `progress_percentage` and `steps_completed` of the
process are kept from them. A step is completed when all that it requires is met, a process when
no step is left open. Completed here: the process's name of failure and its times, and all
columns of the steps and the reports.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
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
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain import tokenization, tokenization_steps
from desktop_app.services.nexus_trail import having, logged, policy, stamped, touched
from desktop_app.services.token_acts import PROCESS_ACTS, STEP_ACTS
from desktop_app.storage.sql.objects import Object, function, trigger
from desktop_app.storage.tables import lives, metadata, words

PLACE = "nexus_mint.tokenization_processes"
STEPS = "nexus_mint.tokenization_steps"
REPORTS = "nexus_mint.tokenization_reports"
PINNED = "SET search_path = pg_catalog, nexus_mint"
ACT = {"act": True}


STAYS = "A step stays with its tokenization."


def _process(stays: str = "") -> Column[UUID]:
    place = ForeignKey("nexus_mint.tokenization_processes.id", ondelete="CASCADE")
    return Column(Uuid, place, info={"stays": stays} if stays else {})


class ProcessColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    property_id: Named[UUID] = Column(
        Uuid, ForeignKey("nexus_mint.properties.id", ondelete="RESTRICT")
    )
    user_id: Named[UUID] = Column(Uuid, ForeignKey("auth.users.id", ondelete="RESTRICT"))
    status: Named[str] = Column(Text, server_default="draft", info=lives(tokenization.LIFE))
    current_step: Named[str | None] = Column(Text, info=ACT)
    progress_percentage: Named[int] = Column(Integer, server_default="0", info=ACT)
    steps_completed: Named[list[Any]] = Column(JSONB, server_default="[]", info=ACT)
    failure_reason: Named[str | None] = Column(Text, info=ACT)
    started_at: Named[datetime | None] = Column(DateTime, info=ACT)
    completed_at: Named[datetime | None] = Column(DateTime, info=ACT)
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


class StepColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    process_id: Named[UUID] = _process(STAYS)
    position: Named[int] = Column(Integer)
    name: Named[str] = Column(Text)
    description: Named[str | None] = Column(Text)
    status: Named[str] = Column(Text, server_default="pending", info=lives(tokenization_steps.LIFE))
    requirements: Named[list[str]] = Column(ARRAY(Text), server_default="{}")
    requirements_met: Named[list[str]] = Column(ARRAY(Text), server_default="{}")
    assigned_to: Named[UUID | None] = Column(Uuid, ForeignKey("auth.users.id", ondelete="SET NULL"))
    failure_reason: Named[str | None] = Column(Text, info=ACT)
    started_at: Named[datetime | None] = Column(DateTime, info=ACT)
    completed_at: Named[datetime | None] = Column(DateTime, info=ACT)
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())
    updated_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


class ReportColumns(TypedColumns):
    id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    process_id: Named[UUID] = _process()
    kind: Named[str] = Column(
        Text, info=words("progress", "valuation", "legal", "compliance", "final")
    )
    title: Named[str] = Column(Text)
    summary: Named[str | None] = Column(Text)
    findings: Named[dict[str, Any]] = Column(JSONB, server_default="{}")
    path: Named[str | None] = Column(Text)
    sha256: Named[str | None] = Column(String(64))
    generated_by: Named[UUID | None] = Column(
        Uuid, ForeignKey("auth.users.id", ondelete="SET NULL"), info=ACT
    )
    created_at: Named[datetime] = Column(DateTime, server_default=func.current_timestamp())


def _policies(place: str, own: str) -> tuple[Object, ...]:
    return (
        policy(f"Initiators can view own {place.split('.')[1]}", place, "SELECT", own),
        policy(
            f"Compliance can view {place.split('.')[1]}",
            place,
            "SELECT",
            having("compliance_officer"),
        ),
        policy(
            f"Managers can manage {place.split('.')[1]}",
            place,
            "ALL",
            having("admin", "property_manager"),
        ),
    )


OF_OWN_PROCESS = (
    f"EXISTS (SELECT FROM {PLACE} p WHERE p.id = process_id AND p.user_id = auth.uid())"
)
RULES = (
    function(
        "nexus_mint.process_gate()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE missing text;
        BEGIN
            IF NEW.status = OLD.status THEN
                RETURN NEW;
            ELSIF NEW.status = 'in_progress' THEN
                NEW.started_at := coalesce(NEW.started_at, statement_timestamp());
                NEW.failure_reason := NULL;
            ELSIF NEW.status = 'completed' THEN
                SELECT string_agg(s.name, ', ' ORDER BY s.position) INTO missing
                FROM nexus_mint.tokenization_steps s
                WHERE s.process_id = NEW.id AND s.status NOT IN ('completed', 'skipped');
                IF missing IS NOT NULL THEN
                    RAISE EXCEPTION 'Still open: %.', missing
                        USING ERRCODE = 'check_violation', COLUMN = 'status';
                END IF;
                IF NOT EXISTS (SELECT FROM nexus_mint.tokenization_steps s
                               WHERE s.process_id = NEW.id AND s.status = 'completed') THEN
                    RAISE EXCEPTION 'A tokenization of which no step was done is not completed.'
                        USING ERRCODE = 'check_violation', COLUMN = 'status';
                END IF;
                NEW.completed_at := statement_timestamp();
            END IF;
            RETURN NEW;
        END $$""",
    ),
    trigger("c_gate", PLACE, "BEFORE UPDATE", "nexus_mint.process_gate()"),
    touched(PLACE),
    logged(PLACE),
    *_policies(PLACE, "user_id = auth.uid()"),
)
STEP_RULES = (
    function(
        "nexus_mint.step_moments()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        DECLARE missing text;
        BEGIN
            IF NEW.status = OLD.status THEN
                RETURN NEW;
            ELSIF NEW.status = 'in_progress' THEN
                NEW.started_at := coalesce(NEW.started_at, statement_timestamp());
                NEW.failure_reason := NULL;
            ELSIF NEW.status = 'completed' THEN
                SELECT string_agg(r, ', ') INTO missing FROM unnest(NEW.requirements) AS r
                WHERE r <> ALL (NEW.requirements_met);
                IF missing IS NOT NULL THEN
                    RAISE EXCEPTION 'Missing for this step: %.', missing
                        USING ERRCODE = 'check_violation', COLUMN = 'requirements_met';
                END IF;
            END IF;
            IF NEW.status IN ('completed', 'skipped') THEN
                NEW.completed_at := statement_timestamp();
            END IF;
            RETURN NEW;
        END $$""",
    ),
    function(
        "nexus_mint.count_steps()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        -- The process's row is locked first, so counts of two steps cannot cross.
        DECLARE
            process uuid;
            standing text;
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.process_id <> OLD.process_id THEN
                RAISE EXCEPTION '{STAYS}'
                    USING ERRCODE = 'check_violation', COLUMN = 'process_id';
            END IF;
            process := CASE TG_OP WHEN 'DELETE' THEN OLD.process_id ELSE NEW.process_id END;
            SELECT p.status INTO standing FROM nexus_mint.tokenization_processes p
            WHERE p.id = process FOR NO KEY UPDATE;
            IF NOT FOUND THEN
                RETURN NULL;
            END IF;
            IF standing IN ('completed', 'cancelled')
                AND (TG_OP <> 'UPDATE' OR NEW.status <> OLD.status) THEN
                RAISE EXCEPTION 'This tokenization is %; its steps stay as they are.', standing
                    USING ERRCODE = 'check_violation', COLUMN = 'status';
            END IF;
            UPDATE nexus_mint.tokenization_processes p
            SET (progress_percentage, steps_completed, current_step) = (
                SELECT coalesce(floor(100.0 * count(*) FILTER
                        (WHERE s.status IN ('completed', 'skipped')) / nullif(count(*), 0)), 0),
                    coalesce(jsonb_agg(s.name ORDER BY s.position)
                        FILTER (WHERE s.status = 'completed'), '[]'),
                    (array_agg(s.name ORDER BY s.position)
                        FILTER (WHERE s.status NOT IN ('completed', 'skipped')))[1]
                FROM nexus_mint.tokenization_steps s WHERE s.process_id = process)
            WHERE p.id = process;
            RETURN NULL;
        END $$""",
        needs=(PLACE,),
    ),
    trigger("c_moments", STEPS, "BEFORE UPDATE", "nexus_mint.step_moments()"),
    trigger("count", STEPS, "AFTER INSERT OR UPDATE OR DELETE", "nexus_mint.count_steps()"),
    touched(STEPS),
    *_policies(STEPS, OF_OWN_PROCESS),
)

processes = Table(
    "tokenization_processes",
    metadata,
    ProcessColumns,
    CheckConstraint("progress_percentage BETWEEN 0 AND 100", name="progress"),
    CheckConstraint("jsonb_typeof(steps_completed) = 'array'", name="steps"),
    Index("tokenization_processes_status_idx", "status"),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={"objects": RULES, "acts": PROCESS_ACTS},
)
steps = Table(
    "tokenization_steps",
    metadata,
    StepColumns,
    CheckConstraint("position > 0", name="position"),
    CheckConstraint("status <> 'completed' OR requirements <@ requirements_met", name="gate"),
    UniqueConstraint("process_id", "position", deferrable=True),
    UniqueConstraint("process_id", "name"),
    Index(None, "status"),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={"objects": STEP_RULES, "acts": STEP_ACTS},
)
reports = Table(
    "tokenization_reports",
    metadata,
    ReportColumns,
    CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
    CheckConstraint("(path IS NULL) = (sha256 IS NULL)", name="file"),
    Index(None, "created_at"),
    schema="nexus_mint",
    info={
        "objects": (stamped(REPORTS, "generated_by"), *_policies(REPORTS, OF_OWN_PROCESS)),
    },
)
