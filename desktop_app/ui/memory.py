"""What a person arranged: widths, views, tabs, keys. Nothing of the data, nothing secret."""

import json
import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop_app.whole_file import write_whole

log = logging.getLogger(__name__)

SAVED_AFTER_MS = 800


class Memory(QObject):
    """A small store of plain JSON by name; with a file it is kept between two starts."""

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._kept = _read(file) if file else {}
        self._later = QTimer(self, singleShot=True, interval=SAVED_AFTER_MS)
        self._later.timeout.connect(self.save)

    def keep_in(self, file: Path) -> None:
        """From now on be what this file holds: the person is known."""
        self.save()
        self._file, self._kept = file, _read(file)

    def get(self, name: str, otherwise: Any = None) -> Any:
        return self._kept.get(name, otherwise)

    def put(self, name: str, value: Any) -> None:
        """Remember; None forgets."""
        if self._kept.get(name) == value:
            return
        if value is None:
            del self._kept[name]
        else:
            self._kept[name] = value
        self._later.start()

    def save(self) -> None:
        """Write what is remembered; the file is whole at every moment."""
        self._later.stop()
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            text = json.dumps(self._kept, ensure_ascii=False, indent=1)
            write_whole(self._file, text, durable=False)
        except OSError as error:
            log.info("The window's arrangement was not kept: %s", error)


def _read(file: Path) -> dict[str, Any]:
    """An arrangement that cannot be read is begun anew: it is not worth a failed start."""
    try:
        kept = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
