"""Whether what a preview shows has been sent for real. Pure."""

from collections.abc import Iterable

from sora_desktop.domain.connection import ConnectionKind
from sora_desktop.domain.job import FINAL, Billed, Job, JobState


def sent_for_real(preview: Job, jobs: Iterable[Job]) -> Job | None:
    """A job that sends the very request of a preview to a service, None where none does.

    One that ended without a clip and surely cost nothing is as if it had never been.
    """
    shown = preview.preview_of
    if shown is None:
        return None
    asked = shown.request.as_asked
    return next((job for job in jobs if _counts(job, preview) and job.request.as_asked == asked), None)


def _counts(job: Job, preview: Job) -> bool:
    came_to_nothing = job.state in FINAL and job.state is not JobState.DONE and job.billed is Billed.NO
    later = job.created_at >= preview.created_at
    return later and job.service.kind is not ConnectionKind.ENGINE and not came_to_nothing
