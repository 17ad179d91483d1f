"""The part of the stylesheet that records and their forms wear."""

SHEET = """
#preview { background: $surface; border: none; border-left: ${width}px solid $line; }
#preview > QWidget > QWidget, #recordBody > QWidget > QWidget { background: $surface; }
#recordBody { background: $surface; border: none; }
QLabel[look="section"] { color: $second; font-size: 11px; font-weight: 600; }
QLabel[look="nothing"] { color: $second; }
QLabel[look="wrong"] { color: $bad; font-size: 12px; }
QLabel[look="hint"] { color: $second; font-size: 12px; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="gone"] { color: $second; text-decoration: line-through; }

QPushButton[look="inline"] {
    background: transparent; border: none; color: $accent; padding: 0; min-height: 16px;
    text-align: left;
}
QPushButton[look="inline"]:hover, QPushButton[look="inline"]:focus { text-decoration: underline; }
QPushButton[look="inline"]:focus {
    background: $selection; border: none; padding: 0; min-height: 16px;
}

QPushButton[look="destructive"] { color: $bad; border-color: $bad; }
QPushButton[look="destructive"]:hover { background: $trouble; }
QPushButton[look="destructive"]:disabled { color: $second; border-color: $line; }
QPushButton[look="doom"] {
    background: $bad; color: $on_bad; border: ${width}px solid $bad; font-weight: 600;
}
QPushButton[look="doom"]:focus { border: 2px solid $text; }
QPushButton[look="primary"]:disabled, QPushButton[look="doom"]:disabled {
    background: $window; color: $second; border-color: $line;
}
QPushButton[look="card"], QPushButton[look="own"] {
    background: $surface; border: ${width}px solid $line; border-radius: 8px; padding: 0;
    min-height: 94px;
}
QPushButton[look="own"] { border-color: $accent; }
QPushButton[look="card"]:hover, QPushButton[look="own"]:hover { background: $selection; }
QPushButton[look="card"]:focus, QPushButton[look="own"]:focus { border: 2px solid $accent; }
QPushButton[look="card"]:disabled, QPushButton[look="own"]:disabled {
    background: $window; border-color: $line;
}
QToolButton#more {
    background: $surface; border: ${width}px solid $line; border-radius: 6px;
    min-width: 34px; min-height: 28px;
}
QToolButton#more:hover { background: $window; }
QToolButton#more:focus { border: 2px solid $accent; }
QToolButton#more::menu-indicator { image: none; }
QMenu { background: $raised; border: ${width}px solid $line; border-radius: 6px; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $second; }

QLineEdit, QPlainTextEdit, QComboBox {
    background: $surface; color: $text; border: ${width}px solid $line; border-radius: 6px;
    padding: 0 8px; min-height: 28px; selection-background-color: $selection;
    selection-color: $text;
}
QPlainTextEdit { padding: 4px 6px; }
QComboBox { padding: 0 10px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {
    border: 2px solid $accent; padding: 0 7px; min-height: 26px;
}
QPlainTextEdit:focus { padding: 3px 5px; }
QComboBox:focus { padding: 0 9px; }
QLineEdit[state="wrong"], QPlainTextEdit[state="wrong"], QComboBox[state="wrong"] {
    border: ${width}px solid $bad;
}
QLineEdit[state="staged"], QPlainTextEdit[state="staged"], QComboBox[state="staged"] {
    background: $selection; border-color: $accent;
}
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: $raised; border: ${width}px solid $line; selection-background-color: $selection;
    selection-color: $text;
}

QRadioButton { spacing: 8px; padding: 2px; }
QRadioButton::indicator {
    width: 12px; height: 12px; border: 2px solid $second; border-radius: 8px; background: $surface;
}
QRadioButton::indicator:checked { border-color: $accent; background: $accent; }
QRadioButton:focus { color: $accent; }

#note { background: $surface; border: ${width}px solid $line; border-radius: 6px; }
#notice { background: $selection; border: none; border-radius: 6px; }
#strip { background: $window; border: none; border-top: ${width}px solid $line; }
#recordTabs::tab {
    background: transparent; color: $second; border: none; padding: 0 12px; height: 32px;
    border-bottom: 2px solid transparent;
}
#recordTabs::tab:selected { color: $text; border-bottom: 2px solid $accent; }
#recordTabs::tab:hover { color: $text; }
#recordTabs::tab:focus { color: $accent; }
QDialog#act { background: $raised; }
#storeCard {
    background: $surface; border: ${width}px solid $line; border-radius: 8px;
}
#smallTable::item { padding: 0 9px; border: none; }
#desk, #desk > QWidget > QWidget { background: $window; border: none; }
QPushButton[look="chip"] {
    background: $selection; border: ${width}px solid $selection; border-radius: 11px;
    padding: 0 8px; min-height: 22px; font-size: 12px;
}
QPushButton[look="chip"]:hover { border-color: $accent; }
QPushButton[look="chip"]:focus { border: 2px solid $accent; padding: 0 7px; min-height: 20px; }
#nested { background: $surface; border: ${width}px solid $line; border-radius: 6px; }
#nested::item { padding: 3px 4px; }
#nested:focus { border: 2px solid $accent; }
#nested[state="wrong"] { border-color: $bad; }
#nested[state="staged"] { border-color: $accent; background: $selection; }
#nested QLineEdit { border-radius: 0; min-height: 20px; padding: 0 4px; }
#views { font-size: 12px; }
#views::tab {
    background: transparent; color: $second; border: none; padding: 0 8px; height: 22px;
    border-bottom: 2px solid transparent;
}
#views::tab:selected { color: $text; border-bottom: 2px solid $accent; }
#views::tab:focus { color: $accent; }
QTreeWidget#json { background: $surface; border: none; }
"""
