"""The pictures on the cards of the queue."""

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QPixmap

from sora_desktop.domain.job import Job
from sora_desktop.ui.common.thumbnails import Thumbnails
from sora_desktop.ui.library.item_models import ClipList


class JobPictures(QObject):
    """A job that has a clip shows it, another one the picture that it starts from.

    Signals: `changed()` a picture, or a clip that has one, came.
    """

    changed = Signal()

    def __init__(self, clips: ClipList | None, parent: QObject) -> None:
        super().__init__(parent)
        self._clips = clips
        self._thumbnails = Thumbnails(self)
        self._thumbnails.ready.connect(self.changed)
        if clips is not None:
            clips.known.came.connect(self.changed)

    def of(self, job: Job, size: QSize) -> QPixmap | None:
        """The picture within a size in device pixels; None where there is none, or none yet: then `changed` follows."""
        clip = self._clips.known.get(job.clip_id) if self._clips is not None and job.clip_id else None
        path = clip.thumbnail_path if clip else job.input_path
        return self._thumbnails.picture(path, size) if path else None
