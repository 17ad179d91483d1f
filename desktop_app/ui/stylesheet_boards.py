"""The part of the stylesheet that boards wear."""

SHEET = """
#card { background: $surface; border: ${width}px solid $line; border-radius: 8px; }
#card QTableView { border: none; }
QLabel[look="card"] { font-weight: 600; }
QLabel[look="cardTrouble"] {
    background: $trouble; color: $bad; border: ${width}px solid $bad; border-radius: 6px;
    padding: 4px 8px;
}
QPushButton[look="figure"] {
    background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 0;
}
QPushButton[look="figure"]:hover { background: $window; }
QPushButton[look="figure"]:focus { border-color: $accent; }
QLabel[look="figure"] { font-size: 28px; font-weight: 600; }
QPushButton[none="true"] QLabel[look="figure"] { color: $second; font-weight: 400; }
QPushButton[look="range"], QPushButton[look="rangeFirst"] { padding: 0 12px; border-radius: 0; }
QPushButton[look="range"] { border-left-width: 0; }
QPushButton[look="range"]:checked, QPushButton[look="rangeFirst"]:checked {
    background: $selection; color: $accent; font-weight: 600;
}
QPushButton[look="range"]:focus, QPushButton[look="rangeFirst"]:focus {
    border: 2px solid $accent; padding: 0 11px; min-height: 26px;
}
QToolButton#choose {
    background: $selection; color: $accent; border: ${width}px solid $selection;
    border-radius: 11px; padding: 0 10px; min-height: 20px; max-height: 20px; margin: 2px 0;
}
QToolButton#choose:hover { border-color: $accent; }
QToolButton#choose:focus { border: 2px solid $accent; padding: 0 9px; min-height: 18px; }
QPushButton[look="wish"] {
    background: transparent; color: $second; border: ${width}px solid transparent;
    border-radius: 6px; padding: 0 8px; min-height: 22px;
}
QPushButton[look="wish"]:hover { background: $window; color: $text; }
QPushButton[look="wish"]:focus { border: 2px solid $accent; padding: 0 7px; min-height: 20px; }
QToolButton#choose::menu-indicator { image: none; }
"""
