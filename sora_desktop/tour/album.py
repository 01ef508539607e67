"""Pictures of the window in each of its states: in light and dark, in any language, size of text and size of the window."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from qasync import QEventLoop

from sora_desktop.app import make_application
from sora_desktop.base.values import dataclass
from sora_desktop.domain.settings import Theme
from sora_desktop.tour import samples
from sora_desktop.tour.states import STATES, Scene
from sora_desktop.ui.common.thumbnails import Thumbnails
from sora_desktop.ui.language import set_language
from sora_desktop.ui.stage.panel import StagePanel
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.display import do_without_screen, has_screen

THEMES = (Theme.DARK, Theme.LIGHT)
LANGUAGES = ("en", "de", "zh_CN", "ja", "es", "pt_BR", "en_XA", "ar_XB")
"""Those with a translation, then one that is half as long again, and one from right to left."""
TEXTS = (1.0, 1.25, 1.5, 2.0)
SIZES = ((1000, 620), (1280, 800), (2560, 1440), (3840, 2160))
USUAL_SIZE = (1440, 900)
_SETTLING = 4
"""In so many turns of the loop a layout that breaks words has asked for all its heights."""
_LOOKS, _LOOK_AGAIN_SECONDS = 300, 0.02
_VEIL = QColor(0, 0, 0, 110)


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: a state of the window, and all that it is seen in. `text` is a factor, `size` in pixels."""

    state: str
    language: str = "en"
    theme: Theme = Theme.DARK
    text: float = 1.0
    size: tuple[int, int] = USUAL_SIZE

    @property
    def name(self) -> str:
        """Such as `playing-de-dark-150-1000x620`."""
        width, height = self.size
        return f"{self.state}-{self.language}-{self.theme}-{self.text * 100:.0f}-{width}x{height}"


@dataclass(frozen=True, slots=True)
class Album:
    """Which pictures are taken: every state in everything that is named here."""

    states: tuple[str, ...] = tuple(STATES)
    languages: tuple[str, ...] = ("en",)
    themes: tuple[Theme, ...] = THEMES
    texts: tuple[float, ...] = (1.0,)
    sizes: tuple[tuple[int, int], ...] = (USUAL_SIZE,)

    def looks(self) -> Iterator[Look]:
        """So ordered that what takes long to change changes seldom."""
        for language, theme, text in product(self.languages, self.themes, self.texts):
            for state, size in product(self.states, self.sizes):
                yield Look(state, language, theme, text, size)


class Wardrobe:
    """One window, dressed anew where the next look wants that. Small pictures are made in `folder`."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self._application = application
        self._theme = ThemeKeeper(application)
        self._folder = folder
        self._scene: Scene | None = None
        self._worn: tuple[str, Theme, float] = ("", Theme.SYSTEM, 0.0)
        samples.paint_thumbnails(samples.clips(folder))

    async def show(self, look: Look) -> QWidget:
        """The window, or the sheet that lies over it."""
        scene = await self._dressed(look)
        scene.window.resize(*look.size)
        scene.show(look.state)
        for _ in range(_SETTLING):
            await asyncio.sleep(0)
        return scene.sheet or scene.window

    async def picture(self, look: Look) -> QPixmap:
        """All of the window, with the sheet over its middle where there is one."""
        shown = await self.show(look)
        scene = await self._dressed(look)
        await _plays(scene.window.stage)
        for each in scene.window.findChildren(Thumbnails):
            await _all_read(each)
        whole = scene.window.grab()
        if shown is not scene.window:
            _lay_over(whole, shown)
        return whole

    async def _dressed(self, look: Look) -> Scene:
        worn = (look.language, look.theme, look.text)
        if worn != self._worn:
            await self.put_away()  # quicker than to style all of it anew
            set_language(self._application, look.language)
            self._theme.enlarge(look.text)
            self._theme.set_wanted(look.theme)
            self._worn = worn
        if self._scene is None:
            self._scene = Scene(self._theme, self._folder)
            self._scene.window.show()
        return self._scene

    async def put_away(self) -> None:
        """The window goes; the next look gets another one."""
        if self._scene is None:
            return
        window, self._scene = self._scene.window, None
        window.prepare_to_close()
        for sheet in window.findChildren(QDialog):
            sheet.hide()
        window.hide()
        window.deleteLater()
        await asyncio.sleep(0)

    async def close(self) -> None:
        await self.put_away()
        self._theme.deleteLater()
        await asyncio.sleep(0)


async def _plays(stage: StagePanel) -> None:
    """Until the first frame of a clip whose film is there is seen; not for ever, where this machine plays none."""
    for _ in range(_LOOKS):
        if stage.clip is None or not stage.clip.path.exists() or stage.frames_shown:
            return
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


async def _all_read(thumbnails: Thumbnails) -> None:
    one_more = asyncio.Event()
    thumbnails.ready.connect(one_more.set)
    while thumbnails.waiting:
        one_more.clear()
        await one_more.wait()
    thumbnails.ready.disconnect(one_more.set)


def _lay_over(whole: QPixmap, sheet: QWidget) -> None:
    picture = sheet.grab()
    painter = QPainter(whole)
    painter.fillRect(whole.rect(), _VEIL)
    size = whole.deviceIndependentSize().toSize()
    painter.drawPixmap(QPoint((size.width() - sheet.width()) // 2, (size.height() - sheet.height()) // 2), picture)
    painter.end()


def take_album(out_dir: Path, states: str, languages: str, themes: str, texts: str, sizes: str) -> int:
    """Take the pictures, and say where each lies; 1 where one cannot be written, 2 where a word names nothing."""
    try:
        album = read_album(states, languages, themes, texts, sizes)
    except OddAlbumError as odd:
        sys.stderr.write(f"{odd}\n")
        return 2
    if not has_screen():
        do_without_screen()
    out_dir = out_dir.expanduser().absolute()
    out_dir.mkdir(parents=True, exist_ok=True)
    application = make_application()
    with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
        return runner.run(_take(application, out_dir, album))


async def _take(application: QApplication, out_dir: Path, album: Album) -> int:
    with TemporaryDirectory() as folder:
        clothes = Wardrobe(application, Path(folder))
        samples.write_film(samples.clips(Path(folder))[0])
        for look in album.looks():
            target = out_dir / f"{look.name}.png"
            if not (await clothes.picture(look)).save(str(target)):
                sys.stderr.write(f"{target} cannot be written\n")
                return 1
            sys.stdout.write(f"Picture: {target}\n")
        await clothes.close()
    return 0


class OddAlbumError(ValueError):
    """A word that was given names nothing that there is; its text says which, and what there is."""


def read_album(states: str, languages: str, themes: str, texts: str, sizes: str) -> Album:
    """From words as they are typed, each a list parted by commas, `all`, or "" for the usual. Raises OddAlbumError."""
    usual = Album()
    return Album(
        _chosen(states, tuple(STATES), usual.states),
        _chosen(languages, LANGUAGES, usual.languages),
        tuple(Theme(each) for each in _chosen(themes, tuple(map(str, THEMES)), tuple(map(str, usual.themes)))),
        tuple(int(each) / 100 for each in _chosen(texts, tuple(f"{each * 100:.0f}" for each in TEXTS), ("100",))),
        tuple(
            _size(each)
            for each in _chosen(sizes, tuple(map(_size_words, (*SIZES, USUAL_SIZE))), (_size_words(USUAL_SIZE),))
        ),
    )


def _chosen(words: str, there: Sequence[str], usual: tuple[str, ...]) -> tuple[str, ...]:
    if not words:
        return usual
    wanted = tuple(there) if words == "all" else tuple(words.split(","))
    odd = [each for each in wanted if each not in there]
    if odd:
        reason = f"{', '.join(odd)}: there is {', '.join(there)}"
        raise OddAlbumError(reason)
    return wanted


def _size_words(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def _size(words: str) -> tuple[int, int]:
    width, _, height = words.partition("x")
    return int(width), int(height)
