"""Every control of the window and its sheets says to a screen reader what it is."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.connection import Connection, KeyPlace, engine_connection
from sora_desktop.domain.events import Health, JobAdded, Notice, Reach, Severity, Snapshot
from sora_desktop.domain.job import JobState
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.queue.paste_id_sheet import PasteIdSheet
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands
from tests.support.samples import sample_clip, sample_job

INPUTS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
SAVED = Connection(id="saved", name="Mine", base_url="https://x.example.com", key_place=KeyPlace.KEYRING)


def is_control(widget: QWidget) -> bool:
    """Whether a person can act on it or reach it with the keyboard; inner parts of a control do not count."""
    if isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_"):
        return False
    if isinstance(widget, QAbstractButton) and widget.isHidden() and widget.icon().isNull() and not widget.text():
        return False  # a button that is shown together with its words
    if isinstance(widget.parent(), QAbstractSpinBox | QComboBox) or is_popup_of_combo(widget):
        return False
    if isinstance(widget, INPUTS):
        return True
    takes_focus = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_focus and type(widget) is not QAbstractScrollArea and not widget.isWindow()


def is_popup_of_combo(widget: QWidget) -> bool:
    """The list that a combo box drops down is named by the box itself."""
    parents = []
    parent = widget.parent()
    while parent is not None:
        parents.append(parent)
        parent = parent.parent()
    return isinstance(widget, QAbstractItemView) and any(isinstance(each, QComboBox) for each in parents)


def line_of(widget: QWidget) -> str:
    """The classes that a widget lies in, inmost first."""
    names = []
    parent = widget.parent()
    while parent is not None:
        names.append(type(parent).__name__)
        parent = parent.parent()
    return " in ".join(names)


def nameless(root: QWidget) -> list[str]:
    controls = [widget for widget in root.findChildren(QWidget) if is_control(widget)]
    assert controls
    return [
        f"{type(widget).__name__} {widget.objectName()!r} in {line_of(widget)}"
        for widget in controls
        if not (widget.accessibleName() or (widget.property("text") and isinstance(widget, QAbstractButton)))
    ]


@pytest.fixture
def window(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, tmp_path: Path) -> MainWindow:
    made = MainWindow(commands, theme, Settings(), library_folder=Path("/clips"))
    qtbot.addWidget(made, before_close_func=MainWindow.prepare_to_close)
    made.show()
    clips = (sample_clip(tmp_path / "gone.mp4"),)
    made.load(
        Snapshot((), clips, (engine_connection(), SAVED), "engine", (("engine", Health(Reach.ANSWERS)),), Settings())
    )
    made.apply(JobAdded(sample_job("a", JobState.UNKNOWN)))
    made.apply(Notice(message("The disk is full."), Severity.ERROR))
    made.stage.show_clip(clips[0], play=False)
    return made


def test_every_control_of_the_window_has_a_name(window: MainWindow) -> None:
    window.wishes.show_choose()
    assert [] == nameless(window)


def test_every_control_of_the_connection_sheet_has_a_name(window: MainWindow) -> None:
    window.sheets.connection.open_for(SAVED)
    assert [] == nameless(window.sheets.connection)
    window.sheets.connection.reject()


@pytest.mark.parametrize("sheet", ["settings", "about", "licences", "guide"])
def test_every_control_of_a_sheet_has_a_name(window: MainWindow, sheet: str) -> None:
    assert [] == nameless(getattr(window.sheets, sheet))


@pytest.mark.parametrize("answer", ["", '{"odd": 1}'])
def test_every_control_of_the_sheet_for_an_id_has_a_name(window: MainWindow, answer: str) -> None:
    sheet = PasteIdSheet(sample_job("a", JobState.UNKNOWN, answer=answer), window)

    assert [] == nameless(sheet)
    sheet.deleteLater()


def test_the_keyboard_alone_reaches_every_panel(window: MainWindow) -> None:
    window.wishes.show_choose()
    reached = set()
    widget: QWidget | None = window.picker
    for _ in range(600):
        assert widget is not None
        reached.add(widget.objectName())
        widget = widget.nextInFocusChain()

    assert {
        "connectionPicker",
        "promptEdit",
        "generateButton",
        "takeStrip",
        "queueList",
        "libraryGrid",
        "librarySearch",
    } <= reached


def test_a_nameless_control_is_found(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    QLineEdit(root)

    assert ["QLineEdit '' in QWidget"] == nameless(root)
