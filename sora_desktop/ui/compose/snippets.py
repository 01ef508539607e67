"""Snippets in the prompt: `/` at the start of a word offers them, and so does the menu at the head of the form."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QMenu

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Shortcut
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.snippet import LONGEST_TEXT, Snippet
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.head_menu import HeadMenu
from sora_desktop.ui.compose.prompt_edit import PromptEdit, without_seams
from sora_desktop.ui.language import say, tr

if TYPE_CHECKING:
    from sora_desktop.ui.compose.preset_sheet import NamingSheet
    from sora_desktop.ui.compose.snippet_popup import SnippetPopup
    from sora_desktop.ui.compose.snippet_sheet import SnippetSheet

SNIPPETS = "snippets"
"""The topic of its commands."""
SNIPPET_KEYS = "Ctrl+Shift+S"
_ASKED = re.compile(r"(?:^|\s)/(\S{0,40})$")
_STEPS = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
_TAKE = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter), int(Qt.Key.Key_Tab))
_NAME = 40


def load_popup() -> "type[SnippetPopup]":
    """The first paint needs none."""
    from sora_desktop.ui.compose.snippet_popup import SnippetPopup

    return SnippetPopup


def load_sheet() -> "type[SnippetSheet]":
    """Likewise."""
    from sora_desktop.ui.compose.snippet_sheet import SnippetSheet

    return SnippetSheet


def load_naming_sheet() -> "type[NamingSheet]":
    """Likewise."""
    from sora_desktop.ui.compose.preset_sheet import NamingSheet

    return NamingSheet


class Snippets(QObject):
    """Follows the prompt: what is typed and pressed there, and its menu. One is put in by a step that Ctrl+Z takes back.

    Nothing is offered while an input method composes, nor for a stroke that is not the start of a word.
    """

    def __init__(self, commands: Commands, prompt: PromptEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._commands = commands
        self._prompt = prompt
        self._snippets: tuple[Snippet, ...] = ()
        self._popup: SnippetPopup | None = None
        self._sheet: SnippetSheet | None = None
        tip = tr(text.SNIPPETS_TIP, keys=Shortcut(SNIPPET_KEYS))
        self.menu = HeadMenu(tr(text.SNIPPETS), "snippetsButton", tip, self._fill)
        prompt.installEventFilter(self)
        prompt.textChanged.connect(self._follow)
        prompt.cursorPositionChanged.connect(self._look_away)

    def show_snippets(self, snippets: tuple[Snippet, ...]) -> None:
        """These are the ones that there are now."""
        self._snippets = snippets
        if self._sheet is not None:
            self._sheet.show_snippets(snippets)

    def _fill(self, menu: QMenu) -> None:
        for snippet in self._snippets:
            words = f"{_literal(one_line(snippet.name, _NAME))}\t{_literal(one_line(snippet.text, _NAME))}"
            menu.addAction(words).triggered.connect(lambda _=False, each=snippet: self._insert(each, ""))
        hint = text.SNIPPETS_HINT if self._snippets else text.SNIPPETS_NONE
        menu.addAction(tr(hint)).setEnabled(False)
        menu.addSeparator()
        save = menu.addAction(tr(text.SNIPPET_SAVE))
        save.setEnabled(self._prompt.textCursor().hasSelection())
        save.triggered.connect(self._ask)
        if self._snippets:
            menu.addAction(tr(text.SNIPPETS_ARRANGE)).triggered.connect(self._arrange)

    # ------------------------------------------------------------ in the prompt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._prompt:
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._take_key(event)
        if event.type() is QEvent.Type.FocusOut:
            self._close()
        if isinstance(event, QContextMenuEvent):
            self._open_context_menu(event)
            return True
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        """While the list is open its keys are its own; all others are the prompt's."""
        popup = self._popup
        if popup is None or not popup.is_open or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() in _STEPS:
            popup.step(_STEPS[event.key()])
        elif event.key() in _TAKE:
            popup.take_marked()
        elif event.key() == Qt.Key.Key_Escape:
            popup.hide()
        else:
            return False
        return True

    @property
    def _asked(self) -> str | None:
        """What stands between the stroke and the caret; None where no snippet is asked for."""
        cursor = self._prompt.textCursor()
        block = cursor.block()
        if cursor.hasSelection() or block.layout().preeditAreaText():
            return None
        before = block.text().encode("utf-16-le", "surrogatepass")[: 2 * cursor.positionInBlock()]
        found = _ASKED.search(before.decode("utf-16-le", "replace"))
        return found[1] if found else None

    @Slot()
    def _follow(self) -> None:
        asked = self._asked if self._snippets and self._prompt.hasFocus() else None
        if asked is None:
            self._close()
            return
        if self._popup is None:
            self._popup = load_popup()(self._prompt)
            self._popup.chosen.connect(self._chosen)
        wanted = asked.casefold()
        self._popup.show_found([each for each in self._snippets if wanted in each.name.casefold()])

    @Slot()
    def _look_away(self) -> None:
        """The caret went elsewhere."""
        if self._popup is not None and self._popup.is_open and self._asked is None:
            self._close()

    def _close(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    @Slot(str)
    def _chosen(self, snippet_id: str) -> None:
        snippet = next((each for each in self._snippets if each.id == snippet_id), None)
        asked = self._asked
        if snippet is not None:
            self._insert(snippet, "" if asked is None else f"/{asked}")

    def _insert(self, snippet: Snippet, instead_of: str) -> None:
        """At the caret, in the place of what was typed to find it."""
        cursor = self._prompt.textCursor()
        units = len(instead_of.encode("utf-16-le", "surrogatepass")) // 2
        if units:
            cursor.setPosition(self._prompt.textCursor().position() - units)
            cursor.setPosition(self._prompt.textCursor().position(), QTextCursor.MoveMode.KeepAnchor)
        self._prompt.setTextCursor(cursor)
        self._prompt.insertPlainText(snippet.text)
        self._prompt.setFocus()

    def _open_context_menu(self, event: QContextMenuEvent) -> None:
        """Qt's own, and what can be done with snippets."""
        self._close()
        menu = self._prompt.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        inner = menu.addMenu(tr(text.SNIPPETS))
        self._fill(inner)
        save = menu.addAction(tr(text.SNIPPET_SAVE))
        save.setEnabled(self._prompt.textCursor().hasSelection())
        save.triggered.connect(self._ask)
        menu.popup(event.globalPos())

    # ------------------------------------------------------------ keeping them

    def _ask(self, _checked: bool = False) -> None:
        words = without_seams(self._prompt.textCursor().selection().toPlainText())[:LONGEST_TEXT]
        if not words.strip():
            return
        names = [each.name for each in self._snippets]
        sheet = load_naming_sheet()(
            tr(text.SNIPPET_TITLE), one_line(words, 200), tr(text.PRESET_TAKEN), names, self._prompt.window()
        )
        sheet.named.connect(lambda name: self._save(Snippet("", name, words)))
        sheet.open()
        sheet.name.field.setFocus()

    def _save(self, snippet: Snippet) -> None:
        self._commands.run(lambda studio: studio.snippets.save(snippet), SNIPPETS)

    def _arrange(self, _checked: bool = False) -> None:
        sheet = load_sheet()(self._prompt.window())
        run, self._sheet = self._commands.run, sheet
        sheet.finished.connect(self._forget_sheet)
        sheet.rows.moved.connect(lambda: self._reorder(sheet.rows.ids))
        sheet.rows.removed.connect(lambda each: run(lambda studio: studio.snippets.remove(each), SNIPPETS))
        sheet.rows.renamed.connect(lambda each, name: self._change(each, name=name))
        sheet.rewritten.connect(lambda each, words: self._change(each, text=words))
        sheet.undo_wanted.connect(lambda: run(lambda studio: studio.removals.take_back_last(), SNIPPETS))
        sheet.show_snippets(self._snippets)
        sheet.open_anew()

    def _reorder(self, ids: tuple[str, ...]) -> None:
        self._commands.run(lambda studio: studio.snippets.reorder(ids), SNIPPETS)

    def _change(self, snippet_id: str, **changes: str) -> None:
        snippet = next((each for each in self._snippets if each.id == snippet_id), None)
        if snippet is not None:
            changed = replace(snippet, **changes)
            self._commands.run(lambda studio: studio.snippets.save(changed), SNIPPETS, failed=self._not_changed)

    def _not_changed(self, error: AppError) -> None:
        """Said in the sheet, where the eyes are; what was kept stands there again."""
        if self._sheet is not None:
            self._sheet.say(say(error.sentence))
            self._sheet.show_snippets(self._snippets)

    @Slot()
    def _forget_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
        self._sheet = None


def _literal(words: str) -> str:
    """A menu text in which an ampersand is an ampersand, and a tab no column."""
    return words.replace("&", "&&").replace("\t", " ")
