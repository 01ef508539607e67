"""What is written over the picture: that it is a preview, the shot's own words, the slate, the timecode."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QTextLayout, QTextOption

from sora_desktop.animatic.painting.tools import Stage, blank, down, painting, polygon, q
from sora_desktop.animatic.scene import Scene, Shot
from sora_desktop.animatic.shots import FPS, one_line
from sora_desktop.base.values import dataclass

MARK = "PREVIEW"
SLATE_FRAMES = 16
_SLATE_FADES = 6
_WORDS = (
    "Inter",
    "Noto Sans",
    "Segoe UI",
    "Helvetica Neue",
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Color Emoji",
)
_DIGITS = ("DejaVu Sans Mono", "Noto Sans Mono", "Menlo", "Consolas", "monospace")
_MOST_CHARACTERS = 400
"""Of a text that is laid out: two lines never hold more."""


def font(
    pixels: float, weight: QFont.Weight = QFont.Weight.Normal, *, digits: bool = False, spacing: float = 0.0
) -> QFont:
    made = QFont()
    made.setFamilies(list(_DIGITS if digits else _WORDS))
    made.setPixelSize(max(6, round(pixels)))
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return made


def wrapped(text: str, face: QFont, width: float, lines: int) -> list[str]:
    """`text` in at most `lines` lines of `width` pixels, the last one cut short with an ellipsis."""
    rest = one_line(text)[:_MOST_CHARACTERS]
    metrics = QFontMetricsF(face)
    found: list[str] = []
    while rest and len(found) < lines - 1:
        length = _first_line(rest, face, width)
        found.append(rest[:length].strip())
        rest = rest[length:].strip()
    if rest:
        found.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
    return found


def _first_line(text: str, face: QFont, width: float) -> int:
    """How many characters go into the first line. Qt counts UTF-16 units, Python whole characters."""
    layout = QTextLayout(text, face)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    units = line.textLength()
    layout.endLayout()
    return max(1, len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")))


@dataclass(slots=True)
class Overlay:
    """The writing of one shot, and digits for the timecode.

    `glass` is what lies still before the picture, from `glass_top` down: the words, and darker corners.
    """

    glass: QImage
    glass_top: int
    digits: dict[str, QImage]
    digits_place: tuple[float, float]
    slate: QImage | None

    def draw(self, painter: QPainter, frame: int, *, show_slate: bool = True) -> None:
        """`frame` is counted from the start of the clip."""
        if self.slate is not None and show_slate and frame < SLATE_FRAMES:
            painter.setOpacity(min(1.0, (SLATE_FRAMES - frame) / _SLATE_FADES))
            painter.drawImage(0, 0, self.slate)
            painter.setOpacity(1.0)
        painter.drawImage(0, self.glass_top, self.glass)
        x, y = self.digits_place
        for sign in timecode(frame):
            painter.drawImage(QPointF(x, y), self.digits[sign])
            x += self.digits[sign].width()


def timecode(frame: int) -> str:
    """Minutes, seconds, frames."""
    seconds, rest = divmod(frame, FPS)
    return f"{seconds // 60:02}:{seconds % 60:02}:{rest:02}"


def overlay(stage: Stage, scene: Scene, shot: Shot, corners: QImage | None) -> Overlay:
    """The writing of `shot`, on top of `corners`, which are as large as the frame."""
    unit, margin = stage.unit, round(26 * stage.unit)
    digits = _digits(unit)
    width = sum(digits[sign].width() for sign in "00:00:00")
    words = font(19 * unit)
    line = 27 * unit
    lines = wrapped(shot.text or "(no words)", words, stage.width - 3 * margin - width, 2)
    height = round(line * (len(lines) + 1) + 2.6 * margin)
    glass_top = 0 if corners is not None else stage.height - height
    glass = QImage(corners) if corners is not None else blank(stage.width, height)
    with painting(glass, 0, glass_top - stage.height + height) as painter:
        # A reference picture may be white where the words stand; what is painted here never is.
        half, full = (92, 150) if corners is not None else (140, 190)
        stops = [(0.0, QColor(0, 0, 0, 0)), (0.45, QColor(0, 0, 0, half)), (1.0, QColor(0, 0, 0, full))]
        painter.fillRect(QRectF(0, 0, stage.width, height), down(0, height, stops))
        top = height - margin - line * (len(lines) + 1)
        _mark(
            painter,
            unit,
            QPointF(margin, top + line * 0.76),
            f" · shot {shot.number} of {len(scene.shots)} · {shot.camera}",
        )
        for number, text in enumerate(lines, start=1):
            _write(painter, QRectF(margin, top + number * line, stage.width - 3 * margin - width, line), text, words)
    place = (stage.width - margin - width, stage.height - margin - line * 0.98)
    return Overlay(glass, glass_top, digits, place, _slate(stage, scene) if shot.first == 0 else None)


def _mark(painter: QPainter, unit: float, place: QPointF, rest: str) -> None:
    bold = font(17 * unit, QFont.Weight.DemiBold, spacing=1.6 * unit)
    plain = font(17 * unit)
    for offset, value in ((1.2 * unit, QColor(0, 0, 0, 150)), (0.0, QColor(255, 255, 255, 240))):
        painter.setPen(value)
        painter.setFont(bold)
        painter.drawText(place + QPointF(0, offset), MARK)
        painter.setFont(plain)
        painter.drawText(place + QPointF(QFontMetricsF(bold).horizontalAdvance(MARK), offset), rest)
    painter.setPen(Qt.PenStyle.NoPen)


def _write(painter: QPainter, box: QRectF, text: str, face: QFont, value: QColor | None = None) -> None:
    """One line with a soft shadow, at the left whatever its direction."""
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    painter.setFont(face)
    for offset, shade in ((face.pixelSize() * 0.07, QColor(0, 0, 0, 150)), (0.0, value or QColor(255, 255, 255, 225))):
        painter.setPen(shade)
        painter.drawText(box.translated(0, offset), int(flags | Qt.TextFlag.TextSingleLine), text)
    painter.setPen(Qt.PenStyle.NoPen)


def _digits(unit: float) -> dict[str, QImage]:
    face = font(20 * unit, QFont.Weight.Medium, digits=True)
    metrics = QFontMetricsF(face)
    made = {}
    for sign in "0123456789:":
        image = blank(round(metrics.horizontalAdvance("0")), 27 * unit)
        with painting(image) as painter:
            _write(painter, QRectF(0, 0, image.width(), image.height() - 1), sign, face, QColor(255, 255, 255, 235))
        made[sign] = image
    return made


def _slate(stage: Stage, scene: Scene) -> QImage:
    """What is asked for. Over a reference picture only a strip at the top, so that the picture can be judged."""
    request, unit = scene.request, stage.unit
    strip = request.image is not None
    margin = 26 * unit
    text, small = font((19 if strip else 26) * unit, QFont.Weight.Medium), font(16 * unit)
    lines = wrapped(
        " ".join(shot.text for shot in scene.shots) or "(no words)",
        text,
        stage.width - 2 * margin - (0 if strip else 40 * unit),
        1 if strip else 3,
    )
    line = text.pixelSize() * 1.4
    height = line * len(lines) + (66 if strip else 118) * unit
    image = blank(stage.width, stage.height)
    top = 0.0 if strip else stage.height * 0.36 - height / 2
    with painting(image) as painter:
        if not strip:
            painter.fillRect(image.rect(), QColor(6, 7, 11, 120))
        painter.fillRect(QRectF(0, top, stage.width, height), QColor(8, 9, 13, 196))
        _stripes(painter, stage, top, 12 * unit)
        y = top + (22 if strip else 40) * unit
        for each in lines:
            _write(painter, QRectF(margin, y, stage.width - 2 * margin, line), each, text)
            y += line
        _write(
            painter,
            QRectF(margin, y + (0 if strip else 10 * unit), stage.width - 2 * margin, 30 * unit),
            facts_line(scene, small, stage.width - 2 * margin),
            small,
            q(stage.palette.spark),
        )
    return image


def facts_line(scene: Scene, face: QFont, width: float) -> str:
    """What was ordered, in one line of `width` pixels: where it is too long the model's name gives way."""
    request, metrics = scene.request, QFontMetricsF(face)
    shots = "1 shot" if len(scene.shots) == 1 else f"{len(scene.shots)} shots"
    facts = ("", f"{request.size.width} × {request.size.height}", f"{request.seconds} s", f"{FPS} fps", shots)
    for gap in ("   ·   ", " · "):
        rest = gap.join(facts)
        left = width - metrics.horizontalAdvance(rest)
        if metrics.horizontalAdvance(request.model) <= left:
            return request.model + rest
    return metrics.elidedText(request.model, Qt.TextElideMode.ElideMiddle, left) + rest


def _stripes(painter: QPainter, stage: Stage, top: float, height: float) -> None:
    """The clapper's edge."""
    painter.save()
    painter.setClipRect(QRectF(0, top, stage.width, height))
    painter.fillRect(QRectF(0, top, stage.width, height), QColor(18, 19, 24))
    painter.setBrush(QColor(236, 233, 224))
    step = 64 * stage.unit
    for index in range(-1, int(stage.width / step) + 2):
        x = index * step
        painter.drawPolygon(
            polygon([(x, top + height), (x + step / 2, top + height), (x + step / 2 + height, top), (x + height, top)])
        )
    painter.restore()
