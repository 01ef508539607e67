"""All that one can ask a video service, one async method each. Nothing here is ever sent twice by itself."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import httpx

from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.sentences import message
from sora_desktop.base.url_guard import UrlGuard
from sora_desktop.base.values import dataclass
from sora_desktop.domain.charge import SettlementWay
from sora_desktop.domain.errors import (
    DownloadError,
    NotSentError,
    OutcomeUnknownError,
    ProxyInTheWayError,
    RefusedError,
    SubmitError,
    UnreachableError,
    UnsafeLineError,
    WrongKeyError,
)
from sora_desktop.domain.exchange import Exchange
from sora_desktop.domain.format_facts import KeyAs
from sora_desktop.domain.request import Request
from sora_desktop.domain.source import SourceClip
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, WireOptions
from sora_desktop.services.calls import call_for, encoded
from sora_desktop.services.catalog_client import CatalogClient
from sora_desktop.services.changes import but_for_its_source, of_a_change, of_the_asked_job, with_its_changes
from sora_desktop.services.character_client import CharacterClient, of_its_characters
from sora_desktop.services.downloads.data_url import fetch_data_url
from sora_desktop.services.downloads.download import Download, DownloadLimits, Fetched, Hurry
from sora_desktop.services.downloads.glance import gives_parts, shows_a_film
from sora_desktop.services.downloads.small_picture import read_small_picture
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.http.assets import Assets
from sora_desktop.services.http.network_errors import Fault, fault_of, network_error_text
from sora_desktop.services.http.reading import read_answer, understood
from sora_desktop.services.http.redact import hide, hide_in_words
from sora_desktop.services.http.transport import Role, Transport
from sora_desktop.services.noting import Listener, Note
from sora_desktop.services.parsing.http_errors import kept_text
from sora_desktop.services.parsing.redirects import HOP_LIMIT, as_encrypted, next_place
from sora_desktop.services.settlements import Books, Sending, read_settlement, settlement_call
from sora_desktop.services.wire import (
    Answer,
    Call,
    CancelOutcome,
    Format,
    ListedPage,
    PreparedImage,
    RemoteStatus,
    Submitted,
)

_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a service is, and its key ("" for none). `base_url` as in Connection: no slash at the end, no root."""

    base_url: str
    key: str = field(default="", repr=False)
    key_as: KeyAs = KeyAs.OWN

    def key_headers(self, wire: Format) -> tuple[tuple[str, str], ...]:
        return wire.facts.key_header(self.key_as).headers(self.key)

    @property
    def allow_http(self) -> bool:
        """Results may come over plain http only where the service itself is spoken to over it."""
        return urlsplit(self.base_url).scheme == "http"

    @property
    def has_usable_key(self) -> bool:
        return self.key.isascii() and self.key.isprintable() and self.key == self.key.strip()


class VideoClient(CatalogClient, CharacterClient):
    """Speaks any format with one service. Cheap to make: connections belong to the transport.

    `limits` are those of the downloads. `hears` is told of each question and its answer, without the key.
    """

    def __init__(
        self,
        transport: Transport,
        endpoint: Endpoint,
        *,
        limits: DownloadLimits | None = None,
        hears: Listener | None = None,
    ) -> None:
        self._transport = transport
        self._endpoint = endpoint
        self._limits = limits or DownloadLimits()
        self._hears: Listener = hears or _unheard

    async def submit(
        self,
        request: Request,
        images: Sequence[PreparedImage],
        wire_format: str,
        *,
        idempotency_key: str = "",
        options: WireOptions = AS_THE_FORMAT_HAS_IT,
    ) -> Submitted:
        """Send a job, once. Raises the SubmitError branch; a cancelled wait leaves the outcome unknown."""
        if not self._endpoint.has_usable_key:
            raise RefusedError(_BAD_KEY)
        call = await call_for(request, images, wire_format, idempotency_key=idempotency_key, options=options)
        with of_a_change(request), of_its_characters(request):
            return await self.present(call, wire_format, lambda each: but_for_its_source(each, request, options))

    async def present(
        self, call: Call, wire_format: str, read: Callable[[Answer], Answer] = lambda answer: answer
    ) -> Submitted:
        """Send what may cost money, once; `read` is what its answer is read as. Raises the SubmitError branch."""
        if not self._endpoint.has_usable_key:
            raise RefusedError(_BAD_KEY)
        wire = FORMATS[wire_format]
        content_type, body = await encoded(call)
        with _submitting(self._endpoint.key):
            answer = await self._send(wire, Role.SUBMIT, call, content_type, body)
        reach(CrashPoint.ANSWER_READ)
        return await self._taken(wire, read(answer))

    async def _taken(self, wire: Format, answer: Answer) -> Submitted:
        try:
            return await self._submitted(wire, answer)
        except SubmitError as error:
            if answer.beyond:  # the job may stand behind a length that is wrong
                answer = await _with_all_that_came(answer, self._endpoint.key)
                with suppress(SubmitError):
                    return await self._submitted(wire, answer)
                if not isinstance(error, OutcomeUnknownError):
                    raise
            if answer.broken:  # what did not come might say more
                raise OutcomeUnknownError(answer.broken, answer=kept_text(answer)) from error
            raise

    async def _submitted(self, wire: Format, answer: Answer) -> Submitted:
        return await understood(answer, lambda: wire.read_submitted(answer, base_url=self._endpoint.base_url))

    def service_now(self) -> datetime | None:
        """What the service's own clock shows now, as far as an earlier answer told."""
        return self._transport.service_now(self._endpoint.base_url)

    async def status(
        self, remote_id: str, wire_format: str, *, fresh: bool = False, source: SourceClip | None = None
    ) -> RemoteStatus:
        """Look at a job, a change of `source`, with `fresh` over a connection of its own. Raises the ServiceError branch."""
        wire = FORMATS[wire_format]
        answer = await self._ask(wire, wire.status(remote_id), Role.FRESH if fresh else Role.ASK)
        read = partial(wire.read_status, base_url=self._endpoint.base_url)
        status = await understood(answer, lambda: of_the_asked_job(remote_id, source, answer, read))
        if answer.salvaged and not status.id:
            raise UnreachableError(answer.broken)
        return status

    async def cancel(self, remote_id: str, wire_format: str) -> CancelOutcome:
        """Ask the service to end a job, in the way of the format. Raises the ServiceError branch."""
        wire = FORMATS[wire_format]
        answer = await self._ask(wire, wire.cancel(remote_id))
        return await understood(answer, lambda: wire.read_cancelled(answer))

    async def list_jobs(
        self, wire_format: str, after: str | None = None, *, source: SourceClip | None = None
    ) -> ListedPage:
        """One page of the service's jobs, newest first, also of changes of `source`. Raises the ServiceError branch.

        A service that gives the same page for ever ends here: `next_after` never repeats `after`, and `repeats` is said.
        """
        wire = FORMATS[wire_format]
        answer = await self._ask(wire, wire.list_jobs(after=after))
        read = partial(wire.read_list, base_url=self._endpoint.base_url)
        page = await understood(answer, lambda: with_its_changes(source, answer, read))
        repeats = page.next_after is not None and page.next_after == after
        return replace(page, next_after=None, repeats=True) if repeats else page

    async def settlement(self, way: SettlementWay, sending: Sending, wire_format: str) -> Books:
        """What the service's books say of a job that has ended. Raises the ServiceError branch."""
        answer = await self._ask(FORMATS[wire_format], settlement_call(way, sending))
        return await understood(answer, lambda: read_settlement(way, sending, answer, base_url=self._endpoint.base_url))

    async def probe(self, wire_format: str) -> None:
        """A question that costs nothing; raises the ServiceError branch unless address, key and format are right."""
        wire = FORMATS[wire_format]
        wire.read_probe(await self._ask(wire, wire.probe()))

    def without_key(self) -> "VideoClient":
        """The same service, asked by somebody who has no key."""
        return VideoClient(self._transport, Endpoint(self._endpoint.base_url), limits=self._limits, hears=self._hears)

    async def ask(self, call: Call, wire_format: str) -> Answer:
        return await self._ask(FORMATS[wire_format], call)

    def roads(self, remote_id: str, wire_format: str, links: Sequence[str]) -> tuple[str | None, ...]:
        """Every road to a finished clip, the likeliest first, for `fetch`: each link once, then the service itself."""
        content = self._url(FORMATS[wire_format].content(remote_id))
        return (*dict.fromkeys(link for link in links if self._absolute(link) != content), None)

    async def glance(self, remote_id: str, wire_format: str, links: Sequence[str]) -> tuple[str, ...] | None:
        """Where a clip surely begins that nobody calls finished: `links`, the one that shows it first.

        None where no road does. The first few and the service itself are asked once, for some bytes. Never raises.
        """
        if not self._endpoint.has_usable_key:
            return None
        results = await self._results(FORMATS[wire_format], self._limits)
        for link in self.roads(remote_id, wire_format, links[:_GLANCES]):
            url = self._absolute(link) if link else self._url(FORMATS[wire_format].content(remote_id))
            if await shows_a_film(results.opener(url)):
                return tuple(dict.fromkeys((link, *links))) if link else tuple(links)
        return None

    async def takes_ranges(self, remote_id: str, wire_format: str) -> bool | None:
        """Whether the service hands out a part of a finished clip; None where it hands out none of it. Never raises."""
        if not self._endpoint.has_usable_key:
            return None
        wire = FORMATS[wire_format]
        results = await self._results(wire, self._limits)
        return await gives_parts(results.opener(self._url(wire.content(remote_id))))

    async def thumbnail(self, remote_id: str, wire_format: str) -> bytes:
        """The small picture that the service has of a clip, as it came; b"" where none comes. Never raises.

        Only for a service that is known to have them.
        """
        if not self._endpoint.has_usable_key:
            return b""
        wire = FORMATS[wire_format]
        results = await self._results(wire, self._limits)
        return await read_small_picture(results.opener(self._url(wire.thumbnail(remote_id))))

    async def fetch(
        self,
        remote_id: str,
        wire_format: str,
        link: str | None,
        target: Path,
        *,
        on_bytes: Callable[[int, int | None], None] | None = None,
        but_not: int = -1,
        hurry: Hurry | None = None,
    ) -> Fetched:
        """Bring the finished clip to `target`, whole and flushed to the disk; goes on from what is there.

        From a link that the service named; without one from the service's own `/content`. SameLengthError where what
        is there has `but_not` bytes, SlowRoadError where nothing comes; in a `hurry` also where it comes slowly.
        `on_bytes(have, total)` hears of progress (total None where unknown), on the loop. Raises the DownloadError
        branch.
        """
        if not self._endpoint.has_usable_key:
            raise DownloadError(_BAD_KEY)
        try:
            if link and link[:5].lower() == "data:":
                return await fetch_data_url(link, target, self._limits)
            wire = FORMATS[wire_format]
            url = self._absolute(link) if link else self._url(wire.content(remote_id))
            opener = (await self._results(wire, self._limits.within(hurry) if hurry else self._limits)).opener(url)
            download = Download(
                opener, url, target, limits=self._limits, on_bytes=on_bytes, own=not link, but_not=but_not, hurry=hurry
            )
            return await self._noted(download, url)
        except DownloadError as error:
            error.quote(hide_in_words(error.detail, self._endpoint.key))
            raise

    async def _noted(self, download: Download, url: str) -> Fetched:
        note = self._note("GET", url)
        try:
            fetched = await download.run()
        except DownloadError as error:
            note.failed(hide_in_words(error.sentence, self._endpoint.key))
            raise
        note.came(fetched.byte_count)
        return fetched

    async def _results(self, wire: Format, limits: DownloadLimits) -> Assets:
        endpoint = self._endpoint
        return Assets(
            self._transport,
            UrlGuard(http=endpoint.allow_http, private=not await self._transport.is_public(endpoint.base_url)),
            home=endpoint.base_url,
            key=endpoint.key,
            key_headers=endpoint.key_headers(wire),
            first_byte=limits.first_byte,
        )

    def _absolute(self, link: str) -> str:
        """Some services name a place below their own address only, some one without encryption that has it, too."""
        if not _SCHEME.match(link):
            return urljoin(f"{self._endpoint.base_url}/", link)
        return as_encrypted(link, self._endpoint.base_url)

    async def _ask(self, wire: Format, call: Call, role: Role = Role.ASK) -> Answer:
        if not self._endpoint.has_usable_key:
            raise WrongKeyError(_BAD_KEY)
        with _asking(self._endpoint.key):
            return await self._send(wire, role, call, "", None)

    async def _send(self, wire: Format, role: Role, call: Call, content_type: str, body: bytes | None) -> Answer:
        typed = (("content-type", content_type),) if content_type else ()
        headers = (("accept", "application/json"), *typed, *call.headers)
        key_headers = self._endpoint.key_headers(wire)
        url: str | None = self._url(call)
        hops = HOP_LIMIT if call.method == "GET" else 1
        answer: Answer | None = None
        clean: Answer | None = None
        while url is not None:
            note = self._note(call.method, url)
            try:
                answer = await self._transport.answer(
                    role, call.method, url, headers=headers, key_headers=key_headers, content=body
                )
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
                note.failed(hide_in_words(network_error_text(error), self._endpoint.key))
                if answer is None or role is not Role.SUBMIT or not isinstance(error, _NEVER_SENT):
                    raise
                break  # it was sent, to the place that named this one: the word of that stands
            clean = await read_answer(answer, self._endpoint.key)
            note.answered(clean)
            may_go_on = hops and not answer.salvaged
            url = next_place(call.method, url, answer.status, answer.headers.get("location", "")) if may_go_on else None
            hops -= 1
        if clean is None:
            raise RuntimeError("a call has no address")
        return clean

    def _note(self, method: str, url: str) -> Note:
        """Begin to take down a question: below the base URL by its path."""
        return Note(self._hears, method, hide(url.removeprefix(self._endpoint.base_url), self._endpoint.key))

    def _url(self, call: Call) -> str:
        query = f"?{urlencode(call.query)}" if call.query else ""
        return f"{self._endpoint.base_url}{call.path}{query}"


async def _with_all_that_came(answer: Answer, key: str) -> Answer:
    longer = replace(answer, body=answer.beyond, beyond=b"", broken=message("It is longer than it says."), parsed=None)
    return await read_answer(longer, key)


def _unheard(_exchange: Exchange) -> None:
    """Nobody listens."""


_ON_THE_WAY: Mapping[Fault, type[UnreachableError]] = {
    Fault.PROXY: ProxyInTheWayError,
    Fault.CERTIFICATE: UnsafeLineError,
    Fault.OTHER: UnreachableError,
}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_GLANCES = 3
_BAD_KEY = message("The key has characters that no key has. Enter it again.")


@contextmanager
def _submitting(key: str) -> Iterator[None]:
    """`key` is kept out of what is said: an error may quote a header."""
    try:
        yield
    except _NEVER_SENT as error:
        raise NotSentError(hide_in_words(network_error_text(error), key)) from error
    except (httpx.HTTPError, TimeoutError) as error:
        raise OutcomeUnknownError(hide_in_words(network_error_text(error), key)) from error


@contextmanager
def _asking(key: str) -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise _ON_THE_WAY[fault_of(error)](hide_in_words(network_error_text(error), key)) from error
