"""The place for a reference image: drop, paste or browse; shows the picture and what of it will be used."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from sora_desktop.base.sentences import Message, Shortcut, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import ImageRole
from sora_desktop.ui.assets import pixmap
from sora_desktop.ui.common.drawn import Drawn
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import ElidedLabel, PlainLabel, set_look, set_tip
from sora_desktop.ui.common.mirroring import mirrored
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.drops import may_be_picture, read_drop
from sora_desktop.ui.compose.fit_paint import paint_fit, rounded
from sora_desktop.ui.compose.shown_picture import ShownPicture, ZoneState
from sora_desktop.ui.compose.tile_pages import TILE_HEIGHT, TilePicture, empty_tile
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.theme import ThemeKeeper

_THUMB = QSize(88, 54)
_HEIGHT = 74
_MARGINS = 2 * 8
_AS_HIGH_AS_IT_NEEDS = (1 << 24) - 1
"""Qt's word for no limit. In a narrow column the words under the name may need a third line."""
_TILE_WIDTH = 98
_LEAST_TILE = 72


class Thumbnail(QWidget):
    """The picture, small, with the frame of the crop; or a drawing of what is wrong."""

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self._theme = theme
        self._shown: ShownPicture | None = None
        self.setFixedSize(_THUMB)
        theme.changed.connect(self.update)

    def show_picture(self, shown: ShownPicture) -> None:
        self._shown = shown
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        rounded(painter, box, 6)
        if self._shown.thumbnail.isNull():
            painter.fillRect(box, self._theme.colours.field)
            self._paint_stand_in(painter, self._shown.state)
        else:
            paint_fit(painter, box, self._shown.thumbnail, self._shown.target, self._shown.fit)
        painter.end()

    def _paint_stand_in(self, painter: QPainter, state: ZoneState) -> None:
        refused = state is ZoneState.REFUSED
        colour = self._theme.colours.bad if refused else self._theme.colours.faint
        drawing = pixmap("image-off" if refused else "image", colour, 24, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - 24) // 2, (self.height() - 24) // 2, drawing)


@dataclass(frozen=True, slots=True)
class SlotWords:
    """A place for one picture: its role, the object name of its zone, its caption, and whether the picture is fitted."""

    role: ImageRole
    name: str
    caption: Message
    fits: bool = True
    short: Message | None = None
    """The caption as a tile has it, where that is shorter."""


FIRST_FRAME = SlotWords(ImageRole.FIRST, "imageDropZone", message(text.COMPOSE_IMAGE))


class DropZone(QPushButton):
    """Takes drops and pastes; it decides nothing about them. A button, as who does not see it can press it, too.

    Enter or Space browses, Ctrl+V pastes, Delete removes.
    Signals: `given(Drop)`; `browse_wanted()`; `remove_wanted()`; `fit_wanted()`: a click on the picture of a tile.
    """

    given = Signal(object)
    fit_wanted = Signal()
    browse_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, theme: ThemeKeeper, slot: SlotWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = ZoneState.EMPTY
        self._slot_words = slot
        self._is_tile = False
        self._tile: TilePicture | None = None
        self.setObjectName(slot.name)
        self.setProperty("role", "drop")
        self.setAccessibleName(tr(text.COMPOSE_IMAGE))
        self.setAccessibleDescription(_help())
        set_tip(self, _help())
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(self._picture_page())
        self.show_empty()
        self.clicked.connect(self.browse_wanted)
        theme.changed.connect(self._draw)

    def _empty_page(self) -> QWidget:
        page = QWidget()
        self._sign = Drawn()
        self._sign.setFixedWidth(30)
        self._browse = QPushButton(tr(text.COMPOSE_IMAGE_BROWSE))
        self._browse.setProperty("role", "link")
        self._browse.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._browse.clicked.connect(self.browse_wanted)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(ElidedLabel(tr(text.COMPOSE_IMAGE_EMPTY), role="muted", elide=Qt.TextElideMode.ElideRight))
        words.addWidget(PlainLabel(tr(text.COMPOSE_IMAGE_KINDS), role="hint"))
        words.addStretch()
        row = QHBoxLayout(page)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        row.addWidget(self._browse)
        self._draw()
        return page

    def _picture_page(self) -> QWidget:
        page = QWidget()
        self._thumbnail = Thumbnail(self._theme)
        self._name = ElidedLabel(foreign=True)
        self._detail = PlainLabel(role="hint", wrap=True)
        self._remove = self._remove_button()
        self._remove.setObjectName("imageRemoveButton")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch()
        words.addWidget(self._name)
        words.addWidget(self._detail)
        words.addStretch()
        row = QHBoxLayout(page)
        row.setContentsMargins(9, 8, 6, 8)
        row.setSpacing(10)
        row.addWidget(self._thumbnail)
        row.addLayout(words, 1)
        row.addWidget(self._remove)
        return page

    def set_tile(self, *, is_tile: bool) -> None:
        """Stand as one tile of several, or alone with its words beside the picture."""
        if is_tile and self._tile is None:
            self._tile = TilePicture(self._theme)
            self._pages.addWidget(empty_tile(say(self._slot_words.short or self._slot_words.caption)))
            self._pages.addWidget(self._tile)
            self._tile_remove = self._remove_button(self)
        if is_tile is not self._is_tile:
            self._is_tile = is_tile
            self._show_page()

    def _show_page(self) -> None:
        has_picture = self._state is not ZoneState.EMPTY
        self._pages.setCurrentIndex(int(has_picture) + (2 if self._is_tile else 0))
        if self._tile is not None:
            self._tile_remove.setVisible(self._is_tile and has_picture)
            self._tile_remove.raise_()
        lines = self._name.sizeHint().height() + 1 + 2 * self._detail.fontMetrics().lineSpacing()
        tile, row = 3 * self.fontMetrics().height(), max(self._pages.minimumSize().height(), lines + _MARGINS)
        self.setMinimumHeight(max(TILE_HEIGHT, tile) if self._is_tile else max(_HEIGHT, row))
        self.setMaximumHeight(self.minimumHeight() if self._is_tile else _AS_HIGH_AS_IT_NEEDS)

    def _remove_button(self, parent: QWidget | None = None) -> IconButton:
        button = IconButton(self._theme, "close", tr(text.COMPOSE_IMAGE_REMOVE))
        button.setProperty("scale", "small")
        button.setIconSize(QSize(14, 14))
        button.clicked.connect(self.remove_wanted)
        if parent is not None:
            button.setParent(parent)
        return button

    @Slot()
    def _draw(self) -> None:
        colour = self._theme.colours.faint
        self._sign.show_drawn(lambda ratio: pixmap("image", colour, 24, ratio))

    @property
    def state(self) -> ZoneState:
        return self._state

    def show_empty(self) -> None:
        self._state = ZoneState.EMPTY
        self._show_page()
        set_look(self, "state", self._state.value)
        self.setAccessibleName(say(self._slot_words.caption))

    def show_picture(self, shown: ShownPicture) -> None:
        self._state = shown.state
        self._thumbnail.show_picture(shown)
        self._name.setText(shown.name)
        self._detail.setText(shown.detail)
        source = text.COMPOSE_IMAGE_BACK_NAME if shown.former else text.COMPOSE_IMAGE_REMOVE_NAME
        removes = tr(source, name=shown.name, former=shown.former)
        self._remove.says(removes)
        if self._tile is not None:
            self._tile.show_picture(shown, shown.short, say(self._slot_words.short or self._slot_words.caption))
            self._tile_remove.says(removes)
        set_look(self, "state", self._state.value)
        spoken = shown.detail.replace("\u00a0", " ")
        self.setAccessibleName(
            tr(text.COMPOSE_SLOT_NAME_FULL, slot=say(self._slot_words.caption), name=shown.name, detail=spoken)
        )
        set_tip(self, f"{shown.name}\n{shown.detail}" if self._is_tile else _help())
        self._show_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._tile is not None:
            room = QRect(self.rect().right() - 26, 3, 24, 24)
            self._tile_remove.setGeometry(mirrored(room, self.rect(), self.layoutDirection()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._show_page()

    @Slot()
    def paste(self) -> None:
        """Take what the clipboard holds."""
        self.given.emit(read_drop(QGuiApplication.clipboard().mimeData(), pasted=True))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may_be_picture(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            set_look(self, "state", "target")

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        set_look(self, "state", self._state.value)

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        set_look(self, "state", self._state.value)
        self.given.emit(read_drop(event.mimeData()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._state is not ZoneState.EMPTY:
            self.remove_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self.browse_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a picture is no wish for another one."""
        if self._state is ZoneState.EMPTY:
            super().mousePressEvent(event)
        elif self._is_tile and event.button() is Qt.MouseButton.LeftButton:
            self.fit_wanted.emit()

    def sizeHint(self) -> QSize:
        return QSize(_TILE_WIDTH, TILE_HEIGHT) if self._is_tile else self._pages.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_TILE, TILE_HEIGHT) if self._is_tile else self._pages.minimumSize()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr(text.COMPOSE_IMAGE_BROWSE), self.browse_wanted.emit)
        menu.addAction(tr(text.COMPOSE_IMAGE_PASTE), self.paste)
        if self._state is not ZoneState.EMPTY:
            menu.addAction(tr(text.COMPOSE_IMAGE_REMOVE), self.remove_wanted.emit)
        if self._is_tile and self._state is ZoneState.GOOD:
            menu.addAction(tr(text.COMPOSE_FIT), self.fit_wanted.emit)
        menu.popup(event.globalPos())


def _help() -> str:
    return tr(text.COMPOSE_IMAGE_HELP, paste=Shortcut("Ctrl+V"), browse=Shortcut("Return"), remove=Shortcut("Delete"))
