"""Materialized views for staff: their rows, how old they are, and renewing them on demand.

A materialized view knows no row policies. What these are made of has none but that one is signed
in, so whoever may read every table a view is made of is given its rows, and nobody else.
"""

from desktop_app.storage.sql.objects import function

REFRESHER = "backoffice_refresh"
DEFINER = "SECURITY DEFINER SET search_path = pg_catalog"
MADE_OF = {
    "nexus_mint.investment_opportunities_mv": ("nexus_mint.properties", "nexus_mint.investments"),
    "nexus_mint.property_market_insights_mv": ("nexus_mint.properties", "nexus_mint.investments"),
    "multiverse.property_sales_by_city_month": (
        "multiverse.property_transactions",
        "multiverse.properties",
    ),
    "multiverse.asset_volume_by_day": ("multiverse.asset_transactions",),
}
MADE_OF_SQL = ", ".join(f"('{v}', '{place}')" for v, all_ in MADE_OF.items() for place in all_)

VIEW_REFRESHED = function(
    "backoffice.view_refreshed(view text, at timestamptz)",
    f"""
    RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
    -- Kept as the view's comment: a row elsewhere could outlive it or tell of another.
    BEGIN
        EXECUTE format('COMMENT ON MATERIALIZED VIEW %s IS %L', view::regclass, at::text);
    END $$""",
    owner=REFRESHER,
    internal=True,
)
DEMAND_VIEW = function(
    "backoffice.demand_view(view text)",
    f"""
    RETURNS regclass LANGUAGE plpgsql STABLE {DEFINER} AS $$
    DECLARE place text; known boolean := false;
    BEGIN
        FOR place IN SELECT m.place FROM (VALUES {MADE_OF_SQL}) AS m (kept, place)
            WHERE m.kept = view
        LOOP
            PERFORM backoffice.demand(place, 'read');
            known := true;
        END LOOP;
        IF NOT known THEN
            RAISE EXCEPTION 'There are no kept figures “%”.', view USING ERRCODE = 'CH003';
        END IF;
        RETURN view::regclass;
    END $$""",
    owner=REFRESHER,
    internal=True,
)
KEPT = function(
    "backoffice.kept_figures(view text)",
    f"""
    RETURNS TABLE (refreshed_at timestamptz, figures jsonb) LANGUAGE plpgsql STABLE {DEFINER} AS $$
    -- One row: since when they are, and all of them.
    DECLARE place regclass := backoffice.demand_view(view);
    BEGIN
        RETURN QUERY EXECUTE format(
            'SELECT obj_description(%L::regclass, ''pg_class'')::timestamptz, '
            'coalesce((SELECT jsonb_agg(to_jsonb(v)) FROM %s v), ''[]'')', place, place);
    END $$""",
    owner=REFRESHER,
)
RENEW = function(
    "backoffice.renew_figures(view text)",
    f"""
    RETURNS timestamptz LANGUAGE plpgsql {DEFINER} AS $$
    -- For whoever may read them; those who ask within two seconds are given the same.
    DECLARE
        place regclass := backoffice.demand_view(view);
        since timestamptz := obj_description(place, 'pg_class')::timestamptz;
    BEGIN
        IF since IS NULL OR since < clock_timestamp() - interval '2 seconds' THEN
            PERFORM backoffice.refresh_view(view);
        END IF;
        RETURN obj_description(place, 'pg_class')::timestamptz;
    END $$""",
    owner=REFRESHER,
)
OBJECTS = (VIEW_REFRESHED, DEMAND_VIEW, KEPT, RENEW)
