"""What Qt would abort over is said in one sentence, and Qt is not loaded to find it out."""

import subprocess
import sys

import pytest

from desktop_app.domain.errors import Refusal
from desktop_app.ui import preflight

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
VARIABLES = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(preflight, "_loads", lambda _library: True)


def _without(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    monkeypatch.setattr(preflight, "_loads", lambda library: library not in libraries)


def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "libEGL.so.1")
    with pytest.raises(Refusal) as refused:
        preflight.check("offscreen")
    assert str(refused.value) == (
        "The window needs libEGL.so.1, which this system does not have: "
        "install it with `sudo apt install libegl1`."
    )


def test_all_that_is_missing_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "libEGL.so.1", "libxcb-cursor.so.0", "libxcb-icccm.so.4")
    monkeypatch.setenv("DISPLAY", ":0")
    with pytest.raises(Refusal, match="apt install libegl1 libxcb-cursor0 libxcb-icccm4`"):
        preflight.check()


def test_offscreen_needs_nothing_of_x11(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "libxcb-cursor.so.0")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert preflight.missing_libraries() == []
    preflight.check()


def test_no_display_is_a_sentence() -> None:
    assert preflight.display_sentence() == preflight.NO_DISPLAY


def test_a_display_that_nobody_serves_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    assert "“:4711”" in str(preflight.display_sentence())
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-nobody")
    assert "“wayland-nobody”" in str(preflight.display_sentence())


def test_an_unknown_platform_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscren")
    assert "choose one of" in str(preflight.display_sentence())
    monkeypatch.setenv("QT_QPA_PLATFORM", "vnc:size=800x600")
    assert preflight.display_sentence() is None


def test_the_probe_loads_no_qt() -> None:
    code = (
        "import sys; from desktop_app.commands import window, snapshot; "
        "from desktop_app.ui import preflight; preflight.missing_libraries(); "
        "preflight.display_sentence(); "
        "sys.exit(any(name.split('.')[0] in ('PySide6', 'qasync', 'sqlalchemy') "
        "for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
