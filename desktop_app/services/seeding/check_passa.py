"""What triggers keep of Passa and check_rules.py does not ask: transfers, signatures, times."""

from typing import Final

from sqlalchemy import Connection

from desktop_app.services.seeding.check_asking import Rule, broken

EVENTS: Final = (
    Rule(
        "{n} events are published though their organizer is not verified, or though deleted.",
        """
        SELECT FROM passa.events e JOIN passa.organizers o ON o.user_id = e.organizer_user_id
         WHERE e.status = 'published' AND (NOT o.is_verified OR e.is_deleted)
        """,
    ),
)
TICKETS: Final = (
    Rule(
        "{n} tickets were bought after their event, or used before they were bought.",
        """
        SELECT FROM passa.tickets t JOIN passa.events e USING (event_id)
         WHERE t.purchase_date > e.end_datetime OR t.used_at < t.purchase_date
        """,
    ),
    Rule(
        "{n} tickets have changed hands, but the last transfer went to somebody else.",
        """
        SELECT FROM passa.tickets t
          JOIN (SELECT DISTINCT ON (ticket_id) ticket_id, to_user_id
                  FROM passa.ticket_transfers WHERE status = 'completed'
                 ORDER BY ticket_id, completed_at DESC) m USING (ticket_id)
         WHERE t.owner_user_id <> m.to_user_id
        """,
    ),
    Rule(
        "{n} transfers took money for a ticket that may not be resold, or moved a fixed one.",
        """
        SELECT FROM passa.ticket_transfers m JOIN passa.tickets t USING (ticket_id)
         WHERE m.status = 'completed' AND m.forced_request_id IS NULL
           AND (NOT t.transferable OR (m.price > 0 AND NOT t.resaleable))
        """,
    ),
    Rule(
        "{n} open transfers are of tickets that the giver does not hold.",
        """
        SELECT FROM passa.ticket_transfers m JOIN passa.tickets t USING (ticket_id)
         WHERE m.status IN ('offered', 'accepted')
           AND (t.ticket_status <> 'purchased' OR t.owner_user_id IS DISTINCT FROM m.from_user_id)
        """,
    ),
)
OTHERS: Final = (
    Rule(
        "{n} high-value requests are open or rejected against what their signatures say.",
        """
        SELECT FROM passa.multisig_requests r
          JOIN (SELECT request_id, count(*) FILTER (WHERE decision = 'approve') AS agreed,
                       count(*) FILTER (WHERE decision = 'refuse') AS against, count(*) AS signers
                  FROM passa.multisig_signatures GROUP BY 1) s USING (request_id)
         WHERE CASE r.status
               WHEN 'rejected' THEN signers - against >= required_signatures
               WHEN 'collecting' THEN agreed >= required_signatures
                    OR (against > 0 AND signers - against < required_signatures)
               ELSE false END
        """,
    ),
    Rule(
        "{n} rows of Passa were changed or settled before they were made.",
        """
        SELECT FROM passa.users WHERE updated_at < created_at OR deleted_at < created_at
        UNION ALL SELECT FROM passa.events WHERE updated_at < created_at
        UNION ALL SELECT FROM passa.tickets WHERE updated_at < created_at
        UNION ALL SELECT FROM passa.transactions WHERE confirmed_at < created_at
        UNION ALL SELECT FROM passa.attribution WHERE paid_at < created_at
        UNION ALL SELECT FROM passa.multisig_requests WHERE decided_at < created_at
        """,
    ),
)


def findings(connection: Connection) -> list[str]:
    return broken(connection, (*EVENTS, *TICKETS, *OTHERS))
