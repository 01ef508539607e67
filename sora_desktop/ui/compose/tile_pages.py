"""A place for a picture as a tile: the picture over all of it, with its role and what becomes of it in a line."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_desktop.domain.image import FitMode
from sora_desktop.ui.assets import pixmap
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.lines import elided
from sora_desktop.ui.compose.fit_paint import covering, crop_frame, rounded
from sora_desktop.ui.compose.shown_picture import ShownPicture, ZoneState
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from PySide6.QtGui import QLinearGradient

TILE_HEIGHT = 74
_RADIUS = 7
_FOOT = 24
_SIGN = 22


def load_gradient() -> "type[QLinearGradient]":
    """For a tile that has a picture: 169 presets come with it, of which the first paint shows none."""
    from PySide6.QtGui import QLinearGradient

    return QLinearGradient


def empty_tile(words: str) -> QWidget:
    """What an empty tile says: its role."""
    page = QWidget()
    label = PlainLabel(words, role="hint", wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column = QVBoxLayout(page)
    column.setContentsMargins(6, 4, 6, 4)
    column.addWidget(label)
    return page


class TilePicture(QWidget):
    """What is used of the picture fills the tile; where none can be shown, a sign stands for it."""

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self._theme = theme
        self._shown: ShownPicture | None = None
        self._words = self._role = ""
        theme.changed.connect(self.update)

    def show_picture(self, shown: ShownPicture, words: str, role: str) -> None:
        """`words` stand at its foot, the `role` alone where they have no room."""
        self._shown, self._words, self._role = shown, words, role
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(72, TILE_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        rounded(painter, box, _RADIUS)
        painter.fillRect(box, QColor(self._theme.colours.stage))
        if self._shown.thumbnail.isNull():
            self._paint_sign(painter, self._shown.state)
        else:
            self._paint_picture(painter, box, self._shown)
        self._paint_words(painter, self.rect())
        painter.end()

    def _paint_picture(self, painter: QPainter, box: QRectF, shown: ShownPicture) -> None:
        whole = QRectF(shown.thumbnail.rect())
        used = crop_frame(whole, shown.target, shown.fit) if shown.target and shown.fit.mode is FitMode.CROP else whole
        covered = covering(box, used.width(), used.height())
        painter.drawPixmap(covered, shown.thumbnail, used)

    def _paint_sign(self, painter: QPainter, state: ZoneState) -> None:
        refused = state is ZoneState.REFUSED
        name, ink = ("image-off", self._theme.colours.bad) if refused else ("image", self._theme.colours.stage_muted)
        sign = pixmap(name, ink, _SIGN, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - _SIGN) // 2, (self.height() - _FOOT - _SIGN) // 2 + 2, sign)

    def _paint_words(self, painter: QPainter, whole: QRect) -> None:
        metrics = self.fontMetrics()
        foot = whole.adjusted(1, whole.height() - metrics.height() - 10, -1, -1)
        shade = load_gradient()(foot.topLeft(), foot.bottomLeft())
        shade.setColorAt(0, QColor(0, 0, 0, 0))
        shade.setColorAt(0.5, QColor(0, 0, 0, 170))
        shade.setColorAt(1, QColor(0, 0, 0, 200))
        painter.fillRect(foot, shade)
        font = QFont(self.font())
        font.setPixelSize(max(round(self.fontInfo().pixelSize() * 0.86), 9))
        painter.setFont(font)
        painter.setPen(QColor("#ffffff"))
        place = foot.adjusted(7, 0, -7, -4)
        flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeading
        fits = painter.fontMetrics().horizontalAdvance(self._words) <= place.width()
        said = self._words if fits else self._role
        words = elided(painter.fontMetrics(), said, place.width(), Qt.TextElideMode.ElideRight)
        painter.drawText(place, int(flags), words)
