"""A waiting job that a person holds with the mouse, to put it at another place in line.

No drag of the system: that would run an event loop of its own, in which the app's tasks lose their turns.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from sora_desktop.base.values import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """A place between two cards: `before_id` is the waiting job that would go out right after, `y` where the line is."""

    before_id: str | None
    y: int


@dataclass(frozen=True, slots=True)
class LiftedCard:
    """A card of a waiting job: where it lies in the view, in pixels."""

    job_id: str
    top: int
    bottom: int


class JobLift:
    """From the press on a card to its release. `lifted` once the mouse has moved far enough to mean it."""

    def __init__(self) -> None:
        self.job_id = ""
        self.at = QPoint()
        self.gap: Gap | None = None
        self._pressed = QPoint()
        self.lifted = False

    def press(self, job_id: str, at: QPoint) -> None:
        self.job_id, self._pressed, self.at = job_id, at, at

    def move(self, at: QPoint, cards: Sequence[LiftedCard]) -> None:
        """The mouse is here now; `cards` of all waiting jobs, from the top down."""
        self.at = at
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        self.lifted = self.lifted or (bool(self.job_id) and far)
        self.gap = gap_at(at.y(), cards) if self.lifted else None

    def let_go(self) -> None:
        self.job_id, self.gap, self.lifted = "", None, False


def gap_at(y: int, cards: Sequence[LiftedCard]) -> Gap | None:
    """The gap nearest to `y`. A card goes out after the one above it, and before the one below it."""
    if not cards:
        return None
    for card in cards:
        if y < (card.top + card.bottom) // 2:
            return Gap(card.job_id, card.top)
    return Gap(None, cards[-1].bottom)


def order_after(order: Sequence[str], job_id: str, before_id: str | None) -> list[str]:
    """The line once the job stands right before another one, or last where that is None."""
    if before_id == job_id:
        return list(order)
    others = [each for each in order if each != job_id]
    place = others.index(before_id) if before_id in others else len(others)
    return [*others[:place], job_id, *others[place:]]
