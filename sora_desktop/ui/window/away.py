"""What is done for a person who does not look at the window: what became of a job finds them, and is summed up later."""

import sys
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.settings import View
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.forward import bring_forward
from sora_desktop.ui.common.job_words import TELLS_PROGRESS, billed_words, state_words
from sora_desktop.ui.language import tr
from sora_desktop.ui.queue import sentences as queue_text
from sora_desktop.ui.queue.job_counts import Sort
from sora_desktop.ui.queue.job_filter import JobKind
from sora_desktop.ui.window import sentences as text
from sora_desktop.ui.window.absence import Absence, needs_person, summary
from sora_desktop.ui.window.closed_time import ClosedTime
from sora_desktop.ui.window.contents import WindowContents
from sora_desktop.ui.window.desktop_notices import DesktopNotice
from sora_desktop.ui.window.done_sound import DoneSound
from sora_desktop.ui.window.launcher import Launcher
from sora_desktop.ui.window.notice_bar import NoticeAction
from sora_desktop.ui.window.routes import Routes
from sora_desktop.ui.window.stay_awake import StayAwake
from sora_desktop.ui.window.system_notices import notices_of

_BODY_CHARACTERS = 160
_TICK_MILLISECONDS = 2000
_TOPIC = "away"


class Away(QObject):
    """While no window of the app is the active one: its title counts what has ended, its entry in the taskbar asks for a
    look, with how much there is to see and how far what runs is, the desktop shows a notice, and a sound is heard if it is wished. Who comes back is told
    in one sentence what happened, and what it cost.

    Beside that the machine is kept awake while jobs run, where that is wished.
    """

    def __init__(self, window: QWidget, contents: WindowContents, routes: Routes) -> None:
        super().__init__(window)
        self._window = window
        self._contents = contents
        self._routes = routes
        self._notices = notices_of(sys.platform, tr(shared.APP_NAME), tr(queue_text.QUEUE_SHOW), self)
        self._launcher = Launcher(self)
        self._sound = DoneSound(self)
        self._awake = StayAwake(contents.jobs, tr(text.AWAKE_WHY), self)
        self._absence = Absence()
        self.closed_time = ClosedTime(contents.jobs.job, self)
        self.closed_time.over.connect(self.look)
        self._clips: dict[str, str] = {}
        self._is_closed = False
        self._clock = QTimer(self, interval=_TICK_MILLISECONDS)
        self._clock.timeout.connect(self._show_progress)
        self._notices.clicked.connect(self._come)
        contents.panels.queue.told.connect(self._tell)
        contents.jobs.counts_changed.connect(self._look_at_clock)
        contents.settings.changed.connect(self._awake.take_settings)
        self._application = QApplication.instance()
        if isinstance(self._application, QGuiApplication):
            self._application.focusWindowChanged.connect(self.look)
        self._awake.take_settings(contents.settings.now)
        self._show_title()

    def close(self) -> None:
        """The window goes; nothing is told any more. To close it twice is to close it once."""
        if self._is_closed:
            return
        self._is_closed = True
        self._clock.stop()
        self.closed_time.close()
        self._contents.panels.queue.told.disconnect(self._tell)
        self._contents.jobs.counts_changed.disconnect(self._look_at_clock)
        if isinstance(self._application, QGuiApplication):
            self._application.focusWindowChanged.disconnect(self.look)
        self._awake.close()
        self._sound.let_go()
        self._launcher.close()
        self._notices.close()

    @property
    def is_looked_at(self) -> bool:
        """Whether the window, or a sheet of it, is what the person works in."""
        active = QApplication.activeWindow()
        return self._window.isActiveWindow() or (active is not None and active is not self._window)

    def begin(self, jobs: Iterable[Job]) -> None:
        """These jobs there are at the start: what ended while the app was closed is summed up too, once it is known."""
        for job in self.closed_time.begin(jobs):
            self._absence.note(job)
        self.look()

    # ------------------------------------------------------------ while nobody looks

    @Slot(object)
    def _tell(self, job: Job) -> None:
        if self.closed_time.takes(job):
            self._absence.note(job)
        if self.is_looked_at or not self._window.isVisible():
            return
        self._absence.note(job)
        QApplication.alert(self._window)
        self._show_title()
        self._show_progress()
        settings = self._contents.settings.now
        if settings.sound_when_done:
            self._sound.play()
        if settings.tell_when_away:
            self._notify(job)

    def _notify(self, job: Job) -> None:
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

    def _show_title(self) -> None:
        name = tr(shared.APP_NAME)
        ended = len(self._absence)
        self._window.setWindowTitle(tr(text.TITLE_ENDED, count=ended, app=name) if ended else name)

    @Slot()
    def _look_at_clock(self) -> None:
        if self._contents.jobs.count(Sort.ACTIVE) and not self.is_looked_at and self._window.isVisible():
            if not self._clock.isActive():
                self._clock.start()
                self._show_progress()
        elif self._clock.isActive():
            self._clock.stop()
            self._show_progress()

    @Slot()
    def _show_progress(self) -> None:
        """How far those are whose services tell it; of the others nobody knows."""
        if self.is_looked_at:
            self._clock.stop()
            self._launcher.show(0, None)
            return
        told = [job.progress for job in self._contents.jobs if job.state in TELLS_PROGRESS and job.progress is not None]
        self._launcher.show(len(self._absence), sum(told) / len(told) if told else None)

    # ------------------------------------------------------------ who comes back

    @Slot()
    def look(self) -> None:
        """Another window has the keyboard now: perhaps somebody has come back, or gone."""
        self._look_at_clock()
        if not self.is_looked_at:
            return
        self._launcher.show(0, None)
        self._notices.withdraw()
        if self._absence and not self.closed_time.is_open:
            jobs = self._absence.end()
            self._show_title()
            severity = Severity.WARNING if any(map(needs_person, jobs)) else Severity.INFO
            show = NoticeAction(tr(queue_text.QUEUE_SHOW), partial(self._show_all, jobs))
            self._contents.notices.show_notice(Notice(summary(jobs), severity, topic=_TOPIC), show)

    def _show_all(self, jobs: list[Job]) -> None:
        """What needs a person first; else the clips."""
        done = [job for job in jobs if job.state is JobState.DONE and job.clip_id]
        if any(map(needs_person, jobs)):
            self._open_queue(JobKind.NEEDS_YOU)
        elif len(done) == 1:
            self._routes.show_clip(done[0].clip_id or "")
        elif done:
            self._contents.views.show_view(View.CHOOSE)
        else:
            self._open_queue(JobKind.ENDED)

    def _open_queue(self, kind: JobKind) -> None:
        self._contents.panels.queue.show_kind(kind)
        self._contents.drawer.open_by_person()

    @Slot(str, str)
    def _come(self, job_id: str, token: str) -> None:
        """A notice was pressed: the clip plays, or what needs a person is shown."""
        bring_forward(self._window, token)
        if clip_id := self._clips.get(job_id):
            self._routes.show_clip(clip_id)
        else:
            self._routes.show_job(job_id)
