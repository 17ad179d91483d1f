"""The stylesheet, filled with the tokens of the scheme that is worn."""

from string import Template
from typing import TYPE_CHECKING

from desktop_app.ui import stylesheet_boards, stylesheet_records, stylesheet_shown

if TYPE_CHECKING:
    from desktop_app.ui.theme import Tokens

_SHEET = Template(
    """
* { outline: none; }
QWidget { font-size: 13px; color: $text; }
QMainWindow, #shell, #navigation, #status { background: $window; }
#band { background: $accent; }
#page, #welcome { background: $surface; }
#navigation { border: none; border-right: ${width}px solid $line; }
#status { border-top: ${width}px solid $line; }
#status QLabel { font-size: 12px; color: $second; }
#status QLabel[tone="good"] { color: $good; }
#status QLabel[tone="warn"] { color: $warn; }
#status QLabel[tone="bad"] { color: $bad; }
#environment { font-weight: 600; }
#brand { font-size: 15px; font-weight: 600; }
#brandMark { color: $accent; }
#places { background: transparent; border: none; }

#tabsHead { background: $window; border-bottom: ${width}px solid $line; }
#tabs { background: transparent; font-size: 13px; }
#tabs::tab {
    background: transparent; color: $second; border: ${width}px solid transparent;
    border-bottom: none; border-top-left-radius: 6px; border-top-right-radius: 6px;
    padding: 0 6px 0 8px; margin-right: 2px; height: 33px; min-width: 64px; max-width: 220px;
}
#tabs::tab:hover { background: $tab_over; }
#tabs::tab:selected { background: $surface; color: $text; border-color: $line; }
#tabs::tab:focus { color: $accent; }
#tabs::scroller { width: 48px; }
#tabs QToolButton { background: $window; border: none; }
#tabs QToolButton#tabClose { background: transparent; border-radius: 4px; padding: 3px; }
#tabs QToolButton#tabClose:hover { background: $line; }
QToolButton#quiet { background: transparent; border: none; border-radius: 6px; padding: 5px; }
QToolButton#quiet:hover { background: $tab_over; }
QToolButton#quiet::menu-indicator { image: none; }
QToolButton#quiet:focus { border: 2px solid $accent; padding: 3px; }
#everything { text-align: left; color: $second; min-height: 26px; padding: 0 8px; }
#everything:focus { padding: 0 7px; min-height: 24px; }
QSplitter::handle { background: $line; }
#finder { background: $raised; border: ${width}px solid $line; border-radius: 8px; }
#finderLine {
    background: transparent; border: none; border-bottom: ${width}px solid $line;
    font-size: 15px; min-height: 44px; padding: 0 16px;
}
#found { background: transparent; border: none; padding: 6px 0; }
#finderNote {
    color: $second; font-size: 12px; padding: 8px 16px; border-top: ${width}px solid $line;
}
#asking { background: $raised; border: ${width}px solid $line; border-radius: 8px; }
#toast { background: $raised; border: ${width}px solid $line; border-radius: 8px; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="bad"] { color: $bad; }
QScrollArea#plain, QScrollArea#plain > QWidget > QWidget { background: transparent; border: none; }

QLabel[look="title"] { font-size: 20px; font-weight: 600; }
QLabel[look="record"] { font-size: 16px; font-weight: 600; }
QLabel[look="second"] { color: $second; }

QTableView {
    background: $surface; border: none; border-top: ${width}px solid $line;
    selection-background-color: $selection; selection-color: $text;
}
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
    background: $surface; color: $second; border: none; border-bottom: ${width}px solid $line;
    padding: 0 12px; font-size: 12px; font-weight: 600;
}
QTableCornerButton::section, QAbstractScrollArea::corner { background: $surface; border: none; }

#trouble {
    background: $trouble; border: ${width}px solid $bad; border-radius: 6px; margin-bottom: 8px;
}
#trouble QLabel { color: $bad; }

QPushButton {
    background: $surface; color: $text; border: ${width}px solid $line; border-radius: 6px;
    padding: 0 16px; min-height: 28px;
}
QPushButton:hover { background: $window; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border: 2px solid $accent; padding: 0 15px; min-height: 26px; }
QPushButton:disabled { color: $second; background: $window; }
QPushButton[look="primary"] {
    background: $accent; color: $on_accent; border: ${width}px solid $accent; font-weight: 600;
}
QPushButton[look="primary"]:hover { background: $accent_over; }
QPushButton[look="primary"]:focus { border: 2px solid $text; }

QPushButton[look="head"], QPushButton[look="primary"] { padding: 0 12px; }
QPushButton[look="head"]:focus, QPushButton[look="primary"]:focus { padding: 0 11px; }
QPushButton[look="link"] {
    background: transparent; border: ${width}px solid transparent; color: $accent;
    padding: 0 4px; min-height: 20px;
}
QPushButton[look="link"]:hover { background: $selection; }
QPushButton[look="link"]:focus { border: 2px solid $accent; padding: 0 3px; min-height: 18px; }
QPushButton[look="count"] {
    background: transparent; border: 2px solid transparent; color: $second;
    padding: 0 4px; min-height: 20px;
}
QPushButton[look="count"]:enabled:hover { color: $accent; text-decoration: underline; }
QPushButton[look="count"]:focus { border-color: $accent; }
QToolButton#flat { background: transparent; border: 2px solid transparent; border-radius: 6px; }
QToolButton#flat:hover { background: $window; }
QToolButton#flat:focus { border-color: $accent; }
QToolButton#flat::menu-indicator { image: none; }

#filterLine { background: $surface; border: ${width}px solid $line; border-radius: 6px; }
#filterLine[focused="true"] { border-color: $accent; }
#filterText { background: transparent; border: none; padding: 0; min-height: 22px; }
#filterWrong { color: $bad; font-size: 12px; }
#popover { background: $raised; border: ${width}px solid $line; border-radius: 6px; }
#choices { background: $surface; border: ${width}px solid $line; border-radius: 6px; }
#choices::item { padding: 3px 4px; }
#choices::item:selected { background: $selection; color: $text; }
#choices:focus { border-color: $accent; }
#completion {
    background: $raised; border: ${width}px solid $line; border-radius: 6px; padding: 3px;
}

QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
#places QScrollBar:vertical { width: 8px; }
QScrollBar::handle { background: $handle; border-radius: 4px; margin: 2px; }
#places QScrollBar::handle { border-radius: 2px; }
QScrollBar::handle:hover { background: $second; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QToolTip {
    background: $raised; color: $text; border: ${width}px solid $line; padding: 4px 8px;
}
"""
    + stylesheet_records.SHEET
    + stylesheet_boards.SHEET
    + stylesheet_shown.SHEET
)


def made(tokens: "Tokens") -> str:
    return _SHEET.substitute(
        text=tokens.text,
        second=tokens.second,
        window=tokens.window,
        surface=tokens.surface,
        raised=tokens.raised,
        line=tokens.line,
        selection=tokens.selection,
        accent=tokens.accent,
        accent_over=_between(tokens.accent, tokens.text, 0.15),
        on_accent=tokens.on_accent,
        good=tokens.good,
        warn=tokens.warn,
        bad=tokens.bad,
        on_bad=tokens.surface,
        trouble=_between(tokens.surface, tokens.bad, 0.08),
        handle=_between(tokens.line, tokens.second, 0.35),
        tab_over=_between(tokens.window, tokens.text, 0.06),
        width=tokens.line_width,
    )


def _between(low: str, high: str, share: float) -> str:
    """A colour on the way from one to another."""
    parts = zip(bytes.fromhex(low[1:]), bytes.fromhex(high[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in parts)
