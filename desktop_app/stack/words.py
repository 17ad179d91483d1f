"""A server's last words as one sentence."""

import json
from pathlib import Path

from desktop_app.domain.errors import Unreachable

TAIL = 64 << 10
FULL = ("No space left on device", "Disk quota exceeded", "could not extend file")
TAKEN = ("Address already in use", "could not bind", "address already in use")
IN_USE = ("pre-existing shared memory block", 'lock file "postmaster.pid" already exists')


def tail(log: Path, start: int) -> list[str]:
    """The lines written since `start` (at most the last 64 KiB of them)."""
    try:
        with log.open("rb") as stream:
            size = stream.seek(0, 2)
            stream.seek(max(start if start <= size else 0, size - TAIL))
            text = stream.read().decode("utf-8", "replace")
    except OSError:
        return []
    return [line.strip() for line in text.splitlines() if line.strip()]


PASSING = (
    "the database system is starting up",
    "the database system is shutting down",
    "the database system is in recovery mode",
)
"""What a server answers to us while it comes and goes: true, and no reason for anything."""


def says(lines: list[str], phrases: tuple[str, ...]) -> bool:
    return any(phrase in line for line in lines for phrase in phrases)


def gravest(lines: list[str]) -> str:
    """The line that tells most: the last fatal one (PostgreSQL gives its reason in the line
    before), else the last one."""
    plain = [_plain(line) for line in lines if not says([line], PASSING)]
    for wanted in ("PANIC:", "FATAL:", "ERROR:", "[F]", "[E]", " # "):
        for at in range(len(plain) - 1, -1, -1):
            if wanted in plain[at]:
                before = plain[at - 1] if at else ""
                reason = before.split("LOG:", 1)[1].strip() + "; " if "LOG:" in before else ""
                return reason + plain[at].split(wanted, 1)[1].strip()
    return plain[-1] if plain else ""


def _plain(line: str) -> str:
    """mongod logs JSON: its severity, message and error; other servers' lines as they are."""
    if not line.startswith("{"):
        return line
    try:
        entry = json.loads(line)
        attributes = entry.get("attr") or {}
        detail = attributes.get("error") or attributes.get("message") or ""
        text = json.dumps(detail) if isinstance(detail, dict) else str(detail)
        return f"[{entry.get('s', '')}] {entry.get('msg', '')} {text}".strip()
    except (ValueError, AttributeError):
        return line


def failure(title: str, log: Path, lines: list[str], place: Path, free: int) -> Unreachable:
    """Why a server did not start, as far as its log tells."""
    if says(lines, FULL) or free < 1 << 20:
        return Unreachable(
            f"{title} could not start because the disk of {place} is full; make room and start "
            "again."
        )
    if says(lines, ("Read-only file system",)):
        return Unreachable(f"{title} could not start because {place} is read-only.")
    said = gravest(lines)
    words = f" and said: {said[:300].rstrip('.')}" if said else " without a word"
    return Unreachable(f"{title} stopped while starting{words}. Its log is {log}.")
