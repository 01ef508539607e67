"""What formats speak in: a Call out, an Answer in, and what the answer means. No I/O here."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from sora_desktop.base.sentences import Foreign, Message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import ImageRole
from sora_desktop.domain.charge import Settlement
from sora_desktop.domain.format_facts import FormatFacts
from sora_desktop.domain.refusal import Refused
from sora_desktop.domain.request import Request
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, WireOptions
from sora_desktop.services.json.documents import read_documents
from sora_desktop.services.json.reader import Json


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file of a multipart body; `mime` is the real type of its bytes."""

    name: str
    path: Path
    filename: str
    mime: str


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request below the base URL. Either `json`, or `form` with `files`, or neither.

    `path` starts with a slash; its segments are already percent-encoded. Credentials are not part of it.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    json: Mapping[str, object] | None = None
    form: tuple[tuple[str, str], ...] = ()
    files: tuple[FilePart, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer. Header names are lower case.

    `proxied`: a proxy of this machine's settings handed it on, or gave it itself; a 407 may then be the proxy's own.
    `broken`: how the body broke off, in words; "" where it came whole. Questions are answered so only by whole JSON, or
    by what is too large.
    `salvaged`: it broke the rules of HTTP, and was read all the same: weaker evidence, that never says "no".
    `beyond`: all that came, where that is more than the length which the answer tells of itself.
    `parsed`: its JSON, where that was read before.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    proxied: bool = False
    broken: Message | str = ""
    salvaged: bool = False
    beyond: bytes = field(default=b"", repr=False)
    parsed: tuple[Json, ...] | None = field(default=None, repr=False, compare=False)

    @property
    def documents(self) -> tuple[Json, ...]:
        """The JSON values of the body, in order, as `read_documents` finds them: one, where nothing is odd."""
        return read_documents(self.body) if self.parsed is None else self.parsed


class RemoteState(StrEnum):
    """What a service says of a job. Words that nobody knows are RUNNING: never failed unless it failed."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class RemoteError:
    """`message` is the service's own text; `ours` stands for it where the service says nothing in words.

    `refused`: the part of the request that it is about, where it is about one.
    """

    code: str
    message: str
    ours: Message | None = None
    refused: Refused | None = None

    @property
    def detail(self) -> Message | Foreign:
        """What a person is told of it."""
        return self.ours or Foreign(self.message or self.code)


@dataclass(frozen=True, slots=True)
class RemoteStatus:
    """One look at a job. Everything but `state` may be missing; `id` is the service's word and may differ
    from the id that was given at submission, which stays the one to ask with.

    `progress` in 0..1. `result_url` is absolute, None where the bytes come from `/content` only; `other_urls` are
    the further places that the answer names: those of a clip that has ended, well or not, and of one whose `word` nobody
    knows. `clip` is the clip itself, where the answer carries its bytes.
    `remixed_from` is the id of the job that it is a change of. `created_at`, `expires_at` are aware UTC datetimes. `word` is the service's own status word. `charge` is what the
    service settled for a job that is done.
    """

    state: RemoteState
    id: str = ""
    word: str = ""
    progress: float | None = None
    result_url: str | None = None
    other_urls: tuple[str, ...] = ()
    clip: bytes | None = None
    error: RemoteError | None = None
    model: str = ""
    prompt: str = ""
    seconds: float | None = None
    size: str = ""
    created_at: datetime | None = None
    expires_at: datetime | None = None
    charge: Settlement | None = None
    remixed_from: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """The service took the job. `remote_id` is the id to keep for ever. `charge` is what it has settled for it already."""

    remote_id: str
    status: RemoteStatus
    charge: Settlement | None = None


@dataclass(frozen=True, slots=True)
class ListedPage:
    """One page of the service's jobs, newest first; `next_after` None at the end.

    `served_at` is the service's own clock (its Date header), where it says so. `repeats`: it gives this page for ever.
    """

    jobs: tuple[RemoteStatus, ...]
    next_after: str | None = None
    served_at: datetime | None = None
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class PreparedImage:
    """The picture as it goes out: `path` with its real `mime`, or a public `url`. Exactly one of both."""

    path: Path | None = None
    mime: str = ""
    url: str | None = None
    role: ImageRole = ImageRole.FIRST


class CancelOutcome(StrEnum):
    """What the answer to a cancel proves.

    NO: nothing; there is no such route, or it is too late: the job is looked at as before
    ASKED: the service heard it; how the job ends is seen by looking at it
    ENDED: the job is over; what it cost is not said
    UNBILLED: the job is over, and by the rules of this format surely not billed
    """

    NO = "no"
    ASKED = "asked"
    ENDED = "ended"
    UNBILLED = "unbilled"


class Format(Protocol):
    """One wire format: pure translation. `facts` is what is special about it, as the other floors see it.

    The readers raise the classes of `domain.errors`: submissions the SubmitError branch, questions the
    ServiceError branch. A reader never raises anything else, whatever the bytes are.
    A picture from this machine comes to `create` as a file where `facts.pictures` says so, else as a data URL.
    `can_list`: whether there is such a route at all.
    """

    @property
    def facts(self) -> FormatFacts: ...

    @property
    def can_list(self) -> bool: ...

    def create(
        self,
        request: Request,
        images: Sequence[PreparedImage] = (),
        *,
        idempotency_key: str = "",
        options: WireOptions = AS_THE_FORMAT_HAS_IT,
    ) -> Call:
        """`options`: how this very service wants it spelled."""
        ...

    def status(self, remote_id: str) -> Call: ...

    def cancel(self, remote_id: str) -> Call:
        """Ask the service to end a job; sent only where a connection says that this can be asked."""
        ...

    def list_jobs(self, *, after: str | None = None, limit: int = 100) -> Call: ...

    def content(self, remote_id: str) -> Call: ...

    def thumbnail(self, remote_id: str) -> Call:
        """A small picture of a clip; asked for only where a connection says that there is one."""
        ...

    def new_character(self, name: str, film: Path) -> Call:
        """What makes a character of a film, at once; the answer is the character itself."""
        ...

    def character(self, remote_id: str) -> Call:
        """A free question about a character."""
        ...

    def probe(self) -> Call:
        """A question that costs nothing and tells whether base URL, key and format are right."""
        ...

    def read_submitted(self, answer: Answer, *, base_url: str) -> Submitted: ...

    def read_status(self, answer: Answer, *, base_url: str) -> RemoteStatus: ...

    def read_cancelled(self, answer: Answer) -> CancelOutcome: ...

    def read_list(self, answer: Answer, *, base_url: str) -> ListedPage: ...

    def read_probe(self, answer: Answer) -> None: ...
