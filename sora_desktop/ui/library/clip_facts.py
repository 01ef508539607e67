"""What there is to know of one clip: its prompt, and where it came from."""

from collections.abc import Iterator

from PySide6.QtCore import QMargins, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from sora_desktop.base.sentences import Bytes
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.request import edited
from sora_desktop.ui.common.clip_words import codec_words, moment_words, seconds_words
from sora_desktop.ui.common.labels import ElidedLabel, PlainLabel
from sora_desktop.ui.language import one_line, service_name, tr, written
from sora_desktop.ui.library import sentences as text

_MARGIN = 18
_LONGEST_PROMPT = 4000
"""Characters: the whole of a longer one stands in the prompt's own place, once it is used again."""


class ClipFacts(QWidget):
    """Hidden while there is no clip.

    Signals: `use_again(Request)` put the request of the clip back into compose.
    """

    use_again = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clipFacts")
        self.setAccessibleName(tr(text.FACTS_NAME))
        self._clip: Clip | None = None
        self._bill = ""
        self._prompt = PlainLabel(wrap=True)
        self._prompt.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines = QGridLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(5)
        self._lines.setColumnStretch(1, 1)
        self._again = QPushButton(tr(text.LIBRARY_USE_AGAIN))
        self._again.setObjectName("previewUseAgain")
        self._again.setProperty("role", "primary")
        self._again.clicked.connect(self._use_again)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        inner = QWidget()
        told = QVBoxLayout(inner)
        told.setContentsMargins(QMargins(_MARGIN, 4, _MARGIN, 8))
        told.setSpacing(12)
        told.addWidget(self._prompt)
        told.addLayout(self._lines)
        told.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner.setProperty("role", "plain")
        scroll.setWidget(inner)
        foot = QVBoxLayout()
        foot.setContentsMargins(_MARGIN, 8, _MARGIN, 14)
        foot.addWidget(self._again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addLayout(foot)

    def show_clip(self, clip: Clip | None, bill: str) -> None:
        """Tell of this clip; `bill` says what it cost, "" where nobody knows."""
        if (clip, bill) == (self._clip, self._bill):
            return
        self._clip, self._bill = clip, bill
        self.setVisible(clip is not None)
        if clip is not None:
            self._tell(clip, bill)

    def _tell(self, clip: Clip, bill: str) -> None:
        self._prompt.setText(clip.prompt[:_LONGEST_PROMPT])
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, value) in enumerate(_facts(clip, bill)):
            self._lines.addWidget(PlainLabel(name, role="caption"), row, 0)
            self._lines.addWidget(ElidedLabel(value), row, 1)

    @Slot()
    def _use_again(self) -> None:
        if self._clip is not None:
            self.use_again.emit(edited(self._clip.recipe.request, clip_id=self._clip.id))


def _facts(clip: Clip, bill: str) -> Iterator[tuple[str, str]]:
    """Name and value, of what is known alone."""
    media = clip.media
    yield tr(text.FACTS_MODEL), one_line(clip.recipe.request.model.title)
    yield tr(text.FACTS_CONNECTION), service_name(clip.recipe.connection_name)
    if bill:
        yield tr(text.FACTS_COST), bill
    yield tr(text.FACTS_SIZE), clip.size.words
    yield tr(text.FACTS_LENGTH), seconds_words(media.seconds or clip.recipe.request.seconds)
    if media.video_codec:
        yield (
            tr(text.FACTS_CODEC),
            tr(text.FACTS_CODEC_AND_RATE, codec=codec_words(media.video_codec), rate=f"{media.fps:g}"),
        )
    yield tr(text.FACTS_MADE), moment_words(clip.added_at)
    yield (
        tr(text.FACTS_FILE),
        tr(text.FACTS_FILE_AND_SIZE, name=one_line(clip.path.name), size=written(Bytes(clip.byte_count))),
    )
