"""The menus of what stands in the strip and on the stage: those of Choose for a clip, those of the queue for a job."""

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QWidget

from sora_desktop.domain.clip import Clip
from sora_desktop.ui.library.clip_menu import ClipMenu
from sora_desktop.ui.window.contents import WindowContents


class ContextMenus(QObject):
    """`clips` is the menu of clips, for whoever knows what its entries lead to."""

    def __init__(self, contents: WindowContents, parent: QObject) -> None:
        super().__init__(parent)
        self._contents = contents
        self.clips = ClipMenu(contents.commands, self)
        panels = contents.panels
        panels.strip.clip_menu_wanted.connect(self._open_in_strip)
        panels.strip.job_menu_wanted.connect(self._open_job)
        panels.stage.menu_wanted.connect(self._open_on_stage)

    @Slot(object, QPoint)
    def _open_in_strip(self, clip: Clip, at: QPoint) -> None:
        self._open(clip, self._contents.panels.strip, at)

    @Slot(QPoint)
    def _open_on_stage(self, at: QPoint) -> None:
        stage = self._contents.panels.stage
        if stage.clip is not None:
            self._open(stage.clip, stage, at)
        elif stage.job is not None:
            self._open_job(stage.job.id, at)

    def _open(self, clip: Clip, place: QWidget, at: QPoint) -> None:
        self.clips.menu_for([clip], place).popup(at)

    @Slot(str, QPoint)
    def _open_job(self, job_id: str, at: QPoint) -> None:
        job = self._contents.jobs.job(job_id)
        if job is not None:
            self._contents.panels.queue.menu_for(job).popup(at)
