"""Paints a job as a card: picture, prompt, state, progress, reason, and the main action."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sora_desktop.base.safe_text import one_line, shown
from sora_desktop.base.values import dataclass
from sora_desktop.domain.job import Job
from sora_desktop.domain.request import PROMPT_LIMIT
from sora_desktop.domain.shapes import Shape
from sora_desktop.ui.common.extents import grown
from sora_desktop.ui.common.job_words import (
    TELLS_PROGRESS,
    meta_words,
    reason_words,
    state_detail,
    state_line,
    tone,
)
from sora_desktop.ui.common.lines import elided, paint_line
from sora_desktop.ui.common.mirroring import mirrored, mirrored_exactly
from sora_desktop.ui.common.reading import read_as, reads
from sora_desktop.ui.common.whole_text import WholeText
from sora_desktop.ui.language import service_name, tr
from sora_desktop.ui.queue import sentences as text
from sora_desktop.ui.queue.item_models import JOB_ROLE, JobList
from sora_desktop.ui.queue.job_actions import JobAction, label
from sora_desktop.ui.queue.take_words import number_words, takes_detail, takes_line, takes_tone
from sora_desktop.ui.theme import FOCUS_WIDTH, RADIUS, Colours, ThemeKeeper

THUMB = QSize(64, 36)
GAP = 8
WIDE = 560
"""From so many pixels on the state has a column of its own, where text has its usual size; below it takes the second line."""

_PAD = 6
_SPACE = 12
_BELOW_STATE = 6
"""So far below the state its bar lies, where the card is narrow."""
_BAR_WIDTH = 220
_STATE_FROM_RIGHT = 300
_STATE_LEAST = 156
_TALLEST_REASON = 4_000
"""The room in which a reason is measured, in pixels: words of any length that the domain shows fit in."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CardPlaces:
    """Where the parts of one card lie, in the coordinates of the view."""

    card: QRect
    thumb: QRect
    title: QRect
    meta: QRect
    state: QRect
    action: QRect
    reason: QRect
    buttons: QRect


class JobDelegate(QStyledItemDelegate):
    """`thumbnail_of` gives the picture of a job, within a size in device pixels, or None.

    The card of the current row (`current_id`) is open: its reason is shown whole, and it leaves room of
    `buttons_height(width)` for the real buttons, which the view lays over it.
    """

    def __init__(
        self,
        jobs: JobList,
        theme: ThemeKeeper,
        thumbnail_of: Callable[[Job, QSize], QPixmap | None],
        buttons_height: Callable[[int], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._theme = theme
        self._thumbnail_of = thumbnail_of
        self._buttons_height = buttons_height
        self._prompt = WholeText()
        self._closed: tuple[QSize, QSize] | None = None
        self.current_id = ""
        self.hovered_action = ""
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def places(self, rect: QRect, job: Job, font: QFont) -> CardPlaces:
        """Lay out the card of `job` in the rectangle of its row."""
        line, small = QFontMetrics(font).height(), QFontMetrics(_small(font)).height()
        card = rect.adjusted(0, 0, -1, -GAP - 1)
        head = _head_height(line, small)
        thumb = QRect(card.left() + _PAD, card.top() + (head - THUMB.height()) // 2, THUMB.width(), THUMB.height())
        is_open, is_narrow = job.id == self.current_id, card.width() < grown(WIDE, font)
        top = card.top() + (head - line - small - 3) // 2
        action = _action_rect(card, head, self._action_width(job, font, is_open), top + line, is_narrow=is_narrow)
        left, right = thumb.right() + _SPACE, action.left() - (_SPACE if action.width() else 0)
        title, meta, state = _words_rects(QRect(left, top, right - left, line), small, card, is_narrow=is_narrow)
        more = self._prompt.height(self._title(job), font, title.width()) - line if is_open else 0
        if more > 0:
            title.setHeight(title.height() + more)
            (meta if meta.width() else state).translate(0, more)
        room = QRect(left, card.top() + head - 2 + max(more, 0), card.right() - 10 - left, 0)
        room.setHeight(self._reason_height(job, font, room.width(), is_open))
        buttons = QRect(left, room.bottom() + 5, room.width(), 0)
        buttons.setHeight(self._buttons_height(room.width()) if is_open and len(self._jobs.actions(job)) > 1 else 0)
        parts = (thumb, title, meta, state, action, room, buttons)
        return CardPlaces(card, *(mirrored(part, card, self._direction) for part in parts))

    @property
    def _direction(self) -> Qt.LayoutDirection:
        """In which the list is read."""
        view = self.parent()
        return view.layoutDirection() if isinstance(view, QWidget) else Qt.LayoutDirection.LeftToRight

    def _title(self, job: Job) -> str:
        """The prompt, whole on the open card; before it which take it is, where its siblings stand beside it."""
        whole = job.id == self.current_id
        prompt = shown(job.request.prompt, PROMPT_LIMIT).strip() if whole else one_line(job.request.prompt)
        number = "" if self._jobs.folded(job) else number_words(job, self._jobs.takes(job))
        return tr(text.TAKES_TITLE, number=number, prompt=prompt) if number else prompt

    def _reason_height(self, job: Job, font: QFont, width: int, is_open: bool) -> int:
        if not self._jobs.has_reason(job):
            return 0
        metrics = QFontMetrics(_small(font))
        if not is_open:
            return metrics.height()
        words = reason_words(job, self._jobs.around(job))
        room = QRect(0, 0, width, _TALLEST_REASON)
        return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()

    def _action_width(self, job: Job, font: QFont, is_open: bool) -> int:
        """The main action stands at the right of the card, unless the card is open and has buttons for it."""
        possible = self._jobs.actions(job)
        if not possible or (is_open and len(possible) > 1):
            return 0
        return QFontMetrics(font).horizontalAdvance(label(possible[0], job)) + 12

    def action_at(self, rect: QRect, job: Job, font: QFont, x: int, y: int) -> JobAction | None:
        """The action that is painted at this point."""
        place = self.places(rect, job, font).action
        return self._jobs.actions(job)[0] if place.width() and place.contains(x, y) else None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Asked for every row whenever one comes or goes: a closed card has one of two sizes."""
        job = self._jobs.at(index.row())
        if self._closed is None:
            self._closed = _closed_sizes(option)
        if job.id != self.current_id:
            return self._closed[self._jobs.has_reason(job)]
        width = option.rect.width()
        places = self.places(QRect(0, 0, width, 400), job, option.font)
        words = (places.meta if places.meta.width() else places.state).bottom() + _PAD
        words += _BELOW_STATE if self._tells(job) and not places.meta.width() else 0
        least = max(self._closed[False].height() - GAP, words)
        bottom = max(least, places.reason.bottom() + 7 if places.reason.height() else 0)
        return QSize(width, max(bottom, places.buttons.bottom() + 9 if places.buttons.height() else 0) + GAP)

    def forget_sizes(self) -> None:
        """The font is another one."""
        self._closed = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        job: Job = index.data(JOB_ROLE)
        places = self.places(option.rect, job, option.font)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._jobs.folded(job):
            self._paint_siblings(painter, places.card)
        self._paint_card(painter, places.card, option)
        self._paint_thumb(painter, places.thumb, job)
        self._paint_words(painter, places, job, option)
        self._paint_reason(painter, places.reason, job, option)
        self._paint_action(painter, places.action, job, option)
        painter.restore()

    def _paint_card(self, painter: QPainter, card: QRect, option: QStyleOptionViewItem) -> None:
        colours = self._theme.colours
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        edge = colours.accent if focused else colours.line_strong if current else colours.line
        painter.setPen(QPen(QColor(edge), FOCUS_WIDTH if focused else 1))
        painter.setBrush(QColor(colours.raised if hovered and not current else colours.panel))
        inside = 0.5 if focused else 0.0
        place = QRectF(card).translated(0.5, 0.5).adjusted(inside, inside, -inside, -inside)
        painter.drawRoundedRect(place, RADIUS, RADIUS)

    def _paint_siblings(self, painter: QPainter, card: QRect) -> None:
        """What lies below the one card of several takes looks out at its lower end."""
        colours = self._theme.colours
        painter.setPen(QPen(QColor(colours.line_strong), 1))
        painter.setBrush(QColor(colours.panel))
        for inset, below in ((12, 6), (6, 3)):
            place = QRectF(card).translated(0.5, 0.5).adjusted(inset, 20, -inset, below)
            painter.drawRoundedRect(place, RADIUS, RADIUS)

    def _paint_thumb(self, painter: QPainter, place: QRect, job: Job) -> None:
        colours = self._theme.colours
        rounded = QPainterPath()
        rounded.addRoundedRect(QRectF(place), 5, 5)
        scale = painter.device().devicePixelRatio()
        picture = self._thumbnail_of(job, THUMB * scale)
        painter.save()
        painter.setClipPath(rounded)
        if picture is None or picture.isNull():
            painter.fillRect(place, QColor(colours.bg))
            _paint_shape(painter, place, job, colours)
        else:
            painter.fillRect(place, QColor(colours.stage))
            size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            at = QRect(place.topLeft(), size)
            at.moveCenter(place.center())
            painter.drawPixmap(at, picture)
        painter.restore()

    def _paint_words(self, painter: QPainter, places: CardPlaces, job: Job, option: QStyleOptionViewItem) -> None:
        colours = self._theme.colours
        title, way = places.title, reads(job.request.prompt) or self._direction
        if job.id == self.current_id:
            at, whole = title.topLeft(), self._title(job)
            self._prompt.paint(painter, at, whole, option.font, title.width(), colours.text, way=way)
        else:
            paint_line(painter, title, self._title(job), option.font, colours.text, way=way)
        if places.meta.width():
            small = _small(option.font)
            paint_line(painter, places.meta, fitting_meta(job, small, places.meta.width()), small, colours.faint)
        self._paint_state(painter, places.state, job, option.font, wide=bool(places.meta.width()))

    def _paint_state(self, painter: QPainter, place: QRect, job: Job, font: QFont, *, wide: bool) -> None:
        """In one line where it fits; else the second line has what comes after the state, so that money is never cut."""
        colour, state, detail = self._said(job)
        whole = " · ".join(filter(None, (state, detail)))
        tells = self._tells(job)
        if tells:
            self._paint_bar(painter, place, job.progress or 0.0)
        if not wide:
            paint_line(painter, place, whole, _small(font), colour)
        elif tells:
            paint_line(painter, place.adjusted(0, 0, 0, -9), whole, font, colour)
        elif QFontMetrics(font).horizontalAdvance(whole) <= place.width():
            paint_line(painter, place, whole, font, colour)
        else:
            half = place.height() // 2
            paint_line(painter, place.adjusted(0, 0, 0, -half), state, font, colour)
            paint_line(painter, place.adjusted(0, half + 1, 0, 0), detail, _small(font), colour)

    def _tells(self, job: Job) -> bool:
        """Whether its card has a bar."""
        return job.progress is not None and job.state in TELLS_PROGRESS and not self._jobs.folded(job)

    def _said(self, job: Job) -> tuple[str, str, str]:
        """The colour of the state, the state, and what comes after it; of all takes where the card stands for several."""
        takes = self._jobs.folded(job)
        if takes:
            return getattr(self._theme.colours, takes_tone(takes)), takes_line(takes), takes_detail(takes)
        around = self._jobs.around(job)
        detail = state_detail(job, self.now(), self._jobs.usual_seconds(job))
        return getattr(self._theme.colours, tone(job, around)), state_line(job, around), detail

    @staticmethod
    def bar_rect(state: QRect) -> QRectF:
        """Where the bar of a running job lies, read from left to right."""
        bar = QRectF(state.left(), state.bottom() - 3 + (_BELOW_STATE if state.height() < 24 else 0), 0, 4)
        bar.setWidth(min(_BAR_WIDTH, state.width()))
        return bar

    def _paint_bar(self, painter: QPainter, state: QRect, progress: float) -> None:
        colours = self._theme.colours
        bar = self.bar_rect(state)
        done = QRectF(bar)
        done.setWidth(max(4.0, bar.width() * min(1.0, progress)))
        painter.setPen(Qt.PenStyle.NoPen)
        for part, colour in ((bar, colours.line), (done, colours.accent)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(mirrored_exactly(part, QRectF(state), self._direction), 2, 2)

    def _paint_reason(self, painter: QPainter, place: QRect, job: Job, option: QStyleOptionViewItem) -> None:
        if not place.height():
            return
        font, words = _small(option.font), reason_words(job, self._jobs.around(job))
        if job.id != self.current_id:
            paint_line(painter, place, one_line(words), font, self._theme.colours.muted, way=reads(words))
            return
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colours.muted))
        with read_as(painter, reads(words)):
            painter.drawText(place, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, words)

    def _paint_action(self, painter: QPainter, place: QRect, job: Job, option: QStyleOptionViewItem) -> None:
        if not place.width():
            return
        colours = self._theme.colours
        hovered = self.hovered_action == job.id
        if hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(QRectF(place).adjusted(-3, 3, 3, -2 if place.height() < 30 else -4), 5, 5)
        action = self._jobs.actions(job)[0]
        colour = colours.text if hovered else colours.muted if action is JobAction.CANCEL else colours.accent_text
        painter.setFont(option.font)
        painter.setPen(QColor(colour))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, label(action, job))


def fitting_meta(job: Job, font: QFont, width: int) -> str:
    """Model, connection and length in so many pixels: of a long connection's name the end goes, not the length."""
    metrics = QFontMetrics(font)
    room = width - metrics.horizontalAdvance(meta_words(job, connection=""))
    name = elided(metrics, service_name(job.service.name), max(room, 0))
    return meta_words(job, connection=name or "…")


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(round(font.pixelSize() * 0.92) if font.pixelSize() > 0 else 12)
    return small


def _closed_sizes(option: QStyleOptionViewItem) -> tuple[QSize, QSize]:
    """Of a closed card without and with a reason; the view makes it as wide as itself."""
    line, small = option.fontMetrics.height(), QFontMetrics(_small(option.font)).height()
    height = _head_height(line, small) + 1 + GAP
    return QSize(0, height), QSize(0, height + small + 6)


def _head_height(line: int, small: int) -> int:
    return max(THUMB.height(), line + small + 3) + 2 * _PAD


def _action_rect(card: QRect, head: int, width: int, title_bottom: int, *, is_narrow: bool) -> QRect:
    """At the right; on a narrow card beside the title alone, and not at all where it would leave that no room."""
    if not width or (is_narrow and width > card.width() * 0.4):
        return QRect(card.right() - 10, card.top(), 0, 0)
    height = title_bottom - card.top() + 3 if is_narrow else head
    return QRect(card.right() - 8 - width, card.top(), width, height)


def _words_rects(title: QRect, small: int, card: QRect, *, is_narrow: bool) -> tuple[QRect, QRect, QRect]:
    """Title, meta and state: side by side where there is room, else the state in the place of the meta line."""
    second = QRect(title.left(), title.bottom() + 4, title.width(), small)
    if is_narrow:
        second.setRight(card.right() - 10)
        return title, QRect(), second
    left = min(card.right() - _STATE_FROM_RIGHT, title.right() - _STATE_LEAST)
    state = QRect(left, title.top(), title.right() - left, second.bottom() - title.top() + 1)
    title.setRight(left - _SPACE)
    second.setRight(title.right())
    return title, second, state


_OUTLINES = {Shape.LANDSCAPE: (20, 12), Shape.PORTRAIT: (11, 18), Shape.SQUARE: (15, 15)}


def _paint_shape(painter: QPainter, place: QRect, job: Job, colours: Colours) -> None:
    """The outline of the frame that is asked for, where there is no picture yet."""
    shape = QRectF(0, 0, *_OUTLINES[job.request.shape])
    shape.moveCenter(QPointF(place.center()) + QPointF(0.5, 0.5))
    painter.setPen(QPen(QColor(colours.faint), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(shape, 2, 2)
