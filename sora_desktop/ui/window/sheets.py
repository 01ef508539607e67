"""The sheets of the window, loaded when they are first asked for: the first paint needs none of them."""

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from sora_desktop.base.release_source import ReleaseSource, read_source
from sora_desktop.base.sentences import message
from sora_desktop.domain.character import takes_characters
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.events import Notice
from sora_desktop.domain.job import Job
from sora_desktop.domain.pricing import PriceList
from sora_desktop.domain.release import UpdateNews
from sora_desktop.ui.assets import resources_dir
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.known_characters import KnownCharacters
from sora_desktop.ui.connections import sentences as connection_text
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.language import one_line
from sora_desktop.ui.queue.panel import load_charge_sheet
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.window_settings import WindowSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from sora_desktop.ui.characters.enter_sheet import EnterSheet
    from sora_desktop.ui.characters.make_sheet import MakeSheet
    from sora_desktop.ui.characters.sheet import CharactersSheet
    from sora_desktop.ui.connections.price_editor import PriceSheet
    from sora_desktop.ui.connections.sheet import ConnectionSheet
    from sora_desktop.ui.guide.window import GuideWindow
    from sora_desktop.ui.queue.elsewhere_sheet import ElsewhereSheet
    from sora_desktop.ui.settings.sheet import SettingsSheet
    from sora_desktop.ui.spend.sheet import SpendSheet
    from sora_desktop.ui.window.about import AboutSheet
    from sora_desktop.ui.window.licences_sheet import LicencesSheet
    from sora_desktop.ui.window.release_sheet import ReleaseSheet
    from sora_desktop.ui.window.report_sheet import ReportSheet


def load_connection_sheet() -> "type[ConnectionSheet]":
    from sora_desktop.ui.connections.sheet import ConnectionSheet

    return ConnectionSheet


def load_price_sheet() -> "type[PriceSheet]":
    from sora_desktop.ui.connections.price_editor import PriceSheet

    return PriceSheet


def load_spend_sheet() -> "type[SpendSheet]":
    from sora_desktop.ui.spend.sheet import SpendSheet

    return SpendSheet


def load_settings_sheet() -> "type[SettingsSheet]":
    from sora_desktop.ui.settings.sheet import SettingsSheet

    return SettingsSheet


def load_about_sheet() -> "type[AboutSheet]":
    from sora_desktop.ui.window.about import AboutSheet

    return AboutSheet


def load_guide_window() -> "type[GuideWindow]":
    from sora_desktop.ui.guide.window import GuideWindow

    return GuideWindow


def load_elsewhere_sheet() -> "type[ElsewhereSheet]":
    from sora_desktop.ui.queue.elsewhere_sheet import ElsewhereSheet

    return ElsewhereSheet


def load_licences_sheet() -> "type[LicencesSheet]":
    from sora_desktop.ui.window.licences_sheet import LicencesSheet

    return LicencesSheet


def load_characters_sheet() -> "type[CharactersSheet]":
    from sora_desktop.ui.characters.sheet import CharactersSheet

    return CharactersSheet


def load_make_character_sheet() -> "tuple[type[MakeSheet], Callable[..., tuple[Connection, ...]]]":
    """And who can make one."""
    from sora_desktop.ui.characters.make_sheet import MakeSheet, makers

    return MakeSheet, makers


def load_enter_character_sheet() -> "type[EnterSheet]":
    from sora_desktop.ui.characters.enter_sheet import EnterSheet

    return EnterSheet


def load_release_sheet() -> "type[ReleaseSheet]":
    from sora_desktop.ui.window.release_sheet import ReleaseSheet

    return ReleaseSheet


def load_report_sheet() -> "type[ReportSheet]":
    from sora_desktop.ui.window.report_sheet import ReportSheet

    return ReportSheet


class Sheets(QObject):
    """Each sheet is made when it is first asked for, and kept."""

    def __init__(
        self,
        window: QWidget,
        commands: Commands,
        theme: ThemeKeeper,
        *,
        connections: ConnectionList,
        settings: WindowSettings,
        characters: KnownCharacters,
        library_folder: Path,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._theme = theme
        self._connections = connections
        self._settings = settings
        self._known_characters = characters
        self._library_folder = library_folder

    @cached_property
    def connection(self) -> "ConnectionSheet":
        return load_connection_sheet()(self._commands, self._connections, self._theme, self._window)

    @cached_property
    def elsewhere(self) -> "ElsewhereSheet":
        return load_elsewhere_sheet()(self._commands, self._window)

    @cached_property
    def settings(self) -> "SettingsSheet":
        knows_feed = self._source is not None
        sheet = load_settings_sheet()(self._settings.now, self._settings.change, self._window, knows_feed=knows_feed)
        self._settings.changed.connect(sheet.show_settings)
        sheet.news_wanted.connect(self._ask_for_news)
        sheet.release_wanted.connect(self.open_release)
        return sheet

    @cached_property
    def _source(self) -> ReleaseSource | None:
        return read_source(resources_dir())

    def look_for_releases(self) -> None:
        """Once a day from now on, where this build knows where, and a person wants it."""
        if self._source is not None:
            self._commands.run(lambda studio: studio.updates.begin(), "new versions")

    @Slot(bool)
    def _ask_for_news(self, wanted: bool) -> None:
        self._commands.run(lambda studio: studio.updates.news(wanted=wanted), "new versions", self.settings.show_news)

    @Slot()
    def open_release(self) -> None:
        """Show what is new in the version that is out."""
        self._commands.run(lambda studio: studio.updates.news(wanted=False), "new versions", self._show_release)

    def _show_release(self, news: UpdateNews) -> None:
        if news.release is not None:
            load_release_sheet()(news.release, self._window).open()

    @cached_property
    def spend(self) -> "SpendSheet":
        return load_spend_sheet()(self._commands, self._window)

    @cached_property
    def about(self) -> "AboutSheet":
        sheet = load_about_sheet()(self._library_folder, self._window)
        sheet.licences_wanted.connect(self.open_licences)
        return sheet

    @cached_property
    def guide(self) -> "GuideWindow":
        return load_guide_window()(self._theme, self._window)

    @cached_property
    def licences(self) -> "LicencesSheet":
        return load_licences_sheet()(self.about)

    @Slot()
    def open_licences(self) -> None:
        """Show whose work is inside."""
        resources, sheet = resources_dir(), self.licences
        sheet.open()
        self._commands.run(lambda studio: studio.notices.third_party(resources), "licenses", sheet.show_words)

    @Slot(object)
    def open_charge(self, job: Job) -> None:
        """Enter what was billed for a job."""
        load_charge_sheet()(self._commands, job, self._window).open()

    def open_elsewhere(self) -> None:
        """Bring in what other programs sent to the picked service."""
        if self._connections.selected is not None:
            self.elsewhere.open_for(self._connections.selected)

    @cached_property
    def characters(self) -> "CharactersSheet":
        sheet = load_characters_sheet()(self._commands, self._known_characters, self._connections, self._window)
        sheet.make_wanted.connect(lambda path: self.open_make_character("", path, ""))
        sheet.enter_wanted.connect(self._open_enter_character)
        return sheet

    @Slot()
    def open_characters(self) -> None:
        """All that there are."""
        self.characters.open_now()

    def open_make_character(self, clip_id: str, path: Path, mark: str, called: str = "") -> None:
        """Have a character made of a clip, or of another film; best by the service of this mark."""
        make_sheet, makers = load_make_character_sheet()
        connections = makers(self._connections, self._known_characters, mark)
        if connections:
            make_sheet(
                self._commands, connections, clip_id=clip_id, path=path, called=called, parent=self._window
            ).open()

    @Slot()
    def _open_enter_character(self) -> None:
        picked = self._connections.selected
        found = [each for each in self._connections.connections if takes_characters(each)]
        connections = sorted(found, key=lambda each: picked is None or each.id != picked.id)
        load_enter_character_sheet()(self._commands, connections, self._window).open()

    @Slot(str)
    def open_report(self, report: str) -> None:
        """Show a report that was just made."""
        load_report_sheet()(self._commands, report, self._window).open()

    @Slot(object, str)
    def open_prices(self, connection: Connection, model_id: str) -> None:
        """Enter the price of a model there; what is saved holds at once."""
        sheet = load_price_sheet()(self._theme, self._window)
        sheet.finished.connect(sheet.deleteLater)
        sheet.chosen.connect(partial(self._save_prices, connection.id))
        sheet.open_for(connection.name, connection.prices, connection.models, model_id)

    def _save_prices(self, connection_id: str, prices: PriceList) -> None:
        self._commands.run(
            lambda studio: studio.connections.set_prices(connection_id, prices), "prices", self._tell_prices
        )

    def _tell_prices(self, saved: Connection) -> None:
        self._commands.tell(Notice(message(connection_text.PRICES_SAVED, name=one_line(saved.name)), topic="prices"))

    @Slot(object)
    def open_for(self, connection: Connection | None) -> None:
        """Change a connection, or add one."""
        self.connection.open_for(connection)
