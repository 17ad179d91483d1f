"""What keeps tenants apart in PostgreSQL: their names, their views, their printed policies."""

from desktop_app.storage.sql.objects import Object, Phase, function, trigger, view

CURRENT = "current_setting('app.current_tenant_id', TRUE)"

NAME = function(
    "backoffice.tenant_name(tenant text)",
    """
    RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    BEGIN
        -- The same rule as desktop_app.domain.tenants.tenant_name.
        IF tenant IS NULL OR tenant !~ '^[A-Za-z0-9_-]{1,40}$' THEN
            RAISE EXCEPTION 'A tenant''s id has 1 to 40 characters, and only letters without accents, digits, - and _.'
                USING ERRCODE = 'check_violation', COLUMN = 'tenant_id';
        END IF;
        RETURN replace(lower(tenant COLLATE "C"), '-', '_');
    END $$
    """,  # noqa: E501
)

VIEWS: tuple[Object, ...] = (
    function(
        "user_extensions.make_tenant_view(tenant text)",
        """
        RETURNS text LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, user_extensions AS $$
        DECLARE
            name text := format('tenant_%s_extensions', backoffice.tenant_name(tenant));
            place text := format('user_extensions.%I', name);
        BEGIN
            -- Its comment remembers whose view it is: two ids may not share one name.
            IF to_regclass(place) IS NOT NULL
               AND obj_description(to_regclass(place), 'pg_class') IS DISTINCT FROM tenant THEN
                RAISE EXCEPTION 'The view % belongs to another tenant.', place
                    USING ERRCODE = 'unique_violation', COLUMN = 'tenant_id';
            END IF;
            EXECUTE format('CREATE OR REPLACE VIEW user_extensions.%I WITH (security_invoker=true)'
                ' AS SELECT * FROM user_extensions.extensions WHERE tenant_id = %L', name, tenant);
            EXECUTE format('COMMENT ON VIEW user_extensions.%I IS %L', name, tenant);
            EXECUTE format('GRANT SELECT ON user_extensions.%I'
                ' TO countinghouse_staff, platform_service', name);
            RETURN place;
        END $$
        """,
        needs=("user_extensions.extensions",),
        internal=True,
    ),
    Object(
        "views user_extensions.tenant_*_extensions",
        Phase.GRANT,  # after the policies, without which the owner would see no tenants
        """DO $$
        DECLARE known text;
        BEGIN
            FOR known IN
                SELECT min(t.tenant_id)
                  FROM (SELECT tenant_id FROM user_data.users
                        UNION
                        SELECT tenant_id FROM management_system_repository.tenant_systems) t
                 WHERE t.tenant_id ~ '^[A-Za-z0-9_-]{1,40}$'
                 GROUP BY replace(lower(t.tenant_id), '-', '_')
            LOOP
                PERFORM user_extensions.make_tenant_view(known);
            END LOOP;
        END $$""",
        """DO $$
        DECLARE name text;
        BEGIN
            FOR name IN
                SELECT v.viewname FROM pg_catalog.pg_views v
                 WHERE v.schemaname = 'user_extensions'
                   AND v.viewname ~ '^tenant_[a-z0-9_]+_extensions$'
            LOOP
                EXECUTE format('DROP VIEW user_extensions.%I', name);
            END LOOP;
        END $$""",
        (
            "user_data.users",
            "user_extensions.extensions",
            "management_system_repository.tenant_systems",
        ),
    ),
)

STAYS = function(
    "user_data.tenant_stays()",
    """
    RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, user_data AS $$
    BEGIN
        IF NEW.tenant_id IS DISTINCT FROM OLD.tenant_id THEN
            RAISE EXCEPTION 'A user stays with the tenant that made the account.'
                USING ERRCODE = 'check_violation', COLUMN = 'tenant_id';
        END IF;
        RETURN NEW;
    END $$
    """,
)

SAME_TENANT: tuple[Object, ...] = (
    function(
        "user_extensions.same_tenant()",
        """
        RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, user_extensions AS $$
        BEGIN
            IF NOT EXISTS (SELECT FROM user_data.users u
                            WHERE u.id = NEW.user_id AND u.tenant_id = NEW.tenant_id) THEN
                RAISE EXCEPTION 'The extension''s user does not belong to the tenant %.',
                    NEW.tenant_id USING ERRCODE = 'check_violation', COLUMN = 'user_id';
            END IF;
            RETURN NEW;
        END $$
        """,
        needs=("user_data.users",),
    ),
    trigger(
        "same_tenant",
        "user_extensions.extensions",
        "BEFORE INSERT OR UPDATE OF user_id, tenant_id",
        "user_extensions.same_tenant()",
    ),
)

SCORES: tuple[Object, ...] = (
    view(
        "user_extensions.extension_practicality",
        """
        SELECT e.id AS extension_id, e.tenant_id, e.user_id, e.extension_type, e.name,
               count(f.id) AS factors,
               round((sum(f.factor_value * f.factor_weight)
                      / nullif(sum(f.factor_weight), 0))::numeric, 2) AS practicality_score
          FROM user_extensions.extensions e
          LEFT JOIN user_extensions.practicality_factors f ON f.extension_id = e.id
         GROUP BY e.id
        """,
        needs=("user_extensions.extensions", "user_extensions.practicality_factors"),
    ),
    Object(
        "reading user_extensions.extension_practicality",
        Phase.GRANT,
        "GRANT SELECT ON user_extensions.extension_practicality"
        " TO countinghouse_staff, platform_service",
        "",
        ("user_extensions.extensions", "user_extensions.practicality_factors"),
    ),
)


def isolation(table: str) -> Object:
    """The policy as PrismicX prints it, for its services only: staff have a session row."""
    return Object(
        f"policy {table} tenant_isolation_policy",
        Phase.POLICY,
        f"DROP POLICY IF EXISTS tenant_isolation_policy ON {table};\n"
        f"CREATE POLICY tenant_isolation_policy ON {table} TO platform_service\n"
        f"    USING (tenant_id = {CURRENT})",
        f"DROP POLICY IF EXISTS tenant_isolation_policy ON {table}",
        (table,),
    )


def service(table: str, condition: str, *, only_reads: bool = False) -> Object:
    """What PrismicX's services reach in a table for which the documents print no policy."""
    checked = "FOR SELECT" if only_reads else "FOR ALL"
    return Object(
        f"policy {table} service",
        Phase.POLICY,
        f"DROP POLICY IF EXISTS service ON {table};\n"
        f"CREATE POLICY service ON {table} {checked} TO prismicx_service USING ({condition})",
        f"DROP POLICY IF EXISTS service ON {table}",
        (table,),
    )


def through(table: str, column: str, parent: str) -> Object:
    """Rows without tenant_id belong to the tenant of the row that `column` points at."""
    return service(
        table,
        f"EXISTS (SELECT FROM {parent} parent WHERE parent.id = {column}"
        f" AND parent.tenant_id = {CURRENT})",
    )


def of_the_tenant(table: str) -> Object:
    return service(table, f"tenant_id = {CURRENT}")


def catalogue(table: str) -> Object:
    """The catalogue is the same for every tenant: services read it, staff keep it."""
    return service(table, "true", only_reads=True)
