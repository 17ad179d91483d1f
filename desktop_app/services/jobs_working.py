"""What the program that carries a job out asks of the database, batch by batch.

Each call locks the job and demands that this connection is its runner: two programs never work
on one job, and a runner that was taken for dead finds out before it does anything.
"""

from desktop_app.services.jobs_functions import ITEMS, JOBS, gate
from desktop_app.storage.sql.session import DEFINER

OURS = gate(
    "backoffice.job_ours(job uuid)",
    f"""
    RETURNS {JOBS} LANGUAGE plpgsql {DEFINER} AS $$
    DECLARE this {JOBS} := backoffice.job_mine(job);
    BEGIN
        IF this.state <> 'running' THEN
            RAISE EXCEPTION 'This job was stopped.' USING ERRCODE = 'CH002';
        ELSIF this.runner IS DISTINCT FROM pg_backend_pid() OR this.runner_started IS DISTINCT FROM
            (SELECT backend_start FROM pg_stat_get_activity(pg_backend_pid())) THEN
            RAISE EXCEPTION 'Another program of yours carries this job out now.'
                USING ERRCODE = 'CH001';
        END IF;
        RETURN this;
    END $$""",
    internal=True,
)

TAKE = gate(
    "backoffice.job_take(job uuid, most integer)",
    f"""
    RETURNS TABLE (number integer, key jsonb, write jsonb, tries smallint)
    LANGUAGE plpgsql {DEFINER} AS $$
    -- The next items; those that wait stay so until they are settled in this transaction.
    DECLARE this {JOBS} := backoffice.job_ours(job);
    BEGIN
        PERFORM set_config('countinghouse.reason', coalesce(this.reason, ''), true);
        UPDATE {JOBS} j SET moved_at = clock_timestamp() WHERE j.id = this.id;
        RETURN QUERY SELECT i.number, i.key, i.write, i.tries FROM {ITEMS} i
            WHERE i.job = this.id AND i.state = 'waiting' ORDER BY i.number LIMIT most;
    END $$""",
)

SETTLE = gate(
    "backoffice.job_settle(job uuid, settled jsonb)",
    f"""
    RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
    -- `settled` is a list of {{"numbers": […], "state": …, "sentence": …, "sent": …}}; a state of
    -- `waiting` puts items back to be tried apart. No item that has ended is settled again.
    DECLARE
        this {JOBS} := backoffice.job_ours(job);
        one jsonb;
        moved integer;
        was_sent integer;
    BEGIN
        FOR one IN SELECT e FROM jsonb_array_elements(settled) AS e LOOP
            WITH before AS MATERIALIZED (
                SELECT i.number, i.state FROM {ITEMS} i
                WHERE i.job = this.id AND i.state IN ('waiting', 'sent')
                  AND i.number = ANY (ARRAY(
                      SELECT n::integer FROM jsonb_array_elements_text(one -> 'numbers') AS n))
            ), written AS (
                UPDATE {ITEMS} i SET state = one ->> 'state', sentence = one ->> 'sentence',
                    sent = coalesce((one ->> 'sent')::uuid, i.sent),
                    tries = i.tries + CASE one ->> 'state' WHEN 'waiting' THEN 1 ELSE 0 END
                FROM before b WHERE i.job = this.id AND i.number = b.number
                RETURNING b.state
            )
            SELECT count(*), count(*) FILTER (WHERE w.state = 'sent') INTO moved, was_sent
            FROM written w;
            this.done := this.done + CASE one ->> 'state' WHEN 'done' THEN moved ELSE 0 END;
            this.gone := this.gone + CASE one ->> 'state' WHEN 'gone' THEN moved ELSE 0 END;
            this.refused := this.refused
                + CASE one ->> 'state' WHEN 'refused' THEN moved ELSE 0 END;
            this.sent := this.sent - was_sent
                + CASE one ->> 'state' WHEN 'sent' THEN moved ELSE 0 END;
        END LOOP;
        UPDATE {JOBS} j SET done = this.done, gone = this.gone, refused = this.refused,
            sent = this.sent, moved_at = clock_timestamp() WHERE j.id = this.id;
    END $$""",
)

ANSWERS = gate(
    "backoffice.job_answers(job uuid)",
    f"""
    RETURNS TABLE (state text, answer jsonb, numbers integer[])
    LANGUAGE plpgsql {DEFINER} AS $$
    -- The deliveries that this job waits for, and what became of them.
    DECLARE this {JOBS} := backoffice.job_ours(job);
    BEGIN
        UPDATE {JOBS} j SET moved_at = clock_timestamp() WHERE j.id = this.id;
        RETURN QUERY SELECT o.state::text, o.answer, array_agg(i.number ORDER BY i.number)
            FROM {ITEMS} i JOIN backoffice.outbox o ON o.id = i.sent
            WHERE i.job = this.id AND i.state = 'sent' GROUP BY o.id, o.state, o.answer;
    END $$""",
)

FINISH = gate(
    "backoffice.job_finish(job uuid)",
    f"""
    RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
    -- Lay the job down: finished when every item has ended, by count of the items themselves.
    DECLARE
        this {JOBS} := backoffice.job_ours(job);
        over boolean := NOT EXISTS (SELECT FROM {ITEMS} i
            WHERE i.job = this.id AND i.state = 'waiting')
            AND NOT EXISTS (SELECT FROM {ITEMS} i WHERE i.job = this.id AND i.state = 'sent');
    BEGIN
        UPDATE {JOBS} j SET runner = NULL, runner_started = NULL,
            (done, gone, refused, sent) = (SELECT count(*) FILTER (WHERE i.state = 'done'),
                count(*) FILTER (WHERE i.state = 'gone'),
                count(*) FILTER (WHERE i.state = 'refused'),
                count(*) FILTER (WHERE i.state = 'sent') FROM {ITEMS} i WHERE i.job = this.id)
        WHERE j.id = this.id;
        IF over THEN
            UPDATE {JOBS} j SET state = 'finished', ended_at = clock_timestamp()
            WHERE j.id = this.id;
            PERFORM backoffice.note('jobs', this.id::text, 'finished');
        END IF;
        RETURN over;
    END $$""",
)

OBJECTS = (OURS, TAKE, SETTLE, ANSWERS, FINISH)
