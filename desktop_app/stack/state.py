"""What the stack says about itself: where the servers are and how they are."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

State = Literal["running", "stopped", "starting", "failed", "missing"]


@dataclass(frozen=True)
class Places:
    """Administrator URLs of the three servers. They hold passwords: never log or show one."""

    postgres: str
    mongodb: str
    redis: str
    data_dir: Path
    local: bool = True
    keys: str = ""
    """Where the key service is, if one is named; no secret."""


@dataclass(frozen=True)
class ServerStatus:
    """One server as `stack status` and `doctor` show it; `place` carries no password."""

    name: str
    title: str
    state: State
    version: str = ""
    pid: int = 0
    place: str = ""
    size: int = 0
    since: float = 0.0
    sentence: str = ""


@dataclass(frozen=True)
class Status:
    """All three servers, who uses them, and whether the disk still takes writes."""

    servers: tuple[ServerStatus, ...]
    data_dir: Path
    users: int = 0
    pinned: bool = False
    free: int = 0
    read_only: bool = False
    sentence: str = ""
    secrets: str = ""

    def server(self, name: str) -> ServerStatus:
        return next(server for server in self.servers if server.name == name)

    @property
    def running(self) -> bool:
        return all(server.state == "running" for server in self.servers)
