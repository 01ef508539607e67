"""What can be told apart on the pixels of a window: words from their ground, and edges from what is beside them."""

from collections.abc import Iterator

from PIL import Image
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTextEdit,
    QWidget,
)

from tests.ui.seen.geometry import _visible, described
from tests.ui.seen.painted import noting

Colour = tuple[int, int, int]

TEXT, OTHER = 4.5, 3.0
"""The least contrast of words and of all else, as WCAG 2 AA asks."""
SCALE = 2
"""So many times as large the window is painted: the stems of letters then have their whole colour."""
_OF_GROUND = 0.3
"""A ground that takes less of its place is a picture."""
_ROUNDING = 0.05
_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)
_WORDS = (QLabel, QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)


def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (each / 255 for each in colour)
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


class Picture:
    """A window as it is painted, and what its delegates wrote."""

    def __init__(self, root: QWidget) -> None:
        image = QImage(root.size() * SCALE, QImage.Format.Format_RGB888)
        image.setDevicePixelRatio(SCALE)
        with noting() as self.painted:
            root.render(image)
        size = (image.width(), image.height())
        self._pixels = Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1)

    def colours(self, place: QRect) -> list[tuple[int, Colour]]:
        """Each colour there with how many pixels have it, the most frequent first."""
        left, top = place.left() * SCALE, place.top() * SCALE
        box = (left, top, left + place.width() * SCALE, top + place.height() * SCALE)
        part = self._pixels.crop(box)
        counted: list[tuple[int, Colour]] = part.getcolors(part.width * part.height) or []  # type: ignore[assignment]  # of RGB they are triples
        return sorted(counted, reverse=True)

    def words_contrast(self, place: QRect) -> float | None:
        """Between the words there and their ground; None where there is no one ground."""
        counted = self.colours(place) if place.isValid() else []
        area = sum(count for count, _ in counted)
        if not area or counted[0][0] < _OF_GROUND * area:
            return None
        ground = counted[0][1]
        inks = [contrast(colour, ground) for count, colour in counted[1:] if count >= SCALE * SCALE]
        return max(inks, default=None)

    def edge_contrast(self, place: QRect) -> float:
        """Between what lies beside it and the strongest line at its first edge."""
        left, middle = place.left() * SCALE, place.center().y() * SCALE
        best = 0.0
        for y in range(middle - 8 * SCALE, middle + 8 * SCALE, SCALE):
            outside = self._at(left - 3 * SCALE, y)
            line = (self._at(x, y) for x in range(left, left + 3 * SCALE))
            best = max(best, *(contrast(outside, each) for each in line))
        return best

    def _at(self, x: int, y: int) -> Colour:
        width, height = self._pixels.size
        found: Colour = self._pixels.getpixel((min(max(x, 0), width - 1), min(max(y, 0), height - 1)))  # type: ignore[assignment]  # likewise
        return found


def faults(root: QWidget) -> list[str]:
    """What has too little contrast, a line each."""
    picture = Picture(root)
    seen = [each for each in root.findChildren(QWidget) if each.isVisible() and _is_on_top(each, root)]
    return [*_pale_words(picture, seen, root), *_pale_edges(picture, seen, root), *_pale_paint(picture, root)]


def _is_on_top(widget: QWidget, root: QWidget) -> bool:
    """Whether nothing lies over its middle, such as the drawer."""
    place = _visible(widget, root)
    found = root.childAt(place.center()) if not place.isEmpty() else None
    return found is not None and (found is widget or found.isAncestorOf(widget) or widget.isAncestorOf(found))


def _pale_words(picture: Picture, seen: list[QWidget], root: QWidget) -> Iterator[str]:
    for widget in seen:
        if isinstance(widget, _WORDS) and _says(widget):
            found = picture.words_contrast(_visible(widget, root).adjusted(3, 3, -3, -3))
            if found is not None and found < TEXT - _ROUNDING:
                yield f"pale: {described(widget)}: {found:.2f}"


def _says(widget: QWidget) -> bool:
    match widget:
        case QPlainTextEdit():
            return bool(widget.toPlainText() or widget.placeholderText())
        case QLineEdit():
            return bool(widget.text() or widget.placeholderText())
        case QComboBox():
            return bool(widget.currentText())
        case QLabel() | QAbstractButton():
            return bool(widget.text())
    return False


def _pale_paint(picture: Picture, root: QWidget) -> Iterator[str]:
    for each in picture.painted:
        is_seen = each.on is not None and root.childAt(each.place.center()) is each.on
        found = picture.words_contrast(each.place) if is_seen else None
        if found is not None and found < TEXT - _ROUNDING:
            yield f"pale: painted “{each.words[:40]}”: {found:.2f}"


def _pale_edges(picture: Picture, seen: list[QWidget], root: QWidget) -> Iterator[str]:
    for widget in seen:
        place = _edge_of(widget, root)
        if place is not None and (found := picture.edge_contrast(place)) < OTHER - _ROUNDING:
            yield f"pale edge: {described(widget)}: {found:.2f}"


def _edge_of(widget: QWidget, root: QWidget) -> QRect | None:
    """Where a line tells what it is, or that it is chosen; None for what needs none."""
    whole = QRect(widget.mapTo(root, QPoint()), widget.size())
    if _visible(widget, root) != whole or widget.property("role") in ("flat", "bare"):
        return None
    if isinstance(widget, (QCheckBox, QRadioButton)):
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxIndicator
        if isinstance(widget, QRadioButton):
            part = QStyle.SubElement.SE_RadioButtonIndicator
        return widget.style().subElementRect(part, option, widget).translated(whole.topLeft())
    is_field = isinstance(widget, _FIELDS) and not isinstance(widget.parentWidget(), (*_FIELDS, QAbstractItemView))
    is_box = widget.property("role") in ("field", "drop")
    is_chosen = isinstance(widget, QAbstractButton) and widget.isCheckable() and widget.isChecked()
    is_link = widget.property("role") == "link"
    painted_by_style = type(widget).paintEvent in (QLineEdit.paintEvent, QAbstractSpinBox.paintEvent) or not isinstance(
        widget, QAbstractSpinBox
    )
    return whole if (is_field or is_box or is_chosen) and painted_by_style and not is_link else None
