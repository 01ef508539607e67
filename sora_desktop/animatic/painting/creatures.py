"""People, robots, birds, whales and fish, drawn at one unit, facing right, up negative.

Those who walk have their feet at y = 0. `phase` in 0..1 is where in its stride each is.
"""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from sora_desktop.animatic.painting.tools import polygon, q, smooth_path
from sora_desktop.animatic.palette import Colour, colour, mix

WHITE: Colour = (244, 238, 226)
DARK: Colour = (26, 22, 24)


def limb(
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
        limb(painter, hip, knee, 0.12, 0.085, value)
        limb(painter, knee, foot, 0.08, 0.055, value)
        limb(painter, foot, (foot[0] + 0.06, foot[1]), 0.045, 0.035, value)
    limb(
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
    limb(painter, (0.0, -0.8 + bob), hand, 0.075, 0.05, mix(coat, DARK, 0.22))
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
        limb(painter, (0.0, -0.46), knee, 0.1, 0.1, value)
        limb(painter, knee, (knee[0] - 0.05, min(-0.03, knee[1] + 0.21)), 0.12, 0.14, value)
    limb(painter, (-0.02, -0.76), (-0.1 * math.sin(swing * 2), -0.5), 0.09, 0.1, joint)
    painter.setBrush(q(coat))
    painter.drawRoundedRect(QRectF(-0.15, -0.83, 0.3, 0.4), 0.07, 0.07)
    painter.drawRoundedRect(QRectF(-0.11, -1.03, 0.24, 0.17), 0.06, 0.06)
    painter.setBrush(q((120, 240, 255)))
    painter.drawRoundedRect(QRectF(0.03, -0.97, 0.1, 0.045), 0.02, 0.02)
    painter.drawEllipse(QPointF(0.05, -0.68), 0.03, 0.03)
    limb(painter, (0.0, -0.76), (0.14 * math.sin(swing * 2) + 0.03, -0.5), 0.09, 0.1, mix(coat, DARK, 0.2))


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
    painter.drawPath(smooth_path([(-0.08, -0.05), (-0.2, -0.16), (-0.32, -0.21), (-0.29, -0.12), (-0.34, -0.02)]))
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
