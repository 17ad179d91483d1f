"""A person's own way into the stores, for tools other than the program."""

from typing import Any

from desktop_app.services import sign_in
from desktop_app.services.login_renewal import Keeper
from desktop_app.stack import Places

APPLICATION = "credentials"
"""What is done so is marked on the trail as done without the program."""


def credentials(
    servers: Places, login: str, password: str, keeper: Keeper, code: str = ""
) -> dict[str, Any]:
    """URLs with this person's secrets, and what each PostgreSQL connection says first."""
    session = sign_in.enrolled(servers.postgres, login, password, keeper, APPLICATION, code)
    return {
        "login": login,
        "postgres": session.postgres,
        "mongodb": sign_in.with_login(servers.mongodb, login, session.mongodb_secret),
        "redis": sign_in.with_login(servers.redis, login, session.redis_secret),
        "session": {
            "open": f"SELECT backoffice.attach('\\x{session.token.hex()}')",
            "keep": "SELECT backoffice.touch()",
            "close": "SELECT backoffice.close_session()",
            "how": "Say `open` first on every PostgreSQL connection; `keep` at least every 15 "
            "minutes; the session ends 12 hours after it was opened, or with `close`.",
        },
    }
