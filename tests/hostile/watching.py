"""Looks at a whole window for what a stranger's text must not do in it."""

import re
import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAction, QImage, QKeySequence, QPixmap
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from tests.hostile.strings import MAGENTA

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
HARMLESS = frozenset("\n\u200c\u200d")
ESCAPED_TIP = re.compile(r'<span style="white-space: pre-wrap">[^<]*</span>')
LONGEST = 20_000
"""No text of a widget is longer: laying out a megabyte would freeze the window."""

WIDEST = 1_100
"""The window must fit this many pixels, whatever it says."""


def faults(root: QWidget) -> list[str]:
    """One line for each thing that is wrong in a window, a sheet or any other widget and all that is in it."""
    widgets = [root, *root.findChildren(QWidget)]
    found = [fault for widget in widgets for fault in _faults_of(widget)]
    found += [fault for action in root.findChildren(QAction) for fault in _faults_of_action(action)]
    if root.minimumSizeHint().width() > WIDEST:
        found.append(f"it cannot be narrower than {root.minimumSizeHint().width()} pixels")
    return found


def _faults_of(widget: QWidget) -> Iterator[str]:
    where = f"{type(widget).__name__} {widget.objectName()}".strip()
    if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
        yield f"{where}: not a plain label"
    if isinstance(widget, QTextEdit):
        yield f"{where}: an editor of rich text"
    if isinstance(widget, QAbstractButton) and not widget.shortcut().isEmpty():
        yield f"{where}: a letter of its words became a shortcut: {widget.text()!r}"
    for what, text in texts_of(widget):
        yield from (f"{where}: {what}: {fault}" for fault in _faults_of_text(what, text))


def texts_of(widget: QWidget) -> Iterator[tuple[str, str]]:
    """All that a widget says, and by which way; not what a person may edit in it."""
    yield "tool tip", widget.toolTip()
    yield "status tip", widget.statusTip()
    yield "what's this", widget.whatsThis()
    yield "accessible name", widget.accessibleName()
    yield "accessible description", widget.accessibleDescription()
    yield from _spoken(widget)
    if widget.isWindow():
        yield "window title", widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield "words", widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield "placeholder", widget.placeholderText()
    model = widget.model() if isinstance(widget, QAbstractItemView | QComboBox) else None
    if model is not None:
        yield from _texts_of_model(model)


def _spoken(widget: QWidget) -> Iterator[tuple[str, str]]:
    """What a screen reader is told, which falls back on the words where no name is set."""
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        return
    reader = QAccessible.queryAccessibleInterface(widget)
    if reader is not None:
        yield "spoken name", reader.text(QAccessible.Text.Name)
        yield "spoken description", reader.text(QAccessible.Text.Description)


def _texts_of_model(model: QAbstractItemModel) -> Iterator[tuple[str, str]]:
    for row in range(model.rowCount(QModelIndex())):
        for role in ROLES:
            text = model.index(row, 0).data(role)
            if isinstance(text, str):
                yield ("tool tip" if role == Qt.ItemDataRole.ToolTipRole else f"row {row}, {role.name}"), text


def _faults_of_text(what: str, text: str) -> Iterator[str]:
    if hidden := sorted({f"U+{ord(char):04X}" for char in text if _is_hidden(char)}):
        yield f"hidden characters: {hidden}"
    if len(text) > LONGEST:
        yield f"{len(text)} characters"
    if what in ("tool tip", "what's this") and GuiQt.mightBeRichText(text) and not ESCAPED_TIP.fullmatch(text):
        yield f"markup: {text[:80]!r}"


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in HIDDEN and char not in HARMLESS


def _faults_of_action(action: QAction) -> Iterator[str]:
    where = f"action {action.text()[:40]!r}"
    if not QKeySequence.mnemonic(action.text()).isEmpty():
        yield f"{where}: a letter became a shortcut"
    for what, text in (("tool tip", action.toolTip()), ("words", action.text()), ("what's this", action.whatsThis())):
        yield from (f"{where}: {what}: {fault}" for fault in _faults_of_text(what, text))


def shows_magenta(picture: QPixmap) -> bool:
    """Whether the picture that must not be shown was painted anywhere."""
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    red, green, blue = MAGENTA
    pixels, pixel = bytes(image.constBits()), bytes((blue, green, red, 255))
    at = pixels.find(pixel)
    while at % 4 and at >= 0:
        at = pixels.find(pixel, at + 1)
    return at >= 0
