"""What only a superuser may do, once per server: roles, extensions, the database's defaults.

Locally the program does it by itself. On a company's server `db upgrade` prints this text for
the administrator when something of it is missing.
"""

from sqlalchemy import Connection, text

from desktop_app.domain.errors import NotAllowed
from desktop_app.domain.roles import JOBS, OWNERS, SERVICES, group

EXTENSIONS = ("pg_trgm", "btree_gist", "citext", "cube", "earthdistance", "pg_stat_statements")
OPTIONAL_EXTENSIONS = ("postgis",)
BYPASSING = {"backoffice_gate", "backoffice_finder", "backoffice_refresh"}

LOCKING = "backoffice_owner, backoffice_gate, countinghouse_worker, countinghouse_migrator"
OPEN_TO_ALL = text(
    f"""
    SELECT format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', d.datname)
      FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS g
     WHERE d.datname IN ('postgres', 'template1') AND g.grantee = 0
       AND g.privilege_type = 'CONNECT'
    UNION ALL
    SELECT format('GRANT EXECUTE ON FUNCTION %1$s TO {LOCKING}', p.oid::regprocedure)
      FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS g
     WHERE p.proname ~ '^pg_(try_)?advisory_(xact_)?lock' AND g.grantee = 0
    UNION ALL
    SELECT format('REVOKE EXECUTE ON FUNCTION %1$s FROM PUBLIC', p.oid::regprocedure)
      FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS g
     WHERE p.proname ~ '^pg_(try_)?advisory_(xact_)?lock' AND g.grantee = 0
    """
)
"""What PostgreSQL gives to everybody: the other databases, and locks such as the worker's."""


def prepare(connection: Connection) -> None:
    """Bring the server to where migrations can run, or say what its administrator must run."""
    missing = _missing(connection)
    superuser = connection.scalar(
        text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    )
    if not missing and not superuser:
        return
    if not superuser:
        raise NotAllowed(
            "This server is not prepared for Countinghouse. Its administrator runs this once, "
            "as a superuser, in the database: " + ";\n".join(missing) + ";"
        )
    for statement in missing:
        connection.execute(text(statement))
    for statement in connection.scalars(OPEN_TO_ALL).all():
        connection.execute(text(statement))
    connection.commit()


def _missing(connection: Connection) -> list[str]:
    present = set(connection.scalars(text("SELECT rolname FROM pg_roles")))
    statements = [made for role, made in _roles().items() if role not in present]
    if statements:
        statements += _memberships()
    extensions = set(connection.scalars(text("SELECT extname FROM pg_extension")))
    offered = set(connection.scalars(text("SELECT name FROM pg_available_extensions")))
    wanted = [name for name in EXTENSIONS if name not in extensions]
    wanted += [n for n in OPTIONAL_EXTENSIONS if n in offered and n not in extensions]
    if wanted:
        statements.append("CREATE SCHEMA IF NOT EXISTS extensions")
        statements.append("GRANT USAGE ON SCHEMA extensions TO PUBLIC")
        statements += [f"CREATE EXTENSION IF NOT EXISTS {n} SCHEMA extensions" for n in wanted]
    ready = text("SELECT 1 FROM pg_namespace WHERE nspname = 'backoffice'")
    if connection.scalar(ready) is None:
        statements += _database(str(connection.scalar(text("SELECT current_database()"))))
    return statements


def _roles() -> dict[str, str]:
    made = {
        role: f"CREATE ROLE {role} NOLOGIN" + (" BYPASSRLS" if role in BYPASSING else "")
        for role in OWNERS
    }
    plain = ["countinghouse_staff", "platform_service", *map(group, JOBS), *SERVICES]
    return made | {role: f"CREATE ROLE {role} NOLOGIN" for role in plain}


def _memberships() -> list[str]:
    owners = ", ".join(role for role in OWNERS if role != "backoffice_owner")
    services = ", ".join(role for role in SERVICES if role.endswith("_service"))
    return [
        f"GRANT {owners} TO backoffice_owner",
        "GRANT pg_read_all_stats TO backoffice_gate",
        "GRANT backoffice_owner TO countinghouse_migrator",
        f"GRANT platform_service TO {services}",
    ]


def _database(name: str) -> list[str]:
    return [
        f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC',
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f'GRANT CONNECT, TEMPORARY ON DATABASE "{name}" TO countinghouse_staff, platform_service',
        f'GRANT CONNECT ON DATABASE "{name}" TO {", ".join(SERVICES)}',
        f'GRANT TEMPORARY ON DATABASE "{name}" TO backoffice_refresh',
        f'GRANT CREATE ON DATABASE "{name}" TO backoffice_owner',
        f"ALTER DATABASE \"{name}\" SET timezone = 'UTC'",
        f'ALTER DATABASE "{name}" SET search_path = extensions',
        "CREATE SCHEMA backoffice AUTHORIZATION backoffice_owner",
    ]
