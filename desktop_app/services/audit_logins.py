"""The auditor's own logins, as which `audit verify` reads: the trail, its chain, MongoDB's heads.

Made by the administrator's account, each time to the same state. They can change nothing.
"""

from typing import Any

import psycopg
from psycopg import sql
from pymongo import MongoClient

from desktop_app.domain.errors import Unreachable
from desktop_app.services.audit_functions import AUDITOR
from desktop_app.services.audit_heads import COLLECTION, DATABASE, FOLDER
from desktop_app.services.audit_verify import Places as Trail
from desktop_app.services.sign_in import with_login
from desktop_app.services.worker_logins import Keeper, make_login
from desktop_app.stack import Places

ROLE = "countinghouse_auditor"


def enrol(places: Places, keeper: Keeper) -> Trail:
    """Where the trail is read, with the logins to read it."""
    secrets = {store: keeper.once(f"auditor:{store}") for store in ("postgres", "mongodb")}
    try:
        with psycopg.connect(places.postgres, connect_timeout=5) as connection:
            make_login(connection, AUDITOR, secrets["postgres"], ROLE)
            database = sql.Identifier(connection.info.dbname)
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                    database, sql.Identifier(AUDITOR)
                )
            )
    except psycopg.OperationalError as error:
        raise Unreachable("PostgreSQL does not answer. Is it running?") from error
    _in_mongodb(places.mongodb, secrets["mongodb"])
    return Trail(
        with_login(places.postgres, AUDITOR, secrets["postgres"]),
        with_login(places.mongodb, AUDITOR, secrets["mongodb"]),
        places.data_dir / FOLDER,
    )


def _in_mongodb(url: str, secret: str) -> None:
    with MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=5000) as mongo:
        reads = [{"resource": {"db": DATABASE, "collection": COLLECTION}, "actions": ["find"]}]
        roles = {role["role"] for role in mongo.admin.command("rolesInfo")["roles"]}
        verb = "updateRole" if AUDITOR in roles else "createRole"
        mongo.admin.command(verb, AUDITOR, privileges=reads, roles=[])
        users = mongo.admin.command("usersInfo", AUDITOR)["users"]
        verb = "updateUser" if users else "createUser"
        mongo.admin.command(verb, AUDITOR, pwd=secret, roles=[{"role": AUDITOR, "db": "admin"}])
