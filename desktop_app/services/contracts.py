"""Smart contracts and the transactions on their chains.

Addresses and hashes on a chain are public and stay plain. A contract runs only at a well-formed
address; a transaction is confirmed only with its hash and block, and is then settled. One hash may
stand in several rows, because one call can move several things.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Named,
    Numeric,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from desktop_app.domain import chain_transactions, contracts
from desktop_app.services.chain_acts import CONTRACT_ACTS, TRANSACTION_ACTS
from desktop_app.services.passa_people import ACT, PINNED
from desktop_app.storage.sql.objects import function, trigger
from desktop_app.storage.tables import lives, metadata, money, words

CONTRACTS, TRANSACTIONS = "passa.smart_contracts", "passa.transactions"
WELL_FORMED = """
CASE network
    WHEN 'stellar' THEN address ~ '^[CG][A-Z2-7]{55}$'
    WHEN 'ethereum' THEN address ~ '^0x[0-9a-fA-F]{40}$'
    WHEN 'solana' THEN address ~ '^[1-9A-HJ-NP-Za-km-z]{32,44}$'
    ELSE address ~ '^[!-~]+$'
END
"""


class ContractColumns(TypedColumns):
    contract_id: Named[UUID] = Column(Uuid, primary_key=True, server_default=func.gen_random_uuid())
    name: Named[str] = Column(String(100))
    type: Named[str] = Column(
        String(30), info=words("ticketing", "revenue_distribution", "attribution")
    )
    network: Named[str] = Column(String(30), server_default="stellar")
    address: Named[str | None] = Column(String(128))
    version: Named[str | None] = Column(String(20))
    abi: Named[Any | None] = Column(JSONB(none_as_null=True))
    metadata: Named[dict[str, Any]] = Column(JSONB, server_default="{}")
    status: Named[str] = Column(
        String(20), server_default=contracts.State.DEPLOYING, info=lives(contracts.LIFE)
    )
    deployed_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


class TransactionColumns(TypedColumns):
    transaction_id: Named[UUID] = Column(
        Uuid, primary_key=True, server_default=text("backoffice.uuid7()")
    )
    smart_contract_id: Named[UUID | None] = Column(
        Uuid, ForeignKey("passa.smart_contracts.contract_id")
    )
    network: Named[str] = Column(String(30), server_default="stellar")
    transaction_type: Named[str] = Column(String(50))
    transaction_hash: Named[str | None] = Column(String(128))
    block_number: Named[int | None] = Column(BigInteger)
    from_address: Named[str | None] = Column(String(128))
    to_address: Named[str | None] = Column(String(128))
    amount: Named[Decimal | None] = Column(Numeric(38, 18), info=money("currency"))
    currency: Named[str] = Column(String(12), server_default="XLM")
    gas_fee: Named[Decimal | None] = Column(Numeric(38, 18), info=money("fee_currency"))
    fee_currency: Named[str] = Column(String(12), server_default="XLM")
    status: Named[str] = Column(
        String(20),
        server_default=chain_transactions.State.PENDING,
        info=lives(chain_transactions.LIFE),
    )
    error_message: Named[str | None] = Column(Text)
    confirmed_at: Named[datetime | None] = Column(DateTime(timezone=True), info=ACT)
    created_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )
    updated_at: Named[datetime] = Column(
        DateTime(timezone=True), server_default=func.current_timestamp()
    )


DEPLOYED = (
    function(
        "passa.stamp_deployed()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF OLD.deployed_at IS NOT NULL AND (NEW.network, NEW.address)
               IS DISTINCT FROM (OLD.network, OLD.address) THEN
                RAISE EXCEPTION 'A deployed contract stays at its address.'
                    USING ERRCODE = 'check_violation', COLUMN = 'address';
            END IF;
            IF NEW.status = 'active' THEN
                NEW.deployed_at := coalesce(NEW.deployed_at, statement_timestamp());
            END IF;
            RETURN NEW;
        END $$""",
    ),
    trigger("c_stamp_deployed", CONTRACTS, "BEFORE UPDATE", "passa.stamp_deployed()"),
)
CONFIRMED = (
    function(
        "passa.settled_transaction()",
        f"""
        RETURNS trigger LANGUAGE plpgsql {PINNED} AS $$
        BEGIN
            IF OLD.status = 'confirmed'
               AND (NEW.network, NEW.transaction_hash, NEW.block_number, NEW.from_address,
                    NEW.to_address, NEW.amount, NEW.currency)
                   IS DISTINCT FROM (OLD.network, OLD.transaction_hash, OLD.block_number,
                    OLD.from_address, OLD.to_address, OLD.amount, OLD.currency) THEN
                RAISE EXCEPTION 'A confirmed transaction stays as the chain has it.'
                    USING ERRCODE = 'check_violation', COLUMN = 'transaction_hash';
            END IF;
            NEW.confirmed_at := CASE WHEN NEW.status = 'confirmed'
                THEN coalesce(NEW.confirmed_at, statement_timestamp()) END;
            RETURN NEW;
        END $$""",
    ),
    trigger("c_settled", TRANSACTIONS, "BEFORE UPDATE", "passa.settled_transaction()"),
)

smart_contracts = Table(
    "smart_contracts",
    metadata,
    ContractColumns,
    UniqueConstraint("network", "address"),
    CheckConstraint("network = lower(network) AND network <> ''", name="network"),
    CheckConstraint(WELL_FORMED.strip(), name="address"),
    CheckConstraint(
        "status NOT IN ('active', 'paused') OR (address IS NOT NULL AND deployed_at IS NOT NULL)",
        name="running",
    ),
    Index(None, "status"),
    Index(None, "created_at"),
    schema="passa",
    info={"objects": DEPLOYED, "acts": CONTRACT_ACTS},
)
transactions = Table(
    "transactions",
    metadata,
    TransactionColumns,
    CheckConstraint("network = lower(network) AND network <> ''", name="network"),
    CheckConstraint(
        "block_number >= 0 AND gas_fee >= 0 AND gas_fee < 'Infinity'", name="chain_figures"
    ),
    CheckConstraint("amount >= 0 AND amount < 'Infinity'", name="amount_not_negative"),
    CheckConstraint(
        "status <> 'confirmed' OR (transaction_hash IS NOT NULL AND block_number IS NOT NULL)",
        name="proven",
    ),
    CheckConstraint("(status = 'confirmed') = (confirmed_at IS NOT NULL)", name="confirmed"),
    Index(None, "transaction_hash"),
    Index(None, "from_address"),
    Index(None, "to_address"),
    Index(None, "status"),
    schema="passa",
    postgresql_partition_by="RANGE (transaction_id)",
    info={"partitioned": "month", "objects": CONFIRMED, "acts": TRANSACTION_ACTS},
)
