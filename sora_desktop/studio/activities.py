"""One way for long work that is no job: it is told, can be cancelled, ends in words, and survives no restart unsaid."""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.activity import Activity, ActivityKind
from sora_desktop.domain.errors import AppError, InputError, LedgerError
from sora_desktop.domain.events import ActivityChanged, ActivityEnded, Notice, Severity
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.tasks import Tasks

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Told how many of how many are done, only where the second is really known."""
Work = Callable[[Progress], Awaitable[Message | None]]
"""Does it, and answers what it came to; None where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a kind of activity; `interrupted` says what that means, and how to start it again."""

    title: Message
    cancelled: Message
    interrupted: Message


WORDS: Mapping[ActivityKind, Words] = {
    ActivityKind.READ_LIBRARY: Words(
        message("Reading the library"),
        message("You stopped reading the library. Nothing is lost: clips that were read are on its list."),
        message(
            "Reading the library was interrupted when Sora Desktop closed. Nothing is lost, and it continues now. "
            "To start it yourself, choose “Read the library again” in the menu."
        ),
    ),
    ActivityKind.THUMBNAILS: Words(
        message("Creating thumbnails"),
        message("You stopped creating thumbnails. The missing ones are created at the next start."),
        message("Creating thumbnails was interrupted when Sora Desktop closed. The missing ones are created now."),
    ),
    ActivityKind.DOCTOR: Words(
        message("Checking the connection"),
        message("You stopped checking the connection. Nothing changed."),
        message("Checking the connection was interrupted when Sora Desktop closed. You can check it again any time."),
    ),
}
_BROKE_OFF = message("This stopped because of an error in Sora Desktop. Nothing is lost; the log has the details.")
_AT_WORK = message("This is already in progress.")


class Notes(Protocol):
    """Where it stands which activities are under way."""

    def begin(self, kind: ActivityKind) -> None: ...

    def end(self, kind: ActivityKind) -> None: ...

    def interrupted(self) -> tuple[ActivityKind, ...]: ...


class Activities:
    """At most one of a kind runs at a time, each in a task of its own.

    What a person asked for is noted in the store, shown at once, and always ends in words. What the app does by
    itself is shown from its first progress on, and its end is told only where there is something to say.
    """

    def __init__(self, notes: Notes, event_bus: EventBus) -> None:
        self._notes = notes
        self._event_bus = event_bus
        self._tasks = Tasks()
        self._shown: dict[str, Activity] = {}
        self._running: dict[ActivityKind, asyncio.Task[Notice | None]] = {}
        self._unwanted: set[str] = set()

    def shown(self) -> tuple[Activity, ...]:
        """Those that the window shows now."""
        return tuple(self._shown.values())

    def is_running(self, kind: ActivityKind) -> bool:
        return kind in self._running

    def take_interrupted(self) -> tuple[ActivityKind, ...]:
        """What an earlier run was asked for and did not end, each with a notice; the notes of it are let go of."""
        kinds = self._notes.interrupted()
        for kind in kinds:
            self._note(self._notes.end, kind)
            self._event_bus.emit(Notice(WORDS[kind].interrupted, Severity.WARNING, topic=_topic(kind)))
        return kinds

    def start(self, kind: ActivityKind, work: Work, *, asked_for: bool) -> asyncio.Task[Notice | None]:
        """Begin, and return while it runs. InputError where one of its kind runs already."""
        if kind in self._running:
            raise InputError(_AT_WORK)
        activity = Activity(uuid.uuid4().hex, kind, WORDS[kind].title)
        if asked_for:
            self._note(self._notes.begin, kind)
            self._show(activity)
        task = self._running[kind] = self._tasks.spawn(self._outcome(activity, work), str(kind))
        task.add_done_callback(partial(self._ended, activity, asked_for))
        return task

    async def cancel(self, activity_id: str) -> None:
        """A person wants it to stop; what is done stays done. One that has just ended is no error."""
        activity = self._shown.get(activity_id)
        if activity is not None and (task := self._running.get(activity.kind)):
            self._unwanted.add(activity_id)
            task.cancel()

    async def close(self) -> None:
        """The app ends: what was asked for is told as interrupted at the next start."""
        await self._tasks.close()

    async def _outcome(self, activity: Activity, work: Work) -> Notice | None:
        try:
            words = await work(partial(self._go_further, activity))
        except AppError as error:
            return Notice(error.sentence, Severity.ERROR)
        return Notice(words) if words else None

    def _ended(self, activity: Activity, asked_for: bool, task: asyncio.Task[Notice | None]) -> None:
        """Also where it was cancelled before its first step, or came to a stop by a bug, which `Tasks` logs."""
        del self._running[activity.kind]
        if self._shown.pop(activity.id, None):
            self._event_bus.emit(ActivityEnded(activity.id))
        if task.cancelled():
            if activity.id not in self._unwanted:
                return
            told: Notice | None = Notice(WORDS[activity.kind].cancelled)
        else:
            told = Notice(_BROKE_OFF, Severity.ERROR) if task.exception() else task.result()
        if asked_for:
            self._note(self._notes.end, activity.kind)
        if told is not None:
            self._event_bus.emit(replace(told, topic=_topic(activity.kind)))

    def _go_further(self, activity: Activity, done: int, of: int) -> None:
        fraction = int(100 * done / of) / 100 if of else None
        shown = self._shown.get(activity.id)
        if shown is None or shown.fraction != fraction:
            self._show(replace(activity, fraction=fraction))

    def _show(self, activity: Activity) -> None:
        self._shown[activity.id] = activity
        self._event_bus.emit(ActivityChanged(activity))

    def _note(self, write: Callable[[ActivityKind], None], kind: ActivityKind) -> None:
        """A disk that refuses keeps nobody from working: at worst an interruption is told wrongly, or not."""
        try:
            write(kind)
        except LedgerError as problem:
            log.warning("an activity could not be noted: %s", problem)


def _topic(kind: ActivityKind) -> str:
    return f"activity {kind}"
