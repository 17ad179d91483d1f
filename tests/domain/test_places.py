"""The order of lists within their areas, against the panels that are there."""

from desktop_app import panels
from desktop_app.domain.places import AREAS, BOARDS, ORDER, rank

PANELS = panels.load()


def test_what_is_ordered_is_there_and_belongs_there() -> None:
    assert tuple(ORDER) == AREAS
    named = [(area, key) for area, keys in ORDER.items() for key in keys]
    assert len({key for _, key in named}) == len(named)
    assert named == [(PANELS[key].area, key) for _, key in named]


def test_every_area_opens_on_what_matters_there() -> None:
    for area in AREAS:
        here = [panel for panel in PANELS.values() if panel.area == area]
        first = min(here, key=lambda panel: (rank(area, panel.key), panel.title))
        assert first.key == ORDER[area][0]


def test_every_board_has_its_place() -> None:
    """An area's own board is the first thing there, and needs no other place."""
    boards = panels.load_boards()
    assert set(BOARDS) == {key for key, board in boards.items() if board.area == "Analytics"}


def test_a_list_that_nobody_ordered_comes_last() -> None:
    assert rank("Deals", "openmineral.new") == len(ORDER["Deals"])
