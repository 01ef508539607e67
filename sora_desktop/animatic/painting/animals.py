"""Walking animals, drawn from a few numbers.

Each is one unit a body's length, facing right, its feet at y = 0, up negative. `phase` in 0..1 is where in its stride
it is.
"""

import math
from collections.abc import Mapping

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from sora_desktop.animatic.painting.creatures import DARK, WHITE, limb
from sora_desktop.animatic.painting.tools import polygon, q, smooth_path
from sora_desktop.animatic.palette import Colour, mix
from sora_desktop.animatic.words import SubjectKind
from sora_desktop.base.values import dataclass


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
        "#77716d", 0.6, 0.56, 0.12, 0.16, 0.34, 0.22, 0.08, ears="fan", tail="thin", trunk=True, stride=0.4
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
    limb(painter, top, knee, width, width * 0.5, coat)
    tip = mix(coat, DARK, 0.75) if animal.socks else mix(coat, DARK, 0.25)
    limb(painter, knee, foot, width * 0.48, width * 0.3, tip)


def _head(painter: QPainter, animal: Animal, coat: Colour, back: float, phase: float) -> None:
    nod = 0.02 * math.sin(2 * math.tau * phase + 1)
    root = (0.44, back - animal.thick * 0.12)
    x, y = 0.5 + animal.reach, back - animal.thick * 0.3 - animal.lift + nod
    size = animal.head
    _ears(painter, animal, mix(coat, DARK, 0.35), x - size * 0.2, y, far=True)
    limb(painter, root, (x, y), animal.neck * 1.7, animal.neck * 0.95, coat)
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
                    (-0.28, back - 0.05),
                    (-0.78, back - 0.12 + wave * 0.5),
                    (-1.08, back - 0.08 + wave),
                    tip,
                    (-1.0, back + 0.13 + wave),
                    (-0.66, back + 0.07 + wave * 0.4),
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
