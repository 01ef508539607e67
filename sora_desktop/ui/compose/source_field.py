"""The clip that a request changes, in one line: its picture, its words, and a button that lets go of it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sora_desktop.domain.source import Change, SourceClip
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.captions import CAPTION_GAP, Caption, ProblemLine
from sora_desktop.ui.common.drawn import Drawn
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import ElidedLabel
from sora_desktop.ui.common.thumbnails import Thumbnails
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import one_line, tr
from sora_desktop.ui.theme import ThemeKeeper

_PICTURE = QSize(72, 40)
_WORDS = {Change.REMIX: text.COMPOSE_SOURCE_REMIX, Change.EXTEND: text.COMPOSE_SOURCE_EXTEND}


class SourceField(QWidget):
    """Hidden while there is no such clip.

    Signals: `removed()`: a person wants a new clip instead, and there is no such one any more.
    """

    removed = Signal()

    def __init__(self, commands: Commands, theme: ThemeKeeper) -> None:
        super().__init__()
        self.source: SourceClip | None = None
        self._commands = commands
        self._thumbnails = Thumbnails(self)
        self._path: Path | None = None
        self._caption = Caption("")
        self._line = QFrame()
        self._line.setObjectName("sourceClip")
        self._line.setProperty("role", "field")
        self._picture = Drawn()
        self._picture.setFixedSize(_PICTURE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._prompt = ElidedLabel(elide=Qt.TextElideMode.ElideRight, foreign=True)
        self._facts = ElidedLabel(role="hint", elide=Qt.TextElideMode.ElideRight)
        self._remove = IconButton(theme, "close", tr(text.COMPOSE_SOURCE_REMOVE))
        self._remove.setObjectName("sourceRemoveButton")
        self._problem = ProblemLine()
        self._lay_out()
        self._remove.clicked.connect(self._let_go)
        self._thumbnails.ready.connect(self._paint)
        self.hide()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._prompt)
        words.addWidget(self._facts)
        row = QHBoxLayout(self._line)
        row.setContentsMargins(6, 6, 6, 6)
        row.setSpacing(10)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        row.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CAPTION_GAP)
        for part in (self._caption, self._line, self._problem):
            column.addWidget(part)

    def hold(self, source: SourceClip | None) -> None:
        """Show this clip, or none."""
        is_another = source is not None and (self.source is None or self.source.clip_id != source.clip_id)
        self.source = source
        self.setVisible(source is not None)
        if source is None:
            return
        self._caption.label.setText(tr(_WORDS[source.change]))
        self._prompt.setText(one_line(source.prompt))
        if is_another:
            self._path = None
            self._paint()
            clip_id = source.clip_id
            self._commands.run(
                lambda studio: studio.changes.thumbnail(clip_id), "thumbnail", partial(self._found, clip_id)
            )

    @Slot()
    def _let_go(self) -> None:
        self.hold(None)
        self.removed.emit()

    def show_settled(self, seconds: int | None) -> None:
        """What comes of it: `seconds` are those that are asked for."""
        source = self.source
        if source is None:
            return
        if source.change is Change.REMIX:
            size = source.size.words
            facts = tr(text.COMPOSE_SOURCE_REMIX_FACTS, size=size, seconds=source.seconds)
        else:
            added = seconds or 0
            total = source.seconds + added
            facts = tr(text.COMPOSE_SOURCE_EXTEND_FACTS, before=source.seconds, added=added, total=total)
        self._facts.setText(facts)
        what = tr(_WORDS[source.change])
        spoken = tr(text.COMPOSE_SOURCE_NAME, what=what, prompt=one_line(source.prompt), facts=facts)
        self._line.setAccessibleName(spoken)

    def show_problem(self, words: str) -> None:
        self._problem.say(words)

    def _found(self, clip_id: str, path: Path | None) -> None:
        if self.source is not None and self.source.clip_id == clip_id:
            self._path = path
            self._paint()

    @Slot()
    def _paint(self) -> None:
        self._picture.show_drawn(self._drawn)

    def _drawn(self, ratio: float) -> QPixmap:
        picture = self._thumbnails.picture(self._path, _PICTURE * ratio) if self._path else None
        if picture is None:
            return QPixmap()
        picture.setDevicePixelRatio(ratio)
        return picture
