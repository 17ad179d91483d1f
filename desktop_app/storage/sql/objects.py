"""Objects of the database that are rebuilt from the current declarations at every upgrade.

Tables are frozen in numbered steps; everything that is *said about* them (functions, triggers,
views, policies, grants) is an `Object`: its text, the way to take it away, and the tables
without which it makes no sense. A table carries its own in `info={"objects": (…)}`.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from textwrap import dedent

PATH = re.compile(r"\bSET search_path = ([\w, ]+?)\s+AS\b")


class Phase(IntEnum):
    """The order of making; taking away runs the other way."""

    FUNCTION = 1
    TRIGGER = 2
    VIEW = 3
    POLICY = 4
    GRANT = 5


@dataclass(frozen=True)
class Object:
    """`name` is unique and readable: `trigger passa.attribution within_whole`."""

    name: str
    phase: Phase
    make: str
    drop: str
    needs: tuple[str, ...] = ()
    owner: str = "backoffice_owner"
    internal: bool = False

    @property
    def hash(self) -> str:
        return sha256(
            "\0".join((self.make, self.drop, self.owner, str(self.internal))).encode()
        ).hexdigest()


def function(
    signature: str,
    body: str,
    *,
    needs: tuple[str, ...] = (),
    owner: str = "backoffice_owner",
    internal: bool = False,
) -> Object:
    """`signature` is `schema.name(args)`; `body` all that follows it in CREATE FUNCTION.

    An `internal` function is called by other functions only; nobody is granted it.
    """
    return Object(
        f"function {signature}",
        Phase.FUNCTION,
        f"CREATE OR REPLACE FUNCTION {signature}\n{_pinned(signature, dedent(body).strip())}",
        f"DROP FUNCTION IF EXISTS {_without_defaults(signature)} CASCADE",
        needs,
        owner,
        internal,
    )


def trigger(name: str, table: str, when: str, call: str) -> Object:
    """`when` reads like `BEFORE UPDATE`, `call` like `passa.within_whole()`."""
    each = "FOR EACH STATEMENT" if "STATEMENT" in when else "FOR EACH ROW"
    moment = when.replace(" FOR EACH STATEMENT", "")
    return Object(
        f"trigger {table} {name}",
        Phase.TRIGGER,
        f"CREATE OR REPLACE TRIGGER {name} {moment} ON {table} {each} EXECUTE FUNCTION {call}",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        (table,),
    )


def policy(name: str, table: str, what: str, *needs: str) -> Object:
    """`what` is all that follows the table in CREATE POLICY."""
    return Object(
        f"policy {table} {name}",
        Phase.POLICY,
        f"DROP POLICY IF EXISTS {name} ON {table};CREATE POLICY {name} ON {table} {what}",
        f"DROP POLICY IF EXISTS {name} ON {table}",
        (table, *needs),
    )


def wall(name: str, table: str, what: str, *needs: str) -> Object:
    """A further wall before the rows; that a session is alive the staff's own policy asks."""
    command, _, condition = what.partition(" ")
    return policy(
        name,
        table,
        f"AS RESTRICTIVE FOR {command} TO countinghouse_staff {condition}",
        *needs,
    )


def view(name: str, select: str, *, needs: tuple[str, ...]) -> Object:
    """A view that asks with the reader's own rights."""
    return Object(
        f"view {name}",
        Phase.VIEW,
        f"DROP VIEW IF EXISTS {name} CASCADE;\n"
        f"CREATE VIEW {name} WITH (security_invoker=true) AS\n{dedent(select).strip()}",
        f"DROP VIEW IF EXISTS {name} CASCADE",
        needs,
    )


def materialized_view(name: str, select: str, *, key: str, needs: tuple[str, ...]) -> Object:
    """`key` gets the unique index that a concurrent refresh demands."""
    plain = name.split(".")[-1]
    return Object(
        f"materialized view {name}",
        Phase.VIEW,
        f"DROP MATERIALIZED VIEW IF EXISTS {name} CASCADE;\n"
        f"CREATE MATERIALIZED VIEW {name} AS\n{dedent(select).strip()};\n"
        f"CREATE UNIQUE INDEX {plain}_key ON {name} ({key})",
        f"DROP MATERIALIZED VIEW IF EXISTS {name} CASCADE",
        needs,
        "backoffice_refresh",
    )


def _pinned(signature: str, body: str) -> str:
    """The stated search_path with pg_temp at its end.

    Unnamed, pg_temp comes first for tables and types: whoever may make temporary objects could
    put a domain `uuid` there, whose check then runs with the rights of the function's owner.
    """
    made, times = PATH.subn(r"SET search_path = \1, pg_temp AS", body, count=1)
    if not times:
        raise ValueError(f"{signature} does not pin its search_path.")
    return made


def _without_defaults(signature: str) -> str:
    """`f(a int DEFAULT 1, b text)` is dropped as `f(a int, b text)`."""
    name, _, arguments = signature.rstrip(")").partition("(")
    plain = (argument.split(" DEFAULT ")[0] for argument in arguments.split(","))
    return f"{name}({','.join(plain)})"
