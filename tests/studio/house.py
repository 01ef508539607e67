"""A studio, the service that it talks to, and what a test asks of both."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from sora_desktop.domain.budget import Asked
from sora_desktop.domain.catalog import CATALOG, VideoModel
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.events import Event, JobAdded, JobChanged
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import Job
from sora_desktop.domain.request import Request
from sora_desktop.studio.studio import Studio
from tests.servers.service import FakeService
from tests.support.formats import NATIVE, UNIALL
from tests.support.until import until

CONNECTION_ID = "fake"


@dataclass
class House:
    """`heard` is every event, in order."""

    studio: Studio
    service: FakeService
    data_dir: Path
    heard: list[Event] = field(default_factory=list)

    @classmethod
    async def listen(cls, studio: Studio, service: FakeService, data_dir: Path) -> Self:
        """A house whose connections stay as they are. What was so far is told as if it had just happened."""
        house = cls(studio, service, data_dir)
        studio.subscribe(house.heard.append)
        house.heard += [JobAdded(job) for job in (await studio.snapshot()).jobs]
        return house

    @classmethod
    async def furnish(cls, studio: Studio, service: FakeService, data_dir: Path, **changes: Any) -> Self:
        """Save the service as a connection. There is no key store here: a later start is told the key again."""
        house = cls(studio, service, data_dir)
        studio.subscribe(house.heard.append)
        wire = UNIALL if service.personality.name == UNIALL else NATIVE
        plain = Connection(CONNECTION_ID, "Fake", service.base_url, wire)
        await studio.connections.save(replace(plain, **changes), service.key)
        return house

    async def submit(
        self,
        prompt: str = "a fox in snow",
        *,
        model: VideoModel = CATALOG[0],
        count: int = 1,
        image: InputImage | None = None,
        seconds: int | None = None,
        agreed: Asked | None = None,
    ) -> tuple[Job, ...]:
        images = (image,) if image else ()
        request = Request(prompt, model, model.settle_size(None), seconds or model.settle_seconds(None), images)
        return await self.studio.jobs.submit(request, CONNECTION_ID, count, agreed=agreed)

    async def job(self, job_id: str) -> Job:
        return next(job for job in (await self.studio.snapshot()).jobs if job.id == job_id)

    async def until(self, job: Job, *states: str) -> Job:
        """The job once it is in one of these states."""
        await until(lambda: self._now(job.id) in states, what=lambda: f"{states}, not {self.story(job)}")
        return await self.job(job.id)

    def _now(self, job_id: str) -> str | None:
        told = [event.job for event in self.heard if isinstance(event, JobAdded | JobChanged)]
        return next((str(job.state) for job in reversed(told) if job.id == job_id), None)

    def reason(self, job: Job) -> str:
        """Why it stands as it does, as told last."""
        told = [event.job for event in self.heard if isinstance(event, JobAdded | JobChanged)]
        return next((str(each.reason) for each in reversed(told) if each.id == job.id), "")

    def story(self, job: Job) -> list[str]:
        """The states that were told of a job, without repeats."""
        told = [event.job for event in self.heard if isinstance(event, JobAdded | JobChanged)]
        states = [str(each.state) for each in told if each.id == job.id]
        return [state for state, before in zip(states, [None, *states], strict=False) if state != before]

    async def clips(self) -> tuple[Clip, ...]:
        return (await self.studio.snapshot()).clips
