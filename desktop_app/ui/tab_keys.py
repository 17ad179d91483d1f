"""What can be done with tabs, in whichever window they stand."""

from PySide6.QtWidgets import QWidget

from desktop_app.ui.actions import action
from desktop_app.ui.workspace import Workspace


def keys(owner: QWidget, workspace: Workspace) -> None:
    """The keys are valid wherever `owner` has the focus, its navigation included."""
    action(owner, "tabs.close", "Close tab", workspace.ask_close, "Ctrl+W", "x")
    action(owner, "tabs.reopen", "Reopen closed tab", workspace.reopen, "Ctrl+Shift+T")
    action(owner, "tabs.next", "Next tab", lambda: workspace.step(1), "Ctrl+Tab")
    action(owner, "tabs.previous", "Previous tab", lambda: workspace.step(-1), "Ctrl+Shift+Tab")
    action(owner, "tabs.beside", "Move tab beside", workspace.split, "Ctrl+\\", "columns")
    action(
        owner, "tabs.window", "Move tab into a window", workspace.pull, "Ctrl+Alt+N", "app-window"
    )
