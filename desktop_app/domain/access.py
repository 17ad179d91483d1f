"""Who may do what. Rights are not listed here: they are what the panels offer."""

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Actor:
    """`rights` are patterns over `panel:act`, such as `openmineral.*:read`."""

    name: str
    roles: frozenset[str]
    rights: frozenset[str]
    tenant: str | None = None

    def may(self, right: str) -> bool:
        return any(fnmatchcase(right, pattern) for pattern in self.rights)

    def why_not(self, right: str) -> str:
        """The permission that is missing, in a sentence; empty for who may."""
        return "" if self.may(right) else f"Your role lacks the permission “{right}”."
