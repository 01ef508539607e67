"""The models of a connection that fit the wishes, and the one that is picked."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.catalog import VideoModel, fitting
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.offer import unvouched
from sora_desktop.ui.common.captions import CAPTION_GAP, Caption, ProblemLine
from sora_desktop.ui.common.focus_ring import FocusRing
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.links import link
from sora_desktop.ui.common.spoken_rest import SpokenRest
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.item_models import ModelCard, ModelList, Wishes, card_of, nearest
from sora_desktop.ui.compose.model_picker import ModelPicker
from sora_desktop.ui.compose.wish_row import wish_words
from sora_desktop.ui.language import say, service_name, tr
from sora_desktop.ui.theme import ThemeKeeper

_SEARCHED_FROM = 12
"""From more models on they can be searched."""


class ModelField(QWidget):
    """Narrowing never forgets the model that a person picked: when it fits again, it is picked again.

    Where there are many they are searched by name; that picks none. What the service lists without saying what it makes
    stands below a heading of its own.
    Signals: `changed()`: another model is picked by hand; `unvouched_picked(VideoModel)` before that, where it is one of
    these; `show_all_wanted()`: lift the wishes.
    """

    changed = Signal()
    unvouched_picked = Signal(object)
    show_all_wanted = Signal()

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = ModelList(self)
        self._liked: VideoModel | None = None
        self._picked: VideoModel | None = None
        self._cards: tuple[ModelCard, ...] = ()
        self.search = _search_line()
        self._show_all = link(tr(text.COMPOSE_MODEL_SHOW_ALL), "showAllModels", small=True)
        self._show_all.hide()
        self._caption = Caption(tr(text.COMPOSE_MODEL), self._show_all)
        self.picker = ModelPicker(theme, self._models)
        self._none = _NoneFits()
        self._none_reason = Message("")
        self._problem = ProblemLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CAPTION_GAP)
        for widget in (self._caption, self.search, self.picker, self._none, self._problem):
            column.addWidget(widget)
        FocusRing(theme, self.picker)
        self.picker.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._spoken_count = SpokenRest(self, self._found_words)
        self.search.textChanged.connect(self._show_found)
        self.search.textChanged.connect(self._spoken_count.begin)
        self.picker.picked.connect(self._pick)
        self._show_all.clicked.connect(self.show_all_wanted)

    @property
    def picked(self) -> VideoModel | None:
        """None where no model fits, or where a restored model is not offered."""
        return self._picked

    @property
    def card(self) -> ModelCard | None:
        if self._picked is None:
            return None
        picked = self._picked.id
        return next((card for card in self._cards if card.model.id == picked), None)

    @property
    def fits_nothing(self) -> bool:
        return self._picked is None and all(card.is_unvouched for card in self._cards)

    @property
    def none_reason(self) -> Message:
        """Why there is nothing to pick."""
        return self._none_reason

    @property
    def liked(self) -> VideoModel | None:
        """The model that a person picked or brought back, whether it can be had now or not."""
        return self._liked

    def like(self, model: VideoModel | None) -> None:
        """Remember this model as the one that a person wants, before narrowing."""
        self._liked = model

    def narrow(self, connection: Connection, wishes: Wishes, *, strictly: bool = False) -> None:
        """List what fits; pick the liked model or the nearest to it (`strictly`: that one or none)."""
        fits = fitting(connection.models, wishes.shape, wishes.seconds)
        unsaid = unvouched(connection)
        more = fitting(unsaid, wishes.shape, wishes.seconds)
        self._cards = (
            *(card_of(model, connection, wishes) for model in fits),
            *(_unvouched_card(card_of(model, connection, wishes), is_first=model is more[0]) for model in more),
        )
        self._picked = nearest(fits, self._liked)
        if strictly and self._liked and self._picked and self._picked.id != self._liked.id:
            self._picked = None
        self.search.setVisible(len(connection.models) + len(unsaid) > _SEARCHED_FROM)
        self._tell(connection, len(fits), wishes)
        self._show_found()

    @Slot()
    def _show_found(self) -> None:
        """The cards of what is searched for; what is picked stays picked, also where it is not among them."""
        words = [] if self.search.isHidden() else self.search.text().casefold().split()
        found = [card for card in self._cards if card.is_called(words)]
        self._models.reset(found)
        self.picker.select(self._picked)
        self.picker.setVisible(bool(found))
        fits = any(not card.is_unvouched for card in self._cards)
        self._none.setVisible(not (fits and found))
        self._none.words.setText(say(message(text.COMPOSE_MODEL_NOT_FOUND) if fits else self._none_reason))

    def _found_words(self) -> str:
        count = self._models.rowCount()
        return tr(text.COMPOSE_MODEL_FOUND, count=count) if count else self._none.words.text()

    def show_size(self, connection: Connection, wishes: Wishes) -> None:
        """Show what comes of another wish for the size; it narrows nothing."""
        both = [(card, card_of(card.model, connection, wishes)) for card in self._cards]
        self._cards = tuple(replace(now, is_unvouched=was.is_unvouched, heading=was.heading) for was, now in both)
        self._show_found()

    def _tell(self, connection: Connection, count: int, wishes: Wishes) -> None:
        total, name = len(connection.models), service_name(connection.name)
        narrowed = wishes.shape is not None or wishes.seconds is not None
        fit = tr(text.COMPOSE_MODEL_FIT, count=count, total=total)
        words = fit if narrowed else tr(text.COMPOSE_MODEL_ALL, count=total)
        self._caption.aside.setText(words if total else "")
        if total:
            wish = wish_words(wishes.shape, wishes.seconds)
            self._none_reason = message(text.COMPOSE_MODEL_NONE, connection=name, wish=wish)
        else:
            self._none_reason = message(text.COMPOSE_MODEL_NONE_AT_ALL, connection=name)
        self._show_all.setVisible(narrowed and count < total)
        self._show_all.setAccessibleName(tr(text.COMPOSE_MODEL_SHOW_ALL_NAME, count=total))

    def show_problem(self, words: str) -> None:
        self._problem.say("" if self.fits_nothing else words)

    @Slot(object)
    def _pick(self, model: VideoModel) -> None:
        self._liked = self._picked = model
        if self.card is not None and self.card.is_unvouched:
            self.unvouched_picked.emit(model)
        self.changed.emit()


def _unvouched_card(card: ModelCard, *, is_first: bool) -> ModelCard:
    return replace(card, is_unvouched=True, heading=tr(text.COMPOSE_MODEL_UNSAID) if is_first else "")


def _search_line() -> QLineEdit:
    line = QLineEdit()
    line.setObjectName("modelSearch")
    line.setPlaceholderText(tr(text.COMPOSE_MODEL_SEARCH))
    line.setAccessibleName(tr(text.COMPOSE_MODEL_SEARCH))
    line.setClearButtonEnabled(True)
    for clear in line.findChildren(QToolButton):
        clear.setAccessibleName(tr(text.COMPOSE_MODEL_SEARCH_CLEAR))
    line.hide()
    return line


class _NoneFits(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "field")
        self.words = PlainLabel(role="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.addWidget(self.words)
        self.hide()
