"""How a picture of another shape fills the frame: crop with a movable frame, bars, or blurred edges."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPixmap
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sora_desktop.domain.image import BAR_COLOUR, MOST_ZOOM, Fit, FitMode
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.segmented import Segment, Segmented
from sora_desktop.ui.common.stage_guest import StageGuest
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.fit_canvas import ZOOM_STEP, FitCanvas
from sora_desktop.ui.compose.fit_paint import enlargement, same_shape, zoomed
from sora_desktop.ui.language import current, tr
from sora_desktop.ui.theme import ThemeKeeper

_WHITE = "#ffffff"
_OTHER = "other"
_TELLS_ENLARGED = 1.1
"""From so many times on it is said that a picture is enlarged: less of it nobody sees."""


class FitEditor(StageGuest):
    """Stands on the stage while a picture is fitted; Escape or Done closes it.

    Signals: `changed(Fit)` at every step; `done()`.
    """

    changed = Signal(object)
    done = Signal()

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "stage")
        self._fit, self._size, self._target = Fit(), Size(1, 1), Size(1, 1)
        self.canvas = FitCanvas(theme)
        self._modes = Segmented(
            theme,
            tr(text.COMPOSE_FIT_MODE_NAME),
            [_mode(FitMode.CROP, text.COMPOSE_FIT_CROP), _mode(FitMode.PAD, text.COMPOSE_FIT_PAD),
             _mode(FitMode.BLUR, text.COMPOSE_FIT_BLUR)],
        )  # fmt: skip
        self._out = _zoom_button(theme, "minus", text.COMPOSE_FIT_ZOOM_OUT, "−")
        self._in = _zoom_button(theme, "add", text.COMPOSE_FIT_ZOOM_IN, "+")
        self._zoom = PlainLabel(role="muted")
        self._zoom.setObjectName("fitZoom")
        self._colours = Segmented(
            theme,
            tr(text.COMPOSE_FIT_COLOUR_NAME),
            [_colour(BAR_COLOUR, "black", text.COMPOSE_FIT_BLACK), _colour(_WHITE, "white", text.COMPOSE_FIT_WHITE),
             _colour(_OTHER, "other", text.COMPOSE_FIT_OTHER)],
        )  # fmt: skip
        self._help = PlainLabel(role="muted", wrap=True)
        self._help.setObjectName("fitHelp")
        self._close = QPushButton(tr(text.COMPOSE_FIT_DONE))
        self._close.setObjectName("fitDone")
        self._close.clicked.connect(self.done)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._zooming = QWidget()
        zoom = QHBoxLayout(self._zooming)
        zoom.setContentsMargins(0, 0, 0, 0)
        zoom.setSpacing(2)
        for part in (self._out, self._zoom, self._in):
            zoom.addWidget(part)
        zoom.addStretch()
        row = WrappingRow(spacing=12, line_spacing=12)
        for group in (self._modes, self._zooming, self._colours):
            row.addWidget(group)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addLayout(row, 1)
        foot.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._help)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.canvas.moved.connect(self.changed)
        self._modes.chosen.connect(self._pick_mode)
        self._colours.chosen.connect(self._pick_colour)
        self._out.clicked.connect(lambda: self._zoom_by(1 / ZOOM_STEP))
        self._in.clicked.connect(lambda: self._zoom_by(ZOOM_STEP))

    def show_picture(self, picture: QPixmap, size: Size, target: Size, fit: Fit) -> None:
        """Fit this picture, of `size` pixels in its file, into `target`."""
        self._fit, self._size, self._target = fit, size, target
        self._modes.set_value(fit.mode)
        self._colours.set_value(fit.colour if fit.colour in (BAR_COLOUR, _WHITE) else _OTHER)
        self._colours.setVisible(fit.mode is FitMode.PAD)
        self._zooming.setVisible(fit.mode is FitMode.CROP)
        self._zoom.setText(tr(text.COMPOSE_FIT_TIMES, factor=current().number(fit.zoom, 1)))
        self._out.setEnabled(fit.zoom > 1.0)
        self._in.setEnabled(fit.zoom < MOST_ZOOM)
        self._help.setText(self._said())
        self.canvas.show_picture(picture, size, target, fit)

    def _said(self) -> str:
        """What a person can do, and what the picture suffers from it."""
        words = tr(_help_of(self._fit, exact=same_shape(self._size, self._target)))
        factor = enlargement(self._fit, self._size, self._target)
        if round(factor, 1) < _TELLS_ENLARGED:
            return words
        return f"{words} {tr(text.COMPOSE_FIT_ENLARGED, factor=current().number(factor, 1))}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def _zoom_by(self, factor: float) -> None:
        self.changed.emit(zoomed(self._fit, self._size, self._target, factor))

    @Slot(object)
    def _pick_mode(self, mode: FitMode) -> None:
        self.changed.emit(replace(self._fit, mode=mode))

    @Slot(object)
    def _pick_colour(self, colour: str) -> None:
        if colour != _OTHER:
            self.changed.emit(replace(self._fit, colour=colour))
            return
        dialog = QColorDialog(QColor(self._fit.colour), self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(self._take_colour)
        dialog.rejected.connect(self._show_colour)
        dialog.open()

    @Slot(QColor)
    def _take_colour(self, colour: QColor) -> None:
        self.changed.emit(replace(self._fit, colour=colour.name()))

    @Slot()
    def _show_colour(self) -> None:
        self.show_picture(self.canvas.shown_picture, self._size, self._target, self._fit)


def _zoom_button(theme: ThemeKeeper, icon: str, words: str, key: str) -> IconButton:
    """Its tip has the key; its name has none, as a screen reader says both."""
    button = IconButton(theme, icon, tr(words), colour="stage_muted")
    button.says(tr(words), tip=tr(text.COMPOSE_FIT_WITH_KEY, action=tr(words), key=key))
    return button


def _mode(mode: FitMode, words: str) -> Segment:
    return Segment(mode, tr(words), f"fit-{mode}", tr(words))


def _colour(colour: str, name: str, words: str) -> Segment:
    return Segment(colour, tr(words), f"fit-colour-{name}", tr(words))


def _help_of(fit: Fit, *, exact: bool) -> str:
    if exact and (fit.mode is not FitMode.CROP or fit.zoom == 1.0):
        return text.COMPOSE_FIT_EXACT_HELP
    return {
        FitMode.CROP: text.COMPOSE_FIT_CROP_HELP,
        FitMode.PAD: text.COMPOSE_FIT_PAD_HELP,
        FitMode.BLUR: text.COMPOSE_FIT_BLUR_HELP,
    }[fit.mode]
