"""What the studio tells whoever listens: frozen values, in the order in which things happened."""

from enum import StrEnum
from pathlib import Path

from sora_desktop.base.sentences import Message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.activity import Activity
from sora_desktop.domain.balance import Balance
from sora_desktop.domain.character import Character
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.doctor import Finding
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.form_preset import FormPreset
from sora_desktop.domain.format_facts import FormatFacts
from sora_desktop.domain.job import Job
from sora_desktop.domain.library import ALONE, InStack, LibraryAnswer, LibraryQuery, first_answer
from sora_desktop.domain.removal import Removal
from sora_desktop.domain.settings import Settings
from sora_desktop.domain.snippet import Snippet


class Reach(StrEnum):
    """Whether a connection answers, as last seen."""

    UNTRIED = "untried"
    ASKING = "asking"
    ANSWERS = "answers"
    WRONG_KEY = "wrong-key"
    NOT_THE_FORMAT = "not-the-format"
    NO_ANSWER = "no-answer"
    STARTING = "starting"


@dataclass(frozen=True, slots=True)
class Health:
    """`detail` says in plain words what was found, and what to do, where `reach` is no `ANSWERS`."""

    reach: Reach = Reach.UNTRIED
    detail: Message | None = None


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class JobAdded:
    job: Job


@dataclass(frozen=True, slots=True)
class JobChanged:
    """State, progress, reason or position changed. May be coalesced while only `progress` changes."""

    job: Job


@dataclass(frozen=True, slots=True)
class JobRemoved:
    job_id: str


@dataclass(frozen=True, slots=True)
class JobReturned:
    """A job that was taken off the list is back on it, in its old place."""

    job: Job


@dataclass(frozen=True, slots=True)
class JobOffListChanged:
    """What is told of a job that was taken off the list has changed: what was billed for it, or its tags."""

    job: Job


@dataclass(frozen=True, slots=True)
class ClipAdded:
    clip: Clip


@dataclass(frozen=True, slots=True)
class ClipChanged:
    """The same clip, as it is from now on: it was fetched once more, checked after all, moved or renamed."""

    clip: Clip


@dataclass(frozen=True, slots=True)
class ClipRemoved:
    clip_id: str


@dataclass(frozen=True, slots=True)
class ClipReturned:
    """A clip that was taken out of the library is back in it, as it was."""

    clip: Clip


@dataclass(frozen=True, slots=True)
class LibraryListed:
    """The first page of the library; comes before anything else, so that the grid stands at once."""

    answer: LibraryAnswer


@dataclass(frozen=True, slots=True)
class RowsChanged:
    """What a change did to the list that was asked for last: row `gone` left, then `clip` came as row `come`.

    Comes after the event about the clip. `revision` is that of the library after it, `total` all clips of it,
    `squares` the square ones.
    `in_stack` is how the clip lies with its takes, where the list is stacked.
    Where `anew`, more changed than can be told: the list is to be asked for again.
    """

    query: LibraryQuery
    revision: int
    total: int
    squares: int = 0
    gone: int | None = None
    come: int | None = None
    clip: Clip | None = None
    anew: bool = False
    in_stack: InStack = ALONE


@dataclass(frozen=True, slots=True)
class ConnectionsChanged:
    """All connections, in the order of the picker, and the id of the selected one."""

    connections: tuple[Connection, ...]
    selected: str


@dataclass(frozen=True, slots=True)
class HealthChanged:
    connection_id: str
    health: Health


@dataclass(frozen=True, slots=True)
class BalanceChanged:
    """What is left at a service, as it was told last; None where it does not tell."""

    connection_id: str
    balance: Balance | None


@dataclass(frozen=True, slots=True)
class ProofChanged:
    """What the clip that is to prove a connection shows by now."""

    connection_id: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PresetsChanged:
    """All presets of the form, in their order."""

    presets: tuple[FormPreset, ...]


@dataclass(frozen=True, slots=True)
class SnippetsChanged:
    """All snippets, in their order."""

    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class RemovalBegan:
    """Something was taken away, and can be taken back until `RemovalEnded`."""

    removal: Removal


@dataclass(frozen=True, slots=True)
class RemovalEnded:
    """It was taken back, or is for good."""

    removal_id: str


@dataclass(frozen=True, slots=True)
class QueuePaused:
    paused: bool


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    settings: Settings


@dataclass(frozen=True, slots=True)
class ActivityChanged:
    """It began, or is further than before; told at whole percents."""

    activity: Activity


@dataclass(frozen=True, slots=True)
class ActivityEnded:
    """It runs no more. What it came to is told by a notice of its own."""

    activity_id: str


@dataclass(frozen=True, slots=True)
class CharactersChanged:
    """All characters on the list, the oldest first."""

    characters: tuple[Character, ...]


@dataclass(frozen=True, slots=True)
class ThumbnailsMade:
    """The small pictures of these clips are new: what was kept of them is out of date."""

    paths: tuple[Path, ...]


HELD_TOPIC = "held"
"""Of the notice that says why nothing is sent; it is settled once the queue goes on."""


class Offer(StrEnum):
    """What a person can do about a notice with one press."""

    RESUME = "resume"
    CRASH_REPORT = "crash report"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the notice bar. A later notice with the same `topic` takes the place of the earlier.

    `stands_out`: it is about all that is in the data folder, so later ones do not cover it.
    """

    text: Message
    severity: Severity = Severity.INFO
    topic: str = ""
    stands_out: bool = False
    offer: Offer | None = None


Event = (
    JobAdded
    | JobChanged
    | JobRemoved
    | JobReturned
    | JobOffListChanged
    | ClipAdded
    | ClipChanged
    | ClipRemoved
    | ClipReturned
    | LibraryListed
    | RowsChanged
    | ConnectionsChanged
    | HealthChanged
    | ProofChanged
    | BalanceChanged
    | PresetsChanged
    | SnippetsChanged
    | RemovalBegan
    | RemovalEnded
    | QueuePaused
    | SettingsChanged
    | ActivityChanged
    | ActivityEnded
    | CharactersChanged
    | ThumbnailsMade
    | Notice
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the window shows, at one instant; the events that follow start right after it.

    `clips` are the newest of the library, a page at most; `library` tells how many there are, and of which days.
    `unchecked` are those that are kept although they could not be checked.
    `draft` is what was being written at the last end; None where nobody keeps one. `formats` are those that a connection
    can speak, in the order in which they are offered. `removals` are those that can be taken back, the latest last.
    """

    jobs: tuple[Job, ...]
    clips: tuple[Clip, ...]
    connections: tuple[Connection, ...]
    selected: str
    health: tuple[tuple[str, Health], ...]
    settings: Settings
    paused: bool = False
    unchecked: tuple[Clip, ...] = ()
    library: LibraryAnswer | None = None
    draft: Draft | None = None
    formats: tuple[FormatFacts, ...] = ()
    activities: tuple[Activity, ...] = ()
    characters: tuple[Character, ...] = ()
    removals: tuple[Removal, ...] = ()
    presets: tuple[FormPreset, ...] = ()
    snippets: tuple[Snippet, ...] = ()

    @property
    def first_page(self) -> LibraryAnswer:
        return self.library or first_answer(self.clips)
