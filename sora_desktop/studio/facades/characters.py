"""What a person can ask for about characters: to have one made, to enter one that is there, to call it otherwise."""

import asyncio
import logging
import uuid
from dataclasses import replace
from pathlib import Path

from sora_desktop.base.sentences import N_, message, together
from sora_desktop.base.signatures import begins_a_film
from sora_desktop.domain.budget import Asked, Verdict
from sora_desktop.domain.character import (
    Character,
    CharacterState,
    after,
    character_cost,
    interrupted,
    makes_characters,
    name_problem,
    of_service,
    takes_characters,
)
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import (
    InputError,
    JobGoneError,
    NoCharactersError,
    OverBudgetError,
    ServiceError,
    StorageError,
    SubmitError,
)
from sora_desktop.domain.events import CharactersChanged, Notice, Severity
from sora_desktop.domain.evidence import Evidence, News
from sora_desktop.domain.ids import is_id
from sora_desktop.domain.job import JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.service_ref import mark_of
from sora_desktop.domain.spend import CHARACTERS, JobSpend
from sora_desktop.services.character_client import of_made, of_making_error
from sora_desktop.services.client import VideoClient
from sora_desktop.store.characters import CharacterStore
from sora_desktop.store.spend import day_of
from sora_desktop.studio.jobs.custody import Custody
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.shown import NOTHING_SENT
from sora_desktop.studio.jobs.unsaved import SAVE_AGAIN_SECONDS
from sora_desktop.studio.spending import Spending
from sora_desktop.studio.tasks import Tasks

log = logging.getLogger(__name__)

MOST_BYTES = 512 * 1024 * 1024
"""Of a film that is sent: it is held in memory once."""
CLOSE_SECONDS = 5.0
"""So long a close waits for an id that is on its way."""
_HEAD = 64
_NO_WAY = N_("“{name}” makes no characters.")
_BEGUN = N_("“{name}” is being made by “{connection}”.")
_CUT_OFF = N_("The character “{name}” was being made when Sora Desktop closed, and nobody knows what became of it.")
_READY = N_("“{name}” is ready. Choose it for a clip, and write its name in the prompt.")
_NOTE_DOWN = N_("The id of the character “{name}” can't be saved. Note it down: {id}")
_UNDER_WAY = message("This character is being made already.")
_MAYBE_MADE = message("This was sent before, and the service never said what became of it.").about(
    money=message("You may have been billed, so it is not sent again automatically."),
    todo=message("Check at the service first. To make it again all the same, take the earlier one off the list."),
)
_NO_FILM = message("This file isn't a film that a character can be made of.").about(money=NOTHING_SENT)
_NO_RECORD = message("The record of what is sent can't be written, so nothing is sent.")
_OVER = message("Nobody tells here what a character costs, and you have set a budget.")
_STATES = {
    CharacterState.MAKING: JobState.SUBMITTING,
    CharacterState.READY: JobState.DONE,
    CharacterState.REFUSED: JobState.REFUSED,
    CharacterState.UNKNOWN: JobState.UNKNOWN,
}


class CharactersFacade:
    """A character is sent once, by a person's press alone: what is not on the disk is not sent, and nothing is re-sent."""

    def __init__(self, context: JobContext, store: CharacterStore, custody: Custody, spending: Spending) -> None:
        self._context = context
        self._store = store
        self._custody = custody
        self._spending = spending
        self._tasks = Tasks()
        self._sending = set[asyncio.Task[None]]()
        self._known = {each.id: each for each in store.all()}
        self.said: tuple[Notice, ...] = ()
        """What a person has to know of an earlier run, told once somebody listens."""
        spending.others = self._spent

    def shown(self) -> tuple[Character, ...]:
        """Those on the list, the oldest first."""
        return tuple(each for each in self._known.values() if not each.removed)

    def settle(self) -> None:
        """What an earlier run was making when it ended may have arrived."""
        for each in tuple(self._known.values()):
            if each.state is CharacterState.MAKING:
                cut = interrupted(each, self._context.clock.now())
                self._keep(cut)
                reason = cut.reason or message(_CUT_OFF, name=cut.name)
                words = message(_CUT_OFF, name=cut.name).about(money=reason.money, todo=reason.todo)
                self.said = (*self.said, Notice(words, Severity.WARNING, topic=f"character {cut.id}"))

    async def make(
        self, name: str, connection_id: str, *, clip_id: str = "", path: Path | None = None, agreed: Asked | None = None
    ) -> Character:
        """Send a clip of the library, or a file, to have a character made of it. It goes once; its end is told by events.

        OverBudgetError where a person has to agree first. InputError where it may not go, HeldError where nothing may,
        NeedsKeyError and EngineError as for a job: nothing was sent then.
        """
        connection = self._context.connections.get(connection_id)
        film = await self._film(clip_id, path)
        wanted = replace(self._drawn_up(name, connection), source=film.name, clip_id=clip_id)
        self._expect_sendable(wanted, connection)
        client = await self._context.connections.client(connection, wanted.id)
        self._expect_sendable(wanted, connection)  # another press may have come meanwhile
        self._expect_within_budget(wanted.cost, agreed)
        self._commit(wanted)
        words = message(_BEGUN, name=wanted.name, connection=connection.name)
        self._emit(Notice(words, topic=f"character {wanted.id}"))
        sending = self._tasks.spawn(self._send(client, wanted, connection, film), "character")
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)
        return wanted

    def _drawn_up(self, name: str, connection: Connection) -> Character:
        if (problem := name_problem(name)) is not None:
            raise InputError(problem)
        return Character(
            id=uuid.uuid4().hex,
            name=name.strip(),
            service=mark_of(connection),
            connection_id=connection.id,
            connection_name=connection.name,
            created_at=self._context.clock.now(),
            cost=character_cost(connection),
        )

    async def _film(self, clip_id: str, path: Path | None) -> Path:
        clip = self._context.library.find(clip_id) if clip_id else None
        if clip_id and clip is None:
            raise InputError(message("This clip is no longer in your library."))
        found = clip.path if clip is not None else path
        if found is None or not await asyncio.to_thread(_is_film, found):
            raise InputError(_NO_FILM)
        return found

    def _expect_sendable(self, wanted: Character, connection: Connection) -> None:
        if not makes_characters(connection, self._known.values()):
            raise InputError(message(_NO_WAY, name=connection.name).about(money=NOTHING_SENT))
        alike = [each for each in self.shown() if _is_alike(each, wanted)]
        if any(each.state is CharacterState.MAKING for each in alike):
            raise InputError(_UNDER_WAY)
        if any(each.state is CharacterState.UNKNOWN for each in alike):
            raise InputError(_MAYBE_MADE)
        self._custody.expect_free()

    def _expect_within_budget(self, cost: Cost, agreed: Asked | None) -> None:
        """Right before it is committed: nothing may come between."""
        weighed = self._spending.weighed([(cost, 0)])
        if weighed.verdict is Verdict.REFUSED:
            raise InputError(together(weighed.reasons))
        if weighed.verdict is Verdict.ASK and not (agreed and agreed.covers(weighed.asked)):
            raise OverBudgetError(_OVER, weighed.asked)

    def _commit(self, wanted: Character) -> None:
        try:
            self._store.expect_room()
            self._store.put(wanted)
        except StorageError as error:
            raise InputError(_NO_RECORD.about(error.detail, money=NOTHING_SENT)) from error
        self._known[wanted.id] = wanted
        self._tell()

    async def _send(self, client: VideoClient, wanted: Character, connection: Connection, film: Path) -> None:
        evidence, has_no_route = Evidence(News.NO_WORD), False
        try:
            evidence = of_made(
                await client.make_character(wanted.name, film, connection.body.characters_in or connection.format)
            )
        except SubmitError as error:
            evidence, has_no_route = of_making_error(error), isinstance(error, NoCharactersError)
        except Exception:
            await self._learn(wanted, evidence, connection)
            raise
        await self._learn(replace(wanted, has_no_route=has_no_route), evidence, connection)

    async def _learn(self, wanted: Character, evidence: Evidence, connection: Connection) -> None:
        """What became of it is kept, whatever the disk says; an id is told at once where that refuses."""
        made = after(wanted, evidence, self._context.clock.now(), connection.settling)
        is_kept = self._keep(made)
        while not is_kept:
            if made.remote_id:
                log.error("the character %s has the id %s, which cannot be saved yet", made.id, made.remote_id)
                words = message(_NOTE_DOWN, name=made.name, id=made.remote_id)
                self._emit(Notice(words, Severity.ERROR, topic=f"character {made.id}", stands_out=True))
            await self._context.clock.sleep(SAVE_AGAIN_SECONDS)
            is_kept = self._keep(self._known[made.id])  # a person may have given it another label meanwhile
        is_ready = made.state is CharacterState.READY
        words = message(_READY, name=made.name) if is_ready else made.reason or message(_READY, name=made.name)
        severity = Severity.INFO if is_ready else Severity.ERROR
        self._emit(Notice(words, severity, topic=f"character {made.id}"))

    def _keep(self, character: Character) -> bool:
        """Whether it is on the disk; it is known and told in any case."""
        self._known[character.id] = character
        try:
            self._store.put(character)
        except StorageError:
            return False
        finally:
            self._tell()
        return True

    async def add(self, connection_id: str, remote_id: str, name: str = "") -> Character:
        """Enter a character that a person knows the id of. Its service is asked what it is called, which is free.

        InputError where it says that there is none, and where nobody says what it is called; ServiceError where it
        cannot be asked and no `name` is given.
        """
        connection, pasted = self._context.connections.get(connection_id), remote_id.strip()
        if not takes_characters(connection):
            raise InputError(message("“{name}” takes no characters. Take them out to go on.", name=connection.name))
        if not is_id(pasted) or len(pasted) > 512:
            raise InputError(message("That isn't an id. Copy it from where the character was made."))
        if any(each.remote_id == pasted for each in of_service(connection, self._known.values())):
            raise InputError(message("This character is already on the list."))
        called = await self._name_of(connection, pasted, name) or name
        entered = replace(self._drawn_up(called, connection), state=CharacterState.READY, remote_id=pasted)
        self._commit(entered)
        return entered

    async def _name_of(self, connection: Connection, remote_id: str, name: str) -> str:
        client = await self._context.connections.client(connection)
        try:
            return await client.character_name(remote_id, connection.body.characters_in or connection.format)
        except JobGoneError as error:
            raise InputError(message("The service knows no character with this id.")) from error
        except ServiceError:
            if name.strip():
                return ""
            raise

    async def rename(self, character_id: str, label: str) -> None:
        """Call it otherwise here; what a prompt calls it stays. An empty `label` is its own name."""
        known = self._get(character_id)
        words = label.strip()
        if words and (problem := name_problem(words)) is not None:
            raise InputError(problem)
        self._change(replace(known, label="" if words == known.name else words))

    async def remove(self, character_id: str) -> None:
        """Take it off the list; the service has it all the same, and its file here stays."""
        known = self._get(character_id)
        if known.state is CharacterState.MAKING:
            raise InputError(message("This character is still being made."))
        self._change(replace(known, removed=True))

    def _get(self, character_id: str) -> Character:
        known = self._known.get(character_id)
        if known is None or known.removed:
            raise InputError(message("This character is no longer on the list."))
        return known

    def _change(self, character: Character) -> None:
        """StorageError where the disk refuses; it is then as it was."""
        self._store.put(character)
        self._known[character.id] = character
        self._tell()

    def _tell(self) -> None:
        self._emit(CharactersChanged(self.shown()))

    def _emit(self, event: CharactersChanged | Notice) -> None:
        self._context.event_bus.emit(event)

    def _spent(self) -> list[JobSpend]:
        """What they cost, or may have, those off the list included."""
        return [_spend_of(each) for each in self._known.values()]

    async def close(self) -> None:
        """An id that is on its way is given a moment; what is cut off is told as unknown at the next start."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=CLOSE_SECONDS)
        await self._tasks.close()


def _is_alike(one: Character, other: Character) -> bool:
    return (one.service, one.name, one.source) == (other.service, other.name, other.source)


def _is_film(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return path.is_file() and path.stat().st_size <= MOST_BYTES and begins_a_film(file.read(_HEAD))
    except OSError:
        return False


def _spend_of(character: Character) -> JobSpend:
    return JobSpend(
        job_id=character.id,
        at=character.created_at,
        day=day_of(character.created_at),
        state=_STATES[character.state],
        bill=character.bill,
        model=CHARACTERS,
        connection=character.connection_name,
        seconds=0,
        estimate=character.cost,
        charge=character.charge,
        is_character=True,
    )
