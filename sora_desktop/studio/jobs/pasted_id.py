"""An id that a person pasted: whether the service knows it, and whether it can be the one of this job."""

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import DiffersError, InputError, JobGoneError, ServiceError
from sora_desktop.domain.job import Job
from sora_desktop.services.client import VideoClient
from sora_desktop.services.wire import RemoteStatus
from sora_desktop.studio.jobs.reconcile import has_same_prompt, is_another_model, is_at_that_time


async def expect_known(
    client: VideoClient, job: Job, remote_id: str, models: frozenset[str], *, although_it_differs: bool
) -> None:
    """Raises InputError unless the service, which has these `models`, knows the id, and that job can be this one."""
    try:
        status = await client.status(remote_id, job.format)
    except JobGoneError:
        raise InputError(message("The service has no job with that id. Nothing was changed.")) from None
    except ServiceError as error:
        raise InputError(
            message("The service can't be asked about that id. Nothing was changed.").about(error.sentence)
        ) from error
    is_other = is_another_model(job, status, models) or not has_same_prompt(job, status)
    differs = is_other or not is_at_that_time(job, status)
    if differs and not although_it_differs:
        raise DiffersError(_words_of(status))


def _words_of(status: RemoteStatus) -> str:
    """What a service tells of one of its jobs."""
    when = f"{status.created_at:%Y-%m-%d %H:%M} UTC" if status.created_at else ""
    prompt = f"“{one_line(status.prompt, 120)}”" if status.prompt else ""
    return ", ".join(part for part in (one_line(status.model, 60), when, prompt) if part)
