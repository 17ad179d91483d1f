"""What may be taller than its place: a frameless area that scrolls, as wide as it is given."""

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolled(inside: QWidget, name: str = "plain") -> QScrollArea:
    """`name` is the surface that the stylesheet gives it."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    return area
