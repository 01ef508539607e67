"""Creatures drawn from a few numbers: walking animals, people, birds, whales.

Each is drawn at 1 unit a body length, facing right, its feet at y = 0, up negative. `phase` in 0..1 is where
in its stride it is.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from sora_desktop.engine.paint_tools import polygon, q, smooth_path
from sora_desktop.engine.palette import Colour, colour, mix
from sora_desktop.engine.words import SubjectKind

WHITE: Colour = (244, 238, 226)
DARK: Colour = (26, 22, 24)


@dataclass(frozen=True, slots=True)
class Animal:
    """Shares of the body's length. `neck` rises by `lift` and reaches forward by `reach`."""

    coat: str
    leg: float = 0.5
    thick: float = 0.32
    lift: float = 0.2
    reach: float = 0.16
    neck: float = 0.2
    head: float = 0.15
    snout: float = 0.2
    ears: str = "pointed"
    tail: str = "thin"
    stride: float = 0.62
    socks: bool = False
    bib: bool = False
    mane: bool = False
    antlers: bool = False
    trunk: bool = False


ANIMALS: Mapping[SubjectKind, Animal] = {
    SubjectKind.FOX: Animal(
        "#c8642c", 0.46, 0.27, 0.15, 0.17, 0.19, 0.125, 0.17, tail="brush", socks=True, bib=True, stride=0.8
    ),
    SubjectKind.WOLF: Animal("#6f6a66", 0.52, 0.31, 0.16, 0.18, 0.22, 0.14, 0.19, tail="brush", stride=0.72, bib=True),
    SubjectKind.CAT: Animal("#a9742f", 0.44, 0.27, 0.12, 0.15, 0.18, 0.14, 0.07, tail="long", stride=0.5),
    SubjectKind.HORSE: Animal("#5b3a26", 0.78, 0.36, 0.5, 0.24, 0.2, 0.12, 0.3, tail="hair", mane=True, stride=0.7),
    SubjectKind.DEER: Animal(
        "#8a5d3b", 0.78, 0.29, 0.42, 0.16, 0.13, 0.1, 0.18, ears="leaf", tail="stub", antlers=True, stride=0.55
    ),
    SubjectKind.BEAR: Animal(
        "#4a3527", 0.42, 0.46, 0.06, 0.2, 0.32, 0.18, 0.14, ears="round", tail="stub", stride=0.45
    ),
    SubjectKind.ELEPHANT: Animal(
        "#77716d", 0.6, 0.56, 0.12, 0.16, 0.34, 0.22, 0.08, ears="fan", tail="long", trunk=True, stride=0.4
    ),
}


def draw_animal(painter: QPainter, animal: Animal, coat: Colour, phase: float) -> None:
    bob = 0.025 * math.sin(2 * math.tau * phase)
    back = -(animal.leg + animal.thick * 0.55) + bob
    far = mix(coat, DARK, 0.45)
    for hip, start in ((-0.4, 0.6), (0.4, 0.1)):
        _leg(painter, animal, hip, back, far, phase + start)
    _tail(painter, animal, coat, back, phase)
    _body(painter, animal, coat, back, phase)
    for hip, start in ((-0.43, 0.0), (0.37, 0.5)):
        _leg(painter, animal, hip, back, coat, phase + start)
    _head(painter, animal, coat, back, phase)


def _body(painter: QPainter, animal: Animal, coat: Colour, back: float, phase: float) -> None:
    thick = animal.thick
    stretch = 0.03 * math.sin(math.tau * phase)
    outline = [
        (-0.56 - stretch, back + 0.04), (-0.3, back - thick * 0.5), (0.1, back - thick * 0.44), (0.4, back - thick * 0.56),
        (0.58 + stretch, back - 0.02), (0.5, back + thick * 0.5), (0.16, back + thick * 0.56), (-0.2, back + thick * 0.3), (-0.5, back + thick * 0.42),
    ]  # fmt: skip
    painter.setBrush(q(coat))
    painter.drawPath(smooth_path(outline))
    if animal.bib:
        painter.setBrush(q(mix(coat, WHITE, 0.7)))
        chest = [(0.56, back - 0.02), (0.5, back + thick * 0.5), (0.2, back + thick * 0.55), (0.4, back + thick * 0.28)]
        painter.drawPath(smooth_path(chest))


def _leg(painter: QPainter, animal: Animal, hip: float, back: float, coat: Colour, phase: float) -> None:
    swing = animal.stride * math.sin(math.tau * phase)
    bend = animal.stride * 1.25 * max(0.0, math.cos(math.tau * phase))
    upper, lower = animal.leg * 0.56, animal.leg * 0.56
    top = (hip, back + animal.thick * 0.12)
    hind = -1 if hip < 0 else 1
    knee = (top[0] + upper * math.sin(swing), top[1] + upper * math.cos(swing))
    turn = swing - bend * (1 if hind < 0 else 0.9)
    foot = (knee[0] + lower * math.sin(turn), min(0.0, knee[1] + lower * math.cos(turn)))
    width = animal.thick * (0.52 if hip < 0 else 0.42)
    _limb(painter, top, knee, width, width * 0.5, coat)
    tip = mix(coat, DARK, 0.75) if animal.socks else mix(coat, DARK, 0.25)
    _limb(painter, knee, foot, width * 0.48, width * 0.3, tip)


def _limb(
    painter: QPainter, start: tuple[float, float], end: tuple[float, float], wide: float, narrow: float, value: Colour
) -> None:
    """A tapered limb with round ends."""
    length = max(1e-6, math.hypot(end[0] - start[0], end[1] - start[1]))
    across = (-(end[1] - start[1]) / length, (end[0] - start[0]) / length)
    sides = [(x + across[0] * width * sign / 2, y + across[1] * width * sign / 2) for (x, y), width, sign in
             ((start, wide, 1), (end, narrow, 1), (end, narrow, -1), (start, wide, -1))]  # fmt: skip
    painter.setBrush(q(value))
    painter.drawPolygon(polygon(sides))
    painter.drawEllipse(QPointF(*start), wide / 2, wide / 2)
    painter.drawEllipse(QPointF(*end), narrow / 2, narrow / 2)


def _head(painter: QPainter, animal: Animal, coat: Colour, back: float, phase: float) -> None:
    nod = 0.02 * math.sin(2 * math.tau * phase + 1)
    root = (0.44, back - animal.thick * 0.12)
    x, y = 0.5 + animal.reach, back - animal.thick * 0.3 - animal.lift + nod
    size = animal.head
    _ears(painter, animal, mix(coat, DARK, 0.35), x - size * 0.2, y, far=True)
    _limb(painter, root, (x, y), animal.neck * 1.7, animal.neck * 0.95, coat)
    if animal.mane:
        painter.setBrush(q(mix(coat, DARK, 0.65)))
        painter.drawPath(
            smooth_path(
                [
                    (x - size * 0.3, y - size * 1.25),
                    (x - size * 1.3, y),
                    (0.2, back - animal.thick * 0.55),
                    (0.36, back - animal.thick * 0.6),
                    (x - size * 0.5, y - size * 0.2),
                ]
            )
        )
    painter.setBrush(q(coat))
    painter.drawEllipse(QPointF(x, y), size, size * 0.88)
    nose = (
        x + size * 0.75 + animal.snout,
        y + size * 0.45 + (animal.snout * 0.5 if animal.mane or animal.antlers else 0),
    )
    painter.drawPath(
        smooth_path(
            [
                (x - size * 0.2, y - size * 0.85),
                (x + size * 0.8, y - size * 0.4),
                nose,
                (nose[0] - 0.03, nose[1] + 0.05),
                (x + size * 0.2, y + size * 0.95),
            ]
        )
    )
    if animal.bib:
        painter.setBrush(q(mix(coat, WHITE, 0.75)))
        painter.drawPath(
            smooth_path(
                [(x + size * 0.5, y + size * 0.25), nose, (nose[0] - 0.03, nose[1] + 0.045), (x, y + size * 0.9)]
            )
        )
    painter.setBrush(q(DARK))
    if not animal.trunk:
        painter.drawEllipse(QPointF(nose[0] - 0.02, nose[1]), 0.022, 0.02)
    painter.drawEllipse(QPointF(x + size * 0.45, y - size * 0.12), 0.016, 0.018)
    _ears(painter, animal, coat, x, y, far=False)
    _extras(painter, animal, coat, (x, y), phase)


def _ears(painter: QPainter, animal: Animal, value: Colour, x: float, y: float, *, far: bool) -> None:
    size = animal.head
    painter.setBrush(q(value))
    if animal.ears == "round":
        painter.drawEllipse(QPointF(x - size * 0.3, y - size * 0.8), size * 0.34, size * 0.34)
    elif animal.ears == "fan":
        if not far:
            painter.setBrush(q(mix(value, DARK, 0.2)))
            painter.drawPath(
                smooth_path(
                    [
                        (x - size * 0.1, y - size),
                        (x - size * 1.5, y - size * 0.9),
                        (x - size * 1.4, y + size * 0.7),
                        (x - size * 0.5, y + size * 1.2),
                    ]
                )
            )
    else:
        height = size * (1.35 if animal.ears == "pointed" else 1.1)
        lean = -0.25 if animal.ears == "pointed" else -0.9
        painter.drawPolygon(
            polygon(
                [
                    (x - size * 0.6, y - size * 0.5),
                    (x - size * 0.1 + lean * size, y - size * 0.55 - height),
                    (x + size * 0.2, y - size * 0.75),
                ]
            )
        )


def _extras(painter: QPainter, animal: Animal, coat: Colour, head: tuple[float, float], phase: float) -> None:
    x, y = head
    pen = QPen(q(mix(coat, WHITE, 0.4)), 0.035, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    if animal.antlers:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        for lean in (-0.12, 0.06):
            painter.drawPath(
                smooth_path(
                    [(x - 0.03, y - 0.08), (x - 0.1 + lean, y - 0.24), (x + 0.05 + lean, y - 0.46)], closed=False
                )
            )
            for fork in (0.2, 0.3):
                painter.drawLine(QPointF(x - 0.07 + lean * 0.8, y - fork), QPointF(x + 0.07 + lean, y - fork - 0.1))
        painter.setPen(Qt.PenStyle.NoPen)
    if animal.trunk:
        swing = 0.05 * math.sin(math.tau * phase)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, end in ((0.15, 0.5), (0.11, 0.8), (0.07, 1.0)):
            painter.setPen(QPen(q(coat), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            points = [
                (x + 0.14, y),
                (x + 0.24, y + 0.18),
                (x + 0.22 + swing, y + 0.24 + 0.3 * end),
                (x + 0.24 + swing * 2, y + 0.2 + 0.42 * end),
            ]
            painter.drawPath(smooth_path(points, closed=False))
        painter.setPen(QPen(q(WHITE), 0.035, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(smooth_path([(x + 0.14, y + 0.14), (x + 0.28, y + 0.26), (x + 0.42, y + 0.2)], closed=False))
        painter.setPen(Qt.PenStyle.NoPen)


def _tail(painter: QPainter, animal: Animal, coat: Colour, back: float, phase: float) -> None:
    wave = 0.07 * math.sin(math.tau * phase + 2)
    if animal.tail == "brush":
        painter.setBrush(q(mix(coat, DARK, 0.12)))
        tip = (-1.22, back + 0.06 + wave)
        painter.drawPath(
            smooth_path(
                [
                    (-0.46, back - 0.08),
                    (-0.78, back - 0.12 + wave * 0.5),
                    (-1.08, back - 0.08 + wave),
                    tip,
                    (-1.0, back + 0.13 + wave),
                    (-0.7, back + 0.08 + wave * 0.4),
                ]
            )
        )
        if animal.bib:
            painter.setBrush(q(mix(coat, WHITE, 0.8)))
            painter.drawPath(
                smooth_path([(-1.02, back - 0.07 + wave), tip, (-1.17, back + 0.08 + wave), (-1.0, back + 0.12 + wave)])
            )
        return
    shapes = {
        "thin": (0.07, [(-0.5, back), (-0.72, back + 0.05), (-0.8, back + 0.3 + wave)]),
        "long": (0.06, [(-0.5, back), (-0.8, back + 0.08), (-0.95, back - 0.12 + wave), (-1.05, back - 0.3 + wave)]),
        "hair": (
            0.13,
            [(-0.52, back - 0.1), (-0.74, back - 0.1 + wave), (-0.84, back + 0.3 + wave), (-0.8, back + 0.48 + wave)],
        ),
        "stub": (0.09, [(-0.5, back - 0.06), (-0.58, back), (-0.6, back + 0.06)]),
    }
    width, points = shapes[animal.tail]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    value = mix(coat, DARK, 0.5 if animal.tail == "hair" else 0.15)
    painter.setPen(QPen(q(value), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPath(smooth_path(points, closed=False))
    painter.setPen(Qt.PenStyle.NoPen)


def draw_person(painter: QPainter, coat: Colour, phase: float, *, umbrella: bool) -> None:
    """A walking figure, one unit tall, in a long coat."""
    swing = 0.42 * math.sin(math.tau * phase)
    bob = 0.012 * math.cos(2 * math.tau * phase)
    dark, skin = mix(coat, DARK, 0.7), colour("#c99a78")
    hip = (0.0, -0.48 + bob)
    for side, value in ((-swing, mix(dark, DARK, 0.4)), (swing, dark)):
        knee = (hip[0] + 0.25 * math.sin(side), hip[1] + 0.25 * math.cos(side))
        turn = side - 0.5 * max(0.0, -side) - 0.08
        foot = (knee[0] + 0.24 * math.sin(turn), min(-0.01, knee[1] + 0.24 * math.cos(turn)))
        _limb(painter, hip, knee, 0.12, 0.085, value)
        _limb(painter, knee, foot, 0.08, 0.055, value)
        _limb(painter, foot, (foot[0] + 0.06, foot[1]), 0.045, 0.035, value)
    _limb(
        painter,
        (0.01, -0.79 + bob),
        (0.01 - 0.14 * math.sin(swing * 1.2), -0.52 + bob),
        0.075,
        0.05,
        mix(coat, DARK, 0.4),
    )
    painter.setBrush(q(coat))
    hem = -0.34 + bob
    painter.drawPath(
        smooth_path(
            [
                (-0.05, -0.85 + bob),
                (0.06, -0.85 + bob),
                (0.11, -0.76 + bob),
                (0.09, -0.55 + bob),
                (0.15 + swing * 0.1, hem),
                (0.0, hem + 0.03),
                (-0.16 - swing * 0.08, hem),
                (-0.1, -0.58 + bob),
                (-0.12, -0.78 + bob),
            ]
        )
    )
    painter.setBrush(q(skin))
    painter.drawEllipse(QPointF(0.02, -0.925 + bob), 0.056, 0.066)
    painter.setBrush(q(mix(DARK, coat, 0.2)))
    painter.drawPath(
        smooth_path(
            [
                (0.06, -0.985 + bob),
                (-0.02, -1.0 + bob),
                (-0.06, -0.94 + bob),
                (-0.055, -0.85 + bob),
                (-0.01, -0.89 + bob),
                (0.0, -0.95 + bob),
            ]
        )
    )
    hand = (0.15, -0.66 + bob) if umbrella else (0.02 + 0.15 * math.sin(swing * 1.2), -0.5 + bob)
    _limb(painter, (0.0, -0.8 + bob), hand, 0.075, 0.05, mix(coat, DARK, 0.22))
    if umbrella:
        _umbrella(painter, coat, bob)


def _umbrella(painter: QPainter, coat: Colour, bob: float) -> None:
    painter.setPen(QPen(q(DARK), 0.014))
    painter.drawLine(QPointF(0.15, -0.62 + bob), QPointF(0.1, -1.2 + bob))
    painter.setPen(Qt.PenStyle.NoPen)
    path = QPainterPath(QPointF(-0.3, -1.06 + bob))
    path.cubicTo(QPointF(-0.2, -1.34 + bob), QPointF(0.36, -1.34 + bob), QPointF(0.48, -1.04 + bob))
    for x in (0.28, 0.08, -0.12):
        path.quadTo(QPointF(x + 0.1, -1.11 + bob), QPointF(x, -1.05 + bob))
    path.quadTo(QPointF(-0.21, -1.11 + bob), QPointF(-0.3, -1.06 + bob))
    painter.setBrush(q(mix(coat, colour("#d8364a"), 0.75)))
    painter.drawPath(path)


def draw_robot(painter: QPainter, coat: Colour, phase: float) -> None:
    swing = 0.3 * math.sin(math.tau * phase)
    joint = mix(coat, DARK, 0.55)
    for side, value in ((-swing, joint), (swing, mix(coat, DARK, 0.3))):
        knee = (0.26 * math.sin(side), -0.46 + 0.24 * math.cos(side))
        _limb(painter, (0.0, -0.46), knee, 0.1, 0.1, value)
        _limb(painter, knee, (knee[0] - 0.05, min(-0.03, knee[1] + 0.21)), 0.12, 0.14, value)
    _limb(painter, (-0.02, -0.76), (-0.1 * math.sin(swing * 2), -0.5), 0.09, 0.1, joint)
    painter.setBrush(q(coat))
    painter.drawRoundedRect(QRectF(-0.15, -0.83, 0.3, 0.4), 0.07, 0.07)
    painter.drawRoundedRect(QRectF(-0.11, -1.03, 0.24, 0.17), 0.06, 0.06)
    painter.setBrush(q((120, 240, 255)))
    painter.drawRoundedRect(QRectF(0.03, -0.97, 0.1, 0.045), 0.02, 0.02)
    painter.drawEllipse(QPointF(0.05, -0.68), 0.03, 0.03)
    _limb(painter, (0.0, -0.76), (0.14 * math.sin(swing * 2) + 0.03, -0.5), 0.09, 0.1, mix(coat, DARK, 0.2))


def draw_bird(painter: QPainter, coat: Colour, phase: float) -> None:
    """One unit from wing tip to wing tip, seen from the side and a little below."""
    beat = math.sin(math.tau * phase)
    for side, value in ((-1, mix(coat, DARK, 0.3)), (1, coat)):
        tip = (side * 0.12 - 0.16, -0.34 * beat * (1 if side > 0 else 0.85) - 0.02)
        elbow = (0.02, -0.2 * beat - 0.03)
        painter.setBrush(q(value))
        painter.drawPath(
            smooth_path(
                [
                    (0.12, -0.02),
                    (elbow[0] + 0.06, elbow[1] * 1.1),
                    tip,
                    (tip[0] - 0.03, tip[1] + 0.02),
                    (elbow[0] - 0.1, elbow[1] * 0.6),
                    (-0.14, 0.01),
                ]
            )
        )
    painter.setBrush(q(coat))
    painter.drawPath(
        smooth_path(
            [(0.3, -0.01), (0.2, -0.05), (-0.06, -0.045), (-0.34, -0.03), (-0.3, 0.03), (0.0, 0.05), (0.2, 0.03)]
        )
    )


def draw_whale(painter: QPainter, coat: Colour) -> None:
    """One unit long, head to the right, its middle at the origin."""
    painter.setBrush(q(mix(coat, DARK, 0.15)))
    painter.drawPath(
        smooth_path(
            [(-0.44, 0.0), (-0.62, -0.15), (-0.7, -0.13), (-0.55, 0.02), (-0.7, 0.12), (-0.6, 0.12), (-0.42, 0.05)]
        )
    )
    painter.setBrush(q(coat))
    painter.drawPath(
        smooth_path(
            [
                (0.52, 0.02),
                (0.46, -0.1),
                (0.2, -0.16),
                (-0.12, -0.12),
                (-0.46, -0.02),
                (-0.48, 0.05),
                (-0.16, 0.12),
                (0.2, 0.18),
                (0.46, 0.13),
            ]
        )
    )
    painter.drawPath(smooth_path([(-0.2, -0.1), (-0.29, -0.17), (-0.3, -0.09)]))
    painter.setBrush(q(mix(coat, WHITE, 0.68)))
    painter.drawPath(smooth_path([(0.5, 0.05), (0.3, 0.07), (0.0, 0.09), (-0.16, 0.115), (0.2, 0.178), (0.45, 0.13)]))
    painter.setPen(QPen(q(mix(coat, WHITE, 0.3)), 0.006))
    for row in range(4):
        painter.drawLine(QPointF(0.47 - 0.02 * row, 0.075 + 0.02 * row), QPointF(0.02 + 0.05 * row, 0.1 + 0.018 * row))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(q(mix(coat, DARK, 0.3)))
    painter.drawPath(smooth_path([(0.2, 0.1), (0.1, 0.3), (-0.02, 0.36), (0.04, 0.2), (0.06, 0.1)]))
    painter.setBrush(q(DARK))
    painter.drawEllipse(QPointF(0.36, 0.04), 0.011, 0.011)


def draw_fish(painter: QPainter, coat: Colour, phase: float) -> None:
    """One unit long, head to the right, its tail beating."""
    beat = 0.05 * math.sin(math.tau * phase)
    painter.setBrush(q(mix(coat, DARK, 0.2)))
    painter.drawPath(smooth_path([(-0.3, 0.0), (-0.5, -0.16 + beat), (-0.46, beat), (-0.5, 0.15 + beat)]))
    painter.drawPath(smooth_path([(0.12, -0.14), (-0.06, -0.27), (-0.12, -0.1)]))
    painter.setBrush(q(coat))
    painter.drawPath(
        smooth_path(
            [
                (0.5, 0.0),
                (0.3, -0.14),
                (0.0, -0.16),
                (-0.36, -0.03 + beat * 0.5),
                (-0.36, 0.03 + beat * 0.5),
                (0.0, 0.15),
                (0.3, 0.12),
            ]
        )
    )
    painter.setBrush(q(mix(coat, WHITE, 0.5)))
    painter.drawPath(smooth_path([(0.46, 0.03), (0.1, 0.05), (-0.26, 0.03), (0.0, 0.14), (0.3, 0.115)]))
    painter.setBrush(q(DARK))
    painter.drawEllipse(QPointF(0.34, -0.03), 0.018, 0.018)
