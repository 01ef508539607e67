"""Clips by their ids, for whoever shows one that may be in no row of the grid."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from sora_desktop.domain.clip import Clip
from sora_desktop.ui.library.clip_source import ClipSource

KEPT_CLIPS = 2000


class KnownClips(QObject):
    """The clips that were seen last. One that is not among them is asked for.

    Signals: `came()` after clips came that were asked for.
    """

    came = Signal()

    def __init__(self, source: ClipSource | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._clips: dict[str, Clip | None] = {}
        self._missing: set[str] = set()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    def get(self, clip_id: str) -> Clip | None:
        """The clip; None where it is not in the library, and as long as it is not here: then `came` follows."""
        if clip_id not in self._clips and self._source is not None:
            self._missing.add(clip_id)
            self._soon.start()
        return self._clips.get(clip_id)

    def find(self, clip_id: str, then: Callable[[Clip], object]) -> None:
        """`then` hears the clip, now or later, where it is in the library."""
        known = self._clips.get(clip_id)
        if known is not None:
            then(known)
        elif self._source is not None:
            self._source.these([clip_id], lambda clips: [then(clip) for clip in clips])

    def see(self, clips: Iterable[Clip]) -> None:
        """These are as they are now."""
        for clip in clips:
            self._clips.pop(clip.id, None)
            self._clips[clip.id] = clip
        while len(self._clips) > KEPT_CLIPS:
            del self._clips[next(iter(self._clips))]

    def forget(self, clip_id: str) -> None:
        """It is not in the library any more."""
        self._clips[clip_id] = None

    def _ask(self) -> None:
        asked, self._missing = self._missing, set()
        if asked and self._source is not None:
            self._source.these(sorted(asked), partial(self._take, asked))

    def _take(self, asked: set[str], clips: tuple[Clip, ...]) -> None:
        for clip_id in asked:
            self._clips.setdefault(clip_id, None)
        self.see(clips)
        self.came.emit()
