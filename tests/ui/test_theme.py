"""Everything that is read can be read: the contrast of every pair that is painted."""

import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from desktop_app.ui import chart_items, states, stylesheet, theme
from desktop_app.ui.theme import Tokens, Tone

EVERY = {
    "light": theme.LIGHT,
    "dark": theme.DARK,
    "contrast light": theme.CONTRAST_LIGHT,
    "contrast dark": theme.CONTRAST_DARK,
}
every_scheme = pytest.mark.parametrize("tokens", EVERY.values(), ids=EVERY.keys())


def _light(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    bent = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * bent[0] + 0.7152 * bent[1] + 0.0722 * bent[2]


def _contrast(text: str, ground: QColor) -> float:
    low, high = sorted((_light(QColor(text)), _light(ground)))
    return (high + 0.05) / (low + 0.05)


@every_scheme
def test_text_is_readable_on_every_ground(tokens: Tokens) -> None:
    grounds = (tokens.window, tokens.surface, tokens.raised, tokens.selection)
    for text, ground in product((tokens.text, tokens.second, tokens.accent), grounds):
        assert _contrast(text, QColor(ground)) >= 4.5, (text, ground)
    assert _contrast(tokens.on_accent, QColor(tokens.accent)) >= 4.5


@every_scheme
@pytest.mark.parametrize("tone", list(Tone))
def test_a_badge_is_readable_also_in_a_selected_row(tokens: Tokens, tone: Tone) -> None:
    colour = tokens.tone(tone)
    assert _contrast(colour, theme.tint(tokens.surface, colour)) >= 4.5
    assert _contrast(colour, QColor(tokens.surface)) >= 4.5


@every_scheme
def test_the_stylesheet_has_every_colour(tokens: Tokens) -> None:
    assert "$" not in stylesheet.made(tokens)


@every_scheme
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_figure_is_readable_in_every_square_of_a_heat_map(
    monkeypatch: pytest.MonkeyPatch, tokens: Tokens, share: float
) -> None:
    """Mutation: squares as strong as before, 0.85 of their colour."""
    monkeypatch.setattr(theme, "now", lambda: tokens)
    assert _contrast(tokens.text, chart_items.heat(share)) >= 4.5


def test_the_scheme_can_be_chosen(dressed: QApplication) -> None:
    theme.wear(dressed, "dark")
    assert theme.now() is theme.DARK
    theme.wear(dressed, "light")
    assert theme.now() is theme.LIGHT


def test_no_state_is_told_by_colour_alone() -> None:
    """Two tones never share an icon."""
    tones: dict[str, Tone] = {}
    for tone, icon in states.MARKS.values():
        assert tones.setdefault(icon, tone) == tone


def test_colours_are_named_in_one_place() -> None:
    """No colour anywhere in `ui` but in the theme."""
    folder = Path(theme.__file__).parent
    coloured = re.compile(r"#[0-9A-Fa-f]{6}\b")
    found = {path.name for path in folder.rglob("*.py") if coloured.search(path.read_text("utf-8"))}
    assert found == {"theme.py"}
