"""Below the picture: what is shown there, and what can be done with the file of a clip."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.job import Job
from sora_desktop.domain.opened import has_recipe, is_outside
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import job_words
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.clip_actions import copy_paths, open_folder
from sora_desktop.ui.common.clip_words import meta_words, outside_words
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import ElidedLabel
from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import sentences as text
from sora_desktop.ui.stage.change_button import ChangeButton
from sora_desktop.ui.stage.real_button import RealButton
from sora_desktop.ui.theme import ThemeKeeper


class ClipFoot(QWidget):
    """A prompt, a line of facts, and buttons; those keep their room where there is no clip yet, so that the picture
    above keeps its place when one comes.

    Signals: `use_again()`, `delete_wanted()`: a person wants this done with the clip.
    """

    use_again = Signal()
    delete_wanted = Signal()

    def __init__(self, commands: Commands, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._clip: Clip | None = None
        self._prompt = ElidedLabel(elide=Qt.TextElideMode.ElideRight, foreign=True)
        self._facts = ElidedLabel(role="caption", elide=Qt.TextElideMode.ElideRight)
        self.words = QWidget()
        """What the clip is: hidden where that stands beside the stage."""
        self.change_button = ChangeButton(theme)
        self.real_button = RealButton()
        self._buttons = (
            IconButton(theme, "edit", tr(text.STAGE_USE_AGAIN), colour="stage_muted"),
            IconButton(theme, "folder", tr(shared.CLIP_OPEN_FOLDER), colour="stage_muted"),
            IconButton(theme, "copy", tr(shared.CLIP_COPY_PATH), colour="stage_muted"),
            IconButton(theme, "trash", tr(shared.CLIP_DELETE), colour="stage_muted"),
        )
        self._again, *_, self._trash = self._buttons
        acts = (self.use_again.emit, self._open_folder, self._copy_path, self.delete_wanted.emit)
        for button, act in zip(self._buttons, acts, strict=True):
            button.clicked.connect(act)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout(self.words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(1)
        words.addWidget(self._prompt)
        words.addWidget(self._facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.words, 1)
        row.addStretch()
        row.addWidget(self.real_button)
        row.addWidget(self.change_button)
        for button in self._buttons:
            kept = button.sizePolicy()
            kept.setRetainSizeWhenHidden(True)
            button.setSizePolicy(kept)
            row.addWidget(button)

    def show_clip(self, clip: Clip) -> None:
        """Tell of a clip, and offer what can be done with it."""
        self._clip = clip
        self._prompt.setText(one_line(clip.prompt))
        outside = is_outside(clip)
        self._facts.setText(outside_words(clip) if outside else meta_words(clip))
        self.change_button.show_clip(None if outside else clip)
        self._offer(is_clip=True)
        self._again.setVisible(not outside or has_recipe(clip))
        self._trash.setVisible(not outside)

    def show_job(self, job: Job) -> None:
        """Tell of a clip that is still to come."""
        self._clip = None
        self._prompt.setText(one_line(job.request.prompt))
        self._facts.setText(job_words.meta_words(job))
        self.change_button.show_clip(None)
        self._offer(is_clip=False)

    def _offer(self, *, is_clip: bool) -> None:
        for button in self._buttons:
            button.setVisible(is_clip)
        self.show()

    @Slot()
    def _open_folder(self) -> None:
        if self._clip is not None:
            open_folder(self._clip)

    @Slot()
    def _copy_path(self) -> None:
        if self._clip is not None:
            copy_paths([self._clip], self._commands)
