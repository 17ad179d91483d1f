"""What the key service asks before it unwraps a key: whose session, and what for."""

from desktop_app.storage.sql.objects import Object, Phase, function
from desktop_app.storage.sql.revealing import SECONDS
from desktop_app.storage.sql.session import ALIVE, DEFINER, GATE

ROLE = "countinghouse_keys"
MAY_UNWRAP = (
    "backoffice.may_unwrap(token bytea, data_class text, purpose text, number integer, reveal uuid)"
)
NEEDS = (
    "backoffice.sessions", "backoffice.reveals", "backoffice.data_keys", "backoffice.rights_given",
)  # fmt: skip

OBJECTS = (
    function(
        MAY_UNWRAP,
        f"""
        RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
        -- A reveal unwraps the data key of its own class for whoever asked it and saved that; to
        -- seal, whoever may write the class is given its newest keys.
        DECLARE
            here backoffice.sessions;
        BEGIN
            SELECT s.* INTO here FROM backoffice.sessions s JOIN backoffice.staff f USING (login)
            WHERE s.token_hash = sha256(token) AND f.state = 'active' AND {ALIVE};
            IF NOT FOUND THEN
                RETURN false;
            END IF;
            IF reveal IS NOT NULL THEN
                RETURN purpose = 'data' AND EXISTS (
                    SELECT FROM backoffice.reveals r
                     WHERE r.id = reveal AND r.login = here.login
                       AND r.session_id = here.session_id
                       AND r.at > clock_timestamp() - interval '{SECONDS} seconds'
                       AND backoffice.secret_kind(r.place, r.named) = data_class);
            END IF;
            RETURN number = (SELECT max(k.number) FROM backoffice.data_keys k
                    WHERE k.data_class = may_unwrap.data_class AND k.purpose = may_unwrap.purpose)
                AND EXISTS (SELECT FROM backoffice.rights_given g
                    WHERE g.act = 'seal_' || may_unwrap.data_class
                      AND pg_has_role(here.login, 'countinghouse_' || g.job, 'MEMBER'));
        END $$""",
        needs=NEEDS,
        owner=GATE,
        internal=True,
    ),
    Object(
        "key service's function backoffice.may_unwrap",
        Phase.GRANT,
        f"GRANT USAGE ON SCHEMA backoffice TO {ROLE};"
        "GRANT EXECUTE ON FUNCTION backoffice.may_unwrap(bytea, text, text, integer, uuid) "
        f"TO {ROLE}",
        f"REVOKE USAGE ON SCHEMA backoffice FROM {ROLE}",
        NEEDS,
    ),
)
