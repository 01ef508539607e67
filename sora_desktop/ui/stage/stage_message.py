"""The sentence in the middle of the stage: before the first clip, and where one cannot be played."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sora_desktop.base.safe_text import shown
from sora_desktop.ui.assets import pixmap
from sora_desktop.ui.common.drawn import Drawn
from sora_desktop.ui.common.elided_button import ElidedButton
from sora_desktop.ui.common.extents import enlarged
from sora_desktop.ui.common.labels import PlainLabel, set_look, set_tip
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.theme import ThemeKeeper

_ICON_SIZE = 40
_WIDTH = 380
_GAP = 6
_ROOMY = 200
"""From so many pixels of height on there is room for the icon beside the words."""
_COMFORTABLE = QSize(1100, 680)
"""On a stage that is larger its words grow with it."""
_STEPS = (1.0, 1.4, 1.8)
_SCALES = {1.0: "usual", 1.4: "large", 1.8: "huge"}


def growth(room: QSize) -> float:
    """By how much the words on a stage of this size are larger than elsewhere: in few steps, as fonts are."""
    share = min(room.width() / _COMFORTABLE.width(), room.height() / _COMFORTABLE.height())
    return max(step for step in _STEPS if step <= max(share, 1.0))


class StageMessage(QWidget):
    """An icon, a title, a sentence and perhaps a button or two. Where there is little room, the buttons stay longest.

    Signals: `clicked()` of the button, `second_clicked()` of the one beside it.
    """

    clicked = Signal()
    second_clicked = Signal()

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = ""
        self._grown = 1.0
        self._icon = Drawn()
        self._title = PlainLabel(role="title", wrap=True)
        self._sentence = PlainLabel(role="muted", wrap=True)
        self._button, self._second = ElidedButton(), ElidedButton()
        self._button.clicked.connect(self.clicked)
        self._second.clicked.connect(self.second_clicked)
        self._inner, self._buttons = QWidget(), WrappingRow(centred=True)
        self._lay_out()

    def _lay_out(self) -> None:
        self._inner.setMaximumWidth(enlarged(_WIDTH, self))
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addStretch()
        for widget in (self._icon, self._title, self._sentence):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addSpacing(4)
        buttons = self._buttons
        buttons.addWidget(self._button)
        buttons.addWidget(self._second)
        column.addLayout(buttons)
        column.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._inner, 100)
        row.addStretch(1)

    def say(self, icon: str, title: str, sentence: str, button: str = "", second: str = "") -> None:
        """Show this instead of a picture."""
        self._icon_name = icon
        self._title.setText(title)
        self._sentence.setText(sentence)
        for made, words in ((self._button, button), (self._second, second)):
            made.setText(words)
            made.setAccessibleName(words)
            set_tip(made, words)
            made.setVisible(bool(words))
        self._draw()
        self._share_out(self.height())
        self.setAccessibleName(shown(f"{title}. {sentence}"))
        self.show()

    def _draw(self) -> None:
        name, size, colour = self._icon_name, round(_ICON_SIZE * self._grown), self._theme.colours.stage_muted
        self._icon.show_drawn(lambda ratio: pixmap(name, colour, size, ratio, opacity=0.7))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._grow(event.size())
        self._share_out(event.size().height())
        super().resizeEvent(event)

    def _grow(self, room: QSize) -> None:
        grown = growth(room)
        if grown == self._grown:
            return
        self._grown = grown
        self._inner.setMaximumWidth(enlarged(round(_WIDTH * grown), self))
        for widget in (self._title, self._sentence, self._button, self._second):
            set_look(widget, "scale", _SCALES[grown])
        if self._icon_name:
            self._draw()

    def _share_out(self, height: int) -> None:
        """The icon goes first, then the sentence, then the title; never the buttons.

        Where not even the title has room the icon stands for it, and the words are its tip.
        """
        width = min(self.width(), self._inner.maximumWidth())
        title, sentence = self._title.heightForWidth(width), self._sentence.heightForWidth(width)
        kept = self._buttons.heightForWidth(width) + 3 * _GAP
        has_title = height >= kept + title
        self._title.setVisible(has_title)
        self._sentence.setVisible(height >= kept + title + _GAP + sentence)
        icon = round(_ICON_SIZE * self._grown)
        is_alone = not has_title and self._button.isHidden()
        self._icon.setVisible(is_alone or height >= max(_ROOMY, kept + title + sentence + icon + 2 * _GAP))
        set_tip(self, "" if has_title else self._title.text())
