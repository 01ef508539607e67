"""Jobs that other programs sent to a service: listed, and taken in so that their clips come home."""

from collections.abc import Sequence
from dataclasses import replace

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import InputError, NoListError
from sora_desktop.domain.evidence import Evidence, News, judge
from sora_desktop.domain.ids import names_of
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.listed_job import ListedJob, request_of
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.wire import RemoteState, RemoteStatus
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.job_pages import job_pages
from sora_desktop.studio.jobs.listed_pictures import ListedPictures
from sora_desktop.studio.jobs.new_job import new_job
from sora_desktop.studio.jobs.positions import last_position
from sora_desktop.studio.jobs.queue import Queue
from sora_desktop.studio.tasks import Tasks

_WORTH_HAVING = frozenset({RemoteState.QUEUED, RemoteState.RUNNING, RemoteState.DONE})


class JobsMadeElsewhere:
    """Only asks and fetches: nothing is sent, so nothing can be paid for."""

    def __init__(self, context: JobContext, queue: Queue, tasks: Tasks) -> None:
        self._ledger = context.ledger
        self._connections = context.connections
        self._clock = context.clock
        self._queue = queue
        self._pictures = ListedPictures(context.connections, context.pool, tasks)

    async def look(self, connection_id: str) -> tuple[ListedJob, ...]:
        """What a service lists that is none of this app's jobs and may have a clip, in the service's order.

        InputError where it has no list; the ServiceError branch where it does not answer.
        """
        connection = self._connections.get(connection_id)
        if not (connection.format in FORMATS and FORMATS[connection.format].can_list and connection.lists_jobs):
            raise InputError(_no_list(connection))
        client = await self._connections.client(connection)
        found: dict[str, RemoteStatus] = {}
        try:
            async for page in job_pages(client, connection.format):
                for status in page.jobs:
                    if status.id:
                        found.setdefault(status.id, status)
        except NoListError:
            raise InputError(_no_list(connection)) from None
        bound = self._ledger.bound_ids(connection)
        return tuple(
            _listed(status)
            for status in found.values()
            if status.state in _WORTH_HAVING and names_of(status.id).isdisjoint(bound)
        )

    async def picture(self, connection_id: str, remote_id: str) -> bytes:
        """A small PNG of a finished job that was listed; b"" where none comes. Never raises."""
        return await self._pictures.small(connection_id, remote_id)

    async def stop_pictures(self) -> None:
        """End all pictures that are on their way."""
        self._pictures.stop()

    async def take_in(self, connection_id: str, listed: Sequence[ListedJob]) -> tuple[Job, ...]:
        """Put them on the list as jobs of their own, and fetch their clips as they finish. Those that are there stay."""
        connection = self._connections.get(connection_id)
        await self._ledger.until_free()
        bound = self._ledger.bound_ids(connection)
        wanted = {each.remote_id: each for each in listed if names_of(each.remote_id).isdisjoint(bound)}
        last = last_position(self._ledger.jobs())
        jobs = [self._job(each, connection, last + number) for number, each in enumerate(wanted.values(), 1)]
        self._ledger.add(jobs)
        for job in jobs:
            self._queue.go_on(job.id)
        return tuple(jobs)

    def _job(self, listed: ListedJob, connection: Connection, position: float) -> Job:
        """As if it had been found again: that it is there is all that is known."""
        now = self._clock.now()
        job = replace(
            new_job(request_of(listed, connection), connection, (), now, position=position),
            state=JobState.UNKNOWN,
            idempotency_key="",
            submitted_at=listed.created_at or now,
            submitted_at_service=listed.created_at,
        )
        return judge(job, Evidence(News.FOUND, remote_id=listed.remote_id), now)


def _no_list(connection: Connection) -> Message:
    return message("“{name}” has no list of its jobs.", name=connection.name)


def _listed(status: RemoteStatus) -> ListedJob:
    return ListedJob(
        remote_id=status.id,
        model=status.model,
        prompt=status.prompt,
        seconds=status.seconds,
        size=status.size,
        created_at=status.created_at,
        is_finished=status.state is RemoteState.DONE,
    )
