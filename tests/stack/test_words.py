"""Which of a server's last lines is the reason."""

from desktop_app.stack import words

LOG = """\
2026-11-21 17:22:01 UTC [31] LOG:  database system was shut down at 2026-11-21 17:21:58 UTC
2026-11-21 17:22:01 UTC [31] FATAL:  required WAL directory "pg_wal" does not exist
2026-11-21 17:22:01 UTC [30] LOG:  startup process (PID 31) exited with exit code 1
2026-11-21 17:22:01 UTC [30] LOG:  terminating any other active server processes
2026-11-21 17:22:01 UTC [33] FATAL:  the database system is in recovery mode
2026-11-21 17:22:01 UTC [30] LOG:  shutting down due to startup process failure
"""


def test_what_a_dying_server_answers_to_us_is_not_its_reason() -> None:
    """Mutation: take “in recovery mode” out of PASSING, and that is all people hear."""
    said = words.gravest(LOG.splitlines())
    assert 'required WAL directory "pg_wal" does not exist' in said
    assert "recovery mode" not in said
