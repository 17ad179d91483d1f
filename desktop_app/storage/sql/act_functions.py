"""The function that carries out a table's acts, written from their declarations (acts.py)."""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import indent
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql

from desktop_app.domain.lifecycle import Lifecycle, spoken
from desktop_app.storage.sql.acts import Act, check, declared, state
from desktop_app.storage.sql.objects import Object, function
from desktop_app.storage.sql.rights import tenant_condition
from desktop_app.storage.tables import platform, readable

ACCOUNTS: Mapping[str, str] = {"openmineral": "integer", "prismicx": "text"}
"""The type of a platform's user keys where it is not uuid."""
OWN = "Nobody does this on their own record; ask a colleague."


def of(table: Table) -> Iterable[Object]:
    """The function of one table, if it has acts."""
    if declared(table):
        check(table)
        needed = {place for act in declared(table) for place in act.needs}
        yield function(
            f"{table.fullname}_act(key jsonb, step text, reason text, seen jsonb, details jsonb)",
            _body(table),
            needs=(table.fullname, *sorted(needed)),
        )


def shared() -> tuple[Object, ...]:
    return (_account(), _refuse_stale())


def _account() -> Object:
    return function(
        "backoffice.account(platform text)",
        """
        RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        -- The platform user who stands for the person at this connection.
        SELECT a.user_id FROM backoffice.staff_accounts a
         WHERE a.staff = session_user AND a.platform = account.platform
        $$""",
        needs=("backoffice.staff_accounts",),
        internal=True,
    )


def _refuse_stale() -> Object:
    return function(
        "backoffice.refuse_stale(place text, row_key text, seen jsonb, now jsonb)",
        """
        RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
        DECLARE
            name text;
            last record;
        BEGIN
            SELECT s.key INTO name FROM jsonb_each(seen) AS s
             WHERE s.value IS DISTINCT FROM now -> s.key ORDER BY s.key LIMIT 1;
            IF name IS NULL THEN
                RETURN;
            END IF;
            SELECT * INTO last FROM backoffice.last_change(place, row_key, ARRAY[name]);
            RAISE EXCEPTION USING ERRCODE = 'CH001', COLUMN = name,
                MESSAGE = format('%s changed %s%s, after you had read it.',
                    coalesce(last.name, 'Somebody'), replace(name, '_', ' '),
                    to_char(last.at AT TIME ZONE 'UTC', '" on "YYYY-MM-DD" at "HH24:MI:SS" UTC"')),
                DETAIL = jsonb_build_object('field', name, 'person', last.name,
                    'login', last.login, 'at', last.at)::text;
        END $$""",
        needs=("backoffice.audit_log", "backoffice.staff"),
        internal=True,
    )


def _body(table: Table) -> str:
    column, _ = state(table)
    account = ACCOUNTS.get(platform(table), "uuid")
    return f"""
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, {table.schema} AS $$
#variable_conflict use_variable
DECLARE
    this {table.fullname};
    moved {table.fullname};
    following text;
    refused text;
    me {account} := backoffice.account('{platform(table)}')::{account};
    said text := nullif(btrim(reason), '');
    earlier text := current_setting('countinghouse.reason', true);
BEGIN
    PERFORM backoffice.demand('{table.fullname}', step);
{locked(table, _where(table), _wider(table))}
    PERFORM backoffice.demand_approval('{table.fullname}', step, key, to_jsonb(this));
{as_seen(table)}
{legal(table)}
{_written(table)}
    RETURN jsonb_build_object('{column.name}', moved.{column.name});
END $$"""


def _where(table: Table) -> str:
    keys = table.primary_key.columns
    return " AND ".join(f"t.{k.name} = (key ->> '{k.name}')::{type_of(k)}" for k in keys)


def locked(table: Table, where: str, wider: str = "", strength: str = "NO KEY UPDATE") -> str:
    """The row, and before it whatever other rows the act needs: the wider lock comes first."""
    _, life = state(table)
    tenant = tenant_condition(table)
    mine = f" AND ({tenant})" if tenant else ""
    row = f"SELECT * INTO this FROM {table.fullname} AS t\n     WHERE {where}{mine}"
    first = f"    {row};\n    CASE step\n{indent(wider, ' ' * 4)}    ELSE NULL;\n    END CASE;\n"
    return f"""{first if wider else ""}    {row} FOR {strength};
    IF NOT FOUND THEN
        RAISE EXCEPTION 'This {life.subject} is no longer there.' USING ERRCODE = 'CH004';
    END IF;"""


def _wider(table: Table) -> str:
    return "".join(
        f"WHEN '{act.step}' THEN\n" + "".join(f"    {each};\n" for each in act.locks)
        for act in declared(table)
        if act.locks
    )


def as_seen(table: Table) -> str:
    """Compared through the row's own types: 1.0 is 1, and a moment is written in any zone."""
    shown = ", ".join(f"'{each.name}'" for each in readable(table))
    return f"""    seen := coalesce(seen, '{{}}');
    details := coalesce(details, '{{}}');
    IF NOT ARRAY[{shown}] @> ARRAY(SELECT jsonb_object_keys(seen)) THEN
        RAISE EXCEPTION 'What was seen names a column that cannot be shown.'
            USING ERRCODE = 'CH003';
    END IF;
    PERFORM backoffice.refuse_stale('{table.fullname}', {_row_key(table)}, (
        SELECT coalesce(jsonb_object_agg(s.key, s.value), '{{}}')
          FROM jsonb_each(to_jsonb(jsonb_populate_record(this, seen))) AS s
         WHERE seen ? s.key), to_jsonb(this));"""


def legal(table: Table) -> str:
    column, life = state(table)
    return f"""    following := CASE this.{column.name} || ' ' || step
{indent(_moves(life), " " * 8)}
    END;
    IF following IS NULL THEN
        RAISE EXCEPTION '“%” is not open to a {life.subject} that is %. Open now: %.', step,
            lower(replace(this.{column.name}, '_', ' ')), CASE this.{column.name}
{indent(_open(life), " " * 12)}
                ELSE 'none' END
            USING ERRCODE = 'CH002', COLUMN = '{column.name}', DETAIL = coalesce((
                SELECT jsonb_build_object('field', l.field, 'person', l.name, 'login', l.login,
                    'at', l.at)::text FROM backoffice.last_change('{table.fullname}',
                    {_row_key(table)}, ARRAY['{column.name}']) AS l), '');
    END IF;{_deleted(table, life)}"""


def _written(table: Table) -> str:
    column, _ = state(table)
    stamped = sorted({name for act in declared(table) for name in act.stamps})
    written = ", ".join(f"{name} = moved.{name}" for name in (column.name, *stamped))
    return f"""    moved := this;
    moved.{column.name} := following;
    CASE step
{indent("".join(_asked(act) for act in declared(table)), " " * 4)}
    ELSE
        RAISE EXCEPTION '“%” takes more than this table; it is done by its own action.', step
            USING ERRCODE = 'CH002', COLUMN = '{column.name}';
    END CASE;
    PERFORM set_config('countinghouse.reason', coalesce(said, ''), true);
    UPDATE {table.fullname} AS t SET {written}
     WHERE {_where(table)} RETURNING * INTO moved;
    CASE step
{indent("".join(_after(act) for act in declared(table)), " " * 4)}
    END CASE;
    PERFORM set_config('countinghouse.reason', coalesce(earlier, ''), true);"""


def _row_key(table: Table) -> str:
    """As the audit trail names the row."""
    return f"concat_ws('/', {', '.join(f'this.{key.name}' for key in table.primary_key)})"


def _moves(life: Lifecycle) -> str:
    moves = sorted((at.value, step.value, to.value) for (at, step), to in life.next.items())
    return "\n".join(f"WHEN '{at} {step}' THEN '{to}'" for at, step, to in moves)


def _open(life: Lifecycle) -> str:
    by_state = ((s.value, ", ".join(sorted(life.steps_from(s.value)))) for s in life.states)
    return "\n".join(f"WHEN '{at}' THEN '{steps}'" for at, steps in by_state if steps)


def _deleted(table: Table, life: Lifecycle) -> str:
    if "is_deleted" not in table.c:
        return ""
    sentence = quoted(f"This {life.subject} is deleted; restore it first.")
    return f"\n    IF this.is_deleted THEN\n{indent(_refuse(sentence), ' ' * 8)}    END IF;"


def _asked(act: Act) -> str:
    """What must hold before one act, and what it stamps."""
    made = [f"WHEN '{act.step}' THEN\n", *conditions(act.not_own, ())]
    if act.reason == "required":
        made.append(_unless("said IS NOT NULL", quoted(f"Say why: {_needed(act)}."), "reason"))
    for asked in act.fields:
        if asked.required:
            there = f"nullif(btrim(details ->> '{asked.name}'), '') IS NOT NULL"
            made.append(_unless(there, quoted(f"{asked.label} must not be empty."), asked.name))
        if asked.choices:
            listed = ", ".join(map(quoted, asked.choices))
            among = f"coalesce(details ->> '{asked.name}' IN ({listed}), true)"
            made.append(_unless(among, quoted(f"{asked.label} is not in its list."), asked.name))
    made += [f"    moved.{name} := {value};\n" for name, value in act.stamps.items()]
    made += conditions((), act.checks)
    for sentence in act.blocked:
        made.append(f"    refused := ({sentence});\n{_unless('refused IS NULL', 'refused')}")
    return "".join([*made, "    NULL;\n"])


def conditions(not_own: Iterable[str], checks: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Whom the act must not concern, and what must hold, each with its sentence."""
    for concerned in not_own:
        own = f"IF ({concerned})::text = me::text THEN\n"
        yield f"    {own}{indent(_refuse(quoted(OWN), 'insufficient_privilege'), ' ' * 8)}"
        yield "    END IF;\n"
    for condition, sentence in checks:
        yield _unless(condition, quoted(sentence))


def _after(act: Act) -> str:
    return "".join([f"WHEN '{act.step}' THEN\n", *(f"    {s};\n" for s in act.also), "    NULL;\n"])


def _needed(act: Act) -> str:
    words = spoken(act.reason_words)
    return f"“{act.words.lower()}” needs {'a reason' if words == 'reason' else words}"


def _unless(condition: str, message: str, column: str = "") -> str:
    refusal = indent(_refuse(message, column=column), " " * 8)
    return f"    IF NOT coalesce(({condition}), false) THEN\n{refusal}    END IF;\n"


def _refuse(message: str, code: str = "CH003", column: str = "") -> str:
    using = f"ERRCODE = '{code}', COLUMN = '{column}', MESSAGE ="
    return f"RAISE EXCEPTION USING {using}\n    {message};\n"


def quoted(plain: str) -> str:
    return "'" + plain.replace("'", "''") + "'"


def type_of(column: "Column[Any]") -> str:
    return column.type.compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]
