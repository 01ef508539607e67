"""The settings, one row for each field of `Settings`: a setting is declared there and nowhere else."""

from dataclasses import Field, fields
from enum import Enum, EnumType
from typing import TYPE_CHECKING, Any, Protocol, get_type_hints

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from sora_desktop.domain.budget import Budget
from sora_desktop.domain.release import UpdateNews
from sora_desktop.domain.settings import LanguageTag, Settings
from sora_desktop.ui.common.form import Choice, ChoiceBox, FormRow
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.links import link
from sora_desktop.ui.common.scrolled_body import ScrolledBody
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.language import own_name, tr, translated_languages
from sora_desktop.ui.settings import sentences as text
from sora_desktop.ui.settings.budget_editor import BudgetEditor

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 1_000_000
_UPDATES = "updates"


class Change(Protocol):
    """Takes changed fields of Settings by name."""

    def __call__(self, **changes: Any) -> None: ...


class SettingsSheet(Sheet):
    """Shows every field that is not hidden; a change holds at once. `knows_feed`: this build can look for new versions.

    Signals: `news_wanted(bool)`: what is known of new versions is to be shown, and whether it may be asked for;
    `release_wanted()`: a person wants to read what is new.
    """

    news_wanted = Signal(bool)
    release_wanted = Signal()

    def __init__(
        self, settings: Settings, change: Change, parent: QWidget | None = None, *, knows_feed: bool = False
    ) -> None:
        super().__init__(tr(text.SETTINGS_TITLE), parent, scrolls=False)
        self._change = change
        self._showing = False
        self._show: dict[str, Callable[[Any], None]] = {}
        self.controls: dict[str, QWidget] = {}
        self._lines: dict[str, FormRow[Any]] = {}
        self.column.addWidget(PlainLabel(tr(text.SETTINGS_INTRO), role="muted", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(14)
        rows = QWidget()
        rows.setLayout(self._rows)
        body = ScrolledBody(rows)
        self.column.addWidget(body, 1)
        kinds = get_type_hints(Settings)
        for field in fields(Settings):
            if not field.metadata["hidden"] and (knows_feed or not field.metadata.get("of_builds_with_a_feed")):
                self._add(field, kinds[field.name])
        self._rows.addStretch()
        self.add_close()
        self.show_settings(settings)
        body.resized.connect(self.make_room)

    def show_settings(self, settings: Settings) -> None:
        """Show these values; nothing is changed by it."""
        self._showing = True
        for name, show in self._show.items():
            show(getattr(settings, name))
        self._showing = False

    def show_news(self, news: UpdateNews) -> None:
        """Say below the setting how the last look for a new version ended."""
        row = self._lines.get(_UPDATES)
        if row is None:
            return
        version = news.release.version if news.release else ""
        self._release.setText(tr(text.RELEASE_IS_OUT, version=version))
        self._release.setVisible(bool(version))
        box = self.controls[_UPDATES]
        is_on = isinstance(box, QCheckBox) and box.isChecked()
        row.say(caution=tr(text.RELEASE_NOT_CHECKED) if news.failed and is_on else "")
        self.make_room()

    def _ask_for_news(self) -> None:
        box = self.controls[_UPDATES]
        self.news_wanted.emit(isinstance(box, QCheckBox) and box.isChecked())

    def showEvent(self, event: QShowEvent) -> None:
        if _UPDATES in self._lines:
            self._ask_for_news()
        self.begin_anew()
        super().showEvent(event)

    def _add(self, field: Field[Any], kind: Any) -> None:
        label, help_text = tr(field.metadata["label"]), tr(field.metadata["help"])
        if kind is bool:
            control: QWidget = self._check_box(field.name, label)
            row = FormRow("", control, help_text)
        else:
            control = self._control(field, kind)
            row = FormRow(label, control, help_text)
        control.setAccessibleName(label)
        control.setObjectName(f"setting-{field.name}")
        self.controls[field.name] = control
        self._lines[field.name] = row
        self._rows.addWidget(row)
        if field.name == _UPDATES:
            self._release = link("", "releaseButton")
            self._release.hide()
            self._release.clicked.connect(self.release_wanted)
            self._rows.addWidget(self._release, 0, Qt.AlignmentFlag.AlignLeft)

    def _control(self, field: Field[Any], kind: Any) -> QWidget:
        if isinstance(kind, EnumType):
            return self._choice_box(field.name, kind)
        if kind is LanguageTag:
            return self._language_box(field.name)
        if kind is Budget:
            return self._budget_editor(field.name)
        if kind is int:
            return self._spin_box(field)
        return self._line_edit(field.name)

    def _check_box(self, name: str, label: str) -> QWidget:
        box = QCheckBox(label)
        box.toggled.connect(lambda checked: self._tell(name, checked))
        if name == _UPDATES:
            box.toggled.connect(self.news_wanted)
        self._show[name] = box.setChecked
        return box

    def _choice_box(self, name: str, kind: EnumType) -> QWidget:
        members: list[Enum] = list(kind)
        box = ChoiceBox([Choice(member, text.CHOICES[member], "") for member in members])
        box.currentIndexChanged.connect(lambda _index: self._tell(name, box.value))
        self._show[name] = box.choose
        return box

    def _language_box(self, name: str) -> QWidget:
        system = Choice(LanguageTag(), text.LIKE_THE_SYSTEM, "")
        box = ChoiceBox([system, *(Choice(LanguageTag(each), own_name(each), "") for each in translated_languages())])
        box.currentIndexChanged.connect(lambda _index: self._tell(name, box.value))
        self._show[name] = box.choose
        return box

    def _spin_box(self, field: Field[Any]) -> QWidget:
        box = QSpinBox()
        box.setRange(field.metadata.get("minimum", 0), field.metadata.get("maximum", LARGEST))
        box.setSuffix(tr(field.metadata.get("suffix", "")))
        box.valueChanged.connect(lambda value: self._tell(field.name, value))
        self._show[field.name] = box.setValue
        return box

    def _budget_editor(self, name: str) -> QWidget:
        editor = BudgetEditor()
        editor.changed.connect(lambda budget: self._tell(name, budget))
        self._show[name] = editor.show_budget
        return editor

    def _line_edit(self, name: str) -> QWidget:
        edit = QLineEdit()
        edit.editingFinished.connect(lambda: self._tell(name, edit.text()))
        self._show[name] = edit.setText
        return edit

    def _tell(self, name: str, value: Any) -> None:
        if not self._showing:
            self._change(**{name: value})
