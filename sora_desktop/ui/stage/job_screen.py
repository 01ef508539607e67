"""A clip that is still to come, in the place where it will play: its picture, its state in words, and the time."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QImageReader,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import ImageRole
from sora_desktop.domain.job import ACTIVE, Job, JobState
from sora_desktop.ui.common.background import Background
from sora_desktop.ui.common.job_words import (
    SAYS_BILL,
    TELLS_PROGRESS,
    Around,
    clock,
    elapsed_seconds,
    reason_words,
    sentence,
    state_detail,
    state_line,
    tone,
)
from sora_desktop.ui.common.lines import broken
from sora_desktop.ui.common.links import link
from sora_desktop.ui.common.mirroring import mirrored_exactly
from sora_desktop.ui.common.reading import read_as, reads
from sora_desktop.ui.common.ticking import TickingPanel
from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import sentences as text
from sora_desktop.ui.stage.stage_message import growth
from sora_desktop.ui.stage.video_surface import CORNER, VideoSurface
from sora_desktop.ui.theme import DARK

_GROUND = "#15181e"
_DIM = QColor(12, 13, 16, 90)
_PLATE = QColor(12, 13, 16, 214)
_BAR = 4
_INNER = 18
"""Pixels between the edge of the plate and the words on it."""
_WIDEST = 460
_GAP = 6
_REASON_LINES = 4
_LONGEST_SIDE = 1920
_TITLE, _DETAIL = 1.35, 1.0


@dataclass(frozen=True, slots=True)
class StagedJob:
    """A job with what its list knows of it. `usual`: seconds that such a job takes, None where none has finished yet."""

    job: Job
    around: Around
    usual: float | None

    @property
    def picture(self) -> Path | None:
        """What it starts from, as it is sent; a reference is no frame of the clip."""
        images, paths = self.job.request.images, self.job.input_paths
        frames = {image.role: path for image, path in zip(images, paths, strict=False) if path is not None}
        return frames.get(ImageRole.FIRST) or frames.get(ImageRole.LAST)


def time_words(staged: StagedJob, now: datetime) -> str:
    """How long it runs, and about how long it still takes as far as that was learned; the bill once it has ended."""
    job, usual = staged.job, staged.usual
    if job.state is not JobState.RUNNING or usual is None:
        return state_detail(job, now)
    elapsed = elapsed_seconds(job, now)
    if elapsed >= usual:
        return tr(text.STAGE_JOB_OVERDUE, elapsed=clock(elapsed), usual=clock(usual))
    return tr(text.STAGE_JOB_LEFT, elapsed=clock(elapsed), left=clock(max(1.0, usual - elapsed)))


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    pixels: int
    colour: str
    way: Qt.LayoutDirection | None = None


class JobScreen(TickingPanel):
    """Lies over the surface, whose picture is the still of the job.

    Signals: `queue_wanted(str)`: a person wants to see what can be done with the job of this id.
    """

    queue_wanted = Signal(str)

    def __init__(self, surface: VideoSurface) -> None:
        super().__init__(lambda: self.staged is not None and self.staged.job.state in ACTIVE, surface)
        self.staged: StagedJob | None = None
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._surface = surface
        self._still: tuple[Path | None, QSize] | None = None
        self._background = Background(self)
        self._lines: list[_Line] = []
        self._plate = QRectF()
        self.button = link(tr(text.STAGE_JOB_QUEUE), "stageJobButton")
        self.button.setParent(self)
        self.button.clicked.connect(self._want_queue)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)
        self.ticked.connect(self._arrange)
        self.hide()

    def show_job(self, staged: StagedJob) -> None:
        """Tell of this job; the time that passes is renewed by itself."""
        self.staged = staged
        self._surface.setAccessibleName(_spoken(staged))
        self._show_still(staged)
        self.show()
        self.look_at_clock()
        self._arrange()

    def leave(self) -> None:
        """Something else stands on the stage."""
        self.staged = self._still = None
        self.hide()

    def _show_still(self, staged: StagedJob) -> None:
        """The frame of the clip at once, and its picture in it as soon as that is read."""
        size = QSize(staged.job.request.size.width, staged.job.request.size.height)
        size = size.scaled(size.boundedTo(QSize(_LONGEST_SIDE, _LONGEST_SIDE)), Qt.AspectRatioMode.KeepAspectRatio)
        wanted = (staged.picture, size)
        if wanted == self._still:
            return
        self._still = wanted
        if staged.picture is None:
            self._surface.show_image(still(None, size))
            return
        if self._surface.image.size() != size:
            self._surface.show_image(still(None, size))
        self._background.run(partial(still, *wanted), partial(self._take_still, wanted))

    def _take_still(self, wanted: tuple[Path | None, QSize], image: QImage) -> None:
        if wanted == self._still:
            self._surface.show_image(image)

    # ------------------------------------------------------------ words

    @Slot()
    def _arrange(self) -> None:
        """As much of what there is to say as there is room for: the state and the button stay longest."""
        if self.staged is None:
            return
        room = self._surface.picture_rect()
        factor = growth(self.size())
        width = round(min(room.width() - 2 * _GAP, _WIDEST * factor)) - 2 * _INNER
        wanted = max(0, width)
        spare = room.height() - self.button.sizeHint().height() - 2 * _INNER - 2 * _GAP
        self._lines = []
        for line in self._said(wanted, factor):
            spare -= QFontMetrics(self._font(line.pixels)).lineSpacing()
            if self._lines and spare < 0:
                break
            self._lines.append(line)
        self._place(room, wanted)
        self.update()

    def _said(self, width: int, factor: float) -> Iterator[_Line]:
        if self.staged is None:
            return
        job, around = self.staged.job, self.staged.around
        named = tone(job, around)
        base = self.fontInfo().pixelSize()
        title, plain = round(base * _TITLE * factor), round(base * _DETAIL * factor)
        colour = DARK.stage_text if named == "muted" else getattr(DARK, named)
        for words in broken(state_line(job, around), self._font(title), width, 2):
            yield _Line(words, title, colour)
        for words in broken(time_words(self.staged, self.now()), self._font(plain), width, 2):
            yield _Line(words, plain, DARK.stage_text)
        reason = reason_words(job, around)
        for words in broken(reason, self._font(plain), width, _REASON_LINES):
            yield _Line(words, plain, DARK.stage_muted, reads(reason))

    def _font(self, pixels: int) -> QFont:
        made = QFont(self.font())
        made.setPixelSize(pixels)
        return made

    def _place(self, room: QRectF, most: int) -> None:
        """The plate is as large as what stands on it."""
        metrics = [QFontMetrics(self._font(line.pixels)) for line in self._lines]
        heights = [each.lineSpacing() for each in metrics]
        widths = [each.horizontalAdvance(line.words) for each, line in zip(metrics, self._lines, strict=True)]
        button = self.button.sizeHint()
        width = min(most, max([*widths, button.width()]))
        height = sum(heights) + _GAP + button.height() + 2 * _INNER
        self._plate = QRectF(0, 0, width + 2 * _INNER, min(height, self.height()))
        self._plate.moveCenter(room.center())
        left = self._plate.center().x() - button.width() / 2
        top = self._plate.bottom() - _INNER - button.height() + _GAP
        self.button.setGeometry(round(left), round(top), button.width(), button.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.staged is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self._surface.picture_rect()
        if self.staged.picture is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_DIM)
            painter.drawRoundedRect(room, CORNER, CORNER)
            painter.setBrush(_PLATE)
            painter.drawRoundedRect(self._plate, 2 * CORNER, 2 * CORNER)
        y = self._plate.top() + _INNER
        for line in self._lines:
            font = self._font(line.pixels)
            painter.setFont(font)
            painter.setPen(QColor(line.colour))
            step = QFontMetrics(font).lineSpacing()
            place = QRectF(self._plate.left(), y, self._plate.width(), step)
            with read_as(painter, line.way):
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, line.words)
            y += step
        self._paint_progress(painter, room)
        painter.end()

    def _paint_progress(self, painter: QPainter, room: QRectF) -> None:
        """The service's own word, and nothing where it says none."""
        job = self.staged.job if self.staged is not None else None
        if job is None or job.progress is None or job.state not in TELLS_PROGRESS:
            return
        bar = QRectF(room.left(), room.bottom() - _BAR, room.width() * min(1.0, job.progress), _BAR)
        rounded = QPainterPath()
        rounded.addRoundedRect(room, CORNER, CORNER)
        painter.setClipPath(rounded)
        painter.fillRect(mirrored_exactly(bar, room, self.layoutDirection()), QColor(DARK.accent))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _want_queue(self) -> None:
        if self.staged is not None:
            self.queue_wanted.emit(self.staged.job.id)


def _spoken(staged: StagedJob) -> str:
    """Holds no running time, which would be read out every second."""
    words = sentence(staged.job, staged.around)
    if staged.usual is None or staged.job.state in SAYS_BILL:
        return words
    return f"{words}. {tr(text.STAGE_JOB_USUAL, usual=clock(staged.usual))}"


def still(picture: Path | None, size: QSize) -> QImage:
    """The frame of a clip, with the picture that it starts from whole in it. Also in a worker thread."""
    made = QImage(size, QImage.Format.Format_RGB32)
    made.fill(QColor(_GROUND))
    if picture is None:
        return made
    reader = QImageReader(str(picture))
    reader.setAutoTransform(True)
    image = reader.read()
    if not image.isNull():
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QRectF(QPointF(), QSizeF(image.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio)))
        shape.moveCenter(QRectF(made.rect()).center())
        painter.drawImage(shape, image)
        painter.end()
    return made
