"""The ground: schemas, time-ordered ids, places on earth, the list of generated objects."""

from alembic import op
from sqlalchemy import text

revision = "0001"
down_revision = None

SCHEMAS = (
    "multiverse", "auth", "nexus_mint", "passa", "openmineral", "user_data",
    "user_preferences", "user_extensions", "management_system_repository",
)  # fmt: skip

UUID7 = """
CREATE FUNCTION backoffice.uuid7(at timestamptz DEFAULT clock_timestamp()) RETURNS uuid
LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $$
    -- 48 bits of milliseconds, version 7, then what a random id has after its own version.
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
        || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid
$$"""
UUID7_FLOOR = """
CREATE FUNCTION backoffice.uuid7_floor(at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    -- The smallest id of a moment: the border of a partition, the start of a range.
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
        || repeat('0', 20))::uuid
$$"""
GENERATED = """
CREATE TABLE backoffice.generated_objects (
    number integer GENERATED ALWAYS AS IDENTITY,
    name text PRIMARY KEY,
    hash text NOT NULL,
    drop_sql text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
)"""

WITH_POSTGIS = (
    "CREATE DOMAIN backoffice.geo_point AS extensions.geography(Point, 4326)",
    """CREATE FUNCTION backoffice.geo_make(latitude float8, longitude float8)
    RETURNS backoffice.geo_point LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT extensions.st_setsrid(
            extensions.st_makepoint(longitude, latitude), 4326)::extensions.geography $$""",
    """CREATE FUNCTION backoffice.geo_latitude(place backoffice.geo_point)
    RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT extensions.st_y(place::extensions.geometry) $$""",
    """CREATE FUNCTION backoffice.geo_longitude(place backoffice.geo_point)
    RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT extensions.st_x(place::extensions.geometry) $$""",
    """CREATE FUNCTION backoffice.geo_distance_m(a backoffice.geo_point, b backoffice.geo_point)
    RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT extensions.st_distance(a, b, false) $$""",
    """CREATE FUNCTION backoffice.geo_within(
        place backoffice.geo_point, center backoffice.geo_point, metres float8)
    RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT extensions.st_dwithin(place, center, metres, false) $$""",
)
RADIUS = 6371008.77
WITH_CUBE = (
    """CREATE DOMAIN backoffice.geo_point AS extensions.cube CONSTRAINT on_earth
    CHECK (extensions.cube_is_point(VALUE) AND extensions.cube_dim(VALUE) = 3)""",
    f"""CREATE FUNCTION backoffice.geo_make(latitude float8, longitude float8)
    RETURNS backoffice.geo_point LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT extensions.cube(extensions.cube(extensions.cube(
            {RADIUS} * cos(radians(latitude)) * cos(radians(longitude))),
            {RADIUS} * cos(radians(latitude)) * sin(radians(longitude))),
            {RADIUS} * sin(radians(latitude)))::backoffice.geo_point $$""",
    f"""CREATE FUNCTION backoffice.geo_latitude(place backoffice.geo_point)
    RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT degrees(asin(least(1, greatest(-1,
            extensions.cube_ll_coord(place, 3) / {RADIUS})))) $$""",
    """CREATE FUNCTION backoffice.geo_longitude(place backoffice.geo_point)
    RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT degrees(atan2(extensions.cube_ll_coord(place, 2),
            extensions.cube_ll_coord(place, 1))) $$""",
    f"""CREATE FUNCTION backoffice.geo_distance_m(a backoffice.geo_point, b backoffice.geo_point)
    RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT 2 * {RADIUS} * asin(least(1,
            extensions.cube_distance(a, b) / (2 * {RADIUS}))) $$""",
    # The enlarged cube is what the index answers; the chord is the exact border.
    f"""CREATE FUNCTION backoffice.geo_within(
        place backoffice.geo_point, center backoffice.geo_point, metres float8)
    RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT place OPERATOR(extensions.<@) extensions.cube_enlarge(center,
                2 * {RADIUS} * sin(least(metres, {RADIUS} * pi()) / (2 * {RADIUS})), 3)
            AND extensions.cube_distance(place, center)
                <= 2 * {RADIUS} * sin(least(metres, {RADIUS} * pi()) / (2 * {RADIUS})) $$""",
)


def upgrade() -> None:
    for schema in SCHEMAS:
        op.execute(f"CREATE SCHEMA {schema}")
    for statement in (UUID7, UUID7_FLOOR, GENERATED):
        op.execute(statement)
    op.execute("CREATE SEQUENCE backoffice.audit_order")
    op.execute("GRANT USAGE, SELECT ON SEQUENCE backoffice.audit_order TO backoffice_gate")
    postgis = text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")
    has_postgis = op.get_bind().scalar(postgis) is not None
    for statement in WITH_POSTGIS if has_postgis else WITH_CUBE:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    op.execute("DROP DOMAIN backoffice.geo_point CASCADE")
    op.execute("DROP TABLE backoffice.generated_objects")
    op.execute("DROP SEQUENCE backoffice.audit_order")
    op.execute("DROP FUNCTION backoffice.uuid7(timestamptz)")
    op.execute("DROP FUNCTION backoffice.uuid7_floor(timestamptz)")
    for schema in reversed(SCHEMAS):
        op.execute(f"DROP SCHEMA {schema}")
