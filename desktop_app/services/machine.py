"""What a person's own machine has beside the three stores."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.audit_verify import Places as Trail


@dataclass(frozen=True)
class Machine:
    """`local` says that the stores' data is here.

    `trail` is the audit trail as the person may read it, for a process beside the window.
    """

    data_dir: Path
    settings_file: Path
    local: bool
    low_disk: int
    trail: "Trail" = field(repr=False)
