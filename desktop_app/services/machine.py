"""What a person's own machine has beside the three stores."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.audit_verify import Places as Trail
    from desktop_app.services.journal import Journal


@dataclass(frozen=True)
class Machine:
    """`local` says that the stores' data is here.

    `trail` is the audit trail as the person may read it, for a process beside the window.
    `journal` keeps what the person has not saved yet.
    """

    data_dir: Path
    settings_file: Path
    local: bool
    low_disk: int
    trail: "Trail" = field(repr=False)
    journal: "Journal | None" = None
