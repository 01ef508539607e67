"""The library: every finished clip, found by a word, played with a click."""

from functools import partial

from PySide6.QtCore import QMargins, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.library import ALONE, InStack
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.chips import chip
from sora_desktop.ui.common.clip_actions import copy_paths, delete
from sora_desktop.ui.common.empty_note import EmptyNote
from sora_desktop.ui.common.labels import PlainLabel, set_tip
from sora_desktop.ui.common.mirroring import mirrored_margins
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import tr
from sora_desktop.ui.library import sentences as text
from sora_desktop.ui.library.clip_grid import ClipGrid
from sora_desktop.ui.library.clip_menu import ClipMenu, menu_at
from sora_desktop.ui.library.item_models import STACK_ROLE, ClipFilter, ClipList
from sora_desktop.ui.library.spoken_count import SpokenCount, count_words
from sora_desktop.ui.theme import ThemeKeeper

CHIPS = (
    (ClipFilter.ALL, text.LIBRARY_ALL, text.LIBRARY_ALL_HINT),
    (ClipFilter.LANDSCAPE, text.LIBRARY_LANDSCAPE, text.LIBRARY_LANDSCAPE_HINT),
    (ClipFilter.PORTRAIT, text.LIBRARY_PORTRAIT, text.LIBRARY_PORTRAIT_HINT),
    (ClipFilter.SQUARE, text.LIBRARY_SQUARE, text.LIBRARY_SQUARE_HINT),
    (ClipFilter.WITH_IMAGE, text.LIBRARY_WITH_IMAGE, text.LIBRARY_WITH_IMAGE_HINT),
)


class SearchEdit(QLineEdit):
    """Signals: those of QLineEdit; `done()` a person wants to go on to the clips."""

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        else:
            super().keyPressEvent(event)


class LibraryPanel(QFrame):
    """Signals: `clip_activated(Clip)` play it; `use_again(Request)` put its request back into compose; `charge_wanted(Clip)`
    a person wants to enter what was billed for it.
    """

    clip_activated = Signal(object)
    charge_wanted = Signal(object)
    use_again = Signal(object)
    stacked_chosen = Signal(bool)

    def __init__(self, commands: Commands, clips: ClipList, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "wall")
        self.setAccessibleName(tr(text.LIBRARY_TITLE))
        self._commands = commands
        self._clips = clips
        self.menu = ClipMenu(commands, self)
        self._grid = ClipGrid(clips, theme)
        self._spoken_count = SpokenCount(clips, self)
        self._lay_out()
        self._connect()
        self._count()

    def show_on_stage(self, clip_id: str) -> None:
        """Mark the clip that is on the stage; an empty id marks none."""
        self._grid.show_on_stage(clip_id)

    @property
    def clips_place(self) -> QWidget:
        """The part of it in which the clips lie."""
        return self._pages

    def focus_clips(self) -> None:
        """Go on with the keyboard among the clips; in the search where there are none."""
        if self._clips.rowCount():
            self._go_to_clips()
        else:
            self._search.setFocus()

    def focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        self._search = SearchEdit()
        self._search.setObjectName("librarySearch")
        self._search.setPlaceholderText(tr(text.LIBRARY_SEARCH))
        self._search.setAccessibleName(tr(text.LIBRARY_SEARCH_NAME))
        self._search.setClearButtonEnabled(True)
        set_tip(self._search, tr(text.LIBRARY_SEARCH))
        for clear in self._search.findChildren(QToolButton):
            clear.setAccessibleName(tr(text.LIBRARY_SEARCH_CLEAR))
        self._pages = QStackedWidget()
        self._no_match = EmptyNote(
            tr(text.LIBRARY_NO_MATCH_TITLE), tr(text.LIBRARY_NO_MATCH), tr(text.LIBRARY_SHOW_ALL)
        )
        for page in (EmptyNote(tr(text.LIBRARY_EMPTY_TITLE), tr(text.LIBRARY_EMPTY)), self._no_match, self._grid):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(mirrored_margins(QMargins(16, 12, 8, 0), self.layoutDirection()))
        column.setSpacing(10)
        for part in (self._make_head(), self._make_chips()):
            inset = QHBoxLayout()
            inset.setContentsMargins(mirrored_margins(QMargins(0, 0, 8, 0), self.layoutDirection()))
            inset.addWidget(part)
            column.addLayout(inset)
        column.addWidget(self._pages, 1)

    def _make_head(self) -> QWidget:
        self._counted = PlainLabel(role="faint")
        self._counted.setObjectName("libraryCount")
        self._order = QPushButton()
        self._order.setObjectName("librarySort")
        self._order.setProperty("role", "flat")
        self._order.clicked.connect(self._choose_order)
        head = QWidget()
        row = WrappingRow(head, spacing=10)
        row.addWidget(PlainLabel(tr(text.LIBRARY_TITLE), role="heading"))
        row.addWidget(self._counted)
        row.addWidget(self._search)
        row.addWidget(self._order)
        self._set_oldest_first(False)
        return head

    def _make_chips(self) -> QWidget:
        chips = QWidget()
        row = WrappingRow(chips, spacing=6)
        self._chips = QButtonGroup(self)
        for kind, words, hint in CHIPS:
            show = partial(self._clips.set_filter, kind)
            button = chip(tr(words), f"filter-{kind}", tr(hint), show, self._chips)
            set_tip(button, tr(hint))
            row.addWidget(button)
            if kind is ClipFilter.SQUARE:
                self._square = button
        return chips

    def _connect(self) -> None:
        self._search.textChanged.connect(self._clips.set_search)
        self._search.done.connect(self._go_to_clips)
        self._no_match.clicked.connect(self._show_all)
        self._clips.counts_changed.connect(self._count)
        self._grid.play_wanted.connect(self.clip_activated)
        self.menu.clip_activated.connect(self.clip_activated)
        self.menu.use_again.connect(self.use_again)
        self.menu.charge_wanted.connect(self.charge_wanted)
        self._grid.delete_wanted.connect(self._delete)
        self._grid.menu_wanted.connect(self._open_menu)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self._grid)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._copy)

    @Slot()
    def _count(self) -> None:
        self._square.setVisible(self._clips.squares > 0 or self._square.isChecked())
        if not self._clips.is_counted:  # a moment later there are more
            self._pages.setCurrentIndex(2)
            return
        words, total = count_words(self._clips), self._clips.total
        self._counted.setText(words or (tr(text.LIBRARY_COUNT_OF, shown=0, count=total) if total else ""))
        self._pages.setCurrentIndex(2 if words else 1 if total else 0)

    def _set_oldest_first(self, oldest_first: bool) -> None:
        words = text.LIBRARY_OLDEST if oldest_first else text.LIBRARY_NEWEST
        self._order.setText(f"{tr(words)} ▾")
        self._order.setAccessibleName(tr(text.LIBRARY_SORT_NAME, order=tr(words)))
        self._clips.set_oldest_first(oldest_first)

    @Slot()
    def _choose_order(self) -> None:
        menu = menu_at(self)
        for words, oldest_first in ((text.LIBRARY_SORT_NEWEST, False), (text.LIBRARY_SORT_OLDEST, True)):
            entry = menu.addAction(tr(words))
            entry.triggered.connect(lambda _=False, oldest=oldest_first: self._set_oldest_first(oldest))
        menu.addSeparator()
        together = menu.addAction(tr(text.LIBRARY_STACKED))
        together.setCheckable(True)
        together.setChecked(self._clips.shown.stacked)
        together.toggled.connect(self._choose_stacked)
        menu.popup(self._order.mapToGlobal(QPoint(0, self._order.height() + 2)))

    @Slot(bool)
    def _choose_stacked(self, stacked: bool) -> None:
        self._clips.set_stacked(stacked)
        self.stacked_chosen.emit(stacked)

    @Slot()
    def _show_all(self) -> None:
        self._search.clear()
        self._chips.buttons()[0].setChecked(True)
        self._search.setFocus()

    @Slot()
    def _go_to_clips(self) -> None:
        if self._clips.rowCount():
            self._grid.setFocus()
            if not self._grid.currentIndex().isValid():
                self._grid.setCurrentIndex(self._clips.index(0))

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        self._grid.with_selected(lambda clips: self.menu_for(clips).popup(at))

    def menu_for(self, clips: list[Clip]) -> QMenu:
        """All that can be done with these clips; what needs one alone is off for several."""
        return self.menu.menu_for(clips, self, self._add_stack)

    def _add_stack(self, menu: QMenu, clip: Clip) -> None:
        in_stack: InStack = self._clips.index_of(clip.id).data(STACK_ROLE) or ALONE
        if in_stack.takes > 1:
            is_unfolded = self._clips.is_unfolded(in_stack.stack)
            words = tr(text.LIBRARY_FOLD) if is_unfolded else tr(text.LIBRARY_UNFOLD, count=in_stack.takes)
            entry = menu.addAction(words)
            entry.triggered.connect(lambda: self._clips.unfold(in_stack.stack, unfolded=not is_unfolded))

    @Slot()
    def _copy(self) -> None:
        self._grid.with_selected(lambda clips: copy_paths(clips, self._commands))

    @Slot()
    def _delete(self) -> None:
        self._grid.with_selected(lambda clips: delete(clips, self._commands))
