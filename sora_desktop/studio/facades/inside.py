"""What a person can see of a job behind its card: what is sent, and what was asked and answered."""

from sora_desktop.domain.connection import KeyPlace
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.exchange import Inside
from sora_desktop.domain.job import Job
from sora_desktop.domain.request import Request, one_take
from sora_desktop.services.calls import call_for
from sora_desktop.services.curl import KEY, curl_of
from sora_desktop.services.formats import FORMATS
from sora_desktop.studio.facades.jobs import JobsFacade
from sora_desktop.studio.jobs.exchanges import ExchangeLog
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.submission import images_of, key_to_send

ENGINE_ADDRESS = "http://127.0.0.1:PORT"
"""The engine has another port at each start."""


class InsideFacade:
    """Nothing here sends anything."""

    def __init__(self, context: JobContext, jobs: JobsFacade, exchanges: ExchangeLog) -> None:
        self._ledger = context.ledger
        self._jobs = jobs
        self._exchanges = exchanges

    async def of_job(self, job_id: str) -> Inside:
        """All that there is to see of a job."""
        exchanges = await self._exchanges.of(job_id)
        try:
            return Inside(await _request_of(self._ledger[job_id]), None, exchanges)
        except AppError as error:
            return Inside("", error.sentence, exchanges)

    async def of_request(self, request: Request, connection_id: str) -> str:
        """What would be sent for a request, as a curl command without the key. InputError where it may not go."""
        return await _request_of(await self._jobs.drawn_up(one_take(request), connection_id))


async def _request_of(job: Job) -> str:
    """The command for the very call of a job. PictureLostError where its picture is gone."""
    call = await call_for(job.request, images_of(job), job.format, idempotency_key=key_to_send(job), options=job.wire)
    key = "" if job.service.key_place is KeyPlace.NOT_NEEDED and job.service.base_url else KEY
    header = FORMATS[job.format].facts.key_header(job.service.key_as)
    return curl_of(call, job.service.base_url or ENGINE_ADDRESS, header.headers(key))
