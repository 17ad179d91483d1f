"""What a person may ask of jobs in the database: begin one, stop it, take it up, look at it."""

from desktop_app.storage.sql.objects import Object, function
from desktop_app.storage.sql.session import DEFINER, GATE

JOBS, ITEMS = "backoffice.jobs", "backoffice.job_items"
NEEDS = (JOBS, ITEMS, "backoffice.audit_log", "backoffice.rights_given", "backoffice.outbox")
OVERSEEN = "login = session_user OR pg_has_role(session_user, 'countinghouse_admin', 'MEMBER')"
"""A person sees the own jobs; who runs the back office sees all of them."""
SILENT = "60 seconds"
"""After so long without a sign of life a runner is taken for dead, though its connection stands."""


def gate(signature: str, body: str, *, internal: bool = False) -> Object:
    return function(signature, body, needs=NEEDS, owner=GATE, internal=internal)


BEGIN = gate(
    "backoffice.job_begin(command uuid, title text, panel text, act text, write jsonb, "
    "reason text)",
    f"""
    RETURNS TABLE (id uuid, fresh boolean) LANGUAGE plpgsql {DEFINER} AS $$
    -- The insert waits for whoever brings the same command, so equal commands begin one job.
    BEGIN
        PERFORM backoffice.demand(panel, act);
        INSERT INTO {JOBS} AS j (title, panel, tenant, write, reason, command)
        VALUES (left(job_begin.title, 200), job_begin.panel, backoffice.tenant(),
            job_begin.write, nullif(btrim(job_begin.reason), ''), job_begin.command)
        ON CONFLICT ON CONSTRAINT jobs_command_key DO NOTHING RETURNING j.id INTO id;
        fresh := FOUND;
        IF NOT fresh THEN
            SELECT j.id INTO id FROM {JOBS} j
            WHERE j.command = job_begin.command AND j.login = session_user;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'This key was used for another command.' USING ERRCODE = 'CH003';
            END IF;
        ELSE
            PERFORM backoffice.note('jobs', id::text, 'started');
        END IF;
        RETURN NEXT;
    END $$""",
)

ADD = gate(
    "backoffice.job_add(job uuid, items jsonb)",
    f"""
    RETURNS integer LANGUAGE plpgsql {DEFINER} AS $$
    -- Each item is {{"key": …}} under the job's own write, or {{"write": …}} by itself.
    DECLARE
        this {JOBS} := backoffice.job_mine(job);
        added integer;
    BEGIN
        IF this.taken_up_at IS NOT NULL THEN
            RAISE EXCEPTION 'This job has begun; what else is to be done is another job.'
                USING ERRCODE = 'CH002';
        END IF;
        INSERT INTO {ITEMS} AS i (job, number, key, write)
        SELECT this.id, this.asked + e.at, e.item -> 'key', e.item -> 'write'
        FROM jsonb_array_elements(items) WITH ORDINALITY AS e(item, at);
        GET DIAGNOSTICS added = ROW_COUNT;
        UPDATE {JOBS} j SET asked = j.asked + added WHERE j.id = this.id;
        RETURN added;
    END $$""",
)

MINE = gate(
    "backoffice.job_mine(job uuid)",
    f"""
    RETURNS {JOBS} LANGUAGE plpgsql {DEFINER} AS $$
    -- The person's own job, locked; nobody carries out another's.
    DECLARE this {JOBS};
    BEGIN
        IF NOT backoffice.live() THEN
            RAISE EXCEPTION 'Your session has ended. Sign in again.'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        SELECT * INTO this FROM {JOBS} j
        WHERE j.id = job_mine.job AND j.login = session_user FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'You have no such job.' USING ERRCODE = 'CH004';
        END IF;
        RETURN this;
    END $$""",
    internal=True,
)

AT_WORK = gate(
    "backoffice.job_at_work(runner integer, started timestamptz, moved_at timestamptz)",
    f"""
    RETURNS boolean LANGUAGE sql STABLE {DEFINER} AS $$
        -- A killed program's connection is gone at once; a hung one is silent for a while.
        SELECT moved_at > statement_timestamp() - interval '{SILENT}' AND EXISTS (
            SELECT FROM pg_stat_get_activity(runner) a WHERE a.backend_start = started)
    $$""",
)

CLAIM = gate(
    "backoffice.job_claim(job uuid)",
    f"""
    RETURNS jsonb LANGUAGE plpgsql {DEFINER} AS $$
    -- One program carries a job out; the lock makes all others wait, and find that it has one.
    DECLARE this {JOBS} := backoffice.job_mine(job);
    BEGIN
        IF this.state = 'finished' THEN
            RAISE EXCEPTION 'This job is finished.' USING ERRCODE = 'CH002';
        ELSIF this.runner IS NOT NULL
            AND backoffice.job_at_work(this.runner, this.runner_started, this.moved_at)
            AND this.runner <> pg_backend_pid() THEN
            RAISE EXCEPTION 'This job is being carried out already, by another program of yours.'
                USING ERRCODE = 'CH001';
        END IF;
        UPDATE {JOBS} j SET state = 'running', ended_at = NULL,
            taken_up_at = clock_timestamp(), moved_at = clock_timestamp(),
            settled_before = j.done + j.gone + j.refused, runner = pg_backend_pid(),
            runner_started = (SELECT backend_start FROM pg_stat_get_activity(pg_backend_pid()))
        WHERE j.id = this.id;
        RETURN this.write;
    END $$""",
)

CANCEL = gate(
    "backoffice.job_cancel(job uuid)",
    f"""
    RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
    -- What is done stays done; what is being done is finished first, by the lock.
    BEGIN
        IF NOT backoffice.live() THEN
            RAISE EXCEPTION 'Your session has ended. Sign in again.'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        UPDATE {JOBS} j SET state = 'cancelled', ended_at = clock_timestamp(), runner = NULL,
            runner_started = NULL
        WHERE j.id = job_cancel.job AND ({OVERSEEN}) AND j.state = 'running';
        IF FOUND THEN
            PERFORM backoffice.note('jobs', job::text, 'cancelled');
        ELSIF NOT EXISTS (SELECT FROM {JOBS} j WHERE j.id = job_cancel.job AND ({OVERSEEN})) THEN
            RAISE EXCEPTION 'You have no such job.' USING ERRCODE = 'CH004';
        END IF;
    END $$""",
)

RETRY = gate(
    "backoffice.job_retry(job uuid)",
    f"""
    RETURNS integer LANGUAGE plpgsql {DEFINER} AS $$
    -- Items that were refused wait again; those done or gone are never touched twice.
    DECLARE
        this {JOBS} := backoffice.job_mine(job);
        again integer;
    BEGIN
        IF this.state = 'running' THEN
            RAISE EXCEPTION 'This job is still running.' USING ERRCODE = 'CH002';
        END IF;
        UPDATE {ITEMS} i SET state = 'waiting', tries = i.tries + 1, sentence = NULL, sent = NULL
        WHERE i.job = this.id AND i.state = 'refused';
        GET DIAGNOSTICS again = ROW_COUNT;
        IF again > 0 OR this.state = 'cancelled' THEN
            UPDATE {JOBS} j SET refused = j.refused - again, state = 'running', ended_at = NULL
            WHERE j.id = this.id;
            PERFORM backoffice.note('jobs', this.id::text, 'retried');
        END IF;
        RETURN again;
    END $$""",
)

REFUSALS = gate(
    "backoffice.job_refusals(job uuid, most integer)",
    f"""
    RETURNS TABLE (number integer, key jsonb, sentence text) LANGUAGE sql STABLE {DEFINER} AS $$
        SELECT i.number, i.key, i.sentence FROM {ITEMS} i JOIN {JOBS} j ON j.id = i.job
        WHERE j.id = job_refusals.job AND ({OVERSEEN}) AND backoffice.live()
          AND i.state = 'refused' ORDER BY i.number LIMIT most
    $$""",
)

OBJECTS = (MINE, AT_WORK, BEGIN, ADD, CLAIM, CANCEL, RETRY, REFUSALS)
