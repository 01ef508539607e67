"""The whole window takes a picture: the sign, where a drop goes, and that the sign never stays behind."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.domain.catalog import CATALOG, ImageRole, ImageSlot
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.events import ConnectionsChanged, Snapshot
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.settings import Settings, View
from sora_desktop.domain.source import Change, SourceClip
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.drop_sign import DropSign
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.compose.test_drop_zone import files
from tests.ui.composer import GATEWAY

FOX = Path("/pictures/fox.png")
LINK = "https://pictures.example.com/fox.png"
MIDDLE = QPoint(700, 400)
HOW = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


class Dragging:
    """Something that is dragged over the window, as the system tells the window of it."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.sign = child(window, DropSign, "dropSign")

    def _send(self, event: QEvent) -> None:
        QApplication.sendEvent(self.window.windowHandle(), event)

    def over(self, mime: QMimeData, at: QPoint = MIDDLE) -> bool:
        """Whether it would be taken there."""
        entered = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, *HOW)
        self._send(entered)
        moved = QDragMoveEvent(at, Qt.DropAction.CopyAction, mime, *HOW)
        self._send(moved)
        return moved.isAccepted()

    def drop(self, mime: QMimeData, at: QPoint = MIDDLE) -> None:
        self.over(mime, at)
        self._send(QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, *HOW))

    def leave(self) -> None:
        self._send(QDragLeaveEvent())

    @property
    def said(self) -> list[str]:
        return [place.words for place in self.sign.places] if self.sign.isVisible() else []


@pytest.fixture
def dragging(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, tmp_path: Path) -> Dragging:
    made = MainWindow(commands, theme, Settings(), library_folder=tmp_path)
    qtbot.addWidget(made, before_close_func=MainWindow.prepare_to_close)
    made.show()
    made.load(Snapshot((), (), (engine_connection(), GATEWAY), "gateway", (), Settings()))
    return Dragging(made)


def link() -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(LINK)])
    mime.setText(LINK)
    return mime


@pytest.mark.parametrize("view", list(View))
def test_in_either_view_the_sign_says_what_a_drop_does_and_the_picture_is_the_first_frame(
    dragging: Dragging, view: View
) -> None:
    dragging.window.views.show_view(view)
    taken = dragging.over(files(FOX))
    said = dragging.said
    dragging.drop(files(FOX))

    assert (True, ["Drop: first frame"], []) == (taken, said, dragging.said)
    assert (View.MAKE, InputImage(path=FOX)) == (dragging.window.views.shown, dragging.window.compose.draft().image)


def test_the_sign_lies_over_everything_also_after_the_window_grew(dragging: Dragging) -> None:
    dragging.over(files(FOX))
    dragging.window.resize(1300, 800)

    assert dragging.window.rect() == dragging.sign.geometry()


def test_a_link_is_a_picture_also_over_the_prompt_and_a_file_beats_it(dragging: Dragging) -> None:
    prompt = child(dragging.window, QPlainTextEdit, "promptEdit")
    over_prompt = prompt.mapTo(dragging.window, prompt.rect().center())
    dragging.drop(link(), over_prompt)
    by_link = dragging.window.compose.draft()
    both = link()
    both.setUrls([QUrl(LINK), QUrl.fromLocalFile(str(FOX))])
    dragging.drop(both)

    assert (InputImage(url=LINK), "") == (by_link.image, by_link.prompt)
    assert InputImage(path=FOX) == dragging.window.compose.draft().image


def test_words_go_where_they_are_dropped(dragging: Dragging) -> None:
    words = QMimeData()
    words.setText("a fox")
    prompt = child(dragging.window, QPlainTextEdit, "promptEdit")
    dragging.drop(words, prompt.mapTo(dragging.window, QPoint(20, 20)))

    assert ([], "a fox") == (dragging.said, prompt.toPlainText())


def test_pixels_are_taken_in(dragging: Dragging, commands: RecordingCommands) -> None:
    mime = QMimeData()
    mime.setData("image/png", b"PNG of a browser")
    dragging.drop(mime)

    assert [(b"PNG of a browser", "pasted picture.png")] == commands.of("pictures.adopt")


def test_several_are_a_clip_each(dragging: Dragging) -> None:
    paths = [Path(f"/pictures/{number}.png") for number in range(20)]
    dragging.over(files(*paths))
    said = dragging.said
    dragging.drop(files(*paths))

    assert ["Drop: 20 pictures, one clip each"] == said
    assert paths == [each.image.path for each in dragging.window.compose.draft().pictures]


def test_what_can_be_done_with_a_film_is_said_before_and_after(dragging: Dragging, commands: RecordingCommands) -> None:
    film = files(Path("/films/fox.mp4"))
    dragging.over(film)
    said = dragging.said
    dragging.drop(film)

    assert (["Films can't be dropped"], None) == (said, dragging.window.compose.draft().image)
    assert "Save one of its frames as a picture" in str(commands.notices[-1].text)


def test_a_change_of_a_clip_takes_no_picture_and_says_so(dragging: Dragging, commands: RecordingCommands) -> None:
    source = SourceClip(Change.REMIX, "c", "r", "s", "Gateway", Path("/c.mp4"), CATALOG[0].id, CATALOG[0].sizes[0], 4)
    compose = dragging.window.compose
    compose.replace_draft(replace(compose.draft(), source=source))
    dragging.drop(files(FOX))

    assert compose.draft().image is None
    assert "takes no picture" in str(commands.notices[-1].text)


def test_each_role_has_a_place_of_its_own(dragging: Dragging) -> None:
    slots = (ImageSlot(), ImageSlot(ImageRole.LAST, field="last"), ImageSlot(ImageRole.REFERENCE, 3, field="refs"))
    model = replace(CATALOG[0], id="kling", images=slots)
    gateway = replace(GATEWAY, models=(model,))
    dragging.window.apply(ConnectionsChanged((engine_connection(), gateway), "gateway"))
    width = dragging.window.width()
    dragging.over(files(FOX))
    said = dragging.said
    for at, name in ((0.2, "first"), (0.5, "last"), (0.8, "ref")):
        dragging.drop(files(Path(f"/pictures/{name}.png")), QPoint(round(width * at), 300))
    dragging.drop(files(Path("/pictures/a.png"), Path("/pictures/b.png")), QPoint(round(width * 0.8), 300))

    draft = dragging.window.compose.draft()
    assert ["Drop: first frame", "Drop: last frame", "Drop: reference picture"] == said
    assert InputImage(path=Path("/pictures/first.png")) == draft.image
    assert [("last", "last"), ("ref", "reference"), ("a", "reference"), ("b", "reference")] == [
        (image.path.stem if image.path else "", str(image.role)) for image in draft.others
    ]


def escape(dragging: Dragging) -> None:
    QApplication.sendEvent(dragging.window.windowHandle(), QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, HOW[1]))


def deactivate(dragging: Dragging) -> None:
    QApplication.sendEvent(dragging.window, QEvent(QEvent.Type.WindowDeactivate))


def move_mouse(dragging: Dragging) -> None:
    QTest.mouseMove(dragging.window.windowHandle(), QPoint(300, 300))


@pytest.mark.parametrize("what", [Dragging.leave, escape, deactivate, move_mouse])
def test_the_sign_is_gone_once_nothing_is_dragged_any_more_however_that_ends(
    dragging: Dragging, what: Callable[[Dragging], None], qtbot: QtBot
) -> None:
    dragging.over(files(FOX))
    before = dragging.sign.isVisible()
    what(dragging)
    qtbot.waitUntil(lambda: not dragging.sign.isVisible())

    assert before
    assert dragging.window.compose.draft().image is None


def test_a_drop_between_two_places_takes_nothing_and_the_sign_goes(dragging: Dragging, qtbot: QtBot) -> None:
    slots = (ImageSlot(), ImageSlot(ImageRole.LAST, field="last"))
    gateway = replace(GATEWAY, models=(replace(CATALOG[0], id="kling", images=slots),))
    dragging.window.apply(ConnectionsChanged((engine_connection(), gateway), "gateway"))
    taken = dragging.over(files(FOX), QPoint(3, 3))
    dragging.drop(files(FOX), QPoint(3, 3))
    qtbot.waitUntil(lambda: not dragging.sign.isVisible())

    assert (False, None) == (taken, dragging.window.compose.draft().image)


def test_a_control_that_is_told_of_a_drag_itself_hands_it_to_the_window(dragging: Dragging) -> None:
    """As a program does that knows nothing of windows."""
    stage: QWidget = dragging.window.stage
    mime: Any = files(FOX)
    QApplication.sendEvent(stage, QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, *HOW))
    said = dragging.said
    QApplication.sendEvent(stage, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *HOW))

    assert (["Drop: first frame"], []) == (said, dragging.said)
    assert InputImage(path=FOX) == dragging.window.compose.draft().image
