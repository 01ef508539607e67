"""The composer: prompt, reference image, wishes, model, takes, price, and Generate."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sora_desktop.base.sentences import Message
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.request import Request
from sora_desktop.domain.request_checks import Field
from sora_desktop.domain.shapes import Shape
from sora_desktop.ui.assets import resources_dir
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.labels import PlainLabel, set_role
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.draft_history import DraftHistory
from sora_desktop.ui.compose.drops import read_drop
from sora_desktop.ui.compose.form_values import draft_of, most_telling
from sora_desktop.ui.compose.generate_press import GeneratePress
from sora_desktop.ui.compose.generate_row import CostLabel, GenerateButton, TakesField
from sora_desktop.ui.compose.price_foot import PriceFoot
from sora_desktop.ui.compose.prompt_edit import is_generate_key
from sora_desktop.ui.compose.prompt_history import PromptHistory
from sora_desktop.ui.compose.request_form import RequestForm
from sora_desktop.ui.compose.request_preview import RequestPreview
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.theme import ThemeKeeper

_MARGIN = 16
_MODELS_SHARE = 0.3
_WIDTH = 344
_NARROWEST = 280
_SHORTEST = 320
_SAMPLE_SECONDS = 4
_GENERATE_KEYS = ("Ctrl+Return", "Ctrl+Enter")


class ComposePanel(QFrame):
    """Builds a Request and hands it to the studio. It never blocks: after Generate the form stays as it is.

    Signals: `generated()` once every job of a press stands in the ledger; `draft_changed()`;
    `replaced(bool)`: what was being written made room for something else, or (False) is back;
    `price_wanted(Connection, str)`: a person wants to enter the price of this model there.
    """

    generated = Signal()
    draft_changed = Signal()
    replaced = Signal(bool)
    price_wanted = Signal(object, str)

    def __init__(self, commands: Commands, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composePanel")
        self.setProperty("role", "column")
        self.setProperty("side", "left")
        self.setAccessibleName(tr(text.COMPOSE_NAME))
        self._form = RequestForm(commands, theme)
        self._takes = TakesField(theme)
        self._cost = CostLabel(theme)
        self._problem = PlainLabel(role="hint", wrap=True)
        self._problem.setObjectName("problemLabel")
        self._problem.setMinimumHeight(self._problem.fontMetrics().height())
        self._button = GenerateButton(theme)
        self._press = GeneratePress(commands, self._button, self)
        self._price = PriceFoot(self._cost, self._button, self)
        self._preview = RequestPreview(commands, self._form, self)
        self._history = DraftHistory(self._form.prompt, self.draft, self._fill, self)
        self._earlier = PromptHistory(commands, self._form.prompt, self)
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._takes)
        row.addWidget(self._cost, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(_MARGIN, 10, _MARGIN, _MARGIN)
        foot.setSpacing(6)
        foot.addLayout(row)
        foot.addWidget(self._problem)
        foot.addWidget(self._button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._form.scroll_area(), 1)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self._form.changed.connect(self._show)
        self._form.prompt.submitted.connect(self.generate)
        self._takes.changed.connect(self._show)
        self._button.clicked.connect(self.generate)
        self._form.show_request.clicked.connect(self._preview.ask)
        self._price.wanted.connect(self.price_wanted)
        self._press.accepted.connect(self.generated)
        self._press.accepted.connect(lambda: self._earlier.note(self._form.prompt.toPlainText()))
        self._press.refused.connect(self._form.reference.slot.look_again)  # its file may have changed meanwhile
        for keys in _GENERATE_KEYS:
            shortcut = QShortcut(QKeySequence(keys), self, self.generate, context=Qt.ShortcutContext.WindowShortcut)
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
        """A prompt and a picture of the app's own, for a first look; what was being written can be brought back."""
        picture = InputImage(path=resources_dir() / "sample-image.png")
        self.replace_draft(Draft(tr(text.COMPOSE_SAMPLE), picture, shape=Shape.LANDSCAPE, seconds=_SAMPLE_SECONDS))
        self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def put_back(self) -> None:
        """Bring back what was being written before the latest replacement."""
        former = self._history.replaced
        if former is not None:
            self._history.replace(former)
        self.replaced.emit(False)
        self.focus_prompt()

    def look_at_picture(self) -> None:
        """The studio is there: look at the picture of a draft that was opened before."""
        self._form.look_at_what_is_unseen()

    def _fill(self, draft: Draft) -> None:
        self._takes.set_count(draft.takes)
        self._form.fill_in(draft)
        self._form.look_again()
        if self._history.replaced is None:
            self.replaced.emit(False)

    def set_image(self, image: InputImage | None) -> None:
        """Use a picture that was made elsewhere in the window."""
        self._form.reference.slot.set_image(image)

    @Slot()
    def paste_image(self) -> None:
        """Take a picture from the clipboard, whichever control has the keyboard."""
        self._form.reference.slot.take(read_drop(QGuiApplication.clipboard().mimeData(), pasted=True))

    @Slot()
    def focus_prompt(self) -> None:
        self._form.prompt.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def focus_picture(self) -> None:
        """To the first picture that stands in the form."""
        self._form.focus_picture()

    @Slot()
    def generate(self) -> None:
        """Submit what stands in the form; while something speaks against it that is said, and nothing happens."""
        if self._form.problems:
            say_aloud(self, self._problem.text())
        request, connection = self._form.request, self._form.connection
        if not self._form.problems and request is not None and connection is not None:
            self._press.submit(request, connection.id, self._takes.count)

    @Slot()
    def _show(self) -> None:
        """Show what comes of the form: the price, what speaks against Generate, and whether it can be pressed."""
        problems, blank = self._form.problems, self._form.is_blank
        first = most_telling(problems, blank=blank)
        calm = first is None or first.settles or (first.field is Field.PROMPT and blank)
        set_role(self._problem, "hint" if calm else "problem")
        self._problem.setText(say(first.text) if first else "")
        self._price.show(self._form.request, self._form.connection, self._takes.count)
        if problems and self._press.is_allowed and not (first and first.settles):
            say_aloud(self, self._problem.text())
        self._press.allow(not problems, self._problem.text())
        self.draft_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """A person who comes back may have brought back a picture that was missing."""
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._form.look_at_what_is_missing()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_generate_key(event):
            if not event.isAutoRepeat():
                self.generate()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._form.model.picker.show_within(round(event.size().height() * _MODELS_SHARE))
        super().resizeEvent(event)

    @property
    def least_width(self) -> int:
        """So wide it must be for no word of the form to be cut, in pixels."""
        return self._form.minimumSizeHint().width()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(max(_NARROWEST, super().minimumSizeHint().width()), _SHORTEST)
