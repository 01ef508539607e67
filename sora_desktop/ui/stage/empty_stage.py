"""What the stage says before there is a clip."""

from PySide6.QtCore import QObject, Signal, Slot

from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import sentences as text
from sora_desktop.ui.stage.video_view import VideoView


class EmptyStage(QObject):
    """Signals: `connect_wanted()`: a person wants a real service, where there is only the preview of this computer.

    `sample_wanted()`: a person wants to see what comes of a prompt and a picture that are there for it.
    """

    connect_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, screen: VideoView) -> None:
        super().__init__(screen)
        self._screen = screen
        self._is_preview = self._is_choosing = False
        self.is_shown = False
        """No longer once a clip is shown, or why one cannot be."""
        screen.message.clicked.connect(self._take_press)
        screen.message.second_clicked.connect(self.sample_wanted)

    def show(self) -> None:
        """Say how to get a clip."""
        self.is_shown = True
        if self._is_choosing:
            self._say(tr(text.STAGE_EMPTY_CHOOSE))
            return
        words = tr(text.STAGE_EMPTY_PREVIEW if self._is_preview else text.STAGE_EMPTY)
        self._say(words, *((tr(text.STAGE_CONNECT), tr(text.STAGE_SAMPLE)) if self._is_preview else ()))

    def _say(self, words: str, *buttons: str) -> None:
        self._screen.surface.setAccessibleName(words)
        self._screen.message.say("film", tr(text.STAGE_EMPTY_TITLE), words, *buttons)

    def tell_choosing(self, *, is_choosing: bool) -> None:
        """Whether it stands beside the clips of the library."""
        if is_choosing is not self._is_choosing:
            self._is_choosing = is_choosing
            if self.is_shown:
                self.show()

    def tell_preview(self, *, is_preview: bool) -> None:
        """Whether there is nothing but the free preview of this computer."""
        if is_preview is not self._is_preview:
            self._is_preview = is_preview
            if self.is_shown:
                self.show()

    @Slot()
    def _take_press(self) -> None:
        if self.is_shown:
            self.connect_wanted.emit()
