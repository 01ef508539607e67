"""The presets of the form: a small menu at its head."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMenu

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Message, Shortcut, message
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.form_preset import FormPreset, Lacking, Lacks, apply_preset, preset_of
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.head_menu import HeadMenu
from sora_desktop.ui.language import say, service_name, tr

if TYPE_CHECKING:
    from types import ModuleType

    from sora_desktop.ui.compose.named_sheet import NamedSheet

PRESETS = "presets"
"""The topic of its commands."""
PRESET_KEYS = "Ctrl+P"
_NAME = 40
_LACKING = {
    Lacks.MODEL: text.PRESET_LACKS_MODEL,
    Lacks.SHAPE: text.PRESET_LACKS_SHAPE,
    Lacks.SECONDS: text.PRESET_LACKS_SECONDS,
    Lacks.SIZE: text.PRESET_LACKS_SIZE,
    Lacks.PARAMETER: text.PRESET_LACKS_PARAMETER,
    Lacks.VALUE: text.PRESET_LACKS_VALUE,
}


def load_sheets() -> "ModuleType":
    """The first paint needs none."""
    from sora_desktop.ui.compose import preset_sheet

    return preset_sheet


def load_named_sheet() -> "type[NamedSheet]":
    """Likewise."""
    from sora_desktop.ui.compose.named_sheet import NamedSheet

    return NamedSheet


class FormPresets(QObject):
    """`read` gives the form as it stands, `swap` puts another draft into it in one step that can be undone.

    `connection` and `model` are those that are picked. Signals: `applied(Message, Draft)`: one stands in the form, in
    words, and what stood there before.
    """

    applied = Signal(object, object)

    def __init__(
        self,
        commands: Commands,
        read: Callable[[], Draft],
        swap: Callable[[Draft], object],
        picked: Callable[[], tuple[Connection | None, VideoModel | None]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._commands = commands
        self._read = read
        self._swap = swap
        self._picked = picked
        self._presets: tuple[FormPreset, ...] = ()
        self._latest = ""
        self._sheet: NamedSheet | None = None
        tip = tr(text.PRESETS_TIP, keys=Shortcut(PRESET_KEYS))
        self.menu = HeadMenu(tr(text.PRESETS), "presetsButton", tip, self._fill)

    def show_presets(self, presets: tuple[FormPreset, ...]) -> None:
        """These are the ones that there are now."""
        self._presets = presets
        if self._sheet is not None:
            self._sheet.show_values(presets)

    def _fill(self, menu: QMenu) -> None:
        for preset in self._presets:
            words = f"{_literal(one_line(preset.name, _NAME))}\t{_facts(preset)}"
            menu.addAction(words).triggered.connect(partial(self._apply, preset))
        if not self._presets:
            menu.addAction(tr(text.PRESETS_NONE)).setEnabled(False)
        menu.addSeparator()
        menu.addAction(tr(text.PRESET_SAVE)).triggered.connect(self._ask)
        latest = next((each for each in self._presets if each.id == self._latest), None)
        if latest is not None and self._now(latest) != latest:
            words = _literal(tr(text.PRESET_UPDATE, name=one_line(latest.name, _NAME)))
            menu.addAction(words).triggered.connect(partial(self._update, latest))
        if self._presets:
            menu.addAction(tr(text.PRESETS_ARRANGE)).triggered.connect(self._arrange)

    def _now(self, preset: FormPreset) -> FormPreset:
        """What it would be with the form as it stands; it keeps its name, and what it has of the form."""
        parts = {"with_prompt": preset.prompt is not None, "with_pictures": preset.images is not None}
        made = preset_of(self._read(), self._picked()[1], preset.name, **parts)
        return replace(made, id=preset.id, fit=made.fit or preset.fit)

    def take_back(self, before: Draft) -> None:
        """Have the form as it was before a preset."""
        self._swap(before)

    def _apply(self, preset: FormPreset, _checked: bool = False) -> None:
        before, (connection, _model) = self._read(), self._picked()
        applied = apply_preset(preset, before, connection)
        self._latest = preset.id
        self._swap(applied.draft)
        name = one_line(preset.name, _NAME)
        lacking = tuple(_lacking_words(each, connection) for each in applied.lacking)
        words = message(text.PRESET_APPLIED_PARTLY if lacking else text.PRESET_APPLIED, name=name)
        self.applied.emit(words.about(more=lacking), before)

    def _ask(self, _checked: bool = False) -> None:
        form = self._read()
        load_sheets().ask_for_preset(
            [each.name for each in self._presets],
            self.menu.button.window(),
            self._save,
            has_pictures=form.image is not None or bool(form.others),
        )

    def _save(self, name: str, with_prompt: bool, with_pictures: bool) -> None:
        model = self._picked()[1]
        preset = preset_of(self._read(), model, name, with_prompt=with_prompt, with_pictures=with_pictures)
        self._commands.run(lambda studio: studio.presets.save(preset), PRESETS, self._saved)

    def _saved(self, preset: FormPreset) -> None:
        self._latest = preset.id

    def _update(self, preset: FormPreset, _checked: bool = False) -> None:
        """Under its name, so that what it was can be taken back."""
        now = replace(self._now(preset), id="")
        self._commands.run(lambda studio: studio.presets.save(now), PRESETS, self._saved)

    def _arrange(self, _checked: bool = False) -> None:
        sheet = load_named_sheet()(tr(text.PRESETS_TITLE), text.PRESET_REMOVED, self.menu.button.window())
        run, self._sheet = self._commands.run, sheet
        sheet.finished.connect(self._forget_sheet)
        sheet.rows.moved.connect(lambda: self._reorder(sheet.rows.ids))
        sheet.rows.removed.connect(lambda each: run(lambda studio: studio.presets.remove(each), PRESETS))
        sheet.rows.renamed.connect(self._rename)
        sheet.undo_wanted.connect(lambda: run(lambda studio: studio.removals.take_back_last(), PRESETS))
        sheet.show_values(self._presets)
        sheet.open_anew()

    def _reorder(self, ids: tuple[str, ...]) -> None:
        self._commands.run(lambda studio: studio.presets.reorder(ids), PRESETS)

    @Slot()
    def _forget_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
        self._sheet = None

    @Slot(str, str)
    def _rename(self, preset_id: str, name: str) -> None:
        preset = next((each for each in self._presets if each.id == preset_id), None)
        if preset is not None:
            named = replace(preset, name=name)
            self._commands.run(lambda studio: studio.presets.save(named), PRESETS, failed=self._not_renamed)

    def _not_renamed(self, error: AppError) -> None:
        """Said in the sheet, where the eyes are; it has its old name again."""
        if self._sheet is not None:
            self._sheet.say(say(error.sentence))
            self._sheet.show_values(self._presets)


def _lacking_words(lacking: Lacking, connection: Connection | None) -> Message:
    where = service_name(connection.name) if connection else ""
    value = lacking.value.words if isinstance(lacking.value, Size) else lacking.value
    return message(_LACKING[lacking.lacks], value=value, name=lacking.name, connection=where)


def _facts(preset: FormPreset) -> str:
    """What it is known again by, beside its name."""
    seconds = tr(text.COMPOSE_VALUE_SECONDS, seconds=preset.seconds) if preset.seconds else ""
    parts = (preset.shape.aspect_ratio if preset.shape else "", seconds, one_line(preset.model, 28))
    return _literal(" · ".join(part for part in parts if part))


def _literal(words: str) -> str:
    """A menu text in which an ampersand is an ampersand, and a tab no column."""
    return words.replace("&", "&&").replace("\t", " ")
