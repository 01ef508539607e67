"""`tour`: drives the real window through the main job, and leaves pictures of it and the clip.

It presses the keys and buttons that a person would press, waits for what a person would wait for, and ends
well only where a verified clip was made and its frames came to the stage.
"""

import asyncio
import hashlib
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QPlainTextEdit, QWidget

from sora_desktop.app import run_window
from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import ENGINE_ID
from sora_desktop.domain.events import Reach
from sora_desktop.domain.job import ACTIVE, Job, JobState
from sora_desktop.domain.settings import Theme
from sora_desktop.store.paths import default_root
from sora_desktop.ui.assets import resources_dir
from sora_desktop.ui.bridge import Bridge
from sora_desktop.ui.compose.generate_row import GenerateButton
from sora_desktop.ui.window.display import do_without_screen, has_screen
from sora_desktop.ui.window.window import MainWindow

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the tour asks for: a prompt, the two buttons it presses, and the model it picks."""

    prompt: str
    orientation: str
    seconds: str
    model: str


FOX = Wish(
    "A red fox runs through snow at dawn, slow pan left, low sun, breath in the cold air",
    "orientation-landscape",
    "duration-4",
    "sora2-landscape-4s",
)
MORE = (
    Wish(
        "Whale breaching off a rocky coast, aerial, golden hour",
        "orientation-landscape",
        "duration-8",
        "sora2-landscape-8s",
    ),
    Wish(
        "Rain on a neon street at night, static, umbrellas pass by",
        "orientation-portrait",
        "duration-4",
        "sora2-portrait-4s",
    ),
)
"""Asked for while the first clip plays: they fill the queue."""
WINDOW_SIZE = (1440, 900)
LEAST_PROGRESS = 0.1
FRAMES = 24
"""The clip plays once so many frames came to the stage."""
LOOK_AGAIN_SECONDS = 0.03
PATIENCE_SECONDS = 180.0
"""After so long without what it waits for the tour gives up."""


class StuckError(Exception):
    """What was waited for did not come."""


def run_tour(out_dir: Path, data_dir: Path) -> int:
    """Drive the window and leave pictures in `out_dir`; 0 only with a verified clip that played.

    The library of this person is left alone: without a data folder of its own the tour has one for itself.
    """
    out_dir = out_dir.expanduser().absolute()
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.stderr.write(f"The folder for the pictures cannot be made: {error.strerror or error}: {out_dir}\n")
        return 1
    if not has_screen():
        _say("There is no screen here: the window is painted in memory.")
        do_without_screen()
    if data_dir != default_root():
        return run_window(data_dir, Tour(out_dir).drive)
    with tempfile.TemporaryDirectory(prefix="sora-desktop-tour-") as folder:
        return run_window(Path(folder), Tour(out_dir).drive)


class Tour:
    """One walk through the window. Writes what it does and where things lie, a line each, to stdout."""

    def __init__(self, out_dir: Path) -> None:
        self._out_dir = out_dir

    async def drive(self, window: MainWindow, _bridge: Bridge) -> int:
        walk = Walk(window, self._out_dir)
        try:
            await walk.go()
        except StuckError as stuck:
            walk.picture("stuck")
            _say(f"The tour stopped: {stuck}")
            return 1
        return 0


class Walk:
    """The hands and eyes of the tour at one window."""

    def __init__(self, window: MainWindow, out_dir: Path) -> None:
        self._window, self._out_dir = window, out_dir

    async def go(self) -> None:
        """The main job, from an empty prompt to a clip that plays; then more of it at once."""
        self._window.resize(*WINDOW_SIZE)
        self._window.activateWindow()
        await self._wait_for_engine()
        self._drop(resources_dir() / "sample-image.png")
        await self._compose(FOX)
        await self._in_both("compose")
        fox = await self._finished(await self._generate())
        await self._plays(fox)
        self._window.compose.set_image(None)
        more = [await self._ask_for(wish) for wish in MORE]
        await self._watch_run(more)
        for job_id in more:
            await self._finished(job_id)
        self._click(self._named(QAbstractButton, "viewChoose"))
        await self._open(fox)
        await self._plays(fox)
        await self._in_both("choose")
        self._click(self._named(QAbstractButton, "viewMake"))
        await self._in_both("playing")
        self._hand_over(fox)

    async def _wait_for_engine(self) -> None:
        connections = self._window.connections
        await self._until(lambda: connections.connection(ENGINE_ID), "the studio is open")
        if connections.selected is None or connections.selected.id != ENGINE_ID:
            self._window.wishes.select_connection(ENGINE_ID)
        await self._until(
            lambda: (
                connections.selected is not None
                and connections.selected.id == ENGINE_ID
                and connections.health(ENGINE_ID).reach is Reach.ANSWERS
            ),
            "the local engine answers",
        )

    async def _compose(self, wish: Wish) -> None:
        await self._write(wish.prompt)
        for name in (wish.orientation, wish.seconds):
            self._click(self._named(QAbstractButton, name))
        row = await self._until(lambda: self._row("modelPicker", wish.model), f"{wish.model} is offered")
        self._click_row("modelPicker", row)
        button = self._named(GenerateButton, "generateButton")
        await self._until(lambda: button.takes_presses, "Generate is on")

    async def _write(self, words: str) -> None:
        """Type `words` over what the prompt holds, a key at a time."""
        prompt = self._named(QPlainTextEdit, "promptEdit")
        prompt.setFocus()
        prompt.selectAll()
        for letter in words:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(prompt, key)
            await asyncio.sleep(0)

    def _drop(self, picture: Path) -> None:
        """Let a file go over the drop zone, as a file manager would."""
        zone = self._named(QWidget, "imageDropZone")
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(str(picture))])
        middle = QPointF(zone.rect().center())
        how = (dragged, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(zone, QDragEnterEvent(middle.toPoint(), Qt.DropAction.CopyAction, *how))
        QApplication.sendEvent(zone, QDropEvent(middle, Qt.DropAction.CopyAction, *how))

    async def _generate(self) -> str:
        """Press Generate, and wait for the row in the queue; its id."""
        known = {job.id for job in self._window.jobs}
        self._click(self._named(QAbstractButton, "generateButton"))
        return await self._until(
            lambda: next((job.id for job in self._window.jobs if job.id not in known), ""), "the job is on the list"
        )

    async def _ask_for(self, wish: Wish) -> str:
        await self._compose(wish)
        return await self._generate()

    async def _watch_run(self, job_ids: Sequence[str]) -> None:
        """Pictures while the engine renders; where it was too quick for one, that is said."""
        await self._until(
            lambda: all(self._is_rendering(each) or self._has_ended(each) for each in job_ids), "the engine renders"
        )
        for theme in (Theme.DARK, Theme.LIGHT):
            await self._dress(theme)
            if any(map(self._is_rendering, job_ids)):
                self.picture(f"running-{theme}")
            else:
                _say(f"The {theme} picture of running jobs is missing: the engine had finished before it.")

    def _is_rendering(self, job_id: str) -> bool:
        job = self._job(job_id)
        return job.state is JobState.RUNNING and job.progress is not None and job.progress > LEAST_PROGRESS

    def _has_ended(self, job_id: str) -> bool:
        return self._job(job_id).state not in ACTIVE

    async def _finished(self, job_id: str) -> Clip:
        """The verified clip of a job. StuckError where it ended without one."""
        await self._until(lambda: self._has_ended(job_id), "the clip is finished")
        job = self._job(job_id)
        if job.state is not JobState.DONE:
            reason = f"the job ended as {job.state}: {job.reason}"
            raise StuckError(reason)
        return await self._until(lambda: self._window.clips.known.get(job.clip_id or ""), "the clip is in the library")

    async def _open(self, clip: Clip) -> None:
        """Open the clip from the library as a person would."""
        row = await self._until(lambda: self._row("libraryGrid", clip.id), "the library shows the clip")
        self._click_row("libraryGrid", row, double=True)

    async def _plays(self, clip: Clip) -> None:
        """Wait until frames of the clip come to the stage, one after the other."""
        stage = self._window.stage
        await self._until(lambda: stage.clip is not None and stage.clip.id == clip.id, "the stage shows the clip")
        seen = stage.frames_shown
        await self._until(lambda: stage.frames_shown >= seen + FRAMES, "the clip plays")

    def _hand_over(self, clip: Clip) -> None:
        target = self._out_dir / "clip.mp4"
        shutil.copyfile(clip.path, target)
        if hashlib.sha256(target.read_bytes()).hexdigest() != clip.sha256:
            reason = "the clip in the library is not the one that was verified"
            raise StuckError(reason)
        _say(f"Clip: {target}  ({clip.media.size}, {clip.media.seconds:.2f} s, {clip.media.frames} frames)")

    # ------------------------------------------------------------ hands and eyes

    async def _in_both(self, name: str) -> None:
        for theme in (Theme.DARK, Theme.LIGHT):
            await self._dress(theme)
            self.picture(f"{name}-{theme}")

    async def _dress(self, theme: Theme) -> None:
        self._window.settings.change(theme=theme)
        await asyncio.sleep(0)

    def picture(self, name: str) -> None:
        """Grab the pixels of the window into `NAME.png`."""
        target = self._out_dir / f"{name}.png"
        if not self._window.grab().save(str(target)):
            reason = f"{target} cannot be written"
            raise StuckError(reason)
        _say(f"Picture: {target}")

    def _job(self, job_id: str) -> Job:
        job = self._window.jobs.job(job_id)
        if job is None:
            reason = "the job is not on the list any more"
            raise StuckError(reason)
        return job

    def _named(self, kind: type[W], name: str) -> W:
        found = self._window.findChild(kind, name)
        if not isinstance(found, kind):
            raise StuckError(name)
        return found

    def _row(self, view: str, wanted: str) -> QModelIndex | None:
        model = self._named(QAbstractItemView, view).model()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        return next((row for row in rows if row.data(Qt.ItemDataRole.UserRole) == wanted), None)

    def _click_row(self, view: str, row: QModelIndex, *, double: bool = False) -> None:
        shown = self._named(QAbstractItemView, view)
        shown.scrollTo(row)
        _press(shown.viewport(), shown.visualRect(row).center(), double=double)

    @staticmethod
    def _click(button: QAbstractButton) -> None:
        _press(button, button.rect().center())

    @staticmethod
    async def _until(condition: Callable[[], T | None], what: str) -> T:
        """Look again and again until `condition` holds; what it said then. StuckError after a long while."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (answer := condition()):
            if time.monotonic() > deadline:
                reason = f"waited {PATIENCE_SECONDS:g} s until {what}"
                raise StuckError(reason)
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        return answer


def _press(widget: QWidget, at: QPoint, *, double: bool = False) -> None:
    """A click of the left button, or two."""
    kinds = [QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease]
    if double:
        kinds += [QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease]
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind in kinds:
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else left
        place = QPointF(at)
        event = QMouseEvent(kind, place, QPointF(widget.mapToGlobal(at)), left, held, none)
        QApplication.sendEvent(widget, event)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
