"""Replacing what a person is writing, and bringing it back: the whole form goes with the undo steps of the prompt."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from sora_desktop.base.values import dataclass
from sora_desktop.domain.draft import Draft
from sora_desktop.ui.compose.prompt_edit import PromptEdit


@dataclass(slots=True)
class _Swap:
    """One replacement: `first` and `last` are the undo steps of the prompt before and after it."""

    before: Draft
    after: Draft
    first: int
    last: int
    is_done: bool = True


class DraftHistory(QObject):
    """`read` gives the form as it stands, `fill` puts everything but the prompt into it."""

    def __init__(
        self, prompt: PromptEdit, read: Callable[[], Draft], fill: Callable[[Draft], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._read = read
        self._fill = fill
        self._swaps: list[_Swap] = []
        self._is_writing = False
        prompt.textChanged.connect(self._follow)

    @property
    def replaced(self) -> Draft | None:
        """What the latest replacement took away, as long as it is away."""
        return next((swap.before for swap in reversed(self._swaps) if swap.is_done), None)

    def replace(self, draft: Draft) -> None:
        """Put another draft into the form; one undo step takes it back."""
        before, first = self._read(), self._steps
        self._is_writing = True
        self._prompt.replace(draft.prompt)
        self._is_writing = False
        self._fill(draft)
        self._forget_what_cannot_come_back()
        self._swaps.append(_Swap(before, draft, first, self._steps))

    def swap(self, draft: Draft) -> None:
        """As `replace`; where there are no words before and after, only what fills the form goes with it."""
        if draft.prompt or self._prompt.toPlainText():
            self.replace(draft)
        else:
            self._fill(draft)

    @property
    def _steps(self) -> int:
        return self._prompt.document().availableUndoSteps()

    @Slot()
    def _follow(self) -> None:
        """After an undo or redo of the prompt over a replacement: the rest of the form goes the same way."""
        if self._is_writing:
            return
        for swap in reversed(self._swaps):
            if swap.is_done and self._stands_at(swap.first, swap.before):
                swap.after, swap.is_done = _as_left(self._read(), swap.after), False
                self._fill(swap.before)
                return
            if not swap.is_done and self._stands_at(swap.last, swap.after):
                swap.before, swap.is_done = _as_left(self._read(), swap.before), True
                self._fill(swap.after)
                return
            if swap.is_done and self._steps == swap.last:  # typed into an empty form, it became part of the same step
                swap.after = replace(swap.after, prompt=self._prompt.toPlainText())
        self._forget_what_cannot_come_back()

    def _stands_at(self, steps: int, draft: Draft) -> bool:
        return steps == self._steps and draft.prompt == self._prompt.toPlainText()

    def _forget_what_cannot_come_back(self) -> None:
        """Once something else was written, there is no redo."""
        if not self._prompt.document().isRedoAvailable():
            self._swaps = [swap for swap in self._swaps if swap.is_done]


def _as_left(form: Draft, filled: Draft) -> Draft:
    """The form right after an undo: only its words are others already, and with them where they came from."""
    return replace(form, prompt=filled.prompt, origin=filled.origin)
