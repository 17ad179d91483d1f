"""The settings, each declared once: key, type, default, words for people, limits.

A value comes from an argument, else the environment (`COUNTINGHOUSE_` and the key in capitals),
else `config.toml`, else the default. The file holds no secret: a URL with a password in it is
refused there, while the environment may carry one (decisions.md 45, 46).
"""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import tomli_w

from desktop_app.domain import sizes
from desktop_app.domain.errors import Invalid
from desktop_app.whole_file import write_whole

PREFIX: Final = "COUNTINGHOUSE_"
GIB: Final = 2**30

# `://user:password@`, whatever signs the password has; and parameters that carry one.
_CREDENTIALS = re.compile(
    r"://[^@]*:[^@]+@|\?.*(password|passwd|secret|token)[^=:&]*[=:][^&]", re.I
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as a person reads it; the settings page is made from these."""

    key: str
    type: type
    default: str | int | bool
    words: str
    choices: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    least: int = 0
    most: int = 2**63 - 1
    in_bytes: bool = False

    def said(self, value: object) -> str:
        """A value as people write it: an amount of bytes in the unit that says all of it."""
        return sizes.exactly(value) if self.in_bytes and isinstance(value, int) else f"{value}"

    @property
    def variable(self) -> str:
        return f"{PREFIX}{self.key.upper()}"


def _setting(default: str | int | bool, words: str, **limits: Any) -> Any:
    return field(default=default, metadata={"words": words, **limits})


_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
_REDIS = ("redis", "rediss", "unix")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What holds now. Its fields are the declaration that everything else is made from."""

    postgres_url: str = _setting(
        "", "The PostgreSQL server; empty for the local one.", schemes=_POSTGRES
    )
    postgres_replica_url: str = _setting(
        "", "A read-only copy of it for boards, exports and counts.", schemes=_POSTGRES
    )
    replica_seconds: int = _setting(
        10, "Seconds that copy may be behind and still be read.", least=1, most=3600
    )
    mongodb_url: str = _setting(
        "", "The MongoDB server; empty for the local one.", schemes=("mongodb", "mongodb+srv")
    )
    redis_url: str = _setting(
        "", "The Redis or Valkey server; empty for the local one.", schemes=_REDIS
    )
    keys_url: str = _setting(
        "", "The key service; empty where this machine keeps the keys.", schemes=("https", "unix")
    )
    environment: str = _setting(
        "",
        "What these servers are, where they do not say so themselves.",
        choices=("", "embedded", "test", "PRODUCTION"),
    )
    theme: str = _setting(
        "system", "How the window looks.", choices=("system", "light", "dark", "contrast")
    )
    lock_minutes: int = _setting(
        10, "Minutes without a hand at the keyboard until the window locks; 0 for never.", most=720
    )
    page_rows: int = _setting(200, "Rows that a list reads at once.", least=20, most=2000)
    low_disk_bytes: int = _setting(
        GIB,
        "With less free disk the local servers take no more writes.",
        least=2**26,
        in_bytes=True,
    )

    def __repr__(self) -> str:
        """A URL from the environment may hold a password, so none is printed."""
        shown = (s for s in declared() if not s.schemes)
        return f"Settings({', '.join(f'{s.key}={getattr(self, s.key)!r}' for s in shown)})"


def declared() -> Iterator[Setting]:
    for each in fields(Settings):
        default: Any = each.default
        yield Setting(each.name, type(default), default, **each.metadata)


def load(
    file: Path,
    arguments: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """The settings; an argument of None and an empty variable count as not given."""
    variables = os.environ if environment is None else environment
    given = {key: value for key, value in (arguments or {}).items() if value is not None}
    kept = _read(file)
    _refuse_unknown(given, "the arguments")
    chosen: dict[str, Any] = {}
    for setting in declared():
        if setting.key in kept:
            _in_file(setting, kept[setting.key], file)
        if setting.key in given:
            chosen[setting.key] = _checked(setting, given[setting.key], "the arguments")
        elif spoken := variables.get(setting.variable):
            chosen[setting.key] = _checked(setting, _parsed(setting, spoken), setting.variable)
        elif setting.key in kept:
            chosen[setting.key] = kept[setting.key]
    return Settings(**chosen)


def save(file: Path, changes: Mapping[str, str | int | bool | None]) -> None:
    """Keep the changes; None goes back to the default. The file is whole at every moment."""
    _refuse_unknown(changes, str(file))
    kept = {**_read(file), **changes}
    for setting in declared():
        if kept.get(setting.key) is not None:
            _in_file(setting, kept[setting.key], file)
    text = tomli_w.dumps({key: value for key, value in kept.items() if value is not None})
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(file, text)
    except OSError as error:
        raise Invalid(f"The settings cannot be written to {file}: {error.strerror}.") from error


def _read(file: Path) -> dict[str, Any]:
    try:
        kept = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Invalid(f"The settings in {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Invalid(f"The settings in {file} are not UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"The settings in {file} cannot be read: {error}.") from error
    _refuse_unknown(kept, str(file))
    return kept


def _refuse_unknown(given: Mapping[str, object], where: str) -> None:
    known = [setting.key for setting in declared()]
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            meant = f"; did you mean “{near[0]}”?" if near else "."
            raise Invalid(f"There is no setting “{key}”, which stands in {where}{meant}", field=key)


def _in_file(setting: Setting, value: object, file: Path) -> None:
    _checked(setting, value, str(file))
    if setting.schemes and _CREDENTIALS.search(unquote(str(value))):
        raise Invalid(
            f"The setting “{setting.key}” in {file} holds a password, and that file may hold "
            f"none: take it out, or give the whole URL in {setting.variable}.",
            field=setting.key,
        )


def _parsed(setting: Setting, spoken: str) -> object:
    """What a variable means; what cannot be understood stays text and is refused as such."""
    if setting.type is bool:
        return {"1": True, "true": True, "0": False, "false": False}.get(spoken.lower(), spoken)
    if setting.in_bytes and (count := sizes.read(spoken)) is not None:
        return count
    if setting.type is int and re.fullmatch(r"\s*-?[0-9]{1,20}\s*", spoken):
        return int(spoken)
    return spoken


def _bounds(setting: Setting) -> str:
    least, most = setting.said(setting.least), setting.said(setting.most)
    return f"at least {least}" if setting.most == 2**63 - 1 else f"between {least} and {most}"


def _checked(setting: Setting, value: object, where: str) -> object:
    """The value, or a refusal that names key and place, and never quotes a URL."""
    wanted = ""
    if type(value) is not setting.type:
        wanted = {str: "a text", int: "a whole number", bool: "true or false"}[setting.type]
        wanted = "an amount of bytes" if setting.in_bytes else wanted
    elif setting.choices and value not in setting.choices:
        wanted = "one of " + ", ".join(choice or "“”" for choice in setting.choices)
    elif isinstance(value, int) and not setting.least <= value <= setting.most:
        wanted = _bounds(setting)
    elif isinstance(value, str) and value and setting.schemes:
        scheme, mark, _ = value.partition("://")
        if not mark or scheme.lower() not in setting.schemes:
            wanted = "a URL beginning with " + " or ".join(f"{s}://" for s in setting.schemes)
    if wanted:
        raise Invalid(
            f"The setting “{setting.key}” in {where} must be {wanted}.", field=setting.key
        )
    return value
