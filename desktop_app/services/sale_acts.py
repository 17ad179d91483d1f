"""What moves a listing and its sales.

A completed sale hands over the property, marks it sold and cancels its open reservations, all at
once; it is refused with everything that stands in its way. `features` says what the documents
leave without a column: `tokenized` (true) and `stop` (why nothing may happen to the property).
A lease changes hands of nothing: it only must not meet a hold, a stop or a sale. A listing becomes
sold by a sale alone.
"""

from desktop_app.storage.sql.acts import Act

LOCK = """PERFORM FROM multiverse.properties p
     WHERE p.property_id = this.property_id FOR NO KEY UPDATE"""
BLOCKERS = """
    SELECT 'The ' || this.transaction_type || ' cannot be completed: '
           || string_agg(b.why, '; ' ORDER BY b.at) || '.'
      FROM (
        SELECT 1 AS at, 'it names no property' AS why WHERE this.property_id IS NULL
        UNION ALL
        SELECT 2, 'it names no buyer' WHERE this.buyer_id IS NULL
        UNION ALL
        SELECT 3, 'the seller does not own the property' FROM multiverse.properties p
         WHERE p.property_id = this.property_id AND p.owner_id IS DISTINCT FROM this.seller_id
        UNION ALL
        SELECT 4, 'the property is sold already' FROM multiverse.properties p
         WHERE p.property_id = this.property_id AND p.status = 'sold'
        UNION ALL
        SELECT 5, format('reserved for %s until %s UTC', coalesce(u.full_name, 'somebody else'),
                         to_char(r.reservation_end AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'))
          FROM multiverse.property_reservations r LEFT JOIN multiverse.users u USING (user_id)
         WHERE r.property_id = this.property_id AND r.status = 'confirmed'
           AND r.reservation_end > statement_timestamp()
           AND r.user_id IS DISTINCT FROM this.buyer_id
        UNION ALL
        SELECT 6, 'the property is tokenized' FROM multiverse.properties p
         WHERE p.property_id = this.property_id AND p.features ->> 'tokenized' = 'true'
           AND this.transaction_type = 'sale'
        UNION ALL
        SELECT 7, 'the property is under a stop: ' || (p.features ->> 'stop')
          FROM multiverse.properties p
         WHERE p.property_id = this.property_id AND p.features ->> 'stop' <> ''
      ) AS b"""
HAND_OVER = """UPDATE multiverse.properties p SET owner_id = this.buyer_id, status = 'sold'
     WHERE p.property_id = this.property_id AND this.transaction_type = 'sale'"""
FREE = """UPDATE multiverse.property_reservations r SET status = 'cancelled'
     WHERE r.property_id = this.property_id AND r.status IN ('pending', 'confirmed')
       AND this.transaction_type = 'sale'"""
RESERVED = """
    SELECT 'A confirmed reservation holds the property; cancel it first.'
      FROM multiverse.property_reservations r
     WHERE r.property_id = this.property_id AND r.status = 'confirmed' LIMIT 1"""

SALE_ACTS = (
    Act(
        step="complete",
        confirm="The property goes to the buyer and its open reservations are cancelled.",
        locks=(LOCK,),
        blocked=(BLOCKERS,),
        not_own=("this.seller_id", "this.buyer_id"),
        also=(HAND_OVER, FREE),
        needs=(
            "multiverse.properties",
            "multiverse.property_reservations",
            "multiverse.users",
        ),
    ),
    Act(step="fail", reason="required", destructive=True),
)
LISTING_ACTS = (
    Act(step="reserve", reason="required"),
    Act(
        step="release",
        reason="required",
        blocked=(RESERVED,),
        needs=("multiverse.property_reservations",),
    ),
)
