"""The two views of the window, of which one is shown. The stage goes with it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from sora_desktop.domain.settings import View
from sora_desktop.ui.window.make_view import MakeView
from sora_desktop.ui.window.panels import Panels

if TYPE_CHECKING:
    from sora_desktop.ui.window.choose_view import ChooseView


def load_choose_view() -> "type[ChooseView]":
    """The first paint needs none."""
    from sora_desktop.ui.window.choose_view import ChooseView

    return ChooseView


class Views(QStackedWidget):
    """`choose` is None before it is first shown.

    Signals: `changed()`: another view is shown; `rearranged()`: a person moved a divider in one.
    """

    changed = Signal()
    rearranged = Signal()

    def __init__(self, panels: Panels, choose_columns: Callable[[], str]) -> None:
        super().__init__()
        self._panels = panels
        self._choose_columns = choose_columns
        self._keyboard: QWidget | None = None
        self.shown = View.MAKE
        self.make = MakeView(panels)
        self.choose: ChooseView | None = None
        self.make.stage_place.take(panels.stage)
        self.make.rearranged.connect(self.rearranged)
        self.addWidget(self.make)

    def show_view(self, view: View, take_keyboard: Callable[[], None] | None = None) -> None:
        """Show this one. `take_keyboard` leads the keyboard on; without it, to the clips of Choose or where it was in Make."""
        if view is not self.shown:
            self._let_go_of_keyboard()
            self._change_to(view)
            (take_keyboard or self._go_on)()
            self.changed.emit()
        elif take_keyboard is not None:
            take_keyboard()

    def _let_go_of_keyboard(self) -> None:
        """Qt would lead it through whatever is about to go, and a screen reader would say all of that."""
        focused = QApplication.focusWidget()
        is_within = focused is not None and self.isAncestorOf(focused)
        if self.shown is View.MAKE:
            self._keyboard = focused if is_within else None
        if focused is not None and is_within:
            focused.clearFocus()

    def _change_to(self, view: View) -> None:
        self.shown = view
        if view is View.CHOOSE:
            self._show_choose()
        else:
            self.make.stage_place.take(self._panels.stage)
            self.setCurrentWidget(self.make)
        self._panels.stage.empty.tell_choosing(is_choosing=view is View.CHOOSE)
        self._panels.stage.words.setVisible(view is View.MAKE)

    def _go_on(self) -> None:
        if self.shown is View.CHOOSE:
            self._panels.library.focus_clips()
        elif self._keyboard is not None:
            self._keyboard.setFocus()
        else:
            self._panels.compose.focus_prompt()

    def _show_choose(self) -> None:
        choose = self.choose or self._make_choose()
        choose.preview.stage_place.take(self._panels.stage)
        self.setCurrentWidget(choose)

    def _make_choose(self) -> "ChooseView":
        self.choose = made = load_choose_view()(self._panels.library)
        made.rearranged.connect(self.rearranged)
        self.addWidget(made)
        made.resize(self.size())
        made.arrange(self._choose_columns())
        return made

    def notice_place(self) -> QRect:
        """Where notices lie: over the stage of Make, over the clips of Choose. What is written and pressed stays free."""
        under: QWidget = self._panels.stage
        if self.choose is not None and self.shown is View.CHOOSE:
            under = self.choose.library.clips_place
        return under.rect().translated(under.mapTo(self, QPoint()))
