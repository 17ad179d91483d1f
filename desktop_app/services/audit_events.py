"""What is on the trail without being a change: refusals, exports, prints.

A refusal is rolled back with everything else, so it is told on a transaction of its own. What was
refused to somebody who does not use the program is counted in a sequence, which no rollback
undoes; the worker puts the count on the trail.
"""

from collections.abc import Sequence
from contextlib import suppress
from json import dumps
from typing import Any

from sqlalchemy import text

from desktop_app.domain.errors import Refusal
from desktop_app.domain.places import written_key
from desktop_app.domain.writes import Act, Create, Edit, Remove, Write
from desktop_app.services.audit_functions import LOG, NEEDS
from desktop_app.services.outbox_functions import for_the_worker
from desktop_app.storage.refusals import translated
from desktop_app.storage.sql.objects import function
from desktop_app.storage.sql.session import DEFINER, GATE
from desktop_app.storage.stores import Stores

WHATS = ("refused", "export", "print")
LARGEST = 8000


async def refused(stores: Stores, writes: Sequence[Write], refusal: Refusal) -> None:
    """Keep that these writes were refused for want of a right; without a session nobody can."""
    for write in writes[:1]:
        said = {"refused": type(write).__name__.lower(), "sentence": str(refusal)}
        if isinstance(write, Act):
            said["act"] = write.action
        with suppress(Refusal):
            await record(stores, "refused", write.panel, _key(write), {**said, "of": len(writes)})


async def record(
    stores: Stores, what: str, place: str, key: str = "", about: dict[str, Any] | None = None
) -> None:
    """Put an event on the trail in the person's name, on a transaction of its own."""
    asked = text("SELECT backoffice.record_event(:what, :place, :key, CAST(:about AS jsonb))")
    given = {"what": what, "place": place, "key": key, "about": dumps(about or {}, default=str)}
    async with stores.writing() as connection:
        with translated():
            await connection.execute(asked, given)


def _key(write: Write) -> str:
    match write:
        case Create():
            return ""
        case Edit(key=key) | Remove(key=key):
            return written_key(key)
        case Act(keys=keys):
            return ", ".join(written_key(key) for key in keys[:20])


OBJECTS = (
    function(
        "backoffice.record_event(what text, place text, row_key text, about jsonb)",
        f"""
        RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            IF NOT backoffice.live() THEN
                RAISE EXCEPTION 'Your session has ended. Sign in again.'
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
            IF what NOT IN ({", ".join(f"'{each}'" for each in WHATS)}) OR what IS NULL
                OR place IS NULL OR place !~ '^[a-z_]+\\.[a-z_0-9]+$'
                OR length(coalesce(about, '{{}}')::text) > {LARGEST} THEN
                RAISE EXCEPTION 'This is no event of the trail.' USING ERRCODE = 'CH003';
            END IF;
            INSERT INTO {LOG} (place, row_key, action, session_id, outside, client, after)
            VALUES (left(record_event.place, 130), left(coalesce(record_event.row_key, ''), 1000),
                'event', backoffice.session_id(), backoffice.outside(), inet_client_addr()::text,
                coalesce(about, '{{}}') || jsonb_build_object('what', what));
        END $$""",
        needs=NEEDS,
        owner=GATE,
    ),
    function(
        "backoffice.count_refusal()",
        f"""
        RETURNS void LANGUAGE plpgsql STABLE {DEFINER} AS $$
        -- A sequence keeps its count when the caller rolls back. Who was hired before there was
        -- one gets it from the worker.
        DECLARE
            counter regclass := to_regclass(format('backoffice.%I', 'refused_' || session_user));
        BEGIN
            IF counter IS NOT NULL THEN
                PERFORM nextval(counter);
            END IF;
        END $$""",
        needs=NEEDS,
        owner=GATE,
        internal=True,
    ),
    function(
        "backoffice.note_refusals()",
        f"""
        RETURNS integer LANGUAGE plpgsql {DEFINER} AS $$
        -- What was counted since the last time, one event for each login.
        DECLARE
            person record;
            counted bigint;
            told bigint;
            done integer := 0;
        BEGIN
            FOR person IN SELECT s.login, format('backoffice.%I', 'refused_' || s.login) AS counter
                FROM backoffice.staff s
            LOOP
                IF to_regclass(person.counter) IS NULL THEN
                    EXECUTE 'CREATE SEQUENCE ' || person.counter;
                    CONTINUE;
                END IF;
                EXECUTE 'SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM '
                    || person.counter INTO counted;
                CONTINUE WHEN counted = 0;
                SELECT (a.after ->> 'count')::bigint INTO told FROM {LOG} a
                WHERE a.place = 'backoffice.staff' AND a.row_key = person.login
                  AND a.action = 'event' AND a.after ->> 'what' = 'refusals'
                ORDER BY a.number DESC LIMIT 1;
                CONTINUE WHEN told = counted;
                INSERT INTO {LOG} (place, row_key, action, outside, after)
                VALUES ('backoffice.staff', person.login, 'event', true, jsonb_build_object(
                    'what', 'refusals', 'count', counted, 'more', counted - coalesce(told, 0)));
                done := done + 1;
            END LOOP;
            RETURN done;
        END $$""",
        needs=(*NEEDS, "backoffice.staff"),
        owner=GATE,
        internal=True,
    ),
    for_the_worker("backoffice.note_refusals()", needs=NEEDS),
)
