"""What the app has to tell, in the window itself: a line each, until it is read or put away."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from sora_desktop.base.sentences import Shortcut
from sora_desktop.base.values import dataclass
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.ui.assets import pixmap
from sora_desktop.ui.common.drawn import Drawn
from sora_desktop.ui.common.elided_button import ElidedButton
from sora_desktop.ui.common.extents import enlarged
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import PlainLabel, set_tip
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.theme import Colours, ThemeKeeper
from sora_desktop.ui.window import sentences as text

SHOWN_AT_ONCE = 2
SHOWN_UNFOLDED = 8
INFO_MILLISECONDS = 8000
"""How long a note stays by itself. Warnings and errors stay until they are put away."""
UNDO_MILLISECONDS = 20_000
"""How long something can be taken back. Neither under the mouse nor with the keyboard in it does a notice leave."""

ICON = 18
_UNDO_KEYS = Shortcut("Ctrl+Z")
_LEAST_WORDS = 100
"""Pixels beside which an action still stands, where text has its usual size."""

_SEVERITY_WORDS: Mapping[Severity, str] = {
    Severity.INFO: text.NOTICE_INFO,
    Severity.WARNING: text.NOTICE_WARNING,
    Severity.ERROR: text.NOTICE_ERROR,
}


def load_announce() -> Callable[..., None]:
    from sora_desktop.ui.common.announcing import announce

    return announce


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """One thing that can be done about a notice: the words of its button (translated) and what it does.

    `undoes`: it takes back what a person has just done. `lapse` is called where it is not pressed: where the notice is
    put away, or its time is up. One without it stays until it is put away.
    """

    words: str
    do: Callable[[], None]
    undoes: bool = False
    lapse: Callable[[], None] | None = None


class NoticeRow(QFrame):
    """One notice. Signals: `put_away()` when a person or the clock is done with it."""

    put_away = Signal()

    def __init__(self, notice: Notice, action: NoticeAction | None, theme: ThemeKeeper) -> None:
        super().__init__()
        self.notice = notice
        self._action = action
        self.setProperty("role", "notice")
        self.setProperty("severity", str(notice.severity))
        self._icon = Drawn()
        lapses = action is not None and action.lapse is not None
        self._clock = QTimer(self, singleShot=True, interval=UNDO_MILLISECONDS if lapses else INFO_MILLISECONDS)
        self._clock.timeout.connect(self._time_is_up)
        self._lay_out(action, theme)
        self.setAccessibleName(self.spoken)
        theme.changed.connect(self._dress)
        self._dress(theme.colours)
        self._start_clock()

    @property
    def spoken(self) -> str:
        """The notice as a screen reader says it."""
        severity, sentence = tr(_SEVERITY_WORDS[self.notice.severity]), say(self.notice.text)
        if self._action is not None and self._action.lapse is not None:
            return tr(text.NOTICE_SPOKEN_UNDO, severity=severity, sentence=sentence, keys=_UNDO_KEYS)
        return tr(text.NOTICE_SPOKEN, severity=severity, sentence=sentence)

    @property
    def undoes(self) -> bool:
        """Whether it can take back what a person has just done."""
        return self._action is not None and self._action.undoes

    def _lay_out(self, action: NoticeAction | None, theme: ThemeKeeper) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 5, 3)
        row.setSpacing(10)
        row.addWidget(self._icon)
        said = PlainLabel(say(self.notice.text), wrap=True)
        said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        said.setMinimumWidth(enlarged(_LEAST_WORDS, self))
        words = WrappingRow(spacing=10, line_spacing=0)
        words.addWidget(said)
        row.addLayout(words, 1)
        if action is not None:
            words.addWidget(self._action_button(action))
        dismiss = IconButton(theme, "close", tr(text.NOTICE_DISMISS))
        dismiss.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        dismiss.setProperty("scale", "small")
        dismiss.clicked.connect(self.put_away)
        row.addWidget(dismiss)

    def _action_button(self, action: NoticeAction) -> QPushButton:
        """A click leaves the keyboard where it is: the button goes with its row."""
        button = ElidedButton(action.words)
        button.setProperty("role", "link")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleDescription(say(self.notice.text))
        if action.undoes:
            set_tip(button, tr(text.UNDO_TIP, keys=_UNDO_KEYS))
        button.clicked.connect(self.act)
        return button

    @Slot()
    def act(self) -> None:
        """Do what can be done about it."""
        if self._action is not None:
            self._action.do()
            self._action = None
        self.put_away.emit()

    def lapse(self) -> None:
        """What could be done about it was not wanted."""
        if self._action is not None and self._action.lapse is not None:
            self._action.lapse()
            self._action = None

    def take_keyboard(self) -> None:
        """To what can be done about it."""
        buttons = self.findChildren(QAbstractButton)
        if buttons:
            buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    @Slot()
    def _time_is_up(self) -> None:
        if self.has_keyboard:
            self._start_clock()
        else:
            self.put_away.emit()

    def _start_clock(self) -> None:
        """What can be done about something stays until a person has seen it, or until it is too late."""
        lapses = self._action is None or self._action.lapse is not None
        if self.notice.severity is Severity.INFO and lapses:
            self._clock.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._clock.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._start_clock()
        super().leaveEvent(event)

    @Slot(object)
    def _dress(self, colours: Colours) -> None:
        by_severity = {
            Severity.INFO: ("info", colours.accent),
            Severity.WARNING: ("warning", colours.warn),
            Severity.ERROR: ("error", colours.bad),
        }
        name, colour = by_severity[self.notice.severity]
        self._icon.show_drawn(lambda ratio: pixmap(name, colour, ICON, ratio))


class NoticeBar(QFrame):
    """The newest notices on top; those beyond `SHOWN_AT_ONCE` wait until there is room, or a person unfolds them.

    What stands out is above the others, and always shown; so is the newest of the others.

    A notice with the topic of an earlier one takes its place, and so does one with the same words.

    Signals: `rearranged()`: it needs another height now, or none.
    """

    rearranged = Signal()

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self.setAccessibleName(tr(text.NOTICES_NAME))
        self.setProperty("role", "plain")
        self._theme = theme
        self._rows: list[NoticeRow] = []
        self._came_from: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 6)
        self._column.setSpacing(5)
        self._is_unfolded = False
        self._more = QPushButton()
        self._more.setObjectName("moreNotices")
        self._more.clicked.connect(self._unfold)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._arrange()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All that has not been put away, newest first."""
        return tuple(row.notice for row in self._rows)

    def show_notice(self, notice: Notice, action: NoticeAction | None = None) -> None:
        """Tell `notice` now. Its words are plain text."""
        row = NoticeRow(notice, action, self._theme)
        for earlier in [each for each in self._rows if _same_matter(each, row)]:
            self._drop(earlier)
        row.put_away.connect(lambda: self._lapse(row))
        self._rows.insert(0, row)
        self._arrange()
        _announce(self, row)

    def clear_topic(self, topic: str) -> None:
        """Put away what was said about a matter that is settled."""
        for row in [row for row in self._rows if row.notice.topic == topic]:
            self._put_away(row)

    @Slot()
    def _unfold(self) -> None:
        """Show the others as well; once all that there is room for are shown, the newest alone again."""
        self._is_unfolded = not self._is_unfolded
        self._arrange()

    def undo_last(self) -> None:
        """Take back what was done last of what can be taken back."""
        last = next((row for row in self._rows if row.undoes), None)
        if last is not None:
            last.act()

    def take_keyboard(self) -> None:
        """Lead the keyboard to the first notice, or from the notices back to where it came from."""
        if any(row.has_keyboard for row in self._rows):
            self._give_keyboard_back()
        elif self._rows:
            self._came_from = QApplication.focusWidget()
            self._rows[0].take_keyboard()

    def _give_keyboard_back(self) -> None:
        if self._came_from is not None and isValid(self._came_from) and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lapse(self, row: NoticeRow) -> None:
        self._put_away(row)
        row.lapse()

    def _put_away(self, row: NoticeRow) -> None:
        if row in self._rows:
            self._drop(row)
            self._arrange()

    def _drop(self, row: NoticeRow) -> None:
        self._rows.remove(row)
        if row.has_keyboard and self._rows:
            self._rows[0].take_keyboard()
        elif row.has_keyboard:
            self._give_keyboard_back()
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _arrange(self) -> None:
        first = [row for row in self._rows if row.notice.stands_out]
        others = [row for row in self._rows if not row.notice.stands_out]
        self._is_unfolded = self._is_unfolded and len(first) + len(others) > SHOWN_AT_ONCE
        shown = max((SHOWN_UNFOLDED if self._is_unfolded else SHOWN_AT_ONCE) - len(first), 1)
        self._rows = [*first, *others]
        for place, row in enumerate(self._rows):
            self._column.insertWidget(place, row)
            row.setVisible(place < len(first) + shown)
        hidden = len(others) - shown
        self._more.setVisible(hidden > 0 or self._is_unfolded)
        self._more.setText(tr(text.NOTICE_MORE, count=hidden) if hidden > 0 else tr(text.NOTICE_FEWER))
        self.setVisible(bool(self._rows))
        self.rearranged.emit()


def _same_matter(earlier: NoticeRow, later: NoticeRow) -> bool:
    """What was done twice can be taken back twice."""
    before, now = earlier.notice, later.notice
    is_said_again = str(before.text) == str(now.text) and not (earlier.undoes and later.undoes)
    return bool(now.topic and before.topic == now.topic) or is_said_again


def _announce(bar: NoticeBar, row: NoticeRow) -> None:
    load_announce()(bar, row.spoken, urgent=row.notice.severity is not Severity.INFO)
