"""What is said where a clip cannot be shown, and what can be done about it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.clip import Clip
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.clip_words import codec_words
from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import sentences as text
from sora_desktop.ui.stage.video_view import VideoView


class Trouble(QObject):
    """`clip` gives the one that is on the stage."""

    def __init__(self, screen: VideoView, clip: Callable[[], Clip | None]) -> None:
        super().__init__(screen)
        self._screen = screen
        self._clip = clip
        screen.failed.connect(self._say_failed)
        screen.unseen.connect(self._say_unseen)

    def say_gone(self, clip: Clip) -> None:
        """Its file is not where it was."""
        self._screen.clear()
        self._screen.message.say(
            "warning", tr(text.STAGE_FILE_GONE_TITLE), tr(text.STAGE_FILE_GONE, path=str(clip.path))
        )

    @Slot(str)
    def _say_failed(self, detail: str) -> None:
        clip = self._clip()
        if clip is None:
            return
        if not clip.path.is_file():
            self.say_gone(clip)
            return
        self._screen.clear()
        self._screen.message.say(
            "warning",
            tr(text.STAGE_CANNOT_PLAY_TITLE),
            tr(text.STAGE_CANNOT_PLAY, detail=one_line(detail)),
            tr(shared.STAGE_OPEN_OUTSIDE),
        )

    @Slot()
    def _say_unseen(self) -> None:
        clip = self._clip()
        if clip is not None:
            codec = codec_words(clip.media.video_codec)
            whole = codec and clip.unchecked is None
            says = tr(text.STAGE_UNSEEN, codec=codec) if whole else tr(text.STAGE_UNSEEN_UNCHECKED)
            self._screen.message.say("warning", tr(text.STAGE_UNSEEN_TITLE), says, tr(shared.STAGE_OPEN_OUTSIDE))
