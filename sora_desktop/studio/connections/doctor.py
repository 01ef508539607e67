"""Examines a connection by free questions: what works, what does not, and what to do about it."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.doctor import FREE, Check, Finding, Verdict
from sora_desktop.domain.errors import ServiceError
from sora_desktop.domain.request import Request
from sora_desktop.services.catalogs import CATALOGS
from sora_desktop.services.client import VideoClient
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.wire import Call, ListedPage, RemoteState
from sora_desktop.studio.connections import findings
from sora_desktop.studio.connections.findings import Heard
from sora_desktop.studio.connections.key_check import catalogues_of, checks, heard_of, passes_questions_on
from sora_desktop.studio.connections.read_lists import read_lists


class Doctor:
    """One examination. `proxied`: whether the settings of this machine lead through a proxy."""

    def __init__(self, client: VideoClient, connection: Connection, *, proxied: bool) -> None:
        self._client = client
        self._connection = connection
        self._proxied = proxied
        self._catalogues = catalogues_of(connection)
        self._is_asked = not passes_questions_on(connection)

    async def examine(self) -> AsyncIterator[Finding]:
        """The findings, one of each check in its order, each as soon as it is known. Never raises."""
        heard = await self._ask(CATALOGS[self._catalogues[0]].call())
        first = (
            findings.reachable(heard),
            findings.encrypted(self._connection.base_url, heard),
            findings.through_proxy(heard, proxied=self._proxied),
        )
        for finding in first:
            yield finding
        if first[0].verdict is not Verdict.OK:
            told = {finding.check for finding in first}
            for check in (each for each in FREE if each not in told):
                yield findings.not_tried(check)
            return
        yield findings.clock(heard, datetime.now(UTC))
        probed = await self._ask(FORMATS[self._connection.format].probe()) if self._is_asked else heard
        probe = self._probe_failure(probed) if self._is_asked else None
        who = await checks(self._client, self._connection, heard, probe)
        key = findings.key(self._connection, heard, probe, who)
        yield key
        is_wrong = False
        async for finding in self._way_in(heard, probed, probe, key_is_wrong=key.verdict is Verdict.BAD):
            is_wrong = is_wrong or (finding.check is Check.FORMAT and finding.verdict is Verdict.BAD)
            yield finding
        async for finding in self._jobs(format_is_wrong=is_wrong):
            yield finding
        yield findings.compression(heard, probed)

    async def _way_in(
        self, heard: Heard, probed: Heard, probe: ServiceError | None, *, key_is_wrong: bool
    ) -> AsyncIterator[Finding]:
        """Format, routes and models."""
        paths = _paths_of_new_jobs()
        answers = await self._places(paths)
        routes = findings.routes(answers, paths, self._connection.format, key_is_wrong=key_is_wrong)
        others = self._others(answers, paths) if routes.verdict is Verdict.CAREFUL else ()
        answered = (heard, probed)
        spoken = findings.wire_format(
            self._connection, answered, probe, others, key_is_wrong=key_is_wrong, is_asked=self._is_asked
        )
        is_wrong = spoken.verdict is Verdict.BAD
        yield spoken
        yield routes
        try:
            told = await read_lists(self._client, self._connection.format, self._catalogues)
        except ServiceError as error:
            yield findings.models(self._connection, error, format_is_wrong=is_wrong)
        else:
            yield findings.models(self._connection, told.told)

    async def _places(self, paths: Mapping[str, str]) -> dict[str, Heard]:
        """What stands where formats send new jobs. The other ones are only asked where the own one is not there: their places may
        be jobs in this format, about which a gateway asks on."""
        own = paths[self._connection.format]
        answers = {own: await self._ask(Call("GET", own))}
        if not findings.has_route(answers[own]):
            for path in dict.fromkeys(paths.values()):
                answers[path] = answers.get(path) or await self._ask(Call("GET", path))
        return answers

    async def _jobs(self, *, format_is_wrong: bool) -> AsyncIterator[Finding]:
        """The list of jobs, deletion, and whether a part of a clip can be asked for."""
        page: ListedPage | ServiceError
        try:
            page = await self._client.list_jobs(self._connection.format)
        except ServiceError as error:
            page = error
        failure = page if isinstance(page, ServiceError) else None
        listed = findings.job_list(self._connection, failure, format_is_wrong=format_is_wrong)
        yield listed
        yield findings.deletion(self._connection)
        jobs = () if isinstance(page, ServiceError) else page.jobs
        done = next((job.id for job in jobs if job.id and job.state is RemoteState.DONE), None)
        takes = await self._client.takes_ranges(done, self._connection.format) if done else None
        yield findings.ranges(takes, listed, has_list=failure is None)

    async def _ask(self, call: Call) -> Heard:
        return await heard_of(self._client, call, self._connection.format)

    def _probe_failure(self, probed: Heard) -> ServiceError | None:
        if isinstance(probed, ServiceError):
            return probed
        try:
            FORMATS[self._connection.format].read_probe(probed)
        except ServiceError as error:
            return error
        return None

    def _others(self, answers: Mapping[str, Heard], paths: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(name for name, path in paths.items() if findings.has_route(answers[path]))


def _paths_of_new_jobs() -> dict[str, str]:
    """Where each format sends a new job: the call is made, and not sent."""
    model = CATALOG[0]
    request = Request("-", model, model.settle_size(None), model.settle_seconds(None))
    return {name: wire.create(request).path for name, wire in FORMATS.items()}
