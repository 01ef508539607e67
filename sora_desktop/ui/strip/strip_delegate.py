"""Paints a take of the strip: its picture, what is said of it, and what lies under it."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.job import Job
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.badges import paint_badge
from sora_desktop.ui.common.clip_words import seconds_words
from sora_desktop.ui.common.covering import fitting, paint_covering
from sora_desktop.ui.common.filling import fill
from sora_desktop.ui.common.job_words import TELLS_PROGRESS, state_detail, state_line, tone
from sora_desktop.ui.common.lines import broken, paint_lines, smaller
from sora_desktop.ui.common.mirroring import mirrored_exactly
from sora_desktop.ui.language import tr
from sora_desktop.ui.queue.take_words import done_words
from sora_desktop.ui.strip import sentences as text
from sora_desktop.ui.strip.item_models import TAKE_ROLE, StripList
from sora_desktop.ui.strip.strip_layout import Heights
from sora_desktop.ui.strip.takes import Take
from sora_desktop.ui.theme import DARK, ThemeKeeper

CORNER = 7
_VEIL = QColor(12, 13, 16, 190)
_BAR = 3

Index = QModelIndex | QPersistentModelIndex


class StripDelegate(QStyledItemDelegate):
    """`thumbnail_of` gives the picture of a take, within a size in device pixels, or None.

    `heights` are those of the tile, `shown_id` is the clip on the stage, `now` the clock.
    """

    def __init__(
        self,
        takes: StripList,
        theme: ThemeKeeper,
        thumbnail_of: Callable[[Take, QSize], QPixmap | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._takes = takes
        self._theme = theme
        self._thumbnail_of = thumbnail_of
        self.heights = Heights(0, 0, 0)
        self.shown_id = ""
        self.unfolded = frozenset[str]()
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return option.rect.size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        take: Take = index.data(TAKE_ROLE)
        picture = QRect(option.rect.topLeft(), QSize(option.rect.width(), self.heights.picture))
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setLayoutDirection(option.direction)
        if take.of > 1 and take.id not in self.unfolded:
            self._paint_stack(painter, picture, option)
        self._paint_picture(painter, picture, take)
        if take.job is not None:
            self._paint_job(painter, picture, take, take.job, option)
        else:
            self._paint_badges(painter, picture, take, option.font)
        self._paint_edge(painter, picture, take, option)
        self._paint_words(painter, picture, take, option)
        painter.restore()

    def _paint_stack(self, painter: QPainter, picture: QRect, option: QStyleOptionViewItem) -> None:
        """What lies below looks out at the upper end."""
        colours = self._theme.colours
        for far in (8, 4):
            step = far if option.direction is not Qt.LayoutDirection.RightToLeft else -far
            below = QRectF(picture).translated(step, -far).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(QColor(colours.line_strong), 1))
            painter.setBrush(QColor(colours.raised))
            painter.drawRoundedRect(below, CORNER, CORNER)

    def _paint_picture(self, painter: QPainter, place: QRect, take: Take) -> None:
        """Whole, on the dark of the stage; under a veil for what is still to come."""
        rounded = QPainterPath()
        rounded.addRoundedRect(QRectF(place), CORNER, CORNER)
        found = self._thumbnail_of(take, place.size() * painter.device().devicePixelRatio())
        painter.save()
        painter.setClipPath(rounded)
        fill(painter, place, QColor(DARK.stage))
        if found is not None and not found.isNull():
            paint_covering(painter, fitting(place, found.size()), found)
        if take.job is not None:
            fill(painter, place, _VEIL)
        painter.restore()

    def _paint_job(self, painter: QPainter, place: QRect, take: Take, job: Job, option: QStyleOptionViewItem) -> None:
        """The state, and below it the time or the bill, and how far its siblings are or how many wait below it."""
        around = self._takes.around(take)
        named = tone(job, around)
        colour = DARK.text if named == "muted" else getattr(DARK, named)
        detail = state_detail(job, self.now(), self._takes.usual_seconds(take))
        said = [(state_line(job, around), colour), (detail, DARK.muted)]
        room, font = place.adjusted(4, 4, -4, -4 - _BAR), smaller(option.font)
        if further := self._further(take):
            if (len(said) + 1) * QFontMetrics(font).lineSpacing() <= room.height():
                said.append((further, DARK.muted))
            else:
                said[1] = (further, DARK.muted)
        self._paint_said(painter, room, font, said)
        if job.progress is not None and job.state in TELLS_PROGRESS:
            _paint_progress(painter, place, job.progress, option.direction)

    def _further(self, take: Take) -> str:
        if take.pile:
            below = 0 if take.id in self.unfolded else take.of - 1
            return tr(text.STRIP_MORE_WAIT, count=below) if below else ""
        siblings = self._takes.siblings(take)
        return done_words(siblings) if siblings else ""

    def _paint_said(self, painter: QPainter, room: QRect, font: QFont, said: list[tuple[str, str]]) -> None:
        """In the middle, as many lines as there is room for; the last of them is never left out."""
        metrics = QFontMetrics(font)
        most = max(len(said), room.height() // metrics.lineSpacing())
        lines = [
            (line, ink)
            for words, ink in said
            for line in broken(words, font, room.width(), max(1, most - len(said) + 1))
        ]
        y = room.center().y() - len(lines) * metrics.lineSpacing() // 2
        painter.setFont(font)
        for line, ink in lines:
            painter.setPen(QColor(ink))
            painter.drawText(
                QRect(room.left(), y, room.width(), metrics.lineSpacing()), Qt.AlignmentFlag.AlignCenter, line
            )
            y += metrics.lineSpacing()

    def _paint_badges(self, painter: QPainter, place: QRect, take: Take, font: QFont) -> None:
        seconds = take.clip.media.seconds if take.clip else take.line.seconds if take.line else 0.0
        length = seconds_words(seconds) if seconds else ""
        words = length
        if take.count > 1:
            source = text.STRIP_NUMBER_AND_LENGTH if length else text.STRIP_NUMBER
            words = tr(source, number=take.number, count=take.count, length=length)
        if words:
            paint_badge(painter, place, words, font)
        if take.clip is not None and take.clip.unchecked is not None:
            paint_badge(painter, place, tr(shared.CLIP_UNCHECKED_MARK), font, colour=DARK.warn, at_top=True)

    def _paint_edge(self, painter: QPainter, place: QRect, take: Take, option: QStyleOptionViewItem) -> None:
        """Strong for what is on the stage or has the keyboard; in its colour for what went wrong or is not sure."""
        colours, flags = self._theme.colours, QStyle.StateFlag
        strong = take.id == self.shown_id or bool(option.state & flags.State_HasFocus)
        colour = colours.line_strong if option.state & flags.State_MouseOver else colours.line
        tones = self._tones(take)
        for named in ("bad", "warn"):
            if named in tones:
                colour = getattr(colours, named)
        if strong:
            colour = colours.accent
        inset = 1.0 if strong else 0.5
        painter.setPen(QPen(QColor(colour), 2 if strong else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(place).adjusted(inset, inset, -inset, -inset), CORNER, CORNER)

    def _tones(self, take: Take) -> set[str]:
        """What lies below speaks through the edge of the stack."""
        row = self._takes.row_of(take.id)
        on_each_other = [take] if take.id in self.unfolded or row is None else self._takes.stack(row)
        return {tone(each.job, self._takes.around(each)) for each in on_each_other if each.job is not None}

    def _paint_words(self, painter: QPainter, picture: QRect, take: Take, option: QStyleOptionViewItem) -> None:
        colours = self._theme.colours
        strong = take.id == self.shown_id or bool(option.state & QStyle.StateFlag.State_MouseOver)
        room = QRect(picture.left() + 1, picture.bottom() + 5, picture.width() - 2, self.heights.words - 4)
        lines = max(1, room.height() // QFontMetrics(smaller(option.font)).lineSpacing())
        ink = colours.text if strong else colours.muted
        paint_lines(painter, room, one_line(take.prompt), smaller(option.font), ink, lines=lines)


def _paint_progress(painter: QPainter, place: QRect, progress: float, direction: Qt.LayoutDirection) -> None:
    whole = QRectF(place)
    bar = QRectF(whole.left(), whole.bottom() - _BAR, max(4.0, whole.width() * min(1.0, progress)), _BAR)
    clip = QPainterPath()
    clip.addRoundedRect(whole, CORNER, CORNER)
    painter.save()
    painter.setClipPath(clip)
    fill(painter, mirrored_exactly(bar, whole, direction), QColor(DARK.accent))
    painter.restore()
