"""Every colour, size and letter of the window, in one place.

Widgets take them from the stylesheet made here; what paints itself asks `now()` while it paints,
so that a change of scheme needs nobody's help. Of Qt's own namespace nothing is named before it is
needed: its hundred enumerations take as long to make as the rest of the window's front.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache

from PySide6 import QtCore, QtGui
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop_app.ui.stylesheet import made


class Tone(StrEnum):
    """What a word means; never said by colour alone."""

    PLAIN = auto()
    GOOD = auto()
    WARN = auto()
    BAD = auto()
    INFO = auto()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of look.md. `second` is for labels, headers and hints.

    `series` are the lines of charts, told apart by dash, marker and hatching as well.
    """

    dark: bool
    window: str
    surface: str
    raised: str
    line: str
    text: str
    second: str
    accent: str
    on_accent: str
    selection: str
    good: str
    warn: str
    bad: str
    info: str
    series: tuple[str, ...]
    line_width: int = 1

    def tone(self, tone: Tone) -> str:
        match tone:
            case Tone.PLAIN:
                return self.second
            case Tone.GOOD:
                return self.good
            case Tone.WARN:
                return self.warn
            case Tone.BAD:
                return self.bad
            case Tone.INFO:
                return self.info


LIGHT = Tokens(
    dark=False,
    window="#F4F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#DDE2E8",
    text="#17202B",
    second="#51606F",
    accent="#0B6E69",
    on_accent="#FFFFFF",
    selection="#DCEFEE",
    good="#15703A",
    warn="#9A5200",
    bad="#B3261E",
    info="#1D56C9",
    series=("#0B6E69", "#C2620E", "#1D56C9", "#7A3E9D", "#8A6D00", "#51606F"),
)
DARK = Tokens(
    dark=True,
    window="#10151B",
    surface="#171D25",
    raised="#1F2731",
    line="#2C3642",
    text="#E7ECF2",
    second="#A5B2C0",
    accent="#4FD1C5",
    on_accent="#10151B",
    selection="#15393B",
    good="#5CD08A",
    warn="#F2B84B",
    bad="#FF8A80",
    info="#7FB2FF",
    series=("#4FD1C5", "#F2A65A", "#7FB2FF", "#C792EA", "#E3D26F", "#A5B2C0"),
)
CONTRAST_LIGHT = Tokens(
    dark=False,
    window="#FFFFFF",
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#000000",
    text="#000000",
    second="#000000",
    accent="#0000C8",
    on_accent="#FFFFFF",
    selection="#D9D9FF",
    good="#00501E",
    warn="#6B3900",
    bad="#8F0000",
    info="#0000C8",
    series=("#0000C8", "#8F0000", "#00501E", "#6B3900", "#5A005A", "#000000"),
    line_width=2,
)
CONTRAST_DARK = Tokens(
    dark=True,
    window="#000000",
    surface="#000000",
    raised="#000000",
    line="#FFFFFF",
    text="#FFFFFF",
    second="#FFFFFF",
    accent="#FFD400",
    on_accent="#000000",
    selection="#3A3200",
    good="#7DFFAE",
    warn="#FFC965",
    bad="#FFB3AC",
    info="#A9CBFF",
    series=("#FFD400", "#7DFFAE", "#A9CBFF", "#FFB3AC", "#E0B0FF", "#FFFFFF"),
    line_width=2,
)

# Ink, quiet ink, rule, and the edge of a head: paper is white in every scheme.
PAPER_GROUND = "#FFFFFF"
PAPER = ("#16181D", "#5C6470", "#DFE2E7", "#8B93A1")

# The band at the top says where one works, in both schemes alike.
BANDS = {"test": "#9A5200", "production": "#B3261E"}

GAP, PAD, SPACE, WIDE = 4, 8, 12, 16
RADIUS = 6
ROW, LEAF = 32, 24
BADGE = 20
BAND = 3
NAVIGATION, NAVIGATION_NARROW = 224, 56
TABS, TAB_LEAST, SEARCH = 42, 132, 264
PREVIEW, LABEL, LABEL_WIDE, FACTS = 344, 104, 184, 400
NAVIGATION_ROW, NAVIGATION_INNER_ROW = 30, 24
STATUS = 28
ROUNDING = 3
HALF = 128
TINT = 0.12
BONE = 0.16
BAR, LENGTHS = 10, (0.8, 0.55, 0.7, 0.9, 0.6)
SKELETON_AFTER_MS = 150

BODY, SECONDARY, SECTION, RECORD, TITLE = 13, 12, 11, 16, 20
ICON, NAVIGATION_ICON, NOTICE_ICON = 14, 17, 32

_FAMILIES = ("Inter", "Inter Variable")
_FIXED = ("JetBrains Mono",)
_worn: list[Tokens] = [LIGHT]


def now() -> Tokens:
    return _worn[0]


def prime(app: QApplication, wanted: str = "") -> None:
    """Colours alone, for what is painted before the rest; the system's by what its palette is."""
    dark = app.palette().window().color().lightness() < HALF
    _worn[0] = _tokens(wanted, dark=wanted == "dark" if wanted in ("light", "dark") else dark)


def wear(app: QApplication, wanted: str = "") -> None:
    """Dress the application: `light`, `dark` or `contrast`; else as the system does, and later."""
    app.setStyle("Fusion")
    app.setFont(font())
    _dress(app, wanted)
    if wanted in ("", "contrast"):
        app.styleHints().colorSchemeChanged.connect(lambda: _dress(app, wanted))


def font(size: int = BODY, *, strong: bool = False) -> "QtGui.QFont":
    """The interface's letters, with figures of one width."""
    return QtGui.QFont(_made(size, strong, False))


def fixed(size: int = SECONDARY) -> "QtGui.QFont":
    """For ids, hashes and JSON, where every letter counts."""
    return QtGui.QFont(_made(size, False, True))


def tint(over: str, colour: str, strength: float = TINT) -> QColor:
    """`colour` laid thinly over a ground, as one opaque colour."""
    ground, laid = QColor(over), QColor(colour)
    mixed = (
        round(low + (high - low) * strength)
        for low, high in zip(ground.getRgb()[:3], laid.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*mixed)


@contextmanager
def on_paper() -> Iterator[None]:
    """What paints itself meanwhile is for paper, which is white in every scheme."""
    worn, _worn[0] = _worn[0], LIGHT
    try:
        yield
    finally:
        _worn[0] = worn


def _dress(app: QApplication, wanted: str) -> None:
    _worn[0] = _chosen(wanted)
    app.setPalette(_palette(now()))
    app.setStyleSheet(made(now()))


def _chosen(wanted: str) -> Tokens:
    hints = QtGui.QGuiApplication.styleHints()
    by_system = hints.colorScheme() == QtCore.Qt.ColorScheme.Dark
    dark = wanted == "dark" if wanted in ("light", "dark") else by_system
    high = QtCore.Qt.ContrastPreference.HighContrast
    return _tokens(
        "contrast" if hints.accessibility().contrastPreference() == high else wanted, dark=dark
    )


def _tokens(wanted: str, *, dark: bool) -> Tokens:
    if wanted == "contrast":
        return CONTRAST_DARK if dark else CONTRAST_LIGHT
    return DARK if dark else LIGHT


@cache
def _made(size: int, strong: bool, same_width: bool) -> "QtGui.QFont":
    installed = set(QtGui.QFontDatabase.families())
    wished = _FIXED if same_width else _FAMILIES
    system = QtGui.QFontDatabase.SystemFont
    usual = QtGui.QFontDatabase.systemFont(system.FixedFont if same_width else system.GeneralFont)
    made = QtGui.QFont(next((name for name in wished if name in installed), usual.family()))
    made.setPixelSize(size)
    made.setWeight(QtGui.QFont.Weight.DemiBold if strong else QtGui.QFont.Weight.Normal)
    made.setFeature(QtGui.QFont.Tag("tnum"), 1)
    return made


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for place, colour in {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.window,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.second,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.text,
        role.Link: tokens.accent,
        role.Accent: tokens.accent,
        role.BrightText: tokens.on_accent,
        role.Mid: tokens.line,
        role.Dark: tokens.line,
        role.Light: tokens.surface,
    }.items():
        palette.setColor(place, QColor(colour))
    return palette
