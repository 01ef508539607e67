"""What becomes of a clip that is finished while the window is open."""

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import (
    ClipAdded,
    ClipChanged,
    ClipRemoved,
    ClipReturned,
    Event,
    JobAdded,
    Notice,
    Severity,
)
from sora_desktop.domain.library import LibraryAnswer
from sora_desktop.domain.settings import View
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.common.job_words import unchecked_words
from sora_desktop.ui.language import tr
from sora_desktop.ui.queue import sentences as queue_text
from sora_desktop.ui.window.contents import WindowContents
from sora_desktop.ui.window.notice_bar import NoticeAction
from sora_desktop.ui.window.routes import Routes


class FinishedClips:
    """A job that was started here stands on the stage until its wanted clip is there, which plays by itself; one of an
    earlier start, or against the wish, only fills an empty stage.

    None takes the stage from a person who is looking at another one or choosing among them, and none that could not be checked: what
    the check could not bear this program shall not open unasked.
    """

    def __init__(self, contents: WindowContents, routes: Routes) -> None:
        self._contents = contents
        self._stage = contents.panels.stage
        self._routes = routes
        self.own_jobs: set[str] = set()

    def go_on_from(self, before: "FinishedClips") -> None:
        """Its jobs are this one's."""
        self.own_jobs |= before.own_jobs

    def show_last(self, page: LibraryAnswer) -> None:
        """After a start the newest clip stands on the stage, where that is empty; it is not played, nor opened."""
        newest = next((clip for clip in page.clips if _may_stand(clip)), None)
        if newest is not None:
            self._stage.stand_by(newest)
        elif page.lines and not page.clips:
            self._contents.clips.known.find(page.lines[0].id, self._stand_by)

    def _stand_by(self, clip: Clip) -> None:
        if _may_stand(clip):
            self._stage.stand_by(clip)

    def apply(self, event: Event) -> None:
        """Follow one event of the studio."""
        match event:
            case JobAdded(job=job):
                self.own_jobs.add(job.id)
                if self._contents.views.shown is View.MAKE:
                    self._routes.staging.start(job)
            case ClipAdded(clip=clip) | ClipChanged(clip=clip):
                self._take(clip)
            case ClipReturned(clip=clip):
                if clip.wanted and clip.unchecked is None:
                    self._stage.stand_by(clip)
            case ClipRemoved(clip_id=clip_id):
                if self._stage.clip is not None and self._stage.clip.id == clip_id:
                    self._stage.clear()

    def _take(self, clip: Clip) -> None:
        self._stage.renew(clip)
        if clip.unchecked is not None:
            self._tell_unchecked(clip, clip.unchecked)
            return
        awaited = self._stage.job is not None and self._stage.job.id == clip.job_id
        is_own = clip.job_id in self.own_jobs
        plays = self._contents.settings.now.play_when_done and is_own and (awaited or not self._stage.is_in_use)
        plays = plays and self._contents.views.shown is View.MAKE
        is_empty = self._stage.clip is None and self._stage.job is None
        if clip.wanted and (plays or awaited or is_empty):
            self._stage.show_clip(clip, play=plays)

    def _tell_unchecked(self, clip: Clip, finding: Message) -> None:
        if clip.job_id in self.own_jobs:
            words = message(text.CLIP_UNCHECKED_CAME, why=unchecked_words(finding))
            show = NoticeAction(tr(queue_text.QUEUE_SHOW), lambda: self._routes.show_clip(clip.id))
            self._contents.notices.show_notice(Notice(words, Severity.WARNING, topic=clip.id), show)


def _may_stand(clip: Clip) -> bool:
    return clip.wanted and clip.unchecked is None
