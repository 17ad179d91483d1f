"""Which keys a person is given to seal with: the newest of a class, for whoever may write it."""

from desktop_app.storage.sql.objects import function
from desktop_app.storage.sql.session import DEFINER, GATE

OBJECTS = (
    function(
        "backoffice.sealing_keys(place text, data_class text)",
        f"""
        RETURNS TABLE (purpose text, number integer, wrapped bytea)
        LANGUAGE plpgsql STABLE {DEFINER} AS $$
        -- Wrapped: what opens them is with the key provider, never with the database.
        BEGIN
            PERFORM backoffice.demand(place, 'write');
            PERFORM backoffice.demand(place, 'seal_' || data_class);
            RETURN QUERY
            SELECT DISTINCT ON (k.purpose) k.purpose::text, k.number, k.wrapped
              FROM backoffice.data_keys k
             WHERE k.data_class = sealing_keys.data_class
             ORDER BY k.purpose, k.number DESC;
        END $$""",
        needs=("backoffice.data_keys", "backoffice.rights_given"),
        owner=GATE,
    ),
)
