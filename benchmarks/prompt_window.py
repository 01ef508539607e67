"""The app itself with a prompt of a megabyte: how long each edit takes until it is painted, and in a bare editor.

python -m benchmarks.prompt_window BORN DATA_DIR CHARACTERS KEYS
"""

import asyncio
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from benchmarks.driving import Stopwatch, child, until

LINE = "A red fox runs through snow at dawn, and the camera follows it slowly.\n"
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def texts(characters: int) -> dict[str, str]:
    whole = LINE * (characters // len(LINE) + 1)
    return {
        "lines": whole[:characters],
        "one paragraph": whole.replace("\n", " ")[:characters],
        "one word": "x" * characters,
    }


class Typist(Stopwatch):
    """Edits as a person does, and waits for the paint after each."""

    def __init__(self, edit: QPlainTextEdit) -> None:
        self.edit = edit
        super().__init__(edit.viewport())

    def press(self, key: Qt.Key, letter: str = "", modifiers: Qt.KeyboardModifier = NONE) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self.edit, QKeyEvent(kind, key, modifiers, letter))

    async def edits(self, words: str, keys: int) -> None:
        """Paste it, write in it, put another prompt into its place and take that back."""
        QGuiApplication.clipboard().setText(words)
        self.edit.selectAll()
        await self.timed("paste", lambda: self.press(Qt.Key.Key_V, modifiers=CTRL))
        for _ in range(keys):
            await self.timed("key", lambda: self.press(Qt.Key.Key_A, "a"))
        await self.timed("key", lambda: self.press(Qt.Key.Key_Backspace))
        self.edit.selectAll()
        await self.timed("another prompt", lambda: self.edit.insertPlainText("A hen in the yard"))
        await self.timed("undo", lambda: self.press(Qt.Key.Key_Z, modifiers=CTRL))
        self.edit.moveCursor(QTextCursor.MoveOperation.End)


async def in_bare_editor(words: str, keys: int, width: int, height: int) -> Typist:
    """The same in an editor of Qt alone; an endless word is broken anywhere, as it would else take minutes."""
    edit = QPlainTextEdit()
    if " " not in words:
        edit.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
    edit.resize(width, height)
    edit.show()
    typist = Typist(edit)
    await until(lambda: typist.watch.count, "the bare editor")
    await typist.edits(words, keys)
    edit.close()
    edit.deleteLater()
    return typist


async def scenario(window: Any, _bridge: Any) -> int:
    edit = child(window, QPlainTextEdit, "promptEdit")
    characters, keys = int(sys.argv[3]), int(sys.argv[4])
    answer = {}
    for name, words in texts(characters).items():
        ours = Typist(edit)
        await ours.edits(words, keys)
        await asyncio.sleep(0)
        bare = await in_bare_editor(words, keys, edit.width(), edit.height())
        answer[name] = {"ours": ours.held, "ours_took": ours.took, "bare": bare.held, "bare_took": bare.took}
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(import_module("sora_desktop.app").run_window(Path(sys.argv[2]), scenario))
