"""What there is to know of one clip: its prompt, and where it came from."""

from collections.abc import Iterator

from PySide6.QtCore import QMargins, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from sora_desktop.base.sentences import Bytes
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.job import Job, may_have_cost
from sora_desktop.domain.request import edited
from sora_desktop.domain.tags import LONGEST_TAG, MOST_TAGS, read_tags, tags_line
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.clip_words import codec_words, moment_words, seconds_words
from sora_desktop.ui.common.elided_button import ElidedButton
from sora_desktop.ui.common.job_words import billed_words
from sora_desktop.ui.common.labels import ElidedLabel, PlainLabel, set_tip
from sora_desktop.ui.common.links import link
from sora_desktop.ui.language import number_words, one_line, service_name, tr, written
from sora_desktop.ui.library import sentences as text

_MARGIN = 18
_COST_ROW = 2
_LONGEST_PROMPT = 4000
"""Characters: the whole of a longer one stands in the prompt's own place, once it is used again."""


class ClipFacts(QWidget):
    """Hidden while there is no clip.

    Signals: `use_again(Request)` put the request of the clip back into compose; `charge_wanted(Clip)` a person wants to
    enter what was billed for it; `tagged(Clip, tuple[str, ...])` its tags are to be these.
    """

    use_again = Signal(object)
    charge_wanted = Signal(object)
    tagged = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clipFacts")
        self.setAccessibleName(tr(text.FACTS_NAME))
        self._clip: Clip | None = None
        self._job: Job | None = None
        self._prompt = PlainLabel(wrap=True, foreign=True)
        self._prompt.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines = QGridLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(5)
        self._lines.setColumnStretch(1, 1)
        self._tags_name = PlainLabel(tr(text.FACTS_TAGS), role="caption")
        self._tags = _tags_edit()
        self._tags.editingFinished.connect(self._take_tags)
        self._again = ElidedButton(tr(text.LIBRARY_USE_AGAIN))
        self._again.setObjectName("previewUseAgain")
        self._again.setProperty("role", "primary")
        self._again.clicked.connect(self._use_again)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        inner = QWidget()
        for place, widget in enumerate((self._tags_name, self._tags)):
            self._lines.addWidget(widget, 0, place)
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

    def show_clip(self, clip: Clip | None, job: Job | None) -> None:
        """Tell of this clip, and of the job that it came from, where that is known."""
        if (clip, job) == (self._clip, self._job):
            return
        if clip is None or self._clip is None or clip.id != self._clip.id:
            self._take_tags()
        is_told = clip is not None and self._clip is not None and clip.tags == self._clip.tags
        same = is_told and clip is not None and self._clip is not None and clip.id == self._clip.id
        self._clip, self._job = clip, job
        self.setVisible(clip is not None)
        if clip is not None:
            self._tell(clip, job)
            if not same:
                self._tags.setText(tags_line(clip.tags))

    def _tell(self, clip: Clip, job: Job | None) -> None:
        self._prompt.setText(clip.prompt[:_LONGEST_PROMPT])
        stay: tuple[PlainLabel, QWidget] = (self._tags_name, self._tags)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget not in stay:
                widget.hide()
                widget.deleteLater()
        rows: list[tuple[str, QWidget]] = [(name, ElidedLabel(value)) for name, value in _facts(clip)]
        if job is not None:
            rows.insert(_COST_ROW, (tr(text.FACTS_COST), self._cost(job)))
        told = [(PlainLabel(name, role="caption"), field) for name, field in rows]
        told.insert(_COST_ROW + int(job is not None), stay)
        for row, parts in enumerate(told):
            for column, part in enumerate(parts):
                self._lines.addWidget(part, row, column)

    def _cost(self, job: Job) -> QWidget:
        """What it cost, and a way to say it otherwise where something can have been billed."""
        words = ElidedLabel(billed_words(job))
        if not may_have_cost(job):
            return words
        is_entered = job.charge.entered is not None
        enter = link(tr(text.FACTS_COST_CHANGE if is_entered else text.FACTS_COST_ENTER), "factsCharge", small=True)
        enter.setAccessibleName(tr(shared.CHARGE_CHANGE if is_entered else shared.CHARGE_ENTER))
        enter.clicked.connect(self._enter_charge)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(words, 1)
        row.addWidget(enter)
        return whole

    @Slot()
    def _enter_charge(self) -> None:
        if self._clip is not None:
            self.charge_wanted.emit(self._clip)

    @Slot()
    def _take_tags(self) -> None:
        """What stands there once a person goes on; what is the same is not said."""
        if self._clip is None:
            return
        tags = read_tags(self._tags.text())
        self._tags.setText(tags_line(tags))
        if tags != self._clip.tags:
            self.tagged.emit(self._clip, tags)

    @Slot()
    def _use_again(self) -> None:
        if self._clip is not None:
            self.use_again.emit(edited(self._clip.recipe.request, clip_id=self._clip.id))


def _tags_edit() -> QLineEdit:
    edit = QLineEdit()
    edit.setObjectName("clipTags")
    edit.setPlaceholderText(tr(text.FACTS_TAGS_PLACE))
    edit.setAccessibleName(tr(text.FACTS_TAGS))
    edit.setAccessibleDescription(tr(text.FACTS_TAGS_HINT))
    edit.setMaxLength(MOST_TAGS * (LONGEST_TAG + 2))
    set_tip(edit, tr(text.FACTS_TAGS_HINT))
    return edit


def _facts(clip: Clip) -> Iterator[tuple[str, str]]:
    """Name and value, of what is known alone."""
    media = clip.media
    yield tr(text.FACTS_MODEL), one_line(clip.recipe.request.model.title)
    yield tr(text.FACTS_CONNECTION), service_name(clip.recipe.connection_name)
    if clip.recipe.request.characters:
        names = ", ".join(one_line(each.name) for each in clip.recipe.request.characters)
        yield tr(text.FACTS_CHARACTERS), names
    yield tr(text.FACTS_SIZE), clip.size.words
    yield tr(text.FACTS_LENGTH), seconds_words(media.seconds or clip.recipe.request.seconds)
    if media.video_codec:
        yield (
            tr(text.FACTS_CODEC),
            tr(text.FACTS_CODEC_AND_RATE, codec=codec_words(media.video_codec), rate=number_words(media.fps, 3)),
        )
    yield tr(text.FACTS_MADE), moment_words(clip.added_at)
    yield (
        tr(text.FACTS_FILE),
        tr(text.FACTS_FILE_AND_SIZE, name=one_line(clip.path.name), size=written(Bytes(clip.byte_count))),
    )
