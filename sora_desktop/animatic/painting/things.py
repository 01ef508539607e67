"""Things drawn from a few shapes: vehicles, houses, plants, a cup, a fire.

One unit is the thing's length or height; y = 0 is where it stands (or its middle, where it flies).
"""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from sora_desktop.animatic.painting.tools import across, around, down, glow, polygon, q, smooth_path
from sora_desktop.animatic.palette import Colour, mix
from sora_desktop.animatic.scene import Dice

_DARK: Colour = (22, 20, 24)
_WHITE: Colour = (246, 240, 228)
_LAMP: Colour = (255, 222, 150)


def draw_car(painter: QPainter, coat: Colour, phase: float) -> None:
    bob = 0.004 * math.sin(2 * math.tau * phase)
    painter.setBrush(q(coat))
    painter.drawPath(
        smooth_path(
            [
                (-0.5, -0.1),
                (-0.49, -0.2 + bob),
                (-0.3, -0.23 + bob),
                (-0.16, -0.34 + bob),
                (0.08, -0.345 + bob),
                (0.24, -0.23 + bob),
                (0.46, -0.19 + bob),
                (0.51, -0.1),
                (0.48, -0.06),
                (-0.48, -0.06),
            ]
        )
    )
    painter.setBrush(q(mix(coat, (30, 46, 66), 0.82)))
    painter.drawPath(
        smooth_path([(-0.24, -0.23 + bob), (-0.14, -0.315 + bob), (-0.03, -0.32 + bob), (-0.03, -0.23 + bob)])
    )
    painter.drawPath(
        smooth_path([(-0.01, -0.23 + bob), (-0.01, -0.32 + bob), (0.07, -0.32 + bob), (0.18, -0.23 + bob)])
    )
    for x in (-0.3, 0.3):
        painter.setBrush(q(_DARK))
        painter.drawEllipse(QPointF(x, -0.075), 0.085, 0.085)
        painter.setBrush(q((150, 152, 158)))
        painter.drawEllipse(QPointF(x, -0.075), 0.042, 0.042)
        turn = math.tau * phase
        painter.setPen(QPen(q(_DARK), 0.014))
        painter.drawLine(QPointF(x, -0.075), QPointF(x + 0.04 * math.cos(turn), -0.075 + 0.04 * math.sin(turn)))
        painter.setPen(Qt.PenStyle.NoPen)
    glow(painter, 0.5, -0.15, 0.3, _LAMP, 0.9)
    glow(painter, -0.5, -0.16, 0.14, (255, 60, 50), 0.9)


def draw_train(painter: QPainter, coat: Colour, _phase: float) -> None:
    for wagon in range(4):
        x = 0.26 - wagon * 0.26
        painter.setBrush(q(coat))
        if wagon == 0:
            painter.drawPath(
                smooth_path(
                    [(x - 0.02, -0.135), (x + 0.14, -0.13), (x + 0.235, -0.05), (x + 0.22, -0.02), (x - 0.02, -0.02)]
                )
            )
        painter.drawRoundedRect(QRectF(x - 0.02, -0.135, 0.24 - (0.1 if wagon == 0 else 0), 0.115), 0.012, 0.012)
        painter.fillRect(QRectF(x - 0.02, -0.05, 0.24 if wagon else 0.2, 0.012), q(mix(coat, _WHITE, 0.7)))
        for window in range(5 if wagon else 4):
            painter.fillRect(QRectF(x + 0.005 + window * 0.04, -0.108, 0.026, 0.036), q(_LAMP, 0.9))
        painter.setBrush(q(_DARK))
        for wheel in (0.03, 0.07, 0.15, 0.19):
            painter.drawEllipse(QPointF(x + wheel - 0.02, -0.012), 0.013, 0.013)
    glow(painter, 0.48, -0.06, 0.16, _LAMP, 0.9)


def draw_boat(painter: QPainter, coat: Colour, phase: float) -> None:
    """A small sailing boat, one unit high."""
    lean = 0.02 * math.sin(math.tau * phase)
    sail = mix(_WHITE, coat, 0.12)
    painter.setPen(QPen(q(mix(coat, _DARK, 0.5)), 0.014))
    painter.drawLine(QPointF(0, -0.1), QPointF(lean, -0.98))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(across(0, 0.36, [(0.0, q(sail)), (1.0, q(mix(sail, _DARK, 0.25)))]))
    painter.drawPath(
        smooth_path(
            [(0.015 + lean, -0.97), (0.2 + lean, -0.55), (0.36, -0.2), (0.02, -0.19), (0.02 + lean * 0.5, -0.5)]
        )
    )
    painter.setBrush(q(mix(sail, _DARK, 0.14)))
    painter.drawPolygon(polygon([(-0.015 + lean, -0.86), (-0.03, -0.2), (-0.28, -0.18)]))
    painter.setBrush(q(coat))
    painter.drawPath(smooth_path([(-0.4, -0.15), (0.0, -0.13), (0.42, -0.17), (0.3, 0.0), (-0.3, 0.01)]))
    painter.setBrush(q(mix(coat, _WHITE, 0.7)))
    painter.drawRect(QRectF(-0.36, -0.135, 0.72, 0.016))


def draw_plane(painter: QPainter, coat: Colour, _phase: float) -> None:
    """One unit long, flying to the right, its middle at the origin, with its trail."""
    painter.setBrush(across(-2.2, -0.4, [(0.0, q(_WHITE, 0)), (1.0, q(_WHITE, 0.5))]))
    painter.drawRect(QRectF(-2.2, -0.012, 1.8, 0.03))
    painter.setBrush(q(mix(coat, _DARK, 0.25)))
    painter.drawPath(smooth_path([(0.1, -0.02), (-0.16, -0.26), (-0.24, -0.26), (-0.08, -0.01)]))
    painter.setBrush(q(coat))
    painter.drawPath(
        smooth_path([(0.5, 0.0), (0.4, -0.055), (-0.36, -0.05), (-0.5, -0.02), (-0.36, 0.03), (0.4, 0.045)])
    )
    painter.drawPolygon(polygon([(-0.36, -0.04), (-0.5, -0.2), (-0.56, -0.2), (-0.48, 0.0)]))
    painter.drawPath(smooth_path([(0.12, 0.01), (-0.2, 0.24), (-0.3, 0.25), (-0.1, 0.0)]))


def draw_rocket(painter: QPainter, coat: Colour, phase: float) -> None:
    """One unit high, climbing, its foot at the origin."""
    flame = 0.42 + 0.08 * math.sin(2 * math.tau * phase)
    glow(painter, 0, 0.18, 0.75, (255, 170, 80), 0.8)
    painter.setBrush(
        down(0, flame, [(0.0, q((255, 246, 214))), (0.4, q((255, 176, 70), 0.85)), (1.0, q((255, 80, 40), 0))])
    )
    painter.drawPath(
        smooth_path([(-0.07, -0.02), (0.07, -0.02), (0.05, flame * 0.5), (0, flame), (-0.05, flame * 0.5)])
    )
    painter.setBrush(q(mix(coat, _DARK, 0.45)))
    painter.drawPolygon(polygon([(-0.1, -0.26), (-0.2, 0.03), (-0.08, -0.04)]))
    painter.drawPolygon(polygon([(0.1, -0.26), (0.2, 0.03), (0.08, -0.04)]))
    painter.setBrush(
        across(-0.12, 0.12, [(0.0, q(mix(coat, _DARK, 0.3))), (0.6, q(mix(coat, _WHITE, 0.5))), (1.0, q(coat))])
    )
    painter.drawPath(
        smooth_path([(0, -1.03), (0.1, -0.78), (0.12, -0.4), (0.09, 0.0), (-0.09, 0.0), (-0.12, -0.4), (-0.1, -0.78)])
    )
    painter.setBrush(q((40, 70, 100)))
    painter.drawEllipse(QPointF(0, -0.62), 0.045, 0.045)


def draw_balloon(painter: QPainter, coat: Colour, phase: float) -> None:
    """A hot-air balloon, one unit high, its middle at the origin."""
    shape = smooth_path(
        [
            (0, -0.52),
            (0.3, -0.46),
            (0.38, -0.18),
            (0.2, 0.14),
            (0.07, 0.28),
            (-0.07, 0.28),
            (-0.2, 0.14),
            (-0.38, -0.18),
            (-0.3, -0.46),
        ]
    )
    painter.save()
    painter.setClipPath(shape)
    for stripe in range(7):
        edge = math.sin((stripe / 7 - 0.5) * math.pi) * 0.36
        value = coat if stripe % 2 == 0 else mix(coat, _WHITE, 0.75)
        painter.fillRect(QRectF(edge, -0.6, 0.4, 1.0), q(value))
    painter.fillRect(
        QRectF(-0.5, -0.6, 1, 1),
        across(-0.4, 0.4, [(0.0, q(_WHITE, 0.22)), (0.35, q(_WHITE, 0)), (1.0, q(_DARK, 0.5))]),
    )
    painter.restore()
    glow(painter, 0, 0.22, 0.24, (255, 190, 90), 0.5 + 0.3 * math.sin(math.tau * phase))
    painter.setPen(QPen(q(_DARK), 0.006))
    painter.drawLine(QPointF(-0.06, 0.27), QPointF(-0.04, 0.38))
    painter.drawLine(QPointF(0.06, 0.27), QPointF(0.04, 0.38))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(q((96, 62, 36)))
    painter.drawRoundedRect(QRectF(-0.055, 0.37, 0.11, 0.09), 0.015, 0.015)


def draw_house(painter: QPainter, coat: Colour, _phase: float) -> None:
    wall = mix(coat, _DARK, 0.25)
    painter.setBrush(q(wall))
    painter.drawRect(QRectF(-0.5, -0.52, 1.0, 0.54))
    painter.setBrush(q(mix(wall, _DARK, 0.55)))
    painter.drawRect(QRectF(0.2, -0.98, 0.12, 0.3))
    painter.drawPolygon(polygon([(-0.62, -0.5), (-0.36, -0.94), (0.36, -0.94), (0.62, -0.5)]))
    painter.drawRect(QRectF(-0.07, -0.3, 0.16, 0.32))
    for x in (-0.37, 0.19):
        glow(painter, x + 0.09, -0.28, 0.4, _LAMP, 0.5)
        painter.fillRect(QRectF(x, -0.38, 0.18, 0.2), q(_LAMP))
        painter.fillRect(QRectF(x + 0.08, -0.38, 0.02, 0.2), q(wall))
        painter.fillRect(QRectF(x, -0.29, 0.18, 0.02), q(wall))


def draw_lighthouse(painter: QPainter, coat: Colour, phase: float) -> None:
    painter.setBrush(q((40, 38, 40)))
    painter.drawPath(smooth_path([(-0.36, 0.06), (-0.24, -0.05), (0.0, -0.08), (0.26, -0.04), (0.38, 0.06)]))
    beam = math.cos(math.tau * phase)
    for sign in (-1, 1):
        strength = 0.55 * max(0.0, sign * beam)
        painter.setBrush(across(0, sign * 2.4, [(0.0, q(_LAMP, strength)), (1.0, q(_LAMP, 0))]))
        painter.drawPolygon(polygon([(0, -0.93), (sign * 2.4, -1.14), (sign * 2.4, -0.7)]))
    painter.setBrush(across(-0.12, 0.12, [(0.0, q(mix(coat, _WHITE, 0.8))), (1.0, q(mix(coat, _DARK, 0.2)))]))
    painter.drawPolygon(polygon([(-0.075, -0.86), (0.075, -0.86), (0.125, -0.02), (-0.125, -0.02)]))
    painter.setBrush(q(mix(coat, (180, 50, 42), 0.8)))
    for top, bottom in ((-0.72, -0.56), (-0.36, -0.18)):
        half_top, half_bottom = 0.075 + 0.05 * (0.86 + top) / 0.84, 0.075 + 0.05 * (0.86 + bottom) / 0.84
        painter.drawPolygon(polygon([(-half_top, top), (half_top, top), (half_bottom, bottom), (-half_bottom, bottom)]))
    painter.setBrush(q(_DARK))
    painter.drawRect(QRectF(-0.1, -0.87, 0.2, 0.025))
    painter.drawPolygon(polygon([(-0.08, -0.97), (0, -1.06), (0.08, -0.97)]))
    painter.fillRect(QRectF(-0.055, -0.97, 0.11, 0.1), q(_LAMP))
    glow(painter, 0, -0.92, 0.42, _LAMP, 0.9)


def draw_tree(painter: QPainter, coat: Colour, phase: float) -> None:
    """A broad old tree, one unit high."""
    dice, sway = Dice(7), 0.006 * math.sin(math.tau * phase)
    bark = mix(_DARK, (84, 60, 44), 0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(q(bark))
    painter.drawPath(
        smooth_path([(-0.09, 0.01), (-0.045, -0.2), (-0.06, -0.46), (0.05, -0.46), (0.045, -0.2), (0.1, 0.01)])
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for lean in (-0.3, -0.14, 0.12, 0.28):
        painter.setPen(QPen(q(bark), 0.035, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(smooth_path([(0, -0.36), (lean * 0.3, -0.5), (lean, -0.68)], closed=False))
    painter.setPen(Qt.PenStyle.NoPen)
    for index in range(230):
        angle, far = dice.uniform(0, math.tau), dice.random() ** 0.5
        x, y = 0.43 * far * math.cos(angle), -0.68 + 0.3 * far * math.sin(angle)
        high = (0.5 - (y + 0.68) / 0.6) * 0.6 + 0.2 * dice.random()
        painter.setBrush(q(mix(mix(coat, _DARK, 0.55), mix(coat, _WHITE, 0.25), high), 0.9))
        size = dice.uniform(0.025, 0.06)
        painter.drawEllipse(QPointF(x + sway * (1 + index % 3), y), size, size * 0.8)


def draw_flower(painter: QPainter, coat: Colour, phase: float) -> None:
    sway = 0.03 * math.sin(math.tau * phase)
    green = (70, 112, 62)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(q(green), 0.03, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPath(smooth_path([(0, 0.02), (-0.03, -0.4), (sway, -0.78)], closed=False))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(q(mix(green, _DARK, 0.15)))
    painter.drawPath(smooth_path([(-0.02, -0.2), (-0.2, -0.36), (-0.3, -0.34), (-0.16, -0.22)]))
    painter.drawPath(smooth_path([(-0.02, -0.32), (0.16, -0.5), (0.28, -0.5), (0.12, -0.34)]))
    painter.translate(sway, -0.8)
    for ring, (count, size) in enumerate(((11, 0.24), (9, 0.17))):
        for petal in range(count):
            painter.save()
            painter.rotate(360 * (petal + 0.5 * ring) / count)
            value = mix(coat, _WHITE, 0.12 + 0.2 * ring)
            painter.setBrush(down(-size, 0, [(0.0, q(value)), (1.0, q(mix(coat, _DARK, 0.3)))]))
            painter.drawPath(
                smooth_path([(0, 0), (size * 0.3, -size * 0.5), (0, -size * 1.06), (-size * 0.3, -size * 0.5)])
            )
            painter.restore()
    painter.setBrush(around(-0.01, -0.01, 0.075, [(0.0, q((240, 196, 96))), (1.0, q((120, 76, 30)))]))
    painter.drawEllipse(QPointF(0, 0), 0.07, 0.07)
    painter.translate(-sway, 0.8)


def draw_cup(painter: QPainter, coat: Colour, phase: float) -> None:
    """A cup, one unit high with its steam."""
    painter.setBrush(q(_DARK, 0.32))
    painter.drawEllipse(QPointF(-0.1, 0.0), 0.62, 0.07)
    painter.setPen(QPen(q(mix(coat, _DARK, 0.15)), 0.06))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(0.36, -0.26), 0.13, 0.14)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(
        across(-0.4, 0.36, [(0.0, q(mix(coat, _DARK, 0.45))), (0.7, q(mix(coat, _WHITE, 0.4))), (1.0, q(coat))])
    )
    painter.drawPath(smooth_path([(-0.36, -0.5), (0.36, -0.5), (0.34, -0.2), (0.2, 0.0), (-0.2, 0.0), (-0.34, -0.2)]))
    painter.setBrush(q(mix(coat, _WHITE, 0.35)))
    painter.drawEllipse(QPointF(0, -0.46), 0.345, 0.08)
    painter.setBrush(q((58, 34, 22)))
    painter.drawEllipse(QPointF(0, -0.455), 0.305, 0.06)
    for wisp in range(5):
        rise = (phase + wisp / 5) % 1
        x = 0.12 * math.sin(math.tau * (rise * 0.8 + wisp * 0.37))
        size = 0.07 + 0.1 * rise
        painter.setBrush(
            around(x, -0.5 - 0.5 * rise, size, [(0.0, q(_WHITE, 0.3 * math.sin(math.pi * rise))), (1.0, q(_WHITE, 0))])
        )
        painter.drawEllipse(QPointF(x, -0.5 - 0.5 * rise), size, size)


def draw_campfire(painter: QPainter, _coat: Colour, phase: float) -> None:
    glow(painter, 0, -0.3, 1.5, (255, 150, 60), 0.85 + 0.1 * math.sin(2 * math.tau * phase))
    painter.setPen(QPen(q((58, 38, 26)), 0.11, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(-0.34, 0.0), QPointF(0.26, -0.12))
    painter.drawLine(QPointF(0.34, 0.0), QPointF(-0.26, -0.12))
    painter.setPen(Qt.PenStyle.NoPen)
    for size, value, part in ((1.0, (255, 92, 34), 0.9), (0.7, (255, 168, 52), 0.95), (0.42, (255, 240, 180), 1.0)):
        lick = 0.06 * math.sin(math.tau * (phase * 2 + size))
        painter.setBrush(down(-size, 0, [(0.0, q(value, part * 0.55)), (1.0, q(value, part))]))
        painter.drawPath(
            smooth_path(
                [
                    (lick * 1.6, -size),
                    (0.16 * size + lick, -size * 0.6),
                    (0.28 * size, -size * 0.2),
                    (0, 0.0),
                    (-0.28 * size, -size * 0.2),
                    (-0.13 * size + lick, -size * 0.52),
                ]
            )
        )


def draw_stone(painter: QPainter, coat: Colour, _phase: float) -> None:
    """A stand-in where the prompt names nothing that can be drawn: a standing stone."""
    painter.setBrush(
        across(-0.34, 0.34, [(0.0, q(mix(coat, _DARK, 0.35))), (0.45, q(coat)), (1.0, q(mix(coat, _DARK, 0.6)))])
    )
    painter.drawPath(
        smooth_path(
            [(-0.27, 0.03), (-0.33, -0.34), (-0.22, -0.8), (0.0, -1.0), (0.19, -0.86), (0.31, -0.4), (0.29, 0.03)]
        )
    )
    painter.setBrush(q(mix(coat, _DARK, 0.45), 0.7))
    painter.drawPath(
        smooth_path([(0.02, -0.97), (0.19, -0.84), (0.31, -0.4), (0.29, 0.03), (0.06, 0.03), (0.12, -0.5)])
    )
