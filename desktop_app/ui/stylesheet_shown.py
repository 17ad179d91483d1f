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
"""
