"""A sheet for the tags of several clips at once: those that all of them have, and what is to be added."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.tags import changed, key_of, read_tags, tags_line
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.form import FormRow
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import tr
from sora_desktop.ui.library import sentences as text

TAGGING = "tags"
"""The topic of its commands."""
_WIDTH = 420


class TagSheet(Sheet):
    """Goes when it is closed."""

    def __init__(self, commands: Commands, clips: Sequence[Clip], parent: QWidget | None = None) -> None:
        super().__init__(tr(text.TAGS_OF, count=len(clips)), parent, width=_WIDTH)
        self.setObjectName("tagSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands = commands
        self._ids = [clip.id for clip in clips]
        self._shared = common(clips)
        self.tags = FormRow(tr(text.FACTS_TAGS), QLineEdit(tags_line(self._shared)))
        self.save = QPushButton(tr(shared.DIALOG_SAVE))
        self.cancel = QPushButton(tr(shared.DIALOG_CANCEL))
        self._lay_out(is_one=len(clips) == 1)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self, *, is_one: bool) -> None:
        hint = text.TAGS_HINT if is_one else text.TAGS_HINT_MANY
        self.column.addWidget(PlainLabel(tr(hint), role="muted", wrap=True))
        self.column.addWidget(self.tags)
        self.cancel.setAutoDefault(False)
        self.save.setDefault(True)
        buttons = WrappingRow()
        buttons.add_gap()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        self.foot.addLayout(buttons)
        self.tags.field.setPlaceholderText(tr(text.FACTS_TAGS_PLACE))
        self.tags.field.setFocus()

    @Slot()
    def _save(self) -> None:
        add = read_tags(self.tags.field.text())
        remove = changed(self._shared, (), add)
        self._commands.run(lambda studio: studio.removals.tags(self._ids, add, remove), TAGGING)
        self.accept()


def common(clips: Sequence[Clip]) -> tuple[str, ...]:
    """The tags that each of these clips has, in the order and spelling of the first."""
    keys = [{key_of(tag) for tag in clip.tags} for clip in clips]
    return tuple(tag for tag in clips[0].tags if all(key_of(tag) in each for each in keys))
