"""The composition root: what it tells Qt before there is a window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sora_desktop.app import make_application


def test_no_frame_of_a_film_goes_through_opengl(qapp: QApplication) -> None:
    """Without a graphics chip the window would wait longer for each frame than it lasts."""
    assert qapp is make_application()
    assert QApplication.testAttribute(Qt.ApplicationAttribute.AA_ForceRasterWidgets)
