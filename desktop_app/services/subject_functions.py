"""Whose records hold the same wallet: compared within the database, by the blind index alone.

Neither an address nor an index leaves it, only the keys of records that the person may read.
"""

from desktop_app.domain.subjects import HOLDERS, Holder
from desktop_app.storage.sql.objects import function
from desktop_app.storage.sql.session import DEFINER, GATE


def _mine(holder: Holder) -> str:
    return f"""
            IF place = '{holder.panel}' THEN
                mine := ARRAY(SELECT h.{holder.index} FROM {holder.table} h
                    WHERE h.{holder.key} = row_key::uuid AND h.{holder.index} IS NOT NULL
                      AND ({holder.when}));
            END IF;"""


def _theirs(holder: Holder) -> str:
    return f"""
            IF backoffice.may('{holder.panel}', 'read') THEN
                RETURN QUERY SELECT DISTINCT '{holder.panel}'::text, h.{holder.key}::text
                    FROM {holder.table} h WHERE h.{holder.index} = ANY (mine) AND ({holder.when});
            END IF;"""


SAME_WALLET = function(
    "backoffice.same_wallet(place text, row_key text)",
    f"""
    RETURNS TABLE (panel text, found text) LANGUAGE plpgsql STABLE {DEFINER} AS $$
    DECLARE mine bytea[] := '{{}}';
    BEGIN
        IF backoffice.may(place, 'read') AND backoffice.over_all_tenants() THEN
            {"".join(map(_mine, HOLDERS))}
            {"".join(map(_theirs, HOLDERS))}
        END IF;
    END $$""",
    needs=tuple(holder.table for holder in HOLDERS),
    owner=GATE,
)
OBJECTS = (SAME_WALLET,)
