"""The bar at the top: the connection, what is under way, and the buttons of the window."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QResizeEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton

from sora_desktop.base.sentences import Plural, Shortcut
from sora_desktop.domain.settings import View
from sora_desktop.ui.common.elided_button import ElidedButton
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import set_tip
from sora_desktop.ui.common.segmented import Segment, Segmented
from sora_desktop.ui.connections.connection_picker import ConnectionPicker
from sora_desktop.ui.language import tr
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_counts import Sort
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window import sentences as text
from sora_desktop.ui.window.activity_entry import ActivityEntry

HEIGHT = 48
"""Where text has its usual size, in pixels; larger text makes it higher."""


class TopBar(QFrame):
    """Holds the picker, the summary, what takes longer, and the buttons; what they do is the window's matter."""

    def __init__(self, picker: ConnectionPicker, theme: ThemeKeeper) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.picker = picker
        self.summary = _named(ElidedButton(), "summaryButton", "flat", tr(text.QUEUE_OPEN_HINT))
        self.needs = _named(ElidedButton(), "needsYouButton", "pill", tr(text.NEEDS_YOU_HINT))
        self.spend = _named(ElidedButton(), "spendButton", "flat", tr(text.SPEND_OPEN))
        self.activity = ActivityEntry(theme)
        self.views = _view_switch(theme)
        self.theme_button = IconButton(theme, "moon", tr(text.TOP_DARK))
        self.settings_button = IconButton(theme, "settings", tr(text.TOP_SETTINGS))
        self.more_button = IconButton(theme, "more", tr(text.TOP_MORE))
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more_button)
        self.more_button.setMenu(self._menu)
        self._dispensable = (self.theme_button, self.spend, self.summary)
        self._is_giving_way = False
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 12, 3)
        row.setSpacing(10)
        row.addWidget(self.views, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.picker)
        self.picker.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row.addStretch(1)
        row.addWidget(self.activity, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in (
            self.summary,
            self.needs,
            self.spend,
            self.theme_button,
            self.settings_button,
            self.more_button,
        ):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._give_way()
        return super().event(event)

    def _give_way(self) -> None:
        """Where there is no room for all, what is found elsewhere as well goes first: never the views, nor what needs a person."""
        layout = self.layout()
        if layout is None or self._is_giving_way:
            return
        self._is_giving_way = True
        for button in self._dispensable:
            button.setVisible(button is self.theme_button or bool(button.text()))
        for button in self._dispensable:
            layout.activate()
            if layout.minimumSize().width() <= self.width():
                break
            button.hide()
        self._is_giving_way = False

    def fill_menu(self, actions: Iterable[QAction]) -> None:
        """Put these into the "more" menu, in order."""
        for action in actions:
            self._menu.addAction(action)

    def open_menu(self) -> None:
        """The "more" menu, with the keyboard at its first entry."""
        self._menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))
        self._menu.setActiveAction(self._menu.actions()[0])

    def show_spend(self, words: str) -> None:
        """What was spent today; nothing where it is nothing."""
        _say(self.spend, words)

    def show_jobs(self, jobs: JobList, *, paused: bool) -> None:
        """How many are under way, and how many need a person; nothing where it is none."""
        _say(self.summary, summary(jobs, paused=paused))
        _say(self.needs, _count(jobs.count(Sort.NEEDS_PERSON), text.SUMMARY_NEEDS))

    def show_appearance(self, *, dark: bool) -> None:
        """The theme button names the appearance that it leads to."""
        self.theme_button.show_icon("sun" if dark else "moon")
        self.theme_button.says(tr(text.TOP_LIGHT) if dark else tr(text.TOP_DARK))


def summary(jobs: JobList, *, paused: bool) -> str:
    """Such as "2 running · 1 waiting"; empty where there is nothing to say."""
    waiting = jobs.count(Sort.WAITING)
    parts = [
        _count(jobs.count(Sort.ACTIVE) - waiting, text.SUMMARY_ACTIVE),
        _count(waiting, text.SUMMARY_WAITING),
        tr(text.SUMMARY_PAUSED) if paused else "",
    ]
    return " · ".join(part for part in parts if part)


def _view_switch(theme: ThemeKeeper) -> Segmented:
    made = Segmented(
        theme,
        tr(text.TOP_VIEWS),
        [
            Segment(View.MAKE, tr(text.TOP_MAKE), "viewMake", tr(text.TOP_MAKE)),
            Segment(View.CHOOSE, tr(text.TOP_CHOOSE), "viewChoose", tr(text.TOP_CHOOSE)),
        ],
    )
    for view, words, keys in ((View.MAKE, text.TOP_MAKE, "Ctrl+1"), (View.CHOOSE, text.TOP_CHOOSE, "Ctrl+2")):
        made.button(view).setProperty("scale", "tab")
        made.button(view).setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard to the view
        set_tip(made.button(view), tr(text.TOP_VIEW_KEY, view=tr(words), keys=Shortcut(keys)))
    return made


def _named(button: QPushButton, name: str, role: str, tip: str) -> QPushButton:
    """It is there only while it has something to say."""
    button.setObjectName(name)
    button.setProperty("role", role)
    button.setAccessibleDescription(tip)
    set_tip(button, tip)
    button.hide()
    return button


def _say(button: QPushButton, words: str) -> None:
    button.setText(words)
    button.setAccessibleName(words)
    button.setVisible(bool(words))


def _count(number: int, words: Plural) -> str:
    return tr(words, count=number) if number else ""
