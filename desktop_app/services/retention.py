"""How long what is kept: data, one row a class, changed by administrators.

The worker archives the trail's months by it; a legal hold stops that. Whoever could shorten the
trail's time at will could have what they did leave the list tomorrow: a year of it stays, always.
"""

from sqlalchemy import Boolean, CheckConstraint, Column, Integer, Named, String, Table, TypedColumns

from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import metadata, words

CLASSES = (
    "kyc", "audit", "activity", "notifications", "tasks", "tokens", "sessions", "documents",
)  # fmt: skip
LEAST = 12
"""Months of the trail that no administrator's word takes off the list."""


class RetentionColumns(TypedColumns):
    kind: Named[str] = Column(String(20), primary_key=True, info=words(*CLASSES))
    months: Named[int] = Column(Integer)
    starts: Named[str] = Column(String(20), info=words("made", "ended", "decided"))
    afterwards: Named[str] = Column(
        String(20), info=words("archive", "delete", "archive_then_delete")
    )
    held: Named[bool] = Column(Boolean, server_default="false")


table = Table(
    "retention",
    metadata,
    RetentionColumns,
    CheckConstraint("months BETWEEN 1 AND 1200", name="months_sensible"),
    schema="backoffice",
    info={
        "objects": (
            function(
                "backoffice.keep_long_enough()",
                f"""
                RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
                BEGIN
                    IF NEW.kind = 'audit' AND NEW.months < {LEAST} THEN
                        RAISE EXCEPTION 'The audit trail is kept {LEAST} months at least. Choose '
                            '{LEAST} or more.' USING ERRCODE = 'CH003', COLUMN = 'months';
                    END IF;
                    RETURN NEW;
                END $$""",
                needs=("backoffice.retention",),
                internal=True,
            ),
            trigger(
                "keep_long_enough",
                "backoffice.retention",
                "BEFORE INSERT OR UPDATE",
                "backoffice.keep_long_enough()",
            ),
        )
    },
)
