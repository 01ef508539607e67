"""A sheet for jobs that another program sent to a service: which of them to bring in."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QWidget

from sora_desktop.base.sentences import Seconds
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.listed_job import ListedJob
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.clip_words import moment_words
from sora_desktop.ui.common.labels import PlainLabel, set_role
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import one_line, say, service_name, tr, written
from sora_desktop.ui.queue import sentences as text
from sora_desktop.ui.queue.listed_pictures import ListedPictures

_PROMPT_LIMIT = 90
_LEAST_LIST = 220
"""Pixels."""


class ElsewhereSheet(Sheet):
    """Asks when it is opened. What the service lists and this app did not send can be ticked, and is brought in."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(tr(text.ELSEWHERE_TITLE), parent)
        self.setObjectName("elsewhereSheet")
        self._commands = commands
        self._connection: Connection | None = None
        self._listed: Sequence[ListedJob] = ()
        self._round = 0
        self.intro = PlainLabel(role="muted", wrap=True)
        self.said = PlainLabel(role="muted", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(tr(text.ELSEWHERE_LIST))
        self.list.setProperty("role", "field")
        self.list.setSpacing(2)
        self.list.setMinimumHeight(_LEAST_LIST)
        self.list.setWordWrap(True)
        self._pictures = ListedPictures(commands, self.list)
        self.take_button = QPushButton(tr(text.ELSEWHERE_TAKE))
        self.take_button.setDefault(True)
        self.cancel_button = QPushButton(tr(shared.DIALOG_CANCEL))
        self._lay_out()
        self.list.itemChanged.connect(self._count)
        self.take_button.clicked.connect(self._take)
        self.cancel_button.clicked.connect(self.reject)
        self.finished.connect(self._forget)

    def _lay_out(self) -> None:
        row = WrappingRow()
        row.add_gap()
        for button in (self.cancel_button, self.take_button):
            row.addWidget(button)
        for widget in (self.intro, self.list, self.said):
            self.column.addWidget(widget)
        self.foot.addLayout(row)

    def open_for(self, connection: Connection) -> None:
        """Ask this service, and show what it lists."""
        self._connection = connection
        self._round += 1
        self.intro.setText(tr(text.ELSEWHERE_INTRO, name=service_name(connection.name)))
        self._show(())
        self._say(tr(text.ELSEWHERE_ASKING))
        connection_id = connection.id
        self._commands.run(
            lambda studio: studio.made_elsewhere.look(connection_id),
            "look elsewhere",
            partial(self._found, self._round),
            failed=partial(self._failed, self._round),
        )
        self.open()

    def _found(self, asked: int, listed: Sequence[ListedJob]) -> None:
        if asked != self._round:
            return
        self._show(listed)
        if self._connection is not None:
            self._pictures.begin(self._connection, listed)
        self._say("" if listed else tr(text.ELSEWHERE_NONE))
        if listed:
            self.list.setFocus()

    def _failed(self, asked: int, error: AppError) -> None:
        if asked == self._round:
            self._count()
            self._say(say(error.sentence), role="caution")

    def _show(self, listed: Sequence[ListedJob]) -> None:
        self._pictures.stop()
        self._listed = listed
        with QSignalBlocker(self.list):
            self.list.clear()
            for each in listed:
                item = QListWidgetItem(_words(each), self.list)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if each.is_finished else Qt.CheckState.Unchecked)
                item.setData(Qt.ItemDataRole.UserRole, each.remote_id)
        self.list.setVisible(bool(listed))
        self.list.setCurrentRow(0 if listed else -1)
        self._count()

    @property
    def _ticked(self) -> tuple[ListedJob, ...]:
        return tuple(
            each for row, each in enumerate(self._listed) if self.list.item(row).checkState() is Qt.CheckState.Checked
        )

    @Slot()
    def _count(self) -> None:
        count = len(self._ticked)
        self.take_button.setEnabled(count > 0)
        self.take_button.setText(tr(text.ELSEWHERE_TAKE_COUNT, count=count) if count else tr(text.ELSEWHERE_TAKE))

    @Slot()
    def _take(self) -> None:
        if self._connection is None:
            return
        connection_id, wanted = self._connection.id, self._ticked
        self.take_button.setEnabled(False)
        self._commands.run(
            lambda studio: studio.made_elsewhere.take_in(connection_id, wanted),
            "take in",
            partial(self._taken, self._round),
            failed=partial(self._failed, self._round),
        )

    def _taken(self, asked: int, _jobs: object) -> None:
        if asked == self._round:
            self.accept()

    @Slot()
    def _forget(self) -> None:
        """Answers that still come are not for this sheet any more."""
        self._round += 1
        self._pictures.stop()

    def _say(self, words: str, role: str = "muted") -> None:
        set_role(self.said, role)
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self.make_room()


def _words(listed: ListedJob) -> str:
    """Two lines: what was asked for, and what else the service tells."""
    told = (
        one_line(listed.model, 40),
        written(Seconds(listed.seconds)) if listed.seconds else "",
        listed.size.replace("x", " × ") if len(listed.size) < 12 else "",
        moment_words(listed.created_at) if listed.created_at else "",
        "" if listed.is_finished else tr(text.ELSEWHERE_NOT_FINISHED),
    )
    title = one_line(listed.prompt, _PROMPT_LIMIT) or one_line(listed.remote_id, _PROMPT_LIMIT)
    return f"{title}\n{' · '.join(part for part in told if part)}"
