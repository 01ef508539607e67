"""Long work that is no job, in the bar: what it is, how far it is, and a button that stops it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from sora_desktop.domain.activity import Activity
from sora_desktop.domain.events import ActivityChanged, ActivityEnded, Event
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window import sentences as text


class ActivityEntry(QFrame):
    """Shows the activity that began first, and nothing where none runs.

    Signals: `cancel_wanted(str)` with the id of the activity.
    """

    cancel_wanted = Signal(str)

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("activityEntry")
        self.setProperty("role", "plain")
        self._activities: dict[str, Activity] = {}
        self.words = PlainLabel(role="muted")
        self.cancel_button = IconButton(theme, "close", tr(text.ACTIVITY_CANCEL))
        self.cancel_button.setObjectName("activityCancel")
        self.cancel_button.setProperty("scale", "small")
        self.cancel_button.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.words)
        row.addWidget(self.cancel_button)
        self._show()

    def load(self, activities: tuple[Activity, ...]) -> None:
        """Show what runs now."""
        self._activities = {each.id: each for each in activities}
        self._show()

    def apply(self, event: Event) -> None:
        """Follow one event of the studio."""
        match event:
            case ActivityChanged(activity=activity):
                self._activities[activity.id] = activity
                self._show()
            case ActivityEnded(activity_id=activity_id):
                self._activities.pop(activity_id, None)
                self._show()

    def _show(self) -> None:
        first = next(iter(self._activities.values()), None)
        self.setVisible(first is not None)
        if first is None:
            return
        title = say(first.title)
        percent = None if first.fraction is None else int(first.fraction * 100)
        self.words.setText(title if percent is None else tr(text.ACTIVITY_PERCENT, title=title, percent=percent))
        self.cancel_button.says(tr(text.ACTIVITY_CANCEL_NAME, title=title))

    @Slot()
    def _cancel(self) -> None:
        first = next(iter(self._activities), None)
        if first is not None:
            self.cancel_wanted.emit(first)
