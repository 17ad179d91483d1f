"""What must be decided before there is a desk: which servers, and who comes in.

An opening that cannot go on by itself is refused with one of these; it knows how to go on.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from desktop_app.domain.errors import Refusal

if TYPE_CHECKING:
    from desktop_app.services.desk import Desk


class Opened(Protocol):
    """What the composition hands over: a door, and how to close the house.

    `sign_out` closes the door alone: the servers stay for whoever comes in next.
    `rest_minutes` without a hand at the keyboard lock the window; 0 never does. `prove` opens it
    again with password and code, of a person who `needs_no_password` here with empty ones.
    """

    @property
    def desk(self) -> "Desk": ...
    @property
    def environment(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def rest_minutes(self) -> int: ...
    @property
    def needs_no_password(self) -> bool: ...
    @property
    def prove(self) -> Callable[[str, str], Awaitable[None]]: ...
    @property
    def close(self) -> Callable[[], Awaitable[None]]: ...
    @property
    def sign_out(self) -> Callable[[], Awaitable[None]]: ...


class Servers(Protocol):
    """The first choice. Both run in a thread."""

    @property
    def folder(self) -> str: ...
    def sample(self) -> None:
        """Local servers with sample data, from now on."""

    def keep(self, urls: Mapping[str, str]) -> None:
        """A company's servers by setting, each tried first; or a refusal for those that fail."""


class People(Protocol):
    """Who may come in at servers that answer. `samples` need no password on this workstation."""

    @property
    def environment(self) -> str: ...
    @property
    def samples(self) -> tuple[str, ...]: ...
    def let_in(self, login: str, password: str, code: str) -> Opened:
        """In a thread; an empty password is that of a sample person, which is kept here."""

    def close(self) -> None: ...


class ChooseServers(Refusal):
    def __init__(self, servers: Servers) -> None:
        super().__init__("Choose which servers to work with.")
        self.servers = servers


class SignIn(Refusal):
    def __init__(self, people: People) -> None:
        super().__init__("Somebody must sign in.")
        self.people = people
