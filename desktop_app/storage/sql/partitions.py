"""Month partitions, made ahead; what no month takes lies in a default partition."""

from desktop_app.storage.sql.objects import Object, function


def objects() -> tuple[Object, ...]:
    return (
        function(
            "backoffice.make_partitions(since date, until date)",
            """
            RETURNS integer LANGUAGE plpgsql SET search_path = pg_catalog AS $$
            DECLARE
                parent record;
                month date;
                part text;
                made integer := 0;
            BEGIN
                FOR parent IN
                    SELECT c.oid, n.nspname, c.relname FROM pg_partitioned_table p
                    JOIN pg_class c ON c.oid = p.partrelid
                    JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname IN ('backoffice', 'multiverse', 'passa')
                LOOP
                    made := made + backoffice.add_partition(parent.nspname, parent.relname,
                        parent.relname || '_default', 'DEFAULT');
                    month := date_trunc('month', since)::date;
                    WHILE month <= until LOOP
                        part := parent.relname || '_p' || to_char(month, 'YYYYMM');
                        made := made + backoffice.add_partition(parent.nspname, parent.relname,
                            part, format('FOR VALUES FROM (%L) TO (%L)',
                                backoffice.uuid7_floor(month::timestamp AT TIME ZONE 'UTC'),
                                backoffice.uuid7_floor((month + interval '1 month')
                                    ::timestamp AT TIME ZONE 'UTC')));
                        month := (month + interval '1 month')::date;
                    END LOOP;
                END LOOP;
                RETURN made;
            END $$""",
            internal=True,
        ),
        function(
            "backoffice.add_partition(place text, parent text, part text, bounds text)",
            """
            RETURNS integer LANGUAGE plpgsql SET search_path = pg_catalog AS $$
            BEGIN
                IF to_regclass(format('%I.%I', place, part)) IS NOT NULL THEN
                    PERFORM backoffice.guard_partition(place, parent, part);
                    RETURN 0;
                END IF;
                EXECUTE format('CREATE TABLE %I.%I PARTITION OF %I.%I %s',
                    place, part, place, parent, bounds);
                EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', place, part);
                EXECUTE format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', place, part);
                PERFORM backoffice.guard_partition(place, parent, part);
                RETURN 1;
            END $$""",
            internal=True,
        ),
        function(
            "backoffice.guard_partition(place text, parent text, part text)",
            """
            RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
            -- Row triggers reach the partitions by themselves; one against TRUNCATE does not.
            BEGIN
                IF EXISTS (SELECT FROM pg_trigger t WHERE t.tgname = 'never_emptied'
                        AND t.tgrelid = format('%I.%I', place, parent)::regclass)
                    AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgname = 'never_emptied'
                        AND t.tgrelid = format('%I.%I', place, part)::regclass) THEN
                    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %I.%I '
                        'FOR EACH STATEMENT EXECUTE FUNCTION backoffice.append_only()',
                        place, part);
                END IF;
            END $$""",
            internal=True,
        ),
    )
