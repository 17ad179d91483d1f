"""What was open and where, between two starts."""

import logging
from typing import TYPE_CHECKING

from desktop_app.ui import geometry

if TYPE_CHECKING:
    from desktop_app.ui.window import Window

log = logging.getLogger(__name__)

OPEN, WINDOW = "open", "window"


def keep(window: "Window") -> None:
    if not window.floor.is_open:
        return
    window.memory.put(OPEN, window.floor.remembered())
    window.memory.put(WINDOW, geometry.written(window))


def restore(window: "Window") -> bool:
    """Whether anything is open now; an arrangement that does not fit any more is begun anew."""
    memory = window.memory
    geometry.recall(window, memory.get(WINDOW))
    if not (kept := memory.get(OPEN)):
        return False
    try:
        window.floor.restore(kept)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        log.info("The arrangement of the last time cannot be read.", exc_info=True)
    return bool(window.workspace.tabs())
