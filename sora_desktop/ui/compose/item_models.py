"""The models of the selected connection that fit what a person wants, as a Qt item model."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.parameters import defaults
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.request import Request, request_cost
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.ui.common.job_words import money_words
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import one_line, tip_text, tr

ID_ROLE = Qt.ItemDataRole.UserRole
COST_ROLE = Qt.ItemDataRole.UserRole + 1
MODEL_ROLE = Qt.ItemDataRole.UserRole + 2
CARD_ROLE = Qt.ItemDataRole.UserRole + 3

_ASSUMED_WORDS = {
    "sizes": text.COMPOSE_MODEL_ASSUMED_SIZE,
    "lengths": text.COMPOSE_MODEL_ASSUMED_LENGTHS,
    "default_size": text.COMPOSE_MODEL_ASSUMED_DEFAULTS,
    "default_seconds": text.COMPOSE_MODEL_ASSUMED_DEFAULTS,
}
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What the picker draws of one model: the clip that it would make now, and its price.

    `is_unvouched`: nobody says that it makes videos. `heading` stands above the first of several.
    """

    model: VideoModel
    shape: Shape
    size: str
    length: str
    note: str
    cost: Cost
    price: str
    is_unvouched: bool = False
    heading: str = ""

    @property
    def id_line(self) -> str:
        """The id where the model has a name beside it."""
        return one_line(self.model.id) if self.model.name else ""

    @property
    def spoken(self) -> str:
        """All of it as a sentence, for screen readers."""
        words = tr(
            text.COMPOSE_MODEL_SPOKEN,
            model=self.model.title,
            orientation=tr(SHAPE_WORDS[self.shape]),
            size=self.size,
            length=self.length,
            price=self.price or tr(text.COMPOSE_PRICE_UNKNOWN),
        )
        unsaid = tr(text.COMPOSE_MODEL_UNSAID) if self.is_unvouched else ""
        return ", ".join(filter(None, (words, self.note, unsaid)))

    def is_called(self, words: Sequence[str]) -> bool:
        """Whether its id or name has all of these, which are in the case of `casefold`."""
        there = f"{self.model.id} {self.model.name}".casefold()
        return all(word in there for word in words)


SHAPE_WORDS = {
    Shape.LANDSCAPE: text.COMPOSE_MODEL_LANDSCAPE,
    Shape.PORTRAIT: text.COMPOSE_MODEL_PORTRAIT,
    Shape.SQUARE: text.COMPOSE_MODEL_SQUARE,
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wants of a clip; None leaves it to the model."""

    shape: Shape | None = None
    seconds: int | None = None
    size: Size | None = None
    pictures: tuple[InputImage, ...] = ()


def card_of(model: VideoModel, connection: Connection, wishes: Wishes) -> ModelCard:
    """The card of a model where a person has these wishes."""
    length = model.settle_seconds(wishes.seconds)
    size = model.settle_size(wishes.shape, wishes.size)
    roles = {slot.role for slot in model.images}
    images = tuple(image for image in wishes.pictures if image.role in roles)
    cost = request_cost(Request("", model, size, length, images, defaults(model.parameters)), connection)
    return ModelCard(
        model=model,
        shape=size.shape,
        size=_size_words(size, about=model.about_size),
        length=tr(text.COMPOSE_MODEL_LENGTH, seconds=length),
        note=tr(text.COMPOSE_MODEL_IF_ENABLED) if model.if_enabled else "",
        cost=cost,
        price=tr(text.COMPOSE_PRICE_FREE) if cost.free else money_words(cost),
    )


def _size_words(size: Size, *, about: bool) -> str:
    source = text.COMPOSE_MODEL_ABOUT_SIZE if about else text.COMPOSE_MODEL_SIZE
    return tr(source, width=str(size.width), height=str(size.height))


def assumed_words(model: VideoModel) -> str:
    """What of this entry is an assumption, in words; empty where nothing is."""
    if not model.assumed:
        return ""
    what = dict.fromkeys(tr(_ASSUMED_WORDS[name]) for name in model.assumed if name in _ASSUMED_WORDS)
    return tr(text.COMPOSE_MODEL_ASSUMED, model=model.id, what=", ".join(what))


def nearest(models: Sequence[VideoModel], like: VideoModel | None) -> VideoModel | None:
    """The model that is most like the one a person picked: by id, then size, class, shape and length."""
    if like is None or not models:
        return models[0] if models else None
    return min(
        models,
        key=lambda model: (
            model.id != like.id,
            _class_of(model) != _class_of(like),
            model.pro is not like.pro,
            model.sizes[0].shape is not like.sizes[0].shape,
            abs(model.settle_seconds(None) - like.settle_seconds(None)),
        ),
    )


def _class_of(model: VideoModel) -> set[int]:
    """The sides of its usual frame, whichever way it stands."""
    return {model.sizes[0].width, model.sizes[0].height}


class ModelList(QAbstractListModel):
    """Roles: `ID_ROLE` the model's id, `COST_ROLE` its Cost, `MODEL_ROLE` the VideoModel, `CARD_ROLE` its ModelCard."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[ModelCard, ...] = ()

    def reset(self, cards: Sequence[ModelCard]) -> None:
        if tuple(cards) == self._cards:
            return
        if [card.model.id for card in cards] == [card.model.id for card in self._cards]:
            self._cards = tuple(cards)
            self.dataChanged.emit(self.index(0), self.index(len(self._cards) - 1))
            return
        self.beginResetModel()
        self._cards = tuple(cards)
        self.endResetModel()

    @property
    def cards(self) -> tuple[ModelCard, ...]:
        return self._cards

    def row_of(self, model_id: str) -> int:
        """The row of a model, -1 where it is not in the list."""
        return next((row for row, card in enumerate(self._cards) if card.model.id == model_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        card = self._cards[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(card.model.title)
            case Qt.ItemDataRole.UserRole:
                return card.model.id
            case Qt.ItemDataRole.AccessibleTextRole:
                return card.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(assumed_words(card.model))
            case _:
                return {COST_ROLE: card.cost, MODEL_ROLE: card.model, CARD_ROLE: card}.get(role)
