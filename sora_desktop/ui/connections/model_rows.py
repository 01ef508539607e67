"""The models of a connection in its editor: those it offers, those that are hidden, and what was written of each."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import CATALOG, VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.offer import all_listed
from sora_desktop.domain.presets import preset_of
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.entry_text import EntryRead, EntryText, read_entry, write_entry
from sora_desktop.ui.language import one_line, tr

ROW_ROLE = Qt.ItemDataRole.UserRole
_WIDE = 60
_Index = QModelIndex | QPersistentModelIndex


class Standing(StrEnum):
    """How an entry stands to what the service, or its kind, says."""

    OFFERED = "offered"
    CHANGED = "changed"
    OWN = "own"
    HIDDEN = "hidden"


_STATES: Mapping[Standing, str] = {
    Standing.CHANGED: text.EDITOR_STATE_CHANGED,
    Standing.OWN: text.EDITOR_STATE_OWN,
    Standing.HIDDEN: text.EDITOR_STATE_HIDDEN,
}


@dataclass(slots=True)
class ModelRow:
    """`model` as it was last right; `written` what stands in the fields, None where nobody looked at it yet.

    `offered` is what the service or its kind says of it, None for one of the person's own.
    """

    model: VideoModel
    offered: VideoModel | None = None
    is_hidden: bool = False
    written: EntryText | None = None
    is_wrong: bool = False

    @property
    def entry(self) -> EntryText:
        if self.written is None:
            self.written = write_entry(self.model)
        return self.written

    @property
    def standing(self) -> Standing:
        if self.is_hidden:
            return Standing.HIDDEN
        if self.offered is None:
            return Standing.OWN
        return Standing.OFFERED if self.model == self.offered else Standing.CHANGED


class ModelRows(QAbstractListModel):
    """Those whose id or name has the words that are searched for. `UserRole` is the ModelRow."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[ModelRow] = []
        self._shown: list[ModelRow] = []
        self._words = ""
        self.own: tuple[str, ...] = ()
        """The fields of a request that the format of the connection writes itself."""
        self._gone: list[tuple[int, ModelRow]] = []

    def load(self, connection: Connection) -> None:
        """Take the models of a connection; what it hides comes last."""
        self.own = connection.body.fields
        offered = offer_of(connection)
        there = {model.id for model in connection.models}
        rows = [ModelRow(model, offered.get(model.id)) for model in connection.models]
        hidden = [ModelRow(model, model, is_hidden=True) for name, model in offered.items() if name not in there]
        self._all = [*rows, *hidden]
        self._gone.clear()
        self.search("")

    def search(self, words: str) -> None:
        """Show those that have all of these words in their id or name."""
        self._words = words
        wanted = words.casefold().split()
        self.beginResetModel()
        self._shown = [row for row in self._all if _has(row.model, wanted)]
        self.endResetModel()

    def is_empty(self) -> bool:
        return not self._all

    def row_at(self, at: int) -> ModelRow | None:
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def place_of(self, row: ModelRow) -> int:
        """-1 where it is not shown."""
        return next((at for at, each in enumerate(self._shown) if each is row), -1)

    def add(self, model: VideoModel) -> ModelRow:
        """One of the person's own, at the end; the search is lifted."""
        row = ModelRow(replace(model, id=self._free_id(model.id)))
        self._all.append(row)
        self.search("")
        return row

    def remove(self, row: ModelRow) -> None:
        """Drop one of the person's own; hide one that the service offers, or show it again."""
        if row.offered is None:
            self._gone.append((self._all.index(row), row))
            self._all.remove(row)
        else:
            row.is_hidden = not row.is_hidden
        self.search(self._words)

    def bring_back(self) -> ModelRow | None:
        """The one of the person's own that was dropped last, as it was and where it was; None where none is left."""
        if not self._gone:
            return None
        at, row = self._gone.pop()
        row.model = replace(row.model, id=self._free_id(row.model.id))  # another one may have taken its id
        self._all.insert(at, row)
        self.search("")
        return row

    def reset(self, row: ModelRow) -> None:
        """As the service says it."""
        if row.offered is not None:
            row.model, row.written, row.is_wrong = row.offered, None, False
            self._tell(row)

    def write(self, row: ModelRow, entry: EntryText) -> EntryRead:
        """Take what stands in the fields of a row; the answer says what is wrong with it."""
        read = self.read(row, entry)
        row.written, row.is_wrong = entry, read.model is None
        if read.model is not None:
            row.model = read.model
        self._tell(row)
        return read

    def read(self, row: ModelRow, entry: EntryText) -> EntryRead:
        """What stands in the fields of a row, looked at and not taken."""
        others = (each.model.id for each in self._all if each is not row and not each.is_hidden)
        return read_entry(entry, others, self.own)

    def wrong(self) -> ModelRow | None:
        """The first that cannot be saved as it stands."""
        return next((row for row in self._all if row.is_wrong and not row.is_hidden), None)

    def models(self) -> tuple[VideoModel, ...]:
        """All that are offered from here on."""
        return tuple(row.model for row in self._all if not row.is_hidden)

    def _free_id(self, wanted: str) -> str:
        taken = {row.model.id for row in self._all}
        return next(name for name in _numbered(wanted) if name not in taken)

    def _tell(self, row: ModelRow) -> None:
        at = self.place_of(row)
        if at >= 0:
            self.dataChanged.emit(self.index(at), self.index(at))

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row_words(row)
        return row if role == ROW_ROLE else None


def row_words(row: ModelRow) -> str:
    """Its name, its id where that is another, and how it stands."""
    model = row.model
    title = one_line(model.title, _WIDE)
    if model.name:
        title = tr(text.EDITOR_ROW_ID, title=title, id=one_line(model.id, _WIDE))
    state = text.EDITOR_STATE_WRONG if row.is_wrong else _STATES.get(row.standing)
    return tr(text.EDITOR_ROW, title=title, state=tr(state)) if state else title


def offer_of(connection: Connection) -> dict[str, VideoModel]:
    """What its kind and its service say, by id; also of those of which nobody says what they make."""
    preset = preset_of(connection.preset)
    own = preset.models if preset else CATALOG
    found = dict[str, VideoModel]()
    for model in (*own, *all_listed(connection)):
        found.setdefault(model.id, model)
    return found


def _has(model: VideoModel, words: list[str]) -> bool:
    there = f"{model.id} {model.name}".casefold()
    return all(word in there for word in words)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
