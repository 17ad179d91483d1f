"""What each job may do where, as the database itself asks it.

The rows are no data of their own: every rebuild writes them anew from the panels and
domain/roles.py. `may` says whether the person at this connection, by a live session and a job
held, has the right; `demand` refuses with the right's name.
"""

from sqlalchemy import Column, Named, String, Table, TypedColumns

from desktop_app.storage.sql.objects import function
from desktop_app.storage.sql.session import DEFINER, GATE
from desktop_app.storage.tables import metadata


class RightColumns(TypedColumns):
    job: Named[str] = Column(String(40), primary_key=True)
    place: Named[str] = Column(String(130), primary_key=True)
    act: Named[str] = Column(String(40), primary_key=True)


OBJECTS = (
    function(
        "backoffice.give_rights(given jsonb)",
        f"""
        RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
        -- {{"place": {{"act": ["job", …]}}}}; what is not in it is given to nobody.
        BEGIN
            DELETE FROM backoffice.rights_given;
            INSERT INTO backoffice.rights_given (job, place, act)
            SELECT job, p.place, a.act
              FROM jsonb_each(given) AS p(place, acts), jsonb_each(p.acts) AS a(act, jobs),
                   jsonb_array_elements_text(a.jobs) AS job;
        END $$""",
        owner=GATE,
        internal=True,
    ),
    function(
        "backoffice.may(place text, act text)",
        f"""
        RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
        BEGIN
            RETURN backoffice.live() AND EXISTS (
                SELECT FROM backoffice.rights_given g
                 WHERE g.place = may.place AND g.act = may.act
                   AND pg_has_role(session_user, 'countinghouse_' || g.job, 'MEMBER'));
        END $$""",
        owner=GATE,
    ),
    function(
        "backoffice.lists_read()",
        f"""
        RETURNS text[] LANGUAGE sql STABLE {DEFINER} AS $$
        -- All that this person may read, for policies to ask once and not row by row.
        SELECT coalesce(array_agg(DISTINCT g.place::text), '{{}}')
          FROM backoffice.rights_given g
         WHERE g.act = 'read' AND backoffice.live()
           AND pg_has_role(session_user, 'countinghouse_' || g.job, 'MEMBER')
        $$""",
        owner=GATE,
    ),
    function(
        "backoffice.demand(place text, act text)",
        f"""
        RETURNS void LANGUAGE plpgsql STABLE {DEFINER} AS $$
        BEGIN
            IF NOT backoffice.live() THEN
                RAISE EXCEPTION 'Your session has ended. Sign in again.'
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
            -- What is carried out for a request rests on its maker's right.
            IF NOT backoffice.may(place, act) AND NOT EXISTS (
                SELECT FROM backoffice.approval_carrying c, unnest(c.things) AS thing
                 WHERE c.transaction = pg_current_xact_id()::text::bigint
                   AND split_part(thing, ':', 1) = place
                   AND act = ANY(string_to_array(split_part(thing, ':', 2), ','))) THEN
                PERFORM backoffice.count_refusal();
                RAISE EXCEPTION 'This needs the right “%:%”, which your role does not have.',
                    place, act USING ERRCODE = 'insufficient_privilege';
            END IF;
        END $$""",
        owner=GATE,
    ),
)

table = Table(
    "rights_given",
    metadata,
    RightColumns,
    schema="backoffice",
    info={"owner": GATE, "audited": False, "objects": OBJECTS},
)
