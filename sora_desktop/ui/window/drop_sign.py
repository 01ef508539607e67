"""The large sign over the whole window while a picture is dragged over it: what a drop does, and where."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from sora_desktop.ui.assets import pixmap
from sora_desktop.ui.common.mirroring import mirrored
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.compose.drop_places import DropPlace
from sora_desktop.ui.theme import ThemeKeeper

_EDGE = 24
_GAP = 16
_ICON = 56
_RADIUS = 16
_VEIL = 225
_WIDEST_WORDS = 520


class DropSign(QWidget):
    """Covers its parent, a field for each place that a drop can go to. It is gone as soon as nothing is dragged any more.

    Signals: `dropped(DropPlace, QMimeData)`: something was let go over this place. The data is gone after that.
    """

    dropped = Signal(object, object)

    def __init__(self, theme: ThemeKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = parent
        self._theme = theme
        self._places: Sequence[DropPlace] = ()
        self._over = -1
        self.setObjectName("dropSign")
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.hide()
        parent.installEventFilter(self)

    @property
    def places(self) -> Sequence[DropPlace]:
        """What a drop can do now, none while it is hidden."""
        return self._places

    def show_places(self, places: Sequence[DropPlace]) -> None:
        """Lie over everything, and say what a drop does."""
        self._places = tuple(places)
        self._over = 0 if len(self._places) == 1 else -1
        words = ". ".join(place.words for place in self._places)
        self.setAccessibleName(words)
        self.setGeometry(self._whole.rect())
        self.raise_()
        self.show()
        self.update()
        say_aloud(self, words)

    def put_away(self) -> None:
        self._places, self._over = (), -1
        self.hide()

    def place_at(self, point: QPoint) -> DropPlace | None:
        """The place under this point, the only one wherever that is."""
        at = self._number_at(point)
        return self._places[at] if 0 <= at < len(self._places) else None

    def _number_at(self, point: QPoint) -> int:
        if len(self._places) == 1:
            return 0
        fields = self._fields()
        return next((at for at, field in enumerate(fields) if field.contains(point)), -1)

    def _fields(self) -> list[QRect]:
        inner = self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        count = max(len(self._places), 1)
        width = (inner.width() - (count - 1) * _GAP) // count
        fields = [QRect(inner.left() + at * (width + _GAP), inner.top(), width, inner.height()) for at in range(count)]
        return [mirrored(field, self.rect(), self.layoutDirection()) for field in fields]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._follow(event)
        event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._follow(event)

    def _follow(self, event: QDragMoveEvent) -> None:
        """It is copied, never moved away; between two places nothing would be taken."""
        at = self._number_at(event.position().toPoint())
        if at != self._over:
            self._over = at
            self.update()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(at >= 0)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.put_away()

    def dropEvent(self, event: QDropEvent) -> None:
        place = self.place_at(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(place is not None)
        self.put_away()
        if place is not None:
            self.dropped.emit(place, event.mimeData())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """While something is dragged there are no events of the mouse: nothing is dragged any more."""
        self.put_away()
        super().mouseMoveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._whole and event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._whole.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self._theme.colours.bg)
        veil.setAlpha(_VEIL)
        painter.fillRect(self.rect(), veil)
        for at, (place, field) in enumerate(zip(self._places, self._fields(), strict=True)):
            self._paint_place(painter, place, field, is_over=at == self._over)
        painter.end()

    def _paint_place(self, painter: QPainter, place: DropPlace, field: QRect, *, is_over: bool) -> None:
        colours = self._theme.colours
        ink = QColor(colours.bad if place.refusal else colours.accent)
        fill = QColor(ink)
        fill.setAlpha(40 if is_over else 14)
        style = Qt.PenStyle.SolidLine if is_over else Qt.PenStyle.DashLine
        painter.setPen(QPen(ink, 3 if is_over else 2, style))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(field).adjusted(1.5, 1.5, -1.5, -1.5), _RADIUS, _RADIUS)
        title, hint = self._fonts()
        room = QRect(0, 0, min(field.width() - 2 * _EDGE, _WIDEST_WORDS), field.height())
        high = _bounds(title, room, place.words).height()
        low = _bounds(hint, room, place.hint).height() + 8 if place.hint else 0
        top = field.center().y() - (_ICON + 12 + high + low) // 2
        name = "image-off" if place.refusal else "image"
        drawing = pixmap(name, ink.name(), _ICON, self.devicePixelRatioF())
        painter.drawPixmap(field.center().x() - _ICON // 2, top, drawing)
        self._write(painter, title, QColor(colours.text), field, top + _ICON + 12, place.words)
        self._write(painter, hint, QColor(colours.muted), field, top + _ICON + 20 + high, place.hint)

    def _write(self, painter: QPainter, font: QFont, ink: QColor, field: QRect, top: int, words: str) -> None:
        width = min(field.width() - 2 * _EDGE, _WIDEST_WORDS)
        painter.setFont(font)
        painter.setPen(ink)
        place = QRect(field.center().x() - width // 2, top, width, field.bottom() - top)
        painter.drawText(place, int(_CENTRED), words)

    def _fonts(self) -> tuple[QFont, QFont]:
        title, hint = QFont(self.font()), QFont(self.font())
        title.setPixelSize(round(self.fontInfo().pixelSize() * 1.7))
        title.setWeight(QFont.Weight.DemiBold)
        return title, hint

    def sizeHint(self) -> QSize:
        return self._whole.size()


_CENTRED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def _bounds(font: QFont, room: QRect, words: str) -> QRect:
    return QFontMetrics(font).boundingRect(room, int(_CENTRED), words)
