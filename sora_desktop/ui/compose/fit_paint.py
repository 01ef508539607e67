"""How a picture fills the frame of a clip: the geometry, and a drawing of it.

The same arithmetic as the preparing of the picture: the crop is the largest piece of the frame's shape,
centred on the focus point as far as the picture's edges allow.
"""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from sora_desktop.domain.image import MOST_ZOOM, Fit, FitMode
from sora_desktop.domain.shapes import Size

_SHADE = QColor(0, 0, 0, 150)
_NO_ZOOM = 0.01
_DIMMED = QColor(0, 0, 0, 76)
_BLUR_WIDTH = 12


def contained(box: QRectF, width: float, height: float) -> QRectF:
    """The largest rectangle of the shape `width` x `height` in the middle of `box`."""
    scale = min(box.width() / width, box.height() / height)
    shape = QRectF(0, 0, width * scale, height * scale)
    shape.moveCenter(box.center())
    return shape


def covering(box: QRectF, width: float, height: float) -> QRectF:
    """The smallest rectangle of that shape around the middle of `box` that covers it."""
    scale = max(box.width() / width, box.height() / height)
    shape = QRectF(0, 0, width * scale, height * scale)
    shape.moveCenter(box.center())
    return shape


def crop_frame(picture: QRectF, target: Size, fit: Fit) -> QRectF:
    """The piece of `picture` (a rectangle on screen) that a crop to the shape of `target` keeps."""
    frame = contained(picture, target.width, target.height)
    middle = frame.center()
    frame.setSize(frame.size() / fit.zoom)
    frame.moveCenter(middle)
    wanted_x = picture.left() + fit.focus_x * picture.width() - frame.width() / 2
    wanted_y = picture.top() + fit.focus_y * picture.height() - frame.height() / 2
    frame.moveLeft(min(max(wanted_x, picture.left()), picture.right() - frame.width()))
    frame.moveTop(min(max(wanted_y, picture.top()), picture.bottom() - frame.height()))
    return frame


def same_shape(size: Size, target: Size) -> bool:
    """Whether no more than a pixel is cut off or added."""
    scale = max(target.width / size.width, target.height / size.height)
    return abs(size.width * scale - target.width) <= 1 and abs(size.height * scale - target.height) <= 1


def focus_range(size: Size, target: Size, zoom: float = 1.0) -> tuple[float, float]:
    """How far the focus point is from the edge at least, across and down, for the frame to move with it."""
    scale = min(size.width / target.width, size.height / target.height) / zoom
    return target.width * scale / size.width / 2, target.height * scale / size.height / 2


def moved_focus(fit: Fit, size: Size, target: Size, across: float, down: float) -> Fit:
    """The fit with its focus moved by parts of the picture, kept where the frame still follows."""
    edge_x, edge_y = focus_range(size, target, fit.zoom)
    focus_x = min(max(_within(fit.focus_x, edge_x) + across, edge_x), 1 - edge_x)
    focus_y = min(max(_within(fit.focus_y, edge_y) + down, edge_y), 1 - edge_y)
    return replace(fit, focus_x=focus_x, focus_y=focus_y)


def zoomed(fit: Fit, size: Size, target: Size, factor: float) -> Fit:
    """The fit with its frame so many times smaller, around its middle as far as the picture's edges allow."""
    zoom = min(max(fit.zoom * factor, 1.0), MOST_ZOOM)
    if abs(zoom - 1.0) < _NO_ZOOM:
        zoom = 1.0
    return moved_focus(replace(fit, zoom=zoom), size, target, 0.0, 0.0)


def enlargement(fit: Fit, size: Size, target: Size) -> float:
    """How many times larger than in its file the picture stands in the frame; below 1 where it is made smaller."""
    across, down = target.width / size.width, target.height / size.height
    return max(across, down) * fit.zoom if fit.mode is FitMode.CROP else min(across, down)


def _within(value: float, edge: float) -> float:
    return min(max(value, edge), 1 - edge)


def paint_fit(painter: QPainter, box: QRectF, picture: QPixmap, target: Size | None, fit: Fit) -> None:
    """Draw the picture in `box` with what of it is used: a bright frame for a crop, else the whole frame."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    if target is None or fit.mode is FitMode.CROP:
        whole = contained(box, picture.width(), picture.height())
        painter.drawPixmap(whole, picture, QRectF(picture.rect()))
        if target is not None:
            paint_crop(painter, whole, crop_frame(whole, target, fit))
        return
    frame = contained(box, target.width, target.height)
    painter.fillRect(frame, QColor(fit.colour))
    if fit.mode is FitMode.BLUR:
        _paint_blur(painter, frame, picture)
    painter.drawPixmap(contained(frame, picture.width(), picture.height()), picture, QRectF(picture.rect()))


def paint_crop(painter: QPainter, whole: QRectF, frame: QRectF) -> None:
    """Shade what of a picture on screen is cut off, around a bright frame."""
    outside = QPainterPath()
    outside.addRect(whole)
    inside = QPainterPath()
    inside.addRect(frame)
    painter.fillPath(outside.subtracted(inside), _SHADE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(Qt.GlobalColor.white, 1.5))
    painter.drawRect(frame.adjusted(0.75, 0.75, -0.75, -0.75))


def _paint_blur(painter: QPainter, frame: QRectF, picture: QPixmap) -> None:
    small = picture.scaledToWidth(_BLUR_WIDTH, Qt.TransformationMode.SmoothTransformation)
    painter.save()
    painter.setClipRect(frame)
    painter.drawPixmap(covering(frame, picture.width(), picture.height()), small, QRectF(small.rect()))
    painter.fillRect(frame, _DIMMED)
    painter.restore()


def rounded(painter: QPainter, box: QRectF, radius: float) -> None:
    """Let the corners of what is drawn next be round."""
    path = QPainterPath(QPointF(box.topLeft()))
    path.addRoundedRect(box, radius, radius)
    painter.setClipPath(path)
