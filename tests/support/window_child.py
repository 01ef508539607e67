"""The real window as a program of its own that also takes orders, one JSON line each on stdin, an answer on stdout.

    python -m tests.support.window_child DATA_DIR

It is `sora_desktop.app.run_window` with nothing left out, and looks at its jobs more often; see `window_process.py` for
the other side.
"""

import json
import os
import sys
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from PySide6.QtCore import QMessageLogContext, QObject, QSocketNotifier, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QPushButton

from sora_desktop import app
from sora_desktop.app import Drive, WindowRun
from sora_desktop.base import limited_child
from sora_desktop.domain.image import InputImage
from sora_desktop.store.database import Database
from sora_desktop.ui.compose.generate_row import GenerateButton
from sora_desktop.ui.queue.sentences import QUEUE_PAUSE as PAUSE
from sora_desktop.ui.queue.sentences import QUEUE_RESUME as RESUME
from sora_desktop.ui.window.report_sheet import ReportSheet
from tests.support import forked_children
from tests.support.drive import Hand
from tests.support.finding import child
from tests.support.until import until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sora_desktop.studio.folder import Folder
    from sora_desktop.studio.studio import Studio

QT_WARNING = "Qt warns: "
STAGE_FRAMES = 3


class Orders(QObject):
    """Reads orders and lets the hand do them, one after another."""

    def __init__(self, run: "DrivenRun") -> None:
        super().__init__()
        self._run = run
        self._hand = Hand(run.window, run.bridge)
        self._buffer = b""
        self._notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        arrived = os.read(0, 1 << 16)
        if not arrived:
            self._notifier.setEnabled(False)
        self._buffer += arrived
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            self._run.bridge.spawn(self._obey(json.loads(line)), "order")

    async def _obey(self, order: dict[str, Any]) -> None:
        deed: Callable[..., Awaitable[Any]] = getattr(self, "do_" + order.pop("do"))
        print(json.dumps(await deed(**order)), flush=True)  # noqa: T201 -- the answer

    async def do_wait_open(self) -> str:
        """The studio is open; the word of the picked connection."""
        await self._hand.ready()
        return self._hand.health()

    async def do_wait_not_open(self) -> str:
        await until(lambda: not self._run.window.picker.isEnabled(), what="the window says that it is not open")
        return self._hand.everything_said()

    async def do_try_again(self) -> str:
        """Press the button of the notice, and wait until the studio is open."""
        buttons = [each for each in self._run.window.notices.findChildren(QPushButton) if each.text() == "Try again"]
        QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
        await self._hand.ready()
        await until(self._run.window.picker.isEnabled, what="the picker is on again")
        return self._hand.everything_said()

    async def do_generate(self, prompt: str) -> str:
        self._hand.type_prompt(prompt)
        await self._hand.generate()
        return self._hand.jobs()[0].id

    async def do_press_generate(self, prompt: str) -> bool:
        """Without waiting for anything."""
        self._hand.type_prompt(prompt)
        await self.do_wait_ready()
        self._hand.click("generateButton")
        return True

    async def do_make_character(self, path: str, name: str) -> bool:
        """Of a film, in the sheet that asks for it."""
        window = self._run.window
        window.sheets.open_make_character("", Path(path), "")
        (sheet,) = window.findChildren(QDialog, "makeCharacterSheet")
        QTest.keyClicks(child(sheet, QLineEdit, "characterName"), name)
        QTest.mouseClick(child(sheet, QPushButton, "makeCharacterButton"), Qt.MouseButton.LeftButton)
        return True

    async def do_wait_characters(self, states: list[str]) -> list[tuple[str, str]]:
        """The name of each, and what is said of it, once all are in these states."""
        known = self._run.window.characters
        await until(
            lambda: known.all and all(each.state in states for each in known.all), what=f"characters in {states}"
        )
        return [(each.name, str(each.reason or "")) for each in known.all]

    async def do_wait_states(self, states: list[str]) -> list[str]:
        """Every job is in one of these states."""
        await until(
            lambda: (jobs := self._hand.jobs()) and all(job.state in states for job in jobs),
            what=f"all jobs in {states}: {[(str(job.state), str(job.reason)) for job in self._hand.jobs()]}",
        )
        return [str(job.state) for job in self._hand.jobs()]

    async def do_jobs(self) -> list[dict[str, str]]:
        return [
            {"id": job.id, "state": str(job.state), "prompt": job.request.prompt, "reason": str(job.reason or "")}
            for job in self._hand.jobs()
        ]

    async def do_wait_clip(self, prompt: str) -> bool:
        """The clip of this prompt is in the library."""
        await until(lambda: any(clip.prompt == prompt for clip in self._hand.clips()), what=f"the clip of {prompt!r}")
        return True

    async def do_wait_reason(self, words: str) -> str:
        """Why a job stands as it does, once one of them says these words."""
        found: str = await until(
            lambda: next((str(job.reason) for job in self._hand.jobs() if words in str(job.reason)), ""),
            what=lambda: f"{words!r}, not {[(str(job.state), str(job.reason)) for job in self._hand.jobs()]}",
        )
        return found

    async def do_wait_half_fetched(self, jobs: int) -> bool:
        """So many downloads have brought something home, and wait for more."""
        incoming = self._run.data_dir / "incoming"
        await until(
            lambda: sum(each.stat().st_size > 0 for each in incoming.glob("*.part")) >= jobs,
            what=f"half downloads: {[(each.name, each.stat().st_size) for each in incoming.iterdir()]}",
        )
        return True

    async def do_wait_ready(self) -> bool:
        """Until a press of Generate would make something."""
        button = self._hand.find(GenerateButton, "generateButton")
        await until(lambda: button.takes_presses, what="Generate is on")
        return True

    async def do_keyboard(self) -> tuple[str, int]:
        """The object name of the control that has the keyboard, and a number that no other control has."""
        focused = QApplication.focusWidget()
        return (focused.objectName(), id(focused)) if focused is not None else ("", 0)

    async def do_plays(self) -> bool:
        return self._run.window.stage._screen.player.is_playing

    async def do_menu(self) -> str:
        """The entry of an open menu that Enter would choose."""
        menu = QApplication.activePopupWidget()
        action = menu.activeAction() if isinstance(menu, QMenu) else None
        return action.text() if action is not None else ""

    async def do_play(self) -> bool:
        """The newest clip plays: frames arrive on the stage."""
        clips = await until(self._hand.clips, what="a clip in the library")
        self._hand.open_clip(clips[0].id)
        await until(lambda: self._run.window.stage.frames_shown > STAGE_FRAMES, what="it plays")
        return True

    async def do_fit(self, path: str) -> bool:
        """A picture is dropped, and a person fits it on the stage."""
        self._run.window.compose.set_image(InputImage(path=Path(path)))
        button = self._hand.find(QPushButton, "fitButton")
        await until(button.isVisible, what=f"{path} can be fitted")
        button.click()
        return True

    async def do_wait_picture(self, path: str) -> bool:
        """This one is the first picture of the draft."""
        compose = self._run.window.compose
        await until(lambda: (image := compose.draft().image) and str(image.path) == path, what=f"{path} in the draft")
        return True

    async def do_wait_stage(self, path: str) -> bool:
        """A clip with this file plays on the stage."""
        stage = self._run.window.stage
        await until(lambda: stage.clip and str(stage.clip.path) == path and stage.frames_shown, what=f"{path} plays")
        return True

    async def do_raised(self) -> int:
        """How often the window was asked to come to the front."""
        return self._run.came_forward

    async def do_said(self) -> str:
        return self._hand.everything_said()

    async def do_engine_pid(self) -> int:
        return self._hand.engine_pid()

    async def do_pause(self, paused: bool) -> bool:
        """Press Pause or Resume; whether the queue is as it was wished. What stands against it is said."""
        studio = self._hand.bridge.studio
        assert studio is not None
        self._hand.open_queue()
        if (await self._hand.bridge.call(studio.snapshot())).paused is not paused:
            self._hand.click("queuePause")
        await until(lambda: self._hand.text("queuePause") == (RESUME if paused else PAUSE), what="Pause or Resume")
        return True

    async def do_press_resume(self) -> bool:
        """Without waiting for anything: what is in the way may hold the queue again at once."""
        self._hand.open_queue()
        self._hand.click("queuePause")
        return True

    async def do_wait_said(self, words: str) -> str:
        """Everything that is said, once these words are among it."""
        await until(lambda: words in self._hand.everything_said(), what=f"it says {words!r}")
        return self._hand.everything_said()

    async def do_hang(self) -> bool:
        """From now on neither the disk nor the database comes to an end of what it is told to keep."""
        patch.object(os, "fsync", _for_ever).start()
        patch.object(Database, "transaction", _for_ever).start()
        patch.object(Database, "close", _for_ever).start()
        return True

    async def do_fail(self, how: str, words: str) -> bool:
        """Something goes wrong that nobody handles, and says these words; natively it says nothing, and all ends."""
        match how:
            case "slot":
                QTimer.singleShot(0, partial(_fail, words))
            case "task":
                self._run.bridge.spawn(_fail_later(words), "fail")
            case "thread":
                threading.Thread(target=_fail, args=(words,)).start()
            case _:
                QTimer.singleShot(0, os.abort)
        return True

    async def do_show_report(self) -> str:
        """Press the button of the notice; the text of the sheet."""
        buttons = [
            each for each in self._run.window.notices.findChildren(QPushButton) if each.text() == "Show the report"
        ]
        QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
        await until(lambda: self._run.window.findChild(ReportSheet) is not None, what="the report is shown")
        return child(self._run.window, ReportSheet, "reportSheet")._report

    async def do_close(self) -> bool:
        """As a person closes it; where it asks, the person stands by it."""
        self._run.window.close()
        if self._run.window.findChild(QObject, "confirmSheet") is not None:
            QTest.mouseClick(child(self._run.window, QPushButton, "confirmYes"), Qt.MouseButton.LeftButton)
        return True


def _fail(words: str) -> None:
    raise ValueError(words) from KeyError(words)


async def _fail_later(words: str) -> None:
    _fail(words)


def _for_ever(*_: object) -> None:
    threading.Event().wait()


class DrivenRun(WindowRun):
    """The run of the app; it also hears orders and counts how often a second start rang."""

    came_forward = 0

    async def run(self, drive: Drive | None) -> int:
        self._orders = Orders(self)
        return await super().run(drive)

    def _come_forward(self) -> None:
        self.came_forward += 1
        super()._come_forward()


async def load_studio(folder: "Folder") -> "Studio":
    """Like the app's, on the studio's own thread."""
    from sora_desktop.studio import build
    from tests.support.paces import OftenLooking

    with patch.object(build, "Backoff", OftenLooking):
        return await build.open_studio(folder.paths.root, folder=folder)


def show_warnings(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """Qt and FFmpeg also tell much that is no warning."""
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        print(QT_WARNING + words, file=sys.stderr, flush=True)  # noqa: T201 -- for the other side


def main() -> int:
    qInstallMessageHandler(show_warnings)
    limited_child.start_child = forked_children.start_as_told
    with patch.object(app, "WindowRun", DrivenRun), patch.object(app, "load_studio", load_studio):
        return app.run_window(Path(sys.argv[1]), own_process=True)


if __name__ == "__main__":
    sys.exit(main())
