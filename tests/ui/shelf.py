"""A list of clips that asks a real library: SQLite, and the view of the studio, answering at once."""

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, TypeVar
from weakref import finalize

from PySide6.QtCore import QObject

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import ClipAdded, ClipChanged, ClipRemoved, Event
from sora_desktop.domain.library import LibraryAnswer, LibraryQuery
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.paths import Paths
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.library.view import LibraryView
from sora_desktop.ui.library.item_models import ClipList
from tests.support.copied_clips import enter_copies

T = TypeVar("T")


def _take_down(database: Database, folder: str) -> None:
    database.close()
    rmtree(folder)


class Shelf:
    """Answers at once; `held` keeps answers back as long as it is a list. `asked` are the questions, in order."""

    def __init__(self) -> None:
        folder = mkdtemp()
        self.database = open_database(Path(folder) / "ledger.sqlite3")
        self.database.execute("PRAGMA synchronous = OFF")
        finalize(self, _take_down, self.database, folder)
        self.store = ClipStore(self.database, Paths(Path("/clips")))
        self.event_bus = EventBus()
        self.view = LibraryView(self.store, self.event_bus)
        self.asked: list[str] = []
        self.held: list[Callable[[], object]] | None = None

    def _tell(self, then: Callable[[T], object], answer: T) -> None:
        if self.held is None:
            then(answer)
        else:
            self.held.append(lambda: then(answer))

    def let_go(self) -> None:
        held, self.held = self.held or [], None
        for each in held:
            each()

    def look(self, query: LibraryQuery, about: Sequence[str], then: Callable[[LibraryAnswer | None], object]) -> None:
        self.asked.append("look")
        self._tell(then, _run(self.view.look(query, about)))

    def count(self, query: LibraryQuery, then: Callable[[LibraryAnswer | None], object]) -> None:
        self.asked.append("count")
        self._tell(then, _run(self.view.count(query)))

    def page(self, query: LibraryQuery, then: Callable[[LibraryAnswer], object]) -> None:
        self.asked.append("page")
        self._tell(then, self.view.page(query))

    def these(self, clip_ids: Sequence[str], then: Callable[[tuple[Clip, ...]], object]) -> None:
        self.asked.append("these")
        self._tell(then, tuple(self.store.these(clip_ids)))


class ShelvedClips(ClipList):
    """What a test says that happens also happens in its library."""

    def __init__(self, parent: QObject | None = None) -> None:
        self.shelf = Shelf()
        super().__init__(self.shelf, parent)
        self.shelf.event_bus.subscribe(super().apply)

    def fill(self, clips: Sequence[Clip]) -> None:
        """The library has these clips, and is opened."""
        for clip in self.shelf.store.all():
            self.shelf.store.remove(clip.id)
        self.shelf.store.enter(clips)
        self._open()

    def fill_with_copies(self, make: Callable[[int], Clip], count: int) -> None:
        """As `fill` with `make(number)` from 0 on, which may differ as `enter_copies` has it."""
        enter_copies(self.shelf.store, self.shelf.database, make, count)
        self._open()

    def _open(self) -> None:
        self.reset(self.shelf.view.look_at_once(LibraryQuery()))

    def apply(self, event: Event) -> None:
        super().apply(event)
        match event:
            case ClipAdded(clip) | ClipChanged(clip):
                with self.shelf.view.changing(clip.id, clip):
                    self.shelf.store.enter([clip])
            case ClipRemoved(clip_id):
                with self.shelf.view.changing(clip_id, None):
                    self.shelf.store.remove(clip_id)


def _run(work: Coroutine[Any, Any, T]) -> T:
    """To its end: it waits for nothing but its next turn."""
    try:
        while True:
            work.send(None)
    except StopIteration as end:
        answer: T = end.value
        return answer
