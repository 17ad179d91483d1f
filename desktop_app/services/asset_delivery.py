"""A trade of an asset is completed in two stores: the asset changes hands in MongoDB, then the
trade is completed in PostgreSQL.

While the delivery is under way the trade stays pending and nothing else moves it. If the asset is
no longer the seller's, the delivery is a conflict and the trade is what it was before.
"""

from desktop_app.storage.sql.objects import function, trigger

TRADES, ASSETS = "multiverse.asset_transactions", "multiverse.digital_assets"
NEEDS = (TRADES, "backoffice.outbox")
FINISH = "multiverse.asset_trade_delivered"

OBJECTS = (
    function(
        f"{TRADES}_deliver(step text, key text, details jsonb)",
        f"""
        RETURNS TABLE (panel text, kind text, intent jsonb, follows text)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
        DECLARE
            this {TRADES};
            me uuid := backoffice.account('multiverse')::uuid;
            seller jsonb;
        BEGIN
            SELECT * INTO this FROM {TRADES} t WHERE t.transaction_id = key::uuid FOR UPDATE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'This trade is no longer there.' USING ERRCODE = 'CH004';
            END IF;
            IF step <> 'complete' OR this.status <> 'pending' THEN
                RAISE EXCEPTION '“%” is not open to a trade that is %.', step, this.status
                    USING ERRCODE = 'CH002', COLUMN = 'status';
            END IF;
            IF this.buyer_id IS NULL THEN
                RAISE EXCEPTION 'The trade names no buyer.'
                    USING ERRCODE = 'CH003', COLUMN = 'buyer_id';
            END IF;
            IF me IN (this.seller_id, this.buyer_id) THEN
                RAISE EXCEPTION 'Nobody does this on their own record; ask a colleague.'
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
            seller := CASE WHEN this.seller_id IS NULL THEN 'null'
                ELSE jsonb_build_object('uuid', this.seller_id) END;
            RETURN QUERY SELECT '{ASSETS}', 'edit', jsonb_build_array(jsonb_build_object('v', 1,
                'edit', jsonb_build_object('panel', '{ASSETS}', 'key', this.asset_id,
                    'seen', jsonb_build_object('mapping', jsonb_build_array(
                        jsonb_build_array('owner_id', seller))),
                    'values', jsonb_build_object('mapping', jsonb_build_array(
                        jsonb_build_array('is_listed', false),
                        jsonb_build_array('owner_id',
                            jsonb_build_object('uuid', this.buyer_id))))))),
                '{FINISH}';
        END $$""",
        needs=NEEDS,
        internal=True,
    ),
    function(
        f"{FINISH}(held text, login text)",
        f"""
        RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
        BEGIN
            PERFORM set_config('countinghouse.reason',
                'The asset changed hands; completed by ' || login || '.', true);
            UPDATE {TRADES} t SET status = 'completed'
            WHERE t.transaction_id = split_part(held, '/', 2)::uuid;
            PERFORM set_config('countinghouse.reason', '', true);
        END $$""",
        needs=NEEDS,
        internal=True,
    ),
    trigger(
        "a_held",
        TRADES,
        "BEFORE UPDATE OF status",
        f"backoffice.refuse_held('{TRADES}', 'transaction_id')",
    ),
)
