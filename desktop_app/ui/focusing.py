"""Why something has the focus: only who works by keyboard needs to see a ring around it."""

from PySide6.QtCore import Qt

BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
