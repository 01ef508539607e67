"""What is done for a person who does not look at the window: what became of a job finds them."""

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.job import Job
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.forward import bring_forward
from sora_desktop.ui.common.job_words import billed_words, state_words
from sora_desktop.ui.language import tr
from sora_desktop.ui.queue import sentences as queue_text
from sora_desktop.ui.window.contents import WindowContents
from sora_desktop.ui.window.desktop_notices import DesktopNotice, DesktopNotices
from sora_desktop.ui.window.routes import Routes

_BODY_CHARACTERS = 160


class Away(QObject):
    """While the window is not the active one: its entry in the taskbar asks for a look, and the desktop shows a notice."""

    def __init__(self, window: QWidget, contents: WindowContents, routes: Routes) -> None:
        super().__init__(window)
        self._window = window
        self._contents = contents
        self._routes = routes
        self._notices = DesktopNotices(tr(shared.APP_NAME), tr(queue_text.QUEUE_SHOW), self)
        self._clips: dict[str, str] = {}
        self._is_closed = False
        self._notices.clicked.connect(self._come)
        contents.panels.queue.told.connect(self._tell)

    def close(self) -> None:
        """The window goes; nothing is told any more. To close it twice is to close it once."""
        if not self._is_closed:
            self._is_closed = True
            self._contents.panels.queue.told.disconnect(self._tell)
            self._notices.close()

    @Slot(object)
    def _tell(self, job: Job) -> None:
        if self._window.isActiveWindow() or not self._window.isVisible():
            return
        QApplication.alert(self._window)
        if not self._contents.settings.now.tell_when_away:
            return
        self._clips[job.id] = job.clip_id or ""
        if job.clip_id:
            self._contents.clips.known.find(job.clip_id, partial(self._show, job))
        else:
            self._show(job, None)

    def _show(self, job: Job, clip: Clip | None) -> None:
        body = one_line(job.request.prompt, _BODY_CHARACTERS)
        picture = clip.thumbnail_path if clip is not None else None
        title = f"{state_words(job)} · {billed_words(job)}"
        self._notices.show(DesktopNotice(job.id, title, body, picture))

    @Slot(str)
    def _come(self, job_id: str) -> None:
        """A notice was pressed: the clip plays, or what needs a person is shown."""
        bring_forward(self._window)
        if clip_id := self._clips.get(job_id):
            self._routes.show_clip(clip_id)
        else:
            self._routes.show_job(job_id)
