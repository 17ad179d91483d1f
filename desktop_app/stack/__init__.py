"""The local PostgreSQL, MongoDB and Valkey, supervised by the program."""

from desktop_app.stack.secrets import Secrets
from desktop_app.stack.stack import Stack
from desktop_app.stack.state import Places, ServerStatus, Status

__all__ = ["Places", "Secrets", "ServerStatus", "Stack", "Status"]
