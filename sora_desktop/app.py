"""The composition root of the window: makes the parts, joins them, and takes them down again."""

import asyncio
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_API", "pyside6")

from sora_desktop.ui import plain_imports  # noqa: F401, I001 -- before all else: it makes the rest quicker

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer, Signal, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from sora_desktop import __version__
from sora_desktop.base.start_wish import NO_WISH, StartWish
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.events import Event, LibraryListed
from sora_desktop.domain.settings import Settings
from sora_desktop.studio.crash_guard import CrashGuard
from sora_desktop.studio.last_moment import LastMoment
from sora_desktop.studio.stop_signals import stop_signals
from sora_desktop.ui.bridge import Bridge
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.button_keys import ButtonKeys
from sora_desktop.ui.common.forward import bring_forward
from sora_desktop.ui.language import set_language, tr
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window import sentences as text
from sora_desktop.ui.window.display import has_screen
from sora_desktop.ui.window.gui_watchdog import GuiWatchdog
from sora_desktop.ui.window.single_instance import Doorbell, find_first_window, raise_first_window
from sora_desktop.ui.window.window import MainWindow

if TYPE_CHECKING:
    from sora_desktop.studio.folder import Folder
    from sora_desktop.studio.studio import Studio
    from sora_desktop.ui.window.file_events import FileEvents

log = logging.getLogger(__name__)

LONGEST_PAINT_SECONDS = 0.5

HAS_FILE_EVENTS = sys.platform == "darwin"
"""Elsewhere a file to open is a word of the command line, and watching all events would cost each of them."""
FIRST_WINDOW_SECONDS = 2.0
"""So long a second start looks for the window of the folder's owner, which may just be opening."""
RING_PAUSE_SECONDS = 0.1
LATE_RING_PAUSE_SECONDS = 2.0
"""And so often from then on: on a busy machine the owner's window takes longer."""

Drive = Callable[[MainWindow, Bridge], Awaitable[int]]
"""What a tour or a benchmark does with the real window; its answer is the exit code."""


def run_window(
    data_dir: Path, drive: Drive | None = None, *, own_process: bool = False, wish: StartWish = NO_WISH
) -> int:
    """Show the window and stay until it is closed, or until `drive` has ended; 1 where there is no screen for it.

    `own_process`: nothing else lives in it, so that it may be ended where closing does not come to its end. `wish` is done
    by this window, or by the one that is open already.
    """
    if not has_screen():
        sys.stderr.write(tr(text.NO_SCREEN) + "\n")
        return 1
    guard = CrashGuard(data_dir / "logs", _qt_facts)
    if own_process:
        guard.begin()
    application = make_application()
    if drive is None and raise_first_window(data_dir, wish):
        guard.end()
        return 0
    with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
        run = WindowRun(application, data_dir, wish)
        if own_process:
            run.on_closing = LastMoment().begin
            run.on_open = guard.follow_log
        code = runner.run(run.run(drive))
    guard.end()
    return code


def _qt_facts() -> list[str]:
    return [f"Qt: {qVersion()} {QGuiApplication.platformName()}"]


def make_application() -> QApplication:
    """The one QApplication; it does not end by itself when its last window is closed.

    All is painted without OpenGL: with it each frame of a film would go to the graphics chip and back before it is
    painted, while the window waits; without such a chip that takes longer than a frame lasts.
    """
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ForceRasterWidgets)
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    set_language(application)
    application.setApplicationName("Sora Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("sora-desktop")
    application.setQuitOnLastWindowClosed(False)
    if application.findChild(ButtonKeys) is None:
        ButtonKeys(application)
    return application


def load_early_settings(data_dir: Path) -> Settings:
    """What the first paint needs to know; the studio reads the same file when it opens."""
    from sora_desktop.store.paths import Paths
    from sora_desktop.store.settings import load_settings

    return load_settings(Paths(data_dir).settings)


def load_early_draft(data_dir: Path, settings: Settings) -> Draft:
    """What was being written at the last end, for the first paint; the studio reads the same file when it opens."""
    from sora_desktop.store.drafts import load_draft
    from sora_desktop.store.paths import Paths

    return load_draft(Paths(data_dir), older=settings.draft)


async def load_folder(data_dir: Path) -> "Folder":
    """The named loader of what the library's grid needs, imported on the studio's own thread."""
    from sora_desktop.studio.folder import take_folder

    return await take_folder(data_dir)


async def load_studio(folder: "Folder") -> "Studio":
    """The named loader of the studio: imported on its own thread, behind the window that a person works in already."""
    from sora_desktop.studio.build import open_studio

    return await open_studio(folder.paths.root, folder=folder)


def load_file_events() -> "type[FileEvents]":
    """Where the system has such events."""
    from sora_desktop.ui.window.file_events import FileEvents

    return FileEvents


class Interrupts(QObject):
    """Turns Ctrl+C and a polite end from the system into a signal of the window's loop.

    Signals: `came()`. Python's own handlers would wait until Qt happens to run Python code.
    """

    came = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reading, self._writing = socket.socketpair()
        self._reading.setblocking(False)
        self._writing.setblocking(False)
        self._old_fd = signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        self._old = {each: signal.signal(each, _ignore) for each in stop_signals()}
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    @Slot()
    def _read(self) -> None:
        if self._reading.recv(64):
            self.came.emit()

    def close(self) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._old_fd)
        for number, handler in self._old.items():
            signal.signal(number, handler)
        self._reading.close()
        self._writing.close()


def _ignore(_number: int, _frame: object) -> None:
    """The wake-up descriptor says it; a handler must be there for that."""


def _nothing() -> None:
    """Nobody waits for that."""


def _collect_again() -> None:
    """The collector works on from here; what came with the start is not looked through any more."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class WindowRun:
    """One window from its first paint to the last thread that ends."""

    def __init__(self, application: QApplication, data_dir: Path, wish: StartWish = NO_WISH) -> None:
        self.data_dir = data_dir
        self._wish = wish
        settings = load_early_settings(data_dir)
        self._language = settings.language
        if settings.language:
            set_language(application, settings.language)
        self.theme = ThemeKeeper(application)
        self.theme.prepare(settings.theme)
        self.bridge = Bridge(self._open_studio)
        self.commands = Commands(self.bridge)
        self.window = self._make_window(settings, load_early_draft(data_dir, settings))
        self._first_draft = self.window.compose.draft()
        self.bridge.happened.connect(self._see)
        self._asked_to_close = asyncio.Event()
        self.on_closing: Callable[[], object] = _nothing
        self.on_open: Callable[[], object] = _nothing
        self._stands = threading.Event()
        self._doorbell: Doorbell | None = None
        self._watchdog = GuiWatchdog(data_dir / "logs" / "hang.log")
        self._application = application
        self._files = load_file_events()(application) if HAS_FILE_EVENTS else None
        if self._files is not None:
            self._files.opened.connect(self._do)
        self.theme.finish()
        self.window.show()

    def _make_window(self, settings: Settings, draft: Draft) -> MainWindow:
        window = MainWindow(self.commands, self.theme, settings, draft=draft, library_folder=self.data_dir / "library")
        self.bridge.opened.connect(window.load)
        self.bridge.happened.connect(window.apply)
        window.open_wanted.connect(self._open_after_all)
        window.close_requested.connect(self._leave)
        window.settings.changed.connect(self._see_language)
        return window

    def _see_language(self, settings: Settings) -> None:
        """A window is in one language from its first widget on: for another one it is made anew, as it stands."""
        if settings.language != self._language:
            self._language = settings.language
            self.bridge.spawn(self._speak_another(), "speak another language")

    async def _speak_another(self) -> None:
        """What the window before has asked for is still answered there; what it then has to tell, the new one tells."""
        before, asked = self.window, self.commands
        shown = before.stage.clip, before.stage.job
        set_language(self._application, self._language)
        self.commands = Commands(self.bridge)
        asked.notice.connect(self.commands.tell)
        asked.budget_question.connect(self.commands.ask)
        self.window = self._make_window(before.settings.now, before.compose.draft())
        self.window.settings.change(language=self._language)
        self.window.show()
        before.step_aside()
        self.window.go_on_from(before)
        self.bridge.opened.disconnect(before.load)
        self.bridge.happened.disconnect(before.apply)
        await self.bridge.tell_again()
        self.window.show_what_stood(*shown)
        self.window.sheets.settings.open()
        await asked.ended()
        before.deleteLater()

    async def _open_studio(self) -> "Studio":
        """The library first. Loading the rest takes Python's lock: the window paints and takes keys before that."""
        folder = await load_folder(self.data_dir)
        try:
            self.bridge.tell(LibraryListed(folder.first_page()))
            await asyncio.to_thread(self._stands.wait, LONGEST_PAINT_SECONDS)
            return await load_studio(folder)
        except BaseException:
            await folder.resources.aclose()
            raise

    def _see(self, event: Event) -> None:
        if isinstance(event, LibraryListed):
            QTimer.singleShot(0, self._stands.set)

    async def run(self, drive: Drive | None) -> int:
        """Open the studio behind the painted window; close everything in order, whatever happens."""
        self._application.commitDataRequest.connect(self._leave)
        interrupts = Interrupts()
        interrupts.came.connect(self._leave)
        try:
            opened = await self._open()
            _collect_again()
            if drive is not None:
                return await drive(self.window, self.bridge) if opened else 1
            if not opened:
                self.bridge.spawn(self._find_the_first(), "find the first window")
            await self._asked_to_close.wait()
            return 0
        finally:
            await self._take_down()
            self._application.commitDataRequest.disconnect(self._leave)
            interrupts.close()

    async def _take_down(self) -> None:
        """The doorbell goes first: once the folder is free, its address belongs to the next owner."""
        self.on_closing()
        if self._doorbell is not None:
            self._doorbell.close()
        self.window.prepare_to_close()
        await self.bridge.close()
        if self._files is not None:
            self._files.stop()
        self._watchdog.stop()
        self.window.hide()
        self.window.deleteLater()

    def _leave(self, _session: object = None) -> None:
        """A person closes the window, or the system ends the app: then nothing is asked, as nothing gets lost."""
        self.on_closing()
        self._asked_to_close.set()

    def _open_after_all(self) -> None:
        if self.bridge.studio is None:
            self.bridge.spawn(self._open(), "open")

    async def _open(self) -> bool:
        try:
            await self.bridge.open()
        except AppError as error:
            log.warning("the studio did not open: %s", error)
            self.window.show_not_open(error.sentence)
            return False
        if self._doorbell is None:
            self._doorbell = Doorbell(self.data_dir)
            self._doorbell.rung.connect(self._answer)
            self._watch_for_hangs()
            self.on_open()
            self._wish, wish = NO_WISH, self._wish
            self._do(wish)
        return True

    def _do(self, wish: StartWish) -> None:
        """What a start or the desktop wishes; before the studio is open it waits."""
        if self._doorbell is None:
            self._wish = replace(wish, files=(*self._wish.files, *wish.files))
        elif wish:
            self.window.take_wish(wish)

    def _watch_for_hangs(self) -> None:
        try:
            self._watchdog.start()
        except OSError as problem:
            log.warning("hangs of the window are not written down: %s", problem)

    async def _find_the_first(self) -> None:
        """Another program owns the folder: a window that opens just now is raised, one that closes is followed.

        A window in which a person has begun to write stays.
        """
        end, pause = time.monotonic() + FIRST_WINDOW_SECONDS, RING_PAUSE_SECONDS
        while self.bridge.studio is None and self.window.compose.draft() == self._first_draft:
            if await find_first_window(self.data_dir, self._wish):
                self._asked_to_close.set()
                return
            if pause == RING_PAUSE_SECONDS and time.monotonic() >= end:
                pause = LATE_RING_PAUSE_SECONDS
                self._open_after_all()
            await asyncio.sleep(pause)

    def _answer(self, wish: StartWish) -> None:
        """Wayland lets no window come forward without what the desktop gave to whoever asks for it."""
        if wish.token:
            os.environ["XDG_ACTIVATION_TOKEN"] = wish.token
        self._come_forward()
        self._do(wish)

    def _come_forward(self) -> None:
        bring_forward(self.window)
