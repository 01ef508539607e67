"""Drives the real window as a person does: keys, clicks and drops; looks only at what a person can see.

    async def story(hand: Hand) -> None:
        hand.type_prompt("a fox in snow")
        hand.drop_file(picture)
        await hand.generate()
        job_id = await hand.job_in("done")

`in_window(run_gui, data_dir, story)` opens the window of a data folder, lives the story, and closes it.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListView, QPlainTextEdit, QWidget

from sora_desktop.app import WindowRun, make_application
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.job import Job
from sora_desktop.domain.settings import View
from sora_desktop.ui.bridge import Bridge
from sora_desktop.ui.compose.generate_row import GenerateButton
from sora_desktop.ui.window.window import MainWindow
from tests.support.finding import child
from tests.support.loops import RunGui
from tests.support.patience import PATIENCE_SECONDS
from tests.support.until import until

W = TypeVar("W", bound=QWidget)

ID = Qt.ItemDataRole.UserRole
STATE = Qt.ItemDataRole.UserRole + 1
PATH = STATE
VALUE = Qt.ItemDataRole.UserRole + 2


class Hand:
    """The hand and eye of a person at one window."""

    def __init__(self, window: MainWindow, bridge: Bridge) -> None:
        self.window = window
        self.bridge = bridge

    # ------------------------------------------------------------ finding

    def find(self, kind: type[W], name: str) -> W:
        return child(self.window, kind, name)

    def text(self, name: str) -> str:
        """The words of a label or button."""
        return str(self.find(QWidget, name).property("text"))

    def button(self, name: str) -> QAbstractButton:
        return self.find(QAbstractButton, name)

    def prompt(self) -> str:
        return self.find(QPlainTextEdit, "promptEdit").toPlainText()

    def everything_said(self) -> str:
        """The words of every label that can be seen, line by line."""
        labels = [label for label in self.window.findChildren(QLabel) if label.isVisible()]
        return "\n".join(label.text() for label in labels)

    def health(self) -> str:
        """What the picker tells of the picked service: its words and its tool tip."""
        picker = self.find(QWidget, "connectionPicker")
        return f"{picker.accessibleName()} {picker.accessibleDescription()} {picker.toolTip()}"

    def engine_pid(self) -> int:
        """The process of the local engine that this window started."""
        studio = self.bridge.studio
        assert studio is not None
        process = studio._parts.engine._process
        assert process is not None
        return process.pid

    def rows(self, name: str, role: int = ID) -> list[object]:
        model = self.find(QListView, name).model()
        return [model.index(row, 0).data(role) for row in range(model.rowCount())]

    def jobs(self) -> list[Job]:
        """The newest first; of those that wait, the last to go out."""
        jobs = cast("list[Job]", self.rows("queueList", VALUE))
        return sorted(jobs, key=lambda job: job.position, reverse=True)

    def clips(self) -> list[Clip]:
        """All of the library, the newest first, whatever is looked for in it."""
        clips = self.window.newest
        return [clip for row in range(clips.rowCount()) if (clip := clips.index(row).data(VALUE)) is not None]

    def index(self, name: str, wanted: str) -> QModelIndex:
        model = self.find(QListView, name).model()
        for row in range(model.rowCount()):
            if model.index(row, 0).data(ID) == wanted:
                return model.index(row, 0)
        raise AssertionError(f"{wanted} is not in {name}")

    # ------------------------------------------------------------ doing

    def show_view(self, view: View) -> None:
        """Go where a control is, as a person does who wants to use it."""
        self.click("viewMake" if view is View.MAKE else "viewChoose")

    def open_queue(self) -> None:
        """Open the drawer of the queue, as a person does who wants to press something in it."""
        if not self.window.drawer.is_open:
            self.window.drawer.open_by_person()

    def type_prompt(self, prompt: str) -> None:
        """Replace the prompt; long ones are pasted, as a person would."""
        self.show_view(View.MAKE)
        edit = self.find(QPlainTextEdit, "promptEdit")
        edit.setFocus()
        edit.selectAll()
        if prompt.isascii() and len(prompt) < 200:
            QTest.keyClicks(edit, prompt)
        else:
            edit.insertPlainText(prompt)

    def click(self, name: str) -> None:
        QTest.mouseClick(self.find(QWidget, name), Qt.MouseButton.LeftButton)

    def drop(self, mime: QMimeData, name: str = "imageDropZone") -> None:
        """Drag something over a widget and let it go there."""
        target = self.find(QWidget, name)
        middle = QPointF(target.rect().center())
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(middle.toPoint(), Qt.DropAction.CopyAction, mime, buttons, keys)
        QApplication.sendEvent(target, enter)
        drop = QDropEvent(middle, Qt.DropAction.CopyAction, mime, buttons, keys, QEvent.Type.Drop)
        QApplication.sendEvent(target, drop)

    def drop_files(self, *paths: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        self.drop(mime)

    def drop_link(self, url: str) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl(url)])
        mime.setText(url)
        self.drop(mime)

    def pick_model(self, model_id: str) -> None:
        picker = self.find(QListView, "modelPicker")
        picker.setCurrentIndex(self.index("modelPicker", model_id))

    def find_in_library(self, words: str) -> None:
        """Search the library for these words; empty ones show all."""
        self.show_view(View.CHOOSE)
        edit = self.find(QLineEdit, "librarySearch")
        edit.setFocus()
        edit.selectAll()
        QTest.keyClick(edit, Qt.Key.Key_Backspace)
        QTest.keyClicks(edit, words)

    def open_clip(self, clip_id: str) -> None:
        """Choose a clip of the library and press Enter."""
        self.show_view(View.CHOOSE)
        grid = self.find(QListView, "libraryGrid")
        grid.setCurrentIndex(self.index("libraryGrid", clip_id))
        grid.setFocus()
        QTest.keyClick(grid, Qt.Key.Key_Return)

    async def generate(self) -> None:
        """Wait until Generate is on, press it, and wait until it is taken."""
        button = self.find(GenerateButton, "generateButton")
        await until(lambda: button.takes_presses, what=f"Generate is on; it says: {self.text('problemLabel')}")
        before = len(self.jobs())
        self.click("generateButton")
        await until(lambda: len(self.jobs()) > before, what="the row is in the queue")

    async def add_connection(self, name: str, base_url: str, wire: str, key: str) -> None:
        """Fill in the sheet and save it; the new connection is the picked one after that."""
        self.window.wishes.add_connection()
        sheet = self.window.sheets.connection
        form = sheet.form
        for row, words in ((form.name, name), (form.url, base_url), (form.key, key)):
            row.field.setFocus()
            QTest.keyClicks(row.field, words)
        form.format.field.choose(wire)
        QTest.mouseClick(sheet.save_button, Qt.MouseButton.LeftButton)
        await until(lambda: not sheet.isVisible(), what=f"the sheet is saved; it says: {sheet.found.text()}")
        picker = self.find(QWidget, "connectionPicker")
        await until(lambda: name in picker.accessibleName() + self.text("connectionPicker"), what=f"{name} is picked")

    # ------------------------------------------------------------ waiting

    async def job_in(self, *states: str, timeout: float = PATIENCE_SECONDS, job_id: str | None = None) -> Job:  # noqa: ASYNC109 -- handed on to until
        """The newest job (or the one with this id) once it is in one of these states."""

        def reached() -> Job | None:
            jobs = [job for job in self.jobs() if job_id in (None, job.id)]
            newest = max(jobs, key=lambda job: job.position, default=None)
            return newest if newest is not None and newest.state in states else None

        def now() -> str:
            return str([(job.id, str(job.state), str(job.reason)) for job in self.jobs()])

        try:
            return cast("Job", await until(reached, timeout=timeout, what=f"a job in {states}"))
        except AssertionError as error:
            raise AssertionError(f"{error}; now: {now()}") from None

    async def clips_are(self, count: int, timeout: float = PATIENCE_SECONDS) -> None:  # noqa: ASYNC109 -- handed on to until
        """The library has exactly this many clips."""
        try:
            await until(lambda: len(self.clips()) == count, timeout=timeout, what=f"{count} clips in the library")
        except AssertionError as error:
            jobs = [(job.request.prompt, str(job.state), str(job.reason)) for job in self.jobs()]
            raise AssertionError(f"{error}; now: {len(self.clips())} clips, jobs {jobs}") from None

    async def found_are(self, count: int) -> None:
        """The library shows exactly this many cards, of what is looked for in it."""
        grid = self.find(QListView, "libraryGrid")
        await until(lambda: grid.model().rowCount() == count, what=f"{count} found in the library")

    async def ready(self) -> None:
        """The studio is open and the picked service answers."""
        await until(lambda: self.bridge.studio is not None, what="the studio is open")
        await until(lambda: self.window.connections.rowCount() > 0, what="the connections are known")


Story = Callable[[Hand], Awaitable[None]]


def in_window(run_gui: RunGui, data_dir: Path, story: Story) -> None:
    """Open the window of this data folder, live the story, close everything in order."""

    async def scenario() -> None:
        async def drive(window: MainWindow, bridge: Bridge) -> int:
            hand = Hand(window, bridge)
            await hand.ready()
            await story(hand)
            return 0

        assert await WindowRun(make_application(), data_dir).run(drive) == 0

    run_gui(scenario())


def window_that_does_not_open(run_gui: RunGui, data_dir: Path) -> str:
    """Everything that a window says whose studio cannot open; it is closed after that."""
    said: list[str] = []

    async def scenario() -> None:
        run = WindowRun(make_application(), data_dir)
        hand = Hand(run.window, run.bridge)

        async def look() -> None:
            await until(lambda: not run.window.picker.isEnabled(), what="the window says that it is not open")
            assert not hand.button("generateButton").isEnabled()
            said.append(hand.everything_said())
            run.window.close()

        looking = run.bridge.spawn(look(), "look")
        assert await run.run(None) == 0
        await looking

    run_gui(scenario())
    return said[0]
