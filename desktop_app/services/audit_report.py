"""What verifying the trail came to: two verdicts, and every fault that was found."""

from dataclasses import asdict, dataclass, field
from typing import Any

from desktop_app.domain.chain import Fault

MOST = 100


@dataclass
class Report:
    """Both verdicts and everything found, the first fault first; at most a hundred are kept."""

    entries: int = 0
    pending: int = 0
    bulk: int = 0
    erased: int = 0
    archived: int = 0
    heads: dict[str, int | None] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    vouched: bool = False
    """Whether a key in this machine's data folder signed it, not only one PostgreSQL names."""
    faults: list[Fault] = field(default_factory=list)
    unaltered: bool = True
    complete: bool = True

    def add(self, fault: Fault) -> None:
        if fault.incomplete:
            self.complete = False
        else:
            self.unaltered = False
        if len(self.faults) < MOST:
            self.faults.append(fault)

    @property
    def first(self) -> Fault | None:
        return min(self.faults, key=lambda each: each.entry) if self.faults else None

    def as_json(self) -> dict[str, Any]:
        first = self.first
        return {
            "unaltered": self.unaltered,
            "complete": self.complete,
            **{name: value for name, value in asdict(self).items() if name != "faults"},
            "first": asdict(first) if first else None,
            "faults": [asdict(each) for each in sorted(self.faults, key=lambda f: f.entry)],
        }
