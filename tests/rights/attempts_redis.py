"""What somebody may not do in Redis: every command the server knows, but for reading one's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from redis import Redis
from redis.exceptions import NoPermissionError, RedisError

from desktop_app.domain import cached
from tests.rights.crowd import Member

SESSIONS = "redis.sessions:read"
NAMES_OF_KEYS = ("scan", "randomkey", "dbsize", "keys")
"""They read no key and tell of all of them."""
REFUSED = ("NOPERM", "command not allowed", "cluster support disabled")
"""A transaction that was refused says so in its own words, as does what the server has off."""


@dataclass(frozen=True)
class Attempt:
    who: Member
    words: tuple[str, ...]


@dataclass(frozen=True)
class Command:
    name: tuple[str, ...]
    arity: int
    keyed: int
    movable: bool
    about: frozenset[str]


def commands(redis: Redis) -> list[Command]:
    """As the server lists them, subcommands included."""
    found = []
    ask: Any = redis.execute_command
    known = ask("COMMAND")
    for about in known.values():
        if not about["subcommands"]:
            movable = "movablekeys" in about["flags"]
            said = frozenset(about["acl_categories"])
            name, keyed = (about["name"],), about["first_key_pos"]
            found.append(Command(name, about["arity"], keyed, movable, said))
        for name, arity, flags, keyed, _, _, said, *_ in about["subcommands"]:
            words = tuple(name.decode().split("|"))
            categories = frozenset(each.decode() for each in said)
            found.append(Command(words, arity, keyed, b"movablekeys" in flags, categories))
    return found


def above_role(who: Member, known: list[Command], keys: list[str]) -> Iterator[Attempt]:
    """With keys that the person may not see; `keys` are all there are."""
    mine = [kind.prefix for kind in cached.readable(who.actor)]
    if who.actor.may(SESSIONS) and not who.tenant:
        mine.append(cached.session_key(""))
    closed = [key for key in keys if not key.startswith(tuple(mine))]
    for command in known:
        reads = "@read" in command.about and "@dangerous" not in command.about
        if command.name[0] == "scan" and cached.session_key("") in mine:
            continue
        if reads and not command.keyed and command.name[0] not in NAMES_OF_KEYS:
            if command.movable:
                yield from (_with(who, command, *_key_at(command, key)) for key in closed[:1])
        elif reads and command.keyed:
            yield from (_with(who, command, *_key_at(command, key)) for key in closed)
        elif "@connection" not in command.about or "@dangerous" in command.about:
            yield from (_with(who, command, *_key_at(command, key)) for key in keys[:2])
    yield Attempt(who, ("CLIENT", "TRACKING", "ON", "BCAST"))


def succeeded(attempt: Attempt) -> str:
    """Nothing when it was refused for want of a right; whatever else happened, in words."""
    ask: Any = attempt.who.redis.execute_command
    try:
        answer = ask(*attempt.words)
    except NoPermissionError:
        return ""
    except RedisError as error:
        if any(said in str(error) for said in REFUSED):
            return ""
        return f"{attempt.who}: {attempt.words}: {error}"
    return f"{attempt.who}: {attempt.words}: {answer!r}"


def _key_at(command: Command, key: str) -> list[str]:
    """The key where the command wants it, after whatever comes before."""
    if command.name == ("xread",):
        return ["STREAMS", key]
    if command.movable and not command.keyed:
        return ["1", key]
    before = max(0, command.keyed - len(command.name))
    return ["x"] * before + [key]


def _with(who: Member, command: Command, *given: str) -> Attempt:
    missing = abs(command.arity) - len(command.name) - len(given)
    words = [*command.name, *given, *(["x"] * max(0, missing))]
    if command.arity > 0:
        words = words[: command.arity]
    return Attempt(who, tuple(words))
