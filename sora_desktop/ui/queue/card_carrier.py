"""A waiting card under the mouse of a person who puts its job elsewhere in line."""

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QListView

from sora_desktop.domain.job import Job
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_delegate import GAP
from sora_desktop.ui.queue.job_lift import JobLift, LiftedCard, order_after
from sora_desktop.ui.theme import ThemeKeeper

SCROLL_MILLISECONDS = 40
SCROLL_EDGE = 24
SCROLL_STEP = 12


class CardCarrier(QObject):
    """Measures a lifted card against those in sight, moves the list near its ends, and paints where the card would go.

    Signals: `order_wanted(str, str | None)` a waiting job shall go out right before another one, or last; `let_go()`
    no card is held any more.
    """

    order_wanted = Signal(str, object)
    let_go = Signal()

    def __init__(self, view: QListView, jobs: JobList, theme: ThemeKeeper) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._theme = theme
        self._lift = JobLift()
        self._scroll = QTimer(self, interval=SCROLL_MILLISECONDS)
        self._scroll.timeout.connect(self.scroll_on)

    @property
    def holds(self) -> bool:
        """Whether a waiting card is pressed, moved or not."""
        return bool(self._lift.job_id)

    @property
    def lifted(self) -> bool:
        """Whether it was moved far enough to mean it."""
        return self._lift.lifted

    @property
    def scrolls(self) -> bool:
        return self._scroll.isActive()

    def press(self, job: Job, at: QPoint) -> None:
        self._lift.press(job.id, at)

    def carry(self, at: QPoint) -> None:
        """The mouse is here now, in pixels of the view."""
        self._lift.move(at, self.waiting_cards())
        if self._lift.lifted:
            self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scroll.start()
            self._view.viewport().update()

    def drop(self) -> None:
        """Put the card where it is."""
        job_id, gap = self._lift.job_id, self._lift.gap
        self.put_back()
        order = [job.id for job in self._jobs.waiting()]
        if gap is not None and job_id in order and order_after(order, job_id, gap.before_id) != order:
            self.order_wanted.emit(job_id, gap.before_id)

    def put_back(self) -> None:
        """Let go of the card where it came from."""
        if self._lift.lifted:
            self._view.viewport().setCursor(Qt.CursorShape.ArrowCursor)
            self._view.viewport().update()
        self.forget()
        self.let_go.emit()

    def forget(self) -> None:
        """Hold nothing any more, where a release went elsewhere."""
        self._lift.let_go()
        self._scroll.stop()

    def waiting_cards(self) -> list[LiftedCard]:
        """Those in sight and the next on either side, from the top down: what goes out first is on top."""
        top = max(self._view.indexAt(QPoint(1, 0)).row(), 0)
        bottom = self._view.indexAt(QPoint(1, self._view.viewport().height() - 1)).row()
        bottom = bottom if bottom >= 0 else self._jobs.rowCount() - 1
        cards = []
        for row in self._waiting_rows(top, bottom):
            rect = self._view.visualRect(self._jobs.index(row))
            cards.append(LiftedCard(self._jobs.at(row).id, rect.top(), rect.bottom() - GAP))
        return cards

    def _waiting_rows(self, top: int, bottom: int) -> list[int]:
        """Rows of waiting jobs from one row to another, and the next such row on either side; no hidden ones."""
        every = sorted(self._jobs.index_of(job.id).row() for job in self._jobs.waiting())
        rows = [row for row in every if not self._view.isRowHidden(row)]
        first, last = bisect_left(rows, top), bisect_right(rows, bottom)
        return rows[max(0, first - 1) : last + 1]

    @Slot()
    def scroll_on(self) -> None:
        """Near its upper and lower end the list moves under the mouse."""
        y, height = self._lift.at.y(), self._view.viewport().height()
        step = -SCROLL_STEP if y < SCROLL_EDGE else SCROLL_STEP if y > height - SCROLL_EDGE else 0
        if step:
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + step)
            self._lift.move(self._lift.at, self.waiting_cards())
            self._view.viewport().update()

    def paint(self) -> None:
        """The lifted card is pale, and a line shows where it would go."""
        gap = self._lift.gap
        if gap is None:
            return
        pale = QColor(self._theme.colours.panel)
        pale.setAlpha(150)
        painter = QPainter(self._view.viewport())
        card = self._view.visualRect(self._jobs.index_of(self._lift.job_id)).adjusted(0, 0, 0, -GAP)
        painter.fillRect(card, pale)
        painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
        y = min(max(gap.y - GAP // 2, 1), self._view.viewport().height() - 2)
        painter.drawLine(card.left(), y, card.right() - 1, y)
        painter.end()
