"""Going through earlier prompts with Ctrl+Up and Ctrl+Down, as a shell does with its lines."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Slot

from sora_desktop.domain.library import LibraryAnswer, LibraryQuery
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.compose.prompt_edit import PromptEdit

MOST = 200
"""So many clips back, each prompt once."""


class PromptHistory(QObject):
    """Asks the library at the first step back. What was being written is the newest line, and is gone back to.

    Each step is one that Ctrl+Z takes back. `note(prompt)` adds what was just sent.
    """

    def __init__(self, commands: Commands, prompt: PromptEdit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._prompt = prompt
        self._sent: list[str] = []
        self._lines: list[str] | None = None
        self._at = 0
        self._shown = ""
        prompt.older_wanted.connect(self._older)
        prompt.newer_wanted.connect(self._newer)

    def note(self, prompt: str) -> None:
        """What was just handed over is the newest of the earlier ones."""
        self._sent.append(prompt)
        self._lines = None

    @Slot()
    def _older(self) -> None:
        if self._is_left:
            self._lines = None
        if self._lines is None:
            query = LibraryQuery(limit=MOST)
            self._commands.run(lambda studio: studio.library.page(query), "earlier prompts", self._begin)
        else:
            self._go(self._at + 1)

    @Slot()
    def _newer(self) -> None:
        if self._lines is not None and not self._is_left:
            self._go(self._at - 1)

    @property
    def _is_left(self) -> bool:
        """Whether a person wrote something else meanwhile: that is then what is gone back to."""
        return self._lines is not None and self._prompt.toPlainText() != self._shown

    def _begin(self, answer: LibraryAnswer) -> None:
        written = self._prompt.toPlainText()
        made = (clip.prompt for clip in answer.clips)
        self._lines = [written, *(each for each in _distinct((*reversed(self._sent), *made)) if each != written)]
        self._at, self._shown = 0, written
        self._go(1)

    def _go(self, at: int) -> None:
        lines = self._lines or []
        if 0 <= at < len(lines):
            self._at, self._shown = at, lines[at]
            self._prompt.replace(self._shown)


def _distinct(prompts: Iterable[str]) -> list[str]:
    return [each for each in dict.fromkeys(prompts) if each.strip()]
