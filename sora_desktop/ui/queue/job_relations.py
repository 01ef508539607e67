"""What a job has to do with other jobs and with clips: its twins, its retries, and what is said of its clip."""

from collections.abc import Iterable

from sora_desktop.base.sentences import Message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.job import ACTIVE, Job, JobState
from sora_desktop.domain.request import Request


class JobRelations:
    """Follows jobs and clips as they come, change and go."""

    def __init__(self, clips: Iterable[Clip] = ()) -> None:
        self._unknown: dict[tuple[str, Request], list[str]] = {}
        self._live_retries: dict[str, set[str]] = {}
        self._unchecked = {clip.job_id: clip for clip in clips if clip.unchecked is not None}

    def note(self, job: Job | None, before: Job | None = None) -> None:
        """A job came, went (None) or changed from what it was `before`."""
        if before is not None:
            self._forget(before)
        if job is None:
            return
        if job.state is JobState.UNKNOWN:
            self._unknown.setdefault(_body(job), []).append(job.id)
        if job.retry_of is not None and job.state in ACTIVE:
            self._live_retries.setdefault(job.retry_of, set()).add(job.id)

    def _forget(self, job: Job) -> None:
        if job.state is JobState.UNKNOWN:
            ids = self._unknown[_body(job)]
            ids.remove(job.id)
            if not ids:
                del self._unknown[_body(job)]
        if job.retry_of is not None:
            self._live_retries.get(job.retry_of, set()).discard(job.id)

    def is_retried(self, job: Job) -> bool:
        """Whether a job that stands in for this one is under way."""
        return bool(self._live_retries.get(job.id))

    def twin_id(self, job: Job) -> str:
        """The equal job of unknown outcome that a waiting one has to wait for, "" where there is none."""
        if not self._unknown or job.state is not JobState.WAITING:
            return ""
        return next(iter(self._unknown.get(_body(job), ())), "")

    def has_unchecked_clip(self, job: Job) -> bool:
        return job.id in self._unchecked

    def finding(self, job: Job) -> Message | None:
        """Why the clip of a finished job could not be checked; None where it could."""
        clip = self._unchecked.get(job.id)
        return clip.unchecked if clip is not None and job.state is JobState.DONE else None

    def see(self, clip: Clip) -> list[str]:
        """A clip came or changed; the ids of the jobs that say something else of it now."""
        if clip.unchecked is not None:
            self._unchecked[clip.job_id] = clip
            return [clip.job_id]
        return [clip.job_id] if self._unchecked.pop(clip.job_id, None) is not None else []

    def lose(self, clip_id: str) -> list[str]:
        """A clip went; the ids of the jobs that say something else of it now."""
        job_ids = [job_id for job_id, clip in self._unchecked.items() if clip.id == clip_id]
        for job_id in job_ids:
            del self._unchecked[job_id]
        return job_ids


def are_twins(one: Job, other: Job) -> bool:
    """Whether they send the same to the same service, so that they could not be told apart there."""
    return _body(one) == _body(other)


def _body(job: Job) -> tuple[str, Request]:
    return job.service.base_url, job.request
