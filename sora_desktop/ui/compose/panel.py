"""The composer: prompt, reference image, wishes, model, takes, price, and Generate."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.catalog import CATALOG, VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.request import PROMPT_LIMIT, Field, Problem, Request, check
from sora_desktop.ui.commands import SUBMITTING, Commands
from sora_desktop.ui.common.captions import Caption, ProblemLine
from sora_desktop.ui.common.focus_ring import FocusRing
from sora_desktop.ui.common.labels import PlainLabel, set_look, set_role
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.draft_history import DraftHistory
from sora_desktop.ui.compose.drops import read_drop
from sora_desktop.ui.compose.form_values import draft_of, model_of, most_telling, stacked
from sora_desktop.ui.compose.generate_row import CostLabel, GenerateButton, TakesField
from sora_desktop.ui.compose.item_models import Wishes
from sora_desktop.ui.compose.model_field import ModelField
from sora_desktop.ui.compose.model_settings import ModelSettings
from sora_desktop.ui.compose.prompt_edit import PromptEdit, is_generate_key
from sora_desktop.ui.compose.reference_field import ReferenceField
from sora_desktop.ui.compose.role_fields import RoleFields
from sora_desktop.ui.compose.scrolled_form import ScrolledForm
from sora_desktop.ui.compose.wish_row import WishRow
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.theme import ThemeKeeper

_MARGIN = 16
_GAP = 12
_PROMPT_HEIGHTS = (88, 128)
_PROMPT_SHARE = 0.15
_WIDTH = 344
_NARROWEST = 280
_SHORTEST = 320
_GENERATE_KEYS = ("Ctrl+Return", "Ctrl+Enter")
_HOLD_MILLISECONDS = 800
"""Generate stays off for so long after a press: a double click or a key held down is one wish, and is paid for once."""
_OF_MODEL = (Field.MODEL, Field.SHAPE, Field.SIZE, Field.SECONDS, Field.PARAMETERS)


class ComposePanel(QFrame):
    """Builds a Request and hands it to the studio. It never blocks: after Generate the form stays as it is.

    Signals: `generated()` once every job of a press stands in the ledger; `draft_changed()`;
    `replaced(bool)`: what was being written made room for something else, or (False) is back.
    """

    generated = Signal()
    draft_changed = Signal()
    replaced = Signal(bool)

    def __init__(self, commands: Commands, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._unavailable: Problem | None = None
        self._connection: Connection | None = None
        self._connects_first_time = True
        self._problems: tuple[Problem, ...] = ()
        self._is_submitting = False
        self._restored = False
        self._focus_returns = False
        self._focus_stand_in: QWidget | None = None
        self._hold = QTimer(self, singleShot=True, interval=_HOLD_MILLISECONDS)
        self._hold.timeout.connect(self._enable)
        self.setObjectName("composePanel")
        self.setProperty("role", "column")
        self.setProperty("side", "left")
        self.setAccessibleName(tr(text.COMPOSE_NAME))
        self._prompt = PromptEdit()
        self._counter = Caption(tr(text.COMPOSE_PROMPT))
        self._prompt_problem = ProblemLine()
        self._reference = ReferenceField(commands, theme)
        self._others = RoleFields(commands, theme)
        self._wishes = WishRow(theme)
        self._model = ModelField(theme)
        self._settings = ModelSettings()
        self._origin = Draft().origin
        self._takes = TakesField(theme)
        self._cost = CostLabel(theme)
        self._problem = PlainLabel(role="hint", wrap=True)
        self._problem.setObjectName("problemLabel")
        self._problem.setMinimumHeight(self._problem.fontMetrics().height())
        self._button = GenerateButton(theme)
        self._history = DraftHistory(self._prompt, self.draft, self._fill, self)
        self._lay_out(theme)
        self._connect()
        self._refresh()

    def _lay_out(self, theme: ThemeKeeper) -> None:
        form = ScrolledForm(_MARGIN)
        column = QVBoxLayout(form)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 2)
        column.setSpacing(_GAP)
        column.addWidget(PlainLabel(tr(text.COMPOSE_TITLE), role="heading"))
        column.addLayout(stacked(self._counter, self._prompt, self._prompt_problem))
        for part in (self._reference, self._others, self._wishes, self._model, self._settings):
            column.addWidget(part)
        column.addStretch(1)
        FocusRing(theme, self._prompt)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(form.scroll_area(), 1)
        whole.addLayout(self._foot())

    def _foot(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._takes)
        row.addWidget(self._cost, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(_MARGIN, 10, _MARGIN, _MARGIN)
        foot.setSpacing(6)
        foot.addLayout(row)
        foot.addWidget(self._problem)
        foot.addWidget(self._button)
        return foot

    def _connect(self) -> None:
        self._prompt.textChanged.connect(self._refresh)
        self._prompt.rewritten.connect(self._forget_origin)
        self._prompt.submitted.connect(self.generate)
        self._prompt.picture_given.connect(self._reference.slot.take)
        self._reference.changed.connect(self._refresh)
        self._others.changed.connect(self._refresh)
        self._settings.changed.connect(self._refresh)
        self._settings.size_changed.connect(self._narrow)
        self._wishes.changed.connect(self._narrow)
        self._model.changed.connect(self._picked)
        self._model.show_all_wanted.connect(self._show_all)
        self._takes.changed.connect(self._refresh)
        self._button.clicked.connect(self.generate)
        for keys in _GENERATE_KEYS:
            shortcut = QShortcut(QKeySequence(keys), self, self.generate, context=Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(False)

    def show_unavailable(self, why: Message) -> None:
        """Nothing can be generated in this window before it gets a connection, and why."""
        self._unavailable = Problem(Field.CONNECTION, why)
        self._refresh()

    def set_connection(self, connection: Connection) -> None:
        """Offer the models of another connection; the wishes and the rest of the form stay."""
        self._connection, self._unavailable = connection, None
        self._wishes.offer(connection.models)
        self._narrow(keep_restored=True)
        if self._connects_first_time and self._model.picked is not None:
            self._restored = False  # all that was left at the last end is there: go on as if there had been none
        self._connects_first_time = False

    def restore(self, request: Request) -> None:
        """Put a request back into the form, with its image. Its model is not replaced by another unasked.

        What was being written can be put back.
        """
        self.replace_draft(draft_of(request, self._takes.count))
        self.focus_prompt()

    def draft(self) -> Draft:
        """The whole form as it stands, to be kept between starts."""
        model = self._model.picked or self._model.liked
        return Draft(
            prompt=self._prompt.toPlainText(),
            image=self._reference.slot.image,
            picture_digest=self._reference.slot.digest,
            shape=self._wishes.shape,
            seconds=self._wishes.seconds,
            model=model.id if model else "",
            takes=self._takes.count,
            size=self._settings.size_wish,
            others=self._others.images,
            parameters=self._settings.set_values,
            origin=self._origin,
        )

    def open_draft(self, draft: Draft) -> None:
        """Begin with what was being written at the last end. Its picture is looked at once the studio is there."""
        self._prompt.setPlainText(draft.prompt)
        self._prompt.moveCursor(QTextCursor.MoveOperation.End)
        self._fill_in(draft)

    def replace_draft(self, draft: Draft) -> None:
        """Put another draft into the form; Ctrl+Z and `put_back` bring the former one back."""
        former = self.draft()
        self._history.replace(draft)
        if not former.is_blank:
            self.replaced.emit(True)

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
        self._reference.slot.look_at_what_is_unseen()
        self._others.look_at_what_is_unseen()

    def _fill(self, draft: Draft) -> None:
        self._fill_in(draft)
        self._reference.slot.look_again()
        self._others.look_again()
        if self._history.replaced is None:
            self.replaced.emit(False)

    def _fill_in(self, draft: Draft) -> None:
        """All but the prompt. A model that is not offered is named, and not replaced by another unasked."""
        self._restored = bool(draft.model)
        self._wishes.want(draft.shape, draft.seconds)
        self._takes.set_count(draft.takes)
        self._model.like(model_of(draft.model, self._connection))
        self._reference.slot.bring_back(draft.image, draft.picture_digest)
        self._others.bring_back(draft.others)
        self._settings.want_size(draft.size)
        self._settings.bring_back(draft.parameters)
        self._origin = draft.origin
        self._narrow(keep_restored=True)

    def set_image(self, image: InputImage | None) -> None:
        """Use a picture that was made elsewhere in the window."""
        self._reference.slot.set_image(image)

    @Slot()
    def paste_image(self) -> None:
        """Take a picture from the clipboard, whichever control has the keyboard."""
        self._reference.slot.take(read_drop(QGuiApplication.clipboard().mimeData(), pasted=True))

    @Slot()
    def focus_prompt(self) -> None:
        self._prompt.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def generate(self) -> None:
        """Submit what stands in the form; nothing happens while something speaks against it."""
        request = self._request()
        if self._problems or self._is_held or request is None or self._connection is None:
            return
        self._is_submitting = True
        self._hold.start()
        self._button.show_busy()
        self._enable()
        connection_id, count = self._connection.id, self._takes.count
        self._commands.run(
            lambda studio: studio.jobs.submit(request, connection_id, count),
            SUBMITTING,
            lambda _jobs: self._submitted(accepted=True),
            otherwise=lambda: self._submitted(accepted=False),
        )

    def _submitted(self, *, accepted: bool) -> None:
        self._is_submitting = False
        if accepted:
            self._button.show_done()
        else:
            self._hold.stop()
            self._button.show_ready()
            self._reference.slot.look_again()  # its file may have changed meanwhile: it is shown as it is now
        self._enable()
        if accepted:
            self.generated.emit()

    def _request(self) -> Request | None:
        model = self._model.picked
        return self._request_of(model) if model else None

    @property
    def _wanted(self) -> Wishes:
        return Wishes(self._wishes.shape, self._wishes.seconds, self._settings.size_wish)

    @Slot()
    def _narrow(self, *, keep_restored: bool = False) -> None:
        self._restored = self._restored and keep_restored
        if self._connection is not None:
            self._model.narrow(self._connection, self._wanted, strictly=self._restored)
        self._refresh()

    @Slot()
    def _picked(self) -> None:
        self._restored = False
        self._refresh()

    @Slot()
    def _show_all(self) -> None:
        self._wishes.want(None, None)
        self._narrow()
        self._model.picker.setFocus()

    @Slot()
    def _forget_origin(self) -> None:
        """Nothing is left of the words that the form was filled with: what is written now comes from a picture, or nowhere."""
        if self._reference.slot.image is None and not self._others.images:
            self._origin = None

    @Slot()
    def _refresh(self) -> None:
        """Judge the form anew and show what comes of it."""
        if self._is_blank:
            self._forget_origin()
        model = self._model.picked
        size = model.settle_size(self._wishes.shape, self._settings.size_wish) if model else None
        self._wishes.show_settled(model, size)
        self._reference.set_target(size)
        self._others.show_model(model, size)
        self._settings.show_model(model, self._wishes.shape)
        self._problems = self._judge()
        self._show_counter()
        self._show_problems()
        card = self._model.card
        self._cost.show_cost(card.cost.times(self._takes.count) if card else None)
        self._enable()
        self.draft_changed.emit()

    def _request_of(self, model: VideoModel) -> Request:
        return Request(
            prompt=self._prompt.toPlainText(),
            model=model,
            size=model.settle_size(self._wishes.shape, self._settings.size_wish),
            seconds=model.settle_seconds(self._wishes.seconds),
            images=(*((self._reference.slot.image,) if self._reference.slot.image else ()), *self._others.images),
            parameters=self._settings.values(model),
            origin=self._origin,
        )

    def _judge(self) -> tuple[Problem, ...]:
        if self._unavailable is not None:
            return (self._unavailable,)
        if self._connection is None:
            return (Problem(Field.CONNECTION, message(text.COMPOSE_NO_CONNECTION), settles=True),)
        model = self._model.picked or self._model.liked or CATALOG[0]
        offered = self._connection.model(model.id)
        facts = [*([self._reference.slot.facts] if self._reference.slot.image else []), *self._others.facts]
        problems = check(self._request_of(model), offered, self._connection, facts)
        if self._model.fits_nothing:
            others = [problem for problem in problems if problem.field not in _OF_MODEL]
            problems = (Problem(Field.MODEL, self._model.none_reason), *others)
        if self._reference.slot.has_become_another:
            problems = (*problems, Problem(Field.IMAGE, message(text.COMPOSE_IMAGE_ANOTHER)))
        if self._reference.slot.is_arriving or self._others.is_arriving:
            arriving = Problem(Field.IMAGE, message(text.COMPOSE_IMAGE_ARRIVING), settles=True)
            problems = (*(problem for problem in problems if problem.field is not Field.IMAGE), arriving)
        return problems

    def _words(self, *fields: Field) -> str:
        """What speaks against a control, in words; empty while it is only being looked at."""
        return next((say(each.text) for each in self._problems if each.field in fields and not each.settles), "")

    def _show_counter(self) -> None:
        count = len(self._prompt.toPlainText())
        self._counter.aside.setText(tr(text.COMPOSE_COUNTER, count=count, limit=PROMPT_LIMIT))
        self._counter.aside.setAccessibleName(tr(text.COMPOSE_COUNTER_NAME, count=count, limit=PROMPT_LIMIT))
        too_long = count > PROMPT_LIMIT
        set_role(self._counter.aside, "problem" if too_long else "hint")
        set_look(self._prompt, "wrong", "true" if too_long else "false")

    @property
    def _is_blank(self) -> bool:
        return not self._prompt.toPlainText().strip()

    def _show_problems(self) -> None:
        self._prompt_problem.say("" if self._is_blank else self._words(Field.PROMPT))
        self._reference.show_refusal(self._words(Field.IMAGE))
        self._wishes.shape_field.problem.say(self._words(Field.SHAPE))
        self._wishes.seconds_field.problem.say(self._words(Field.SECONDS))
        self._model.show_problem(self._words(Field.MODEL))
        self._others.show_problem(self._words(Field.OTHER_IMAGES))
        self._settings.show_problems(self._words(Field.SIZE), self._words(Field.PARAMETERS))
        first = most_telling(self._problems, blank=self._is_blank)
        calm = first is None or first.settles or (first.field is Field.PROMPT and self._is_blank)
        set_role(self._problem, "hint" if calm else "problem")
        self._problem.setText(say(first.text) if first else "")

    @property
    def _is_held(self) -> bool:
        return self._is_submitting or self._hold.isActive()

    @Slot()
    def _enable(self) -> None:
        """The keyboard comes back to Generate with it, unless the person has gone elsewhere meanwhile."""
        had_focus = self._button.hasFocus()
        self._button.setEnabled(not self._problems and not self._is_held)
        self._button.explain(self._problem.text())
        if had_focus and not self._button.hasFocus():
            self._focus_returns, self._focus_stand_in = self._is_held, QApplication.focusWidget()
        elif self._focus_returns and not self._is_held:
            self._focus_returns = False
            if self._button.isEnabled() and QApplication.focusWidget() is self._focus_stand_in:
                self._button.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """A person who comes back may have brought back a picture that was missing."""
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._reference.slot.look_at_what_is_missing()
            self._others.look_at_what_is_missing()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_generate_key(event):
            if not event.isAutoRepeat():
                self.generate()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        shortest, tallest = _PROMPT_HEIGHTS
        wanted = round(event.size().height() * _PROMPT_SHARE)
        self._prompt.setFixedHeight(min(max(wanted, shortest), tallest))
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(max(_NARROWEST, super().minimumSizeHint().width()), _SHORTEST)
