"""Fewer and smaller layers: what can never be seen is cut off, what moves alike is laid together once."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage

from sora_desktop.animatic.motion import View
from sora_desktop.animatic.painting.tools import Format, Layer, Stage, blank, painting

_ALIKE, _ALIKE_FAR, _FAR = 0.075, 0.16, 0.2
"""Layers whose depths differ by no more are one plane (more so beyond _FAR): the eye does not tell them apart."""
_SPARE = 4.0
_STEPS = 2
"""Half pixels: a quarter and three quarters, so that the picture is equally sharp at each."""
_MOST_WASTE = 1.25
"""Layers are not laid together where that makes more than so many times their pixels: emptiness costs as much."""


def planes(
    stage: Stage, back: Sequence[Layer], front: Sequence[Layer], views: Sequence[View]
) -> tuple[list[Layer], list[Layer]]:
    """The same picture as the layers behind and before the subject, in fewer pixels.

    Both go from far to near; `views` are the camera's places in the shot.
    """
    zooms = any(view.zoom_near != views[0].zoom_near for view in views)
    if zooms:
        _settle(back)
    still = all(view == views[0] for view in views)
    behind, before = (_merged([_snug(each) for each in layers], still=still) for layers in (back, front))
    trimmed = _trimmed(stage, [*behind, *before], views)
    if not (zooms or still):
        _give_steps(trimmed, views)
    return trimmed[: len(behind)], trimmed[len(behind) :]


def _settle(layers: Sequence[Layer]) -> None:
    """While the lens moves nobody sees clouds drift, and a picture that must be scaled anyway gains nothing by softness."""
    for each in layers:
        each.soft = False
        if each.depth < _FAR:
            each.drift = 0.0


def _snug(each: Layer) -> Layer:
    """The layer without the empty edges around what is drawn on it."""
    if each.solid:
        return each
    shape = each.image.convertToFormat(Format.Format_Alpha8)
    bits, stride, width = bytes(shape.constBits()), shape.bytesPerLine(), shape.width()
    rows = [bits[start : start + width] for start in range(0, stride * shape.height(), stride)]
    filled = [number for number, row in enumerate(rows) if row.strip(b"\0")]
    if not filled:
        return each
    rows = rows[filled[0] : filled[-1] + 1]
    left = min(width - len(row.lstrip(b"\0")) for row in rows)
    right = max(len(row.rstrip(b"\0")) for row in rows)
    box = QRect(left, filled[0], right - left, len(rows))
    return replace(each, image=each.image.copy(box), x=each.x + box.x(), y=each.y + box.y())


def _merged(layers: Sequence[Layer], *, still: bool) -> list[Layer]:
    """Neighbours laid together that move alike; before a camera that is `still`, all do."""
    found: list[Layer] = []
    deepest = 0.0
    for each in layers:
        if (
            found
            and _alike(found[-1], each)
            and (still or abs(each.depth - deepest) <= (_ALIKE_FAR if each.depth < _FAR else _ALIKE))
        ):
            found[-1] = _together(found[-1], each)
        else:
            found.append(each)
            deepest = each.depth
    return found


def _alike(below: Layer, above: Layer) -> bool:
    """Whether two layers may be one: both at rest, both with edges or without, and not far apart."""
    moving = below.drift or below.sway or above.drift or above.sway
    apart = max(below.x - above.x - above.image.width(), above.x - below.x - below.image.width()) > -_SPARE
    return not moving and not apart and below.soft == above.soft and not _wasteful(below, above)


def _wasteful(below: Layer, above: Layer) -> bool:
    if below.solid:
        return False
    width = max(below.x + below.image.width(), above.x + above.image.width()) - min(below.x, above.x)
    height = max(below.y + below.image.height(), above.y + above.image.height()) - min(below.y, above.y)
    return width * height > _MOST_WASTE * (_area(below) + _area(above))


def _area(each: Layer) -> int:
    return each.image.width() * each.image.height()


def _together(below: Layer, above: Layer) -> Layer:
    """Both in one picture, which moves as the lower one does."""
    left, top = min(below.x, above.x), min(below.y, above.y)
    right = max(below.x + below.image.width(), above.x + above.image.width())
    bottom = max(below.y + below.image.height(), above.y + above.image.height())
    if below.solid:
        left, top = below.x, below.y
        right, bottom = left + below.image.width(), top + below.image.height()
    image = blank(right - left, bottom - top, solid=below.solid)
    with painting(image, left, top) as painter:
        for each in (below, above):
            painter.drawImage(round(each.x), round(each.y), each.image)
    covers = [each.cover for each in (below, above) if each.cover is not None]
    return Layer(
        image, below.depth, left, top, solid=below.solid, cover=min(covers) if covers else None, soft=below.soft
    )


def _give_steps(layers: Sequence[Layer], views: Sequence[View]) -> None:
    """The layers with edges at parts of a pixel, where the camera moves along one axis and its lens rests at 1."""
    sideways = any(view.x_far or view.x_near for view in views)
    upright = any(view.y_far or view.y_near for view in views)
    if sideways == upright or views[0].zoom_far != 1.0 or views[0].zoom_near != 1.0:
        return
    for each in layers:
        if not (each.soft or each.drift or each.sway):
            each.upright = upright
            each.steps = tuple(_moved(each, (number + 0.5) / _STEPS) for number in range(_STEPS))


def _moved(each: Layer, part: float) -> QImage:
    """The picture moved right or down by a `part` of a pixel, with room for it."""
    width, height = each.image.width(), each.image.height()
    x, y = (0.0, part) if each.upright else (part, 0.0)
    image = blank(width + (not each.upright), height + each.upright, solid=each.solid)
    with painting(image) as painter:
        if each.solid:
            # Beyond its edge, where no frame reaches, so that what is interpolated there has no dark side.
            painter.drawImage(QRectF(image.rect()), each.image)
        # A hair of scale: Qt rounds a mere shift to whole pixels.
        painter.drawImage(QRectF(x, y, width + 0.01, height + 0.01), each.image)
    return image


def _trimmed(stage: Stage, layers: Sequence[Layer], views: Sequence[View]) -> list[Layer]:
    """Each layer cut where a nearer one always hides it, and where the frame never reaches."""
    return [
        _cut(each, _lowest(stage, each, [nearer for nearer in layers[index + 1 :] if nearer.cover is not None], views))
        for index, each in enumerate(layers)
    ]


def _lowest(stage: Stage, each: Layer, nearer: Sequence[Layer], views: Sequence[View]) -> float:
    """The lowest line of `each` that is ever seen, in its own pixels from the top of the frame."""
    return max(_seen_down_to(stage, each, nearer, view) for view in views) + _SPARE + abs(each.sway)


def _seen_down_to(stage: Stage, each: Layer, nearer: Sequence[Layer], view: View) -> float:
    edge = float(stage.height)
    for other in nearer:
        if other.cover is not None:
            edge = min(edge, _on_screen(stage, other.cover, other.depth, view) + abs(other.sway))
    _, y, zoom = view.at(each.depth)
    return stage.height / 2 + (edge + y * stage.height - stage.height / 2) / zoom


def _on_screen(stage: Stage, line: float, depth: float, view: View) -> float:
    _, y, zoom = view.at(depth)
    return stage.height / 2 + (line - stage.height / 2) * zoom - y * stage.height


def _cut(each: Layer, lowest: float) -> Layer:
    height = min(each.image.height(), max(1, round(lowest - each.y)))
    if height < each.image.height():
        each.image = each.image.copy(QRect(0, 0, each.image.width(), height))
    return each
