"""Another program: it changes the newest people two hundred times a second.

The server's address is the first line of standard input; a server that is away is waited for. It
ends with whoever started it, however that one ends.
"""

import os
import sys
import time
from contextlib import suppress

import psycopg

A_SECOND, AT_ONCE, NEWEST = 200, 10, 150
CHANGE = f"""
UPDATE multiverse.users SET last_login = clock_timestamp()
WHERE user_id IN (
    SELECT user_id FROM (
        SELECT user_id FROM multiverse.users ORDER BY created_at DESC LIMIT {NEWEST}
    ) AS newest ORDER BY random() LIMIT {AT_ONCE}
)"""


def main() -> None:
    postgres = sys.stdin.readline().strip()
    parent = os.getppid()
    while os.getppid() == parent:
        with suppress(psycopg.Error), psycopg.connect(postgres, autocommit=True) as connection:
            due = time.monotonic()
            while os.getppid() == parent:
                connection.execute(CHANGE.encode())
                due = max(due + AT_ONCE / A_SECOND, time.monotonic() - 1)
                time.sleep(max(0.0, due - time.monotonic()))
        time.sleep(0.2)


if __name__ == "__main__":
    main()
