"""What a person keeps under names: presets of the form, and snippets of prompts."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Generic, TypeVar

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.events import Event
from sora_desktop.domain.form_preset import LONGEST_NAME, FormPreset
from sora_desktop.domain.snippet import Snippet
from sora_desktop.store.named_list import NamedList
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.removals import Removals

N = TypeVar("N", bound=FormPreset | Snippet)

_NAMELESS = message("Give it a name.")
_TAKEN = message("Another one has this name.")


@dataclass(frozen=True, slots=True)
class Told(Generic[N]):
    """What is told of a change: the event, and the sentences for one that was removed, or written over."""

    changed: Callable[[tuple[N, ...]], Event]
    removed: Callable[[str], Message]
    replaced: Callable[[str], Message]


class NamedThings(Generic[N]):
    """Each change is on the disk when it returns, and told; StorageError where the disk refuses: then nothing changed."""

    def __init__(self, store: NamedList[N], told: Told[N], event_bus: EventBus, removals: Removals) -> None:
        self._store = store
        self._told = told
        self._event_bus = event_bus
        self._removals = removals
        self._values = store.load()
        self.said = store.said
        """What a person has to know of how they were found."""

    def shown(self) -> tuple[N, ...]:
        return tuple(self._values)

    async def save(self, value: N) -> N:
        """Add one without an id, or change the one with its id. A new one of a name that there is takes that one's place,
        which can be taken back. InputError where it has no name, or another one's.
        """
        named = replace(value, name=one_line(value.name, LONGEST_NAME))
        if not named.name:
            raise InputError(_NAMELESS)
        same = next((each for each in self._values if each.name.casefold() == named.name.casefold()), None)
        if named.id and same is not None and same.id != named.id:
            raise InputError(_TAKEN)
        before = next((each for each in self._values if each.id == named.id), None) if named.id else same
        named = replace(named, id=before.id if before else named.id or uuid.uuid4().hex)
        if before is None:
            self._keep([*self._values, named])
        elif named != before:
            self._keep([named if each.id == before.id else each for each in self._values])
            if not value.id:
                self._removals.begin(self._told.replaced(named.name), partial(self._put_back, before))
        return named

    async def remove(self, value_id: str) -> None:
        """It can be taken back. One that is gone already is passed over."""
        gone = next((each for each in self._values if each.id == value_id), None)
        if gone is None:
            return
        place = self._values.index(gone)
        self._keep([each for each in self._values if each.id != value_id])
        self._removals.begin(self._told.removed(gone.name), partial(self._put_back, gone, place))

    async def _put_back(self, value: N, place: int | None = None) -> None:
        others = [each for each in self._values if each.id != value.id]
        at = [each.id for each in self._values].index(value.id) if place is None else place
        self._keep([*others[:at], value, *others[at:]])

    async def reorder(self, ids: Sequence[str]) -> None:
        """In this order from now on; those that are not named come after them as they stood."""
        by_id = {each.id: each for each in self._values}
        first = [by_id[each] for each in ids if each in by_id]
        self._keep([*first, *(each for each in self._values if each not in first)])

    def _keep(self, values: list[N]) -> None:
        if values != self._values:
            self._store.save(values)
            self._values = values
            self._event_bus.emit(self._told.changed(tuple(values)))
