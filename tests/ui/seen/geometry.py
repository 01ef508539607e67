"""Faults in the places of what is seen: words that are cut, controls over each other, outside, or too small to hit."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionComboBox,
    QTextEdit,
    QToolButton,
    QWidget,
)

from sora_desktop.ui.common.labels import ElidedLabel

TARGET = 24
"""The least side of what can be pressed, in pixels."""
_SLACK = 1
_LINES_SLACK = 3
"""Of words that are broken: a line has more room than its letters need."""
_LEAST_SEEN = 3
"""Of words that are elided, so many letters are seen."""
_EDGE = 2
_Rect = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""
_OVER_OTHERS = ("noticeBar", "queueDrawer")
"""What lies over the view by intention."""

Content = (
    QAbstractButton
    | QAbstractSlider
    | QAbstractSpinBox
    | QComboBox
    | QLabel
    | QLineEdit
    | QPlainTextEdit
    | QTextEdit
    | QAbstractItemView
)


def faults(root: QWidget) -> list[str]:
    """All of them, a line each, with the control that has it."""
    seen = [each for each in contents(root) if not _is_part(each)]
    found = [f"cut: {described(each)}: {why}" for each in seen if (why := cut(each))]
    found += [f"outside: {described(each)} at {place(each, root)}" for each in seen if _is_outside(each, root)]
    found += [f"small: {described(each)} {each.size().toTuple()}" for each in seen if _is_too_small(each)]
    return [*found, *_overlaps(seen, root)]


def contents(root: QWidget) -> list[QWidget]:
    """The controls and words that are in the window, shown."""
    return [each for each in root.findChildren(QWidget) if isinstance(each, Content) and each.isVisible()]


def _is_part(widget: QWidget) -> bool:
    """What Qt puts into its own controls is judged with these; scroll bars can be done without, by wheel and keys."""
    parent = widget.parentWidget()
    return (
        isinstance(widget, QScrollBar)
        or (isinstance(widget, QLineEdit) and isinstance(parent, (QAbstractSpinBox, QComboBox)))
        or widget.objectName().startswith("qt_")
        or (isinstance(parent, QLineEdit) and isinstance(widget, QAbstractButton))  # Escape does the same
        or not widget.window().isVisible()
    )


def described(widget: QWidget) -> str:
    words = str(widget.property("text") or widget.accessibleName() or "")[:40]
    names = " in ".join(filter(None, (widget.objectName(), _near_name(widget))))
    return f"{type(widget).__name__} {names} “{words}”"


def _near_name(widget: QWidget) -> str:
    up = widget.parentWidget()
    while up is not None and not up.objectName():
        up = up.parentWidget()
    return up.objectName() if up is not None else ""


def place(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint()), widget.size())


# -------------------------------------------------------------------------------------------- words


def cut(widget: QWidget) -> str:
    """Why the words in it are not whole, "" where they are."""
    match widget:
        case QLabel():
            return _cut_label(widget)
        case QAbstractButton():
            return _cut_button(widget)
        case QComboBox():
            return _cut_combo(widget)
        case QAbstractSpinBox():
            line = widget.findChild(QLineEdit, "qt_spinbox_lineedit")
            return _cut_line(line, widget) if line is not None and line.isVisible() else ""
        case QLineEdit():
            return _cut_line(widget, widget)
    return ""


def _cut_label(label: QLabel) -> str:
    if not label.text():
        return ""
    if isinstance(label, ElidedLabel):
        return _cut_elided(label, label.text(), label.contentsRect().width()) or _too_low(label)
    return _cut_lines(label) if label.wordWrap() else _too_small_for(label, label.sizeHint())


def _cut_lines(label: QLabel) -> str:
    room, metrics = label.contentsRect(), label.fontMetrics()
    needs_height = label.heightForWidth(label.width())
    if needs_height > label.height() + _LINES_SLACK:
        return f"needs a height of {needs_height}, has {label.size().toTuple()}"
    widest = max((metrics.horizontalAdvance(word) for word in label.text().split()), default=0)
    breaks = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), Qt.TextFlag.TextWordWrap, label.text())
    if widest > room.width() + _SLACK and breaks.width() > room.width() + _SLACK:
        return f"a word needs {widest}, has {room.width()}"
    return ""


def _too_low(widget: QWidget) -> str:
    needs = QFontMetrics(widget.font()).height()
    return f"needs a height of {needs}, has {widget.height()}" if needs > widget.height() + _SLACK else ""


def _cut_elided(widget: QWidget, words: str, room: int) -> str:
    metrics = widget.fontMetrics()
    if metrics.horizontalAdvance(words) <= room + _SLACK:
        return ""
    if not widget.toolTip():
        return "is elided without a tip"
    least = metrics.horizontalAdvance(words[:_LEAST_SEEN] + "…")
    return f"hardly a letter is seen in {room}" if room < least else ""


def _cut_button(button: QAbstractButton) -> str:
    if not button.text() or button.property("role") == "icon":
        return _too_small_for(button, button.minimumSizeHint()) if button.text() else ""
    if type(button).paintEvent not in (QPushButton.paintEvent, QToolButton.paintEvent) and button.toolTip():
        room = button.width() - (button.sizeHint().width() - button.fontMetrics().horizontalAdvance(button.text()))
        return _cut_elided(button, button.text(), room) or _too_low(button)
    return _too_small_for(button, button.sizeHint())


def _too_small_for(widget: QWidget, needs: QSize) -> str:
    if needs.width() > widget.width() + _SLACK or needs.height() > widget.height() + _SLACK:
        return f"needs {needs.toTuple()}, has {widget.size().toTuple()}"
    return ""


def _cut_combo(box: QComboBox) -> str:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    room = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    needs = box.fontMetrics().horizontalAdvance(box.currentText())
    if needs > room.width() + _SLACK and not box.toolTip():
        return f"needs {needs}, has {room.width()}"
    return _too_low(box)


def _cut_line(line: QLineEdit | None, whole: QWidget) -> str:
    if line is None:
        return ""
    metrics, room = line.fontMetrics(), line.contentsRect().width() - 4
    if metrics.height() > line.height() + _SLACK or metrics.height() > whole.height() + _SLACK:
        return f"needs a height of {metrics.height()}, has {line.height()} of {whole.height()}"
    if isinstance(whole, QAbstractSpinBox):
        needs = metrics.horizontalAdvance(line.text())
        return f"needs {needs}, has {room}" if needs > room + _SLACK + 4 else ""
    needs = metrics.horizontalAdvance(line.placeholderText())
    if not line.text() and needs > room and not whole.toolTip():
        return f"its hint needs {needs}, has {room}"
    return ""


# -------------------------------------------------------------------------------------------- places


def _is_outside(widget: QWidget, root: QWidget) -> bool:
    """Whether a part of it can never be seen: beyond the window, or beyond what scrolls no further."""
    whole = place(widget, root)
    up = widget.parentWidget()
    while up is not None:
        scrolls = up.parentWidget()
        if isinstance(scrolls, QAbstractScrollArea) and scrolls.viewport() is up:
            return _is_beyond(widget, scrolls)
        if up is root:
            break
        up = up.parentWidget()
    return not root.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(whole)


def _is_beyond(widget: QWidget, area: QAbstractScrollArea) -> bool:
    if isinstance(area, QAbstractItemView):
        return False
    at = place(widget, area.viewport())
    beyond_side = at.left() < -_SLACK or at.right() > area.viewport().width() + _SLACK
    beyond_end = at.top() < -_SLACK or at.bottom() > area.viewport().height() + _SLACK
    across, down = area.horizontalScrollBar(), area.verticalScrollBar()
    never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    across_never = across.maximum() == across.minimum() or area.horizontalScrollBarPolicy() is never
    return (beyond_side and across_never) or (beyond_end and down.maximum() == down.minimum())


def _is_too_small(widget: QWidget) -> bool:
    is_target = isinstance(widget, (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractSlider))
    return is_target and min(widget.width(), widget.height()) < TARGET


def _visible(widget: QWidget, root: QWidget) -> QRect:
    """Where it is seen: what is scrolled away or lies outside is not."""
    seen = place(widget, root)
    up = widget.parentWidget()
    while up is not None and up is not root:
        seen = seen.intersected(place(up, root))
        up = up.parentWidget()
    return seen.intersected(root.rect())


def scrolled_aside(root: QWidget) -> list[str]:
    """Forms of which a part is only seen by scrolling to the side, which the largest letters alone may ask for."""
    areas = ((area, area.horizontalScrollBar().maximum()) for area in root.findChildren(QScrollArea))
    return [f"to the side: {described(area)} scrolls by {far}" for area, far in areas if area.isVisible() and far > 0]


def _layer(widget: QWidget) -> str:
    up: QWidget | None = widget
    while up is not None:
        if up.objectName() in _OVER_OTHERS or up.property("overlay"):
            return up.objectName() or str(id(up))
        up = up.parentWidget()
    return ""


def _overlaps(seen: list[QWidget], root: QWidget) -> Iterator[str]:
    placed = [(each, at, _layer(each)) for each in seen if (at := _words_place(each, root))]
    for (one, at, layer), (other, there, layer_there) in combinations(placed, 2):
        if layer == layer_there and _meet(at, there) and not one.isAncestorOf(other) and not other.isAncestorOf(one):
            yield f"overlap: {described(one)} {at} and {described(other)} {there}"


def _meet(one: _Rect, other: _Rect) -> bool:
    """By more than an edge."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    return across > _EDGE and min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1]) > _EDGE


def _words_place(widget: QWidget, root: QWidget) -> _Rect | None:
    """None where nothing of it is seen."""
    if isinstance(widget, QLabel) and not widget.text() and widget.pixmap().isNull():
        return None
    whole = _visible(widget, root)
    return None if whole.isEmpty() else (whole.x(), whole.y(), whole.width(), whole.height())


def is_scrolled(widget: QWidget) -> bool:
    up = widget.parentWidget()
    while up is not None and not isinstance(up, QScrollArea):
        up = up.parentWidget()
    return up is not None
