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

    def show_view(self, view: View) -> None:
        """Show this one. The keyboard goes to the clips of Choose, and in Make to where it was."""
        if view is self.shown:
            return
        if self.shown is View.MAKE:
            focused = QApplication.focusWidget()
            self._keyboard = focused if focused is not None and self.make.isAncestorOf(focused) else None
        self.shown = view
        if view is View.CHOOSE:
            self._show_choose()
        else:
            self.make.stage_place.take(self._panels.stage)
            self.setCurrentWidget(self.make)
            if self._keyboard is not None:
                self._keyboard.setFocus()
            else:
                self._panels.compose.focus_prompt()
        self._panels.stage.empty.tell_choosing(is_choosing=view is View.CHOOSE)
        self._panels.stage.words.setVisible(view is View.MAKE)
        self.changed.emit()

    def _show_choose(self) -> None:
        choose = self.choose or self._make_choose()
        choose.preview.stage_place.take(self._panels.stage)
        self.setCurrentWidget(choose)
        choose.library.focus_clips()

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
