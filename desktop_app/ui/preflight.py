"""What Qt would abort over, found out before Qt is loaded. Imports no Qt."""

import ctypes
import importlib
import importlib.util
import os
import sys
from pathlib import Path

from desktop_app.domain.errors import Refusal

# Library and the Debian package that has it.
ALWAYS = (
    ("libEGL.so.1", "libegl1"),
    ("libGL.so.1", "libgl1"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libdbus-1.so.3", "libdbus-1-3"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libfreetype.so.6", "libfreetype6"),
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libz.so.1", "zlib1g"),
)
X11 = (
    ("libX11.so.6", "libx11-6"),
    ("libX11-xcb.so.1", "libx11-xcb1"),
    ("libxcb.so.1", "libxcb1"),
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-image.so.0", "libxcb-image0"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-randr.so.0", "libxcb-randr0"),
    ("libxcb-render.so.0", "libxcb-render0"),
    ("libxcb-render-util.so.0", "libxcb-render-util0"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxcb-shm.so.0", "libxcb-shm0"),
    ("libxcb-sync.so.1", "libxcb-sync1"),
    ("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    ("libxcb-xkb.so.1", "libxcb-xkb1"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)
WAYLAND = (
    ("libwayland-client.so.0", "libwayland-client0"),
    ("libwayland-cursor.so.0", "libwayland-cursor0"),
)
NEEDS = {"xcb": X11, "wayland": WAYLAND}
NO_DISPLAY = (
    "There is no display to open the window on: start it from a desktop session "
    "(over SSH with `ssh -X`); `countinghouse snapshot` and every other command need none."
)


def check(platform: str = "") -> None:
    """Refuse, in one sentence, what would end in Qt's abort."""
    if missing := missing_libraries(platform):
        libraries = _listed([library for library, _ in missing])
        packages = " ".join(dict.fromkeys(package for _, package in missing))
        raise Refusal(
            f"The window needs {libraries}, which this system does not have: "
            f"install {'it' if len(missing) == 1 else 'them'} with `sudo apt install {packages}`."
        )
    if sentence := display_sentence(platform):
        raise Refusal(sentence)


def missing_libraries(platform: str = "") -> list[tuple[str, str]]:
    """Each system library that Qt needs and cannot load, and the Debian package that has it."""
    if not sys.platform.startswith("linux"):
        return []
    needed = (*ALWAYS, *NEEDS.get(_platform(platform), ()))
    return [(library, package) for library, package in needed if not _loads(library)]


def display_sentence(platform: str = "") -> str | None:
    """Why no window can be opened here, or None when one can."""
    if not sys.platform.startswith("linux"):
        return None
    match _platform(platform):
        case "":
            return NO_DISPLAY
        case "xcb":
            return None if _x11_answers() else _silent("DISPLAY", "display")
        case "wayland":
            return None if _wayland_answers() else _silent("WAYLAND_DISPLAY", "Wayland display")
        case named if named not in _offered():
            return (
                f"QT_QPA_PLATFORM asks for “{named}”, which this Qt cannot draw on: "
                f"unset it, or choose one of {_listed(sorted(_offered()))}."
            )
    return None


def _platform(wanted: str) -> str:
    """What Qt will draw on: as asked, else what the session offers; empty when nothing."""
    asked = wanted or os.environ.get("QT_QPA_PLATFORM", "")
    if asked:
        return asked.split(";")[0].split(":")[0]
    if os.environ.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if os.environ.get("DISPLAY") else ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x11_answers() -> bool:
    """Qt aborts where DISPLAY names nobody, so knock first, with the same library as Qt."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def _wayland_answers() -> bool:
    folder = Path(os.environ.get("XDG_RUNTIME_DIR", "/"))
    place = folder / os.environ.get("WAYLAND_DISPLAY", "wayland-0")
    socket = importlib.import_module("socket")  # the window waits for this module
    with socket.socket(socket.AF_UNIX) as knock:
        knock.settimeout(2)
        try:
            knock.connect(str(place))
        except OSError:
            return False
    return True


def _silent(variable: str, what: str) -> str:
    named = os.environ.get(variable, "")
    return (
        f"The {what} “{named}” ({variable}) does not answer: start the program from a desktop "
        "session, and from the account that the session belongs to."
    )


def _offered() -> set[str]:
    """The platforms this Qt has plug-ins for, without loading any."""
    spec = importlib.util.find_spec("PySide6")
    roots = list(spec.submodule_search_locations or ()) if spec else []
    found = (path for root in roots for path in Path(root).glob("Qt/plugins/platforms/libq*.so"))
    return {path.stem.removeprefix("libq") for path in found}


def _listed(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
