"""What triggers keep of Nexus Mint and check_rules.py does not ask: times, and the addresses."""

from typing import Final

from sqlalchemy import Connection

from desktop_app.services.seeding.check_asking import Rule, broken, misspelt

RULES: Final = (
    Rule(
        "{n} tokens have no first price.",
        "SELECT FROM nexus_mint.property_tokens WHERE initial_price IS NULL",
    ),
    Rule(
        "{n} investments do not say when they were confirmed or refunded.",
        """
        SELECT FROM nexus_mint.investments
         WHERE (status = 'confirmed' AND confirmed_at IS NULL)
            OR (status = 'refunded' AND refunded_at IS NULL)
        """,
    ),
    Rule(
        "{n} tokenizations or steps end without having begun, or before.",
        """
        SELECT FROM nexus_mint.tokenization_processes
         WHERE (status = 'completed' AND completed_at IS NULL) OR completed_at < started_at
        UNION ALL
        SELECT FROM nexus_mint.tokenization_steps
         WHERE (status = 'completed' AND completed_at IS NULL) OR completed_at < started_at
        """,
    ),
    Rule(
        "{n} rows of Nexus Mint were changed or settled before they were made.",
        """
        SELECT FROM nexus_mint.properties WHERE updated_at < created_at
        UNION ALL SELECT FROM auth.users WHERE updated_at < created_at
        UNION ALL SELECT FROM nexus_mint.payment_methods WHERE updated_at < created_at
        UNION ALL SELECT FROM nexus_mint.tokenization_processes WHERE updated_at < created_at
        UNION ALL SELECT FROM nexus_mint.tokenization_steps WHERE updated_at < created_at
        UNION ALL SELECT FROM nexus_mint.investments
                   WHERE confirmed_at < created_at OR refunded_at < confirmed_at
        """,
    ),
)


def findings(connection: Connection) -> list[str]:
    chain = "ethereum"
    return [
        *broken(connection, RULES),
        *misspelt(connection, "nexus_mint.property_tokens", chain, "contract_address"),
        *misspelt(connection, "nexus_mint.property_tokens", chain, "token_address"),
    ]
