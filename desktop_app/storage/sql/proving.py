"""Proving who one is, inside the database: the password's proof, and the code of an app if asked.

A code is good for its thirty seconds and those beside them, once, and never one before the last
that was good. Wrong codes count with wrong passwords, and nobody learns which of the two it was:
the codes are reckoned for everybody, whether or not the password was right.
"""

from desktop_app.domain.one_time_codes import BLOCK, DIGITS, SECONDS
from desktop_app.storage.sql.objects import Object, function
from desktop_app.storage.sql.session import ALIVE, DEFINER, gate

COUNTER = "to_regclass(format('backoffice.%I', '{}_' || session_user))"
LOGIN_DAYS = 30
NOBODYS = f"decode(repeat('00', {BLOCK}), 'hex')"


def objects() -> tuple[Object, ...]:
    return (*reckoning(), RIGHT_ANSWER, PROVE, PROVE_WITHOUT, LOGIN_DUE, LOGIN_RENEWED)


def reckoning() -> tuple[Object, ...]:
    return (
        function(
            "backoffice.code_at(inner_pad bytea, outer_pad bytea, step bigint)",
            f"""RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
            DECLARE
                digest bytea := sha256(outer_pad || sha256(inner_pad || int8send(step)));
                place integer := get_byte(digest, 31) & 15;
                number bigint := ((get_byte(digest, place) & 127)::bigint << 24)
                    | (get_byte(digest, place + 1) << 16) | (get_byte(digest, place + 2) << 8)
                    | get_byte(digest, place + 3);
            BEGIN
                RETURN lpad((number % {10**DIGITS})::text, {DIGITS}, '0');
            END $$""",
            internal=True,
        ),
        function(
            "backoffice.code_step(inner_pad bytea, outer_pad bytea, code text, at timestamptz)",
            f"""RETURNS bigint LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
            -- The newest of the three steps around a moment whose code this is, or null.
            SELECT max(step) FROM (SELECT floor(extract(epoch FROM at) / {SECONDS})::bigint) n(now),
                generate_series(n.now - 1, n.now + 1) AS step
            WHERE backoffice.code_at(inner_pad, outer_pad, step) = code
            $$""",
            internal=True,
        ),
    )


RIGHT_ANSWER = gate(
    "backoffice.right_answer(proof bytea, code text)",
    f"""RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
    DECLARE
        tries bigint;
        counter regclass := {COUNTER.format("tries")};
        codes regclass := {COUNTER.format("codes")};
        known backoffice.staff_secrets;
        step bigint;
        used bigint := 0;
        proved boolean;
    BEGIN
        IF counter IS NULL THEN
            RETURN false;
        END IF;
        -- A sequence keeps counting when the caller rolls back; a table would not.
        tries := nextval(counter);
        -- One answer of a person after the other, or two would use the same code.
        SELECT * INTO known FROM backoffice.staff_secrets k WHERE k.login = session_user
            FOR NO KEY UPDATE;
        step := backoffice.code_step(coalesce(known.code_inner, {NOBODYS}),
            coalesce(known.code_outer, {NOBODYS}), code, clock_timestamp());
        IF codes IS NOT NULL THEN
            EXECUTE 'SELECT last_value FROM ' || codes INTO used;
        END IF;
        -- Without a secret nothing is right, not even no answer.
        proved := known.verifier = sha256(proof) AND EXISTS (
            SELECT FROM backoffice.staff f WHERE f.login = session_user AND f.state = 'active');
        IF tries > 10 OR proved IS NOT TRUE
            OR (known.code_inner IS NOT NULL AND (step > used) IS NOT TRUE) THEN
            RETURN false;
        END IF;
        IF known.code_inner IS NOT NULL THEN
            PERFORM setval(codes, step);
        END IF;
        PERFORM setval(counter, 1, false);
        RETURN true;
    END $$""",
    internal=True,
)

PROVE = gate(
    "backoffice.prove(proof bytea, code text)",
    f"""RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
    -- The password once more in a session that is open: before a sensitive act, and to
    -- unlock. Wrong answers count with those of signing in.
    DECLARE mine uuid := backoffice.session_id();
    BEGIN
        IF mine IS NULL THEN
            RAISE EXCEPTION 'Your session has ended. Sign in again.'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NOT backoffice.right_answer(proof, code) THEN
            PERFORM backoffice.count_refusal();
            RAISE EXCEPTION 'The password is not right, or the code that goes with it. After ten '
                'wrong answers the login is locked.' USING ERRCODE = 'invalid_password';
        END IF;
        UPDATE backoffice.sessions s
        SET proved_at = statement_timestamp(), touched_at = statement_timestamp()
        WHERE s.session_id = mine;
        PERFORM backoffice.note('session', mine::text, 'password proved');
    END $$""",
)

PROVE_WITHOUT = gate(
    "backoffice.prove(proof bytea)",
    f"""RETURNS void LANGUAGE sql {DEFINER} AS $$
    SELECT backoffice.prove(proof, NULL)
    $$""",
)

LOGIN_DUE = gate(
    "backoffice.login_due()",
    f"""RETURNS boolean LANGUAGE sql STABLE {DEFINER} AS $$
    -- Whether this person's login secret is old, and nobody else is here who began with it.
    SELECT backoffice.live() AND EXISTS (
            SELECT FROM backoffice.staff_secrets k WHERE k.login = session_user
            AND k.login_since < statement_timestamp() - interval '{LOGIN_DAYS} days')
        AND (SELECT count(*) FROM backoffice.sessions s
            WHERE s.login = session_user AND {ALIVE}) = 1
    $$""",
)

LOGIN_RENEWED = gate(
    "backoffice.login_renewed()",
    f"""RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
    BEGIN
        IF NOT backoffice.login_due() THEN
            RAISE EXCEPTION 'The login secret of % is not due to be renewed.', session_user
                USING ERRCODE = 'CH003';
        END IF;
        UPDATE backoffice.staff_secrets SET login_since = statement_timestamp()
        WHERE login = session_user;
        PERFORM backoffice.note('staff', session_user::text, 'login secret renewed');
    END $$""",
)
