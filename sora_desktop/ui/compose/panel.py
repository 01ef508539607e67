"""The composer: prompt, reference image, wishes, model, takes, price, and Generate."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from sora_desktop.base.sentences import Message
from sora_desktop.domain.connection import Connection, ConnectionKind
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Shape
from sora_desktop.ui.assets import resources_dir
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.draft_history import DraftHistory
from sora_desktop.ui.compose.drop_places import DropPlace, places_for
from sora_desktop.ui.compose.drops import Dragged, read_drop
from sora_desktop.ui.compose.foot import ComposeFoot
from sora_desktop.ui.compose.form_presets import FormPresets
from sora_desktop.ui.compose.form_values import draft_of
from sora_desktop.ui.compose.preview_button import PREVIEW_KEYS
from sora_desktop.ui.compose.prompt_edit import is_generate_key
from sora_desktop.ui.compose.prompt_history import PromptHistory
from sora_desktop.ui.compose.request_form import RequestForm
from sora_desktop.ui.compose.request_preview import RequestPreview
from sora_desktop.ui.compose.snippets import Snippets
from sora_desktop.ui.language import tr
from sora_desktop.ui.theme import ThemeKeeper

_MODELS_SHARE = 0.3
_WIDTH = 344
_NARROWEST = 280
_SHORTEST = 320
_SAMPLE_SECONDS = 4
_KEYS = (
    *(("Ctrl+Return", "generate"), ("Ctrl+Enter", "generate")),
    *((PREVIEW_KEYS, "preview"), ("Ctrl+Shift+Enter", "preview")),
)


class ComposePanel(QFrame):
    """Builds a Request and hands it to the studio. It never blocks: after Generate the form stays as it is.

    `presets` and `snippets` have their menus at the form's head.

    Signals: `generated()` once every job of a press stands in the ledger; `previewed()` once a preview does;
    `draft_changed()`;
    `replaced(bool)`: what was being written made room for something else, or (False) is back;
    `price_wanted(Connection, str)`: a person wants to enter the price of this model there;
    `least_width_changed()`: its words may need another width now.
    """

    generated = Signal()
    previewed = Signal()
    draft_changed = Signal()
    replaced = Signal(bool)
    price_wanted = Signal(object, str)
    least_width_changed = Signal()

    def __init__(self, commands: Commands, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composePanel")
        self.setProperty("role", "column")
        self.setProperty("side", "left")
        self.setAccessibleName(tr(text.COMPOSE_NAME))
        self._form = RequestForm(commands, theme)
        self.pictures, self.characters = self._form.pictures, self._form.characters
        self.foot = ComposeFoot(commands, theme, self._form)
        self._takes = self.foot.takes
        self.standing = self.foot.standing
        self._preview = RequestPreview(commands, self._form, self)
        self._history = DraftHistory(self._form.prompt, self.draft, self._fill, self)
        self.presets = FormPresets(
            commands, self.draft, self._history.swap, lambda: (self._form.connection, self._form.model.picked), self
        )
        self.snippets = Snippets(commands, self._form.prompt, self)
        for button in (self.snippets.menu.button, self.presets.menu.button):
            self._form.head.add(button)
        self._earlier = PromptHistory(commands, self._form.prompt, self)
        self._lay_out()
        self._connect()
        self.foot.show_form()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._form.scroll_area(), 1)
        whole.addWidget(self.foot)

    def _connect(self) -> None:
        self._form.rearranged.connect(self.least_width_changed)
        self._form.prompt.submitted.connect(self.foot.generate)
        self._form.show_request.clicked.connect(self._preview.ask)
        self.foot.changed.connect(self.draft_changed)
        self.foot.price_wanted.connect(self.price_wanted)
        self.foot.generated.connect(self.generated)
        self.foot.previewed.connect(self.previewed)
        for sent in (self.foot.generated, self.foot.previewed):
            sent.connect(lambda: self._earlier.note(self._form.prompt.toPlainText()))
        self.foot.refused.connect(self._form.pictures.look_again)  # its file may have changed meanwhile
        for keys, act in _KEYS:
            does = getattr(self.foot, act)
            shortcut = QShortcut(QKeySequence(keys), self, does, context=Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(False)

    def show_unavailable(self, why: Message) -> None:
        """Nothing can be generated in this window before it gets a connection, and why."""
        self._form.show_unavailable(why)

    def set_connection(self, connection: Connection) -> None:
        """Offer the models of another connection; the wishes and the rest of the form stay."""
        self._form.offer(connection)

    def restore(self, request: Request) -> None:
        """Put a request back into the form, with its image. Its model is not replaced by another unasked.

        What was being written can be put back.
        """
        self.replace_draft(draft_of(request, self._takes.count))
        self.focus_prompt()

    def draft(self) -> Draft:
        """The whole form as it stands, to be kept between starts."""
        return self._form.draft(self._takes.count)

    def open_draft(self, draft: Draft) -> None:
        """Begin with what was being written at the last end. Its picture is looked at once the studio is there."""
        self._form.prompt.setPlainText(draft.prompt)
        self._form.prompt.moveCursor(QTextCursor.MoveOperation.End)
        self._takes.set_count(draft.takes)
        self._form.fill_in(draft)

    def replace_draft(self, draft: Draft) -> None:
        """Put another draft into the form; Ctrl+Z and `put_back` bring the former one back."""
        former = self.draft()
        self._history.replace(draft)
        if not former.is_blank:
            self.replaced.emit(True)

    @Slot()
    def open_sample(self) -> None:
        """A prompt and a picture of the app's own, for a first look: drawn at once where that is free.

        What was being written can be brought back.
        """
        picture = InputImage(path=resources_dir() / "sample-image.png")
        self.replace_draft(Draft(tr(text.COMPOSE_SAMPLE), picture, shape=Shape.LANDSCAPE, seconds=_SAMPLE_SECONDS))
        self.foot.button.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._form.connection is not None and self._form.connection.kind is ConnectionKind.ENGINE:
            self.foot.generate_once_settled()

    @Slot()
    def put_back(self) -> None:
        """Bring back what was being written before the latest replacement."""
        former = self._history.replaced
        if former is not None:
            self._history.replace(former)
        self.replaced.emit(False)
        self.focus_prompt()

    def go_on_from(self, before: "ComposePanel") -> None:
        """It takes the place of another one, in which Generate may have been pressed just now."""
        self.foot.go_on_from(before.foot)

    def look_at_picture(self) -> None:
        """The studio is there: look at the picture of a draft that was opened before."""
        self._form.pictures.look_at_what_is_unseen()

    def _fill(self, draft: Draft) -> None:
        self._takes.set_count(draft.takes)
        self._form.fill_in(draft)
        self._form.pictures.look_again()
        if self._history.replaced is None:
            self.replaced.emit(False)

    def set_image(self, image: InputImage | None) -> None:
        """Use a picture that was made elsewhere in the window."""
        self._form.reference.slot.set_image(image)

    def drop_places(self, dragged: Dragged) -> tuple[DropPlace, ...]:
        """Where in the form something could go that is dragged over the window."""
        return places_for(dragged, self._form.model.picked, is_change=self._form.is_change)

    @Slot()
    def paste_image(self) -> None:
        """Take a picture from the clipboard, whichever control has the keyboard."""
        self._form.reference.take(read_drop(QGuiApplication.clipboard().mimeData(), pasted=True))

    @Slot()
    def focus_prompt(self) -> None:
        self._form.prompt.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """A person who comes back may have brought back a picture that was missing."""
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._form.pictures.look_at_what_is_missing()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_generate_key(event):
            if not event.isAutoRepeat():
                self.foot.generate()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._form.model.picker.show_within(round(event.size().height() * _MODELS_SHARE))
        super().resizeEvent(event)

    @property
    def least_width(self) -> int:
        """So wide it must be for no word of the form to be cut, in pixels."""
        edges = self.contentsMargins()
        return max(self._form.least_width, self.foot.minimumSizeHint().width()) + edges.left() + edges.right()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(max(_NARROWEST, super().minimumSizeHint().width()), _SHORTEST)
