"""What a person asks of the window by menu, shortcut or button."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMainWindow

from sora_desktop.domain.settings import Theme, View
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.connections.connection_actions import select
from sora_desktop.ui.queue.job_filter import JobKind
from sora_desktop.ui.window.contents import WindowContents
from sora_desktop.ui.window.window_facts import window_facts


class WindowActions(QObject):
    """The slots that `ACTIONS` names, and those of the bar's buttons."""

    def __init__(self, window: QMainWindow, contents: WindowContents) -> None:
        super().__init__(window)
        self._window = window
        self._contents = contents
        self.undo, self.focus_notices = contents.notices.undo_last, contents.notices.take_keyboard
        self.open_presets = lambda: contents.views.show_view(View.MAKE, contents.panels.compose.presets.menu.open_below)
        self.open_snippets = lambda: contents.views.show_view(
            View.MAKE, contents.panels.compose.snippets.menu.open_below
        )
        bar = contents.bar
        bar.views.chosen.connect(self.show_view)
        bar.theme_button.clicked.connect(self.toggle_appearance)
        bar.settings_button.clicked.connect(self.open_settings)
        bar.activity.cancel_wanted.connect(partial(_cancel_activity, contents.commands))
        bar.summary.clicked.connect(self.open_queue)
        bar.needs.clicked.connect(self.show_what_needs_you)
        bar.spend.clicked.connect(self.open_spend)
        bar.picker.add_wanted.connect(self.add_connection)
        contents.panels.stage.empty.connect_wanted.connect(self.add_connection)
        contents.panels.stage.empty.sample_wanted.connect(contents.panels.compose.open_sample)
        bar.picker.edit_wanted.connect(contents.sheets.open_for)

    @Slot()
    def focus_prompt(self) -> None:
        self._contents.views.show_view(View.MAKE, self._contents.panels.compose.focus_prompt)

    @Slot()
    def paste_image(self) -> None:
        self.show_make()
        self._contents.panels.compose.paste_image()

    @Slot()
    def focus_search(self) -> None:
        self._contents.views.show_view(View.CHOOSE, self._contents.panels.library.focus_search)

    @Slot()
    def open_connections(self) -> None:
        self._contents.bar.picker.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._contents.bar.picker.open_list()

    @Slot()
    def add_connection(self) -> None:
        self._contents.sheets.open_for(None)

    @Slot(str)
    def select_connection(self, connection_id: str) -> None:
        select(connection_id, self._contents.commands)

    @Slot(object)
    def show_view(self, view: View) -> None:
        self._contents.views.show_view(view)

    @Slot()
    def show_make(self) -> None:
        """Where clips are made."""
        self._contents.views.show_view(View.MAKE)

    @Slot()
    def show_choose(self) -> None:
        """The library over the whole window."""
        self._contents.views.show_view(View.CHOOSE)

    @Slot()
    def toggle_queue(self) -> None:
        """The drawer with all jobs; one that is open and has the keyboard closes."""
        drawer = self._contents.drawer
        if drawer.has_keyboard:
            drawer.close_by_person()
        else:
            drawer.open_by_person()

    @Slot()
    def open_queue(self) -> None:
        self._contents.panels.queue.show_kind(JobKind.ALL)
        self._contents.drawer.open_by_person()

    @Slot()
    def show_what_needs_you(self) -> None:
        """The jobs that wait for a person, and no others."""
        self._contents.panels.queue.show_kind(JobKind.NEEDS_YOU)
        self._contents.drawer.open_by_person()

    @Slot()
    def toggle_appearance(self) -> None:
        self._contents.settings.change(theme=Theme.LIGHT if self._contents.theme.is_dark else Theme.DARK)

    @Slot()
    def toggle_full_screen(self) -> None:
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    @Slot()
    def read_library(self) -> None:
        """Put the library's list beside its folder again."""
        self._contents.commands.run(lambda studio: studio.upkeep.read_again(), "read library")

    @Slot()
    def bring_in_jobs(self) -> None:
        """Jobs that other programs sent to the picked service."""
        self._contents.sheets.open_elsewhere()

    @Slot()
    def open_characters(self) -> None:
        """What services made of clips, to be seen in others."""
        self._contents.sheets.open_characters()

    @Slot()
    def open_spend(self) -> None:
        self._contents.sheets.spend.open_now()

    @Slot()
    def open_menu(self) -> None:
        self._contents.bar.open_menu()

    @Slot()
    def open_settings(self) -> None:
        self._contents.sheets.settings.open()

    @Slot()
    def open_report(self) -> None:
        """Show what may be passed on to whoever helps."""
        facts = window_facts()
        self._contents.commands.run(
            lambda studio: studio.diagnostics.report(facts), "report", self._contents.sheets.open_report
        )

    @Slot()
    def open_guide(self) -> None:
        self._contents.sheets.guide.open()

    @Slot()
    def open_about(self) -> None:
        self._contents.sheets.about.open()

    @Slot()
    def close(self) -> None:
        """Close the window, as by its own button."""
        self._window.close()


def _cancel_activity(commands: Commands, activity_id: str) -> None:
    commands.run(lambda studio: studio.activities.cancel(activity_id), "cancel activity")
