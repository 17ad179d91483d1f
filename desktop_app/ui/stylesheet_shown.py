"""The part of the stylesheet that maps, calendars, trees, plans and graphs wear."""

SHEET = """
#beside { background: $surface; border: none; border-left: ${width}px solid $line; }
#branches { background: $surface; border: none; border-top: ${width}px solid $line; }
#branches::item { min-height: 26px; border: none; padding: 0 4px; }
#branches::item:selected { background: $selection; color: $text; }
#choices::indicator {
    width: 12px; height: 12px; border: ${width}px solid $second; border-radius: 3px;
    background: $surface;
}
#choices::indicator:checked { background: $accent; border-color: $accent; }
#picture { background: $surface; border: ${width}px solid $line; border-radius: 6px; }
#picture:focus { border-color: $accent; }
QPushButton[look="head"]:checked { background: $selection; border-color: $accent; }
QDoubleSpinBox, QSpinBox {
    background: $surface; color: $text; border: ${width}px solid $line; border-radius: 6px;
    padding: 0 4px; min-height: 26px; selection-background-color: $selection;
    selection-color: $text;
}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {
    background: transparent; border: none; padding: 0; min-height: 0;
}
QDoubleSpinBox:focus, QSpinBox:focus { border: 2px solid $accent; padding: 0 3px; }
"""
