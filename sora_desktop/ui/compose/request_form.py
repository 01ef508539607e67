"""The fields of a request, from its prompt to the settings of its model, and what speaks against each."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.catalog import CATALOG, ImageRole, VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.image import ImageFacts
from sora_desktop.domain.preview import preview_request, why_no_preview
from sora_desktop.domain.request import Request
from sora_desktop.domain.request_checks import Field, Problem, check
from sora_desktop.domain.source import Change, SourceClip
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.captions import Caption, ProblemLine
from sora_desktop.ui.common.focus_ring import FocusRing
from sora_desktop.ui.common.labels import set_look
from sora_desktop.ui.common.links import link
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.character_field import CharacterField
from sora_desktop.ui.compose.form_values import model_of, most_telling, stacked
from sora_desktop.ui.compose.item_models import Wishes
from sora_desktop.ui.compose.model_field import ModelField
from sora_desktop.ui.compose.model_settings import ModelSettings
from sora_desktop.ui.compose.picture_slot import PictureSlot
from sora_desktop.ui.compose.prompt_counter import show_counter
from sora_desktop.ui.compose.prompt_edit import PromptEdit
from sora_desktop.ui.compose.reference_field import ReferenceField
from sora_desktop.ui.compose.role_fields import RoleFields
from sora_desktop.ui.compose.scrolled_form import ScrolledForm
from sora_desktop.ui.compose.source_field import SourceField
from sora_desktop.ui.compose.wish_row import WishRow
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.theme import ThemeKeeper

_MARGIN = 16
_GAP = 12
_EXAMPLES = {
    None: text.COMPOSE_PROMPT_EXAMPLE,
    Change.REMIX: text.COMPOSE_PROMPT_REMIX,
    Change.EXTEND: text.COMPOSE_PROMPT_EXTEND,
}
_OF_MODEL = (Field.MODEL, Field.SHAPE, Field.SIZE, Field.SECONDS, Field.PARAMETERS)


class RequestForm(ScrolledForm):
    """Offers the models of a connection, and judges what stands in it at each change.

    `connection` is None before one is offered; `problems` is all that speaks against sending, most basic first.
    Signals: `changed()`: what stands in it, or what speaks against it, is another.
    """

    changed = Signal()

    def __init__(self, commands: Commands, theme: ThemeKeeper) -> None:
        super().__init__(_MARGIN)
        self._commands = commands
        self.connection: Connection | None = None
        self.problems: tuple[Problem, ...] = ()
        self._unavailable: Problem | None = None
        self._connects_first_time = True
        self._restored = False
        self.prompt = PromptEdit()
        self.head = Caption(tr(text.COMPOSE_PROMPT))
        self._prompt_problem = ProblemLine()
        self._source = SourceField(commands, theme)
        self.reference = ReferenceField(commands, theme)
        self.pictures = RoleFields(commands, theme, self.reference)
        self.characters = CharacterField()
        self.wishes = WishRow(theme)
        self.model = ModelField(theme)
        self._settings = ModelSettings()
        self.show_request = link(tr(text.COMPOSE_SHOW_REQUEST), "showRequestButton", small=True)
        self._origin = Draft().origin
        self._roles: tuple[ImageRole, ...] = ()
        self._lay_out(theme)
        self._connect()
        self._refresh()

    def _lay_out(self, theme: ThemeKeeper) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 2)
        column.setSpacing(_GAP)
        column.addLayout(stacked(self.head, self.prompt, self._prompt_problem), 1)
        for part in (self._source, self.pictures, self.characters, self.wishes, self.model, self._settings):
            column.addWidget(part)
        column.addWidget(self.show_request, 0, Qt.AlignmentFlag.AlignLeft)
        FocusRing(theme, self.prompt)

    def _connect(self) -> None:
        self.prompt.textChanged.connect(self._refresh)
        self._source.removed.connect(self._narrow)
        self._source.removed.connect(self.prompt.setFocus)
        self.prompt.rewritten.connect(self._forget_origin)
        self.prompt.picture_given.connect(self.reference.take)
        self.reference.changed.connect(self._take_pictures)
        self.pictures.changed.connect(self._take_pictures)
        self._settings.changed.connect(self._refresh)
        self._settings.size_changed.connect(self._narrow)
        self.characters.changed.connect(self._refresh)
        self.characters.named.connect(self.prompt.write_word)
        self.wishes.changed.connect(self._narrow)
        self.model.unvouched_picked.connect(self._offer_unvouched)
        self.model.changed.connect(self._picked)
        self.model.show_all_wanted.connect(self._show_all)

    # ------------------------------------------------------------ in and out

    def show_unavailable(self, why: Message) -> None:
        """Nothing can be sent before there is a connection, and why."""
        self._unavailable = Problem(Field.CONNECTION, why)
        self._refresh()

    def offer(self, connection: Connection) -> None:
        """Offer the models of another connection; the wishes and the rest of the form stay."""
        self.connection, self._unavailable = connection, None
        self._narrow(keep_restored=True)
        if self._connects_first_time and self.model.picked is not None:
            self._restored = False  # all that was left at the last end is there: go on as if there had been none
        self._connects_first_time = False

    @property
    def is_blank(self) -> bool:
        """Whether there is no prompt."""
        return not self.prompt.toPlainText().strip()

    @property
    def request(self) -> Request | None:
        """What stands in it; None where no model is picked."""
        model = self._chosen
        return self._request_of(model) if model else None

    @property
    def requests(self) -> tuple[Request, ...]:
        """One for each first frame, all alike otherwise; that of the picture that is looked at is `request`."""
        model, slots = self._chosen, self.reference.batch.slots
        if model is None or self._source.source is not None:
            return () if model is None else (self._request_of(model),)
        return tuple(self._request_of(model, slot) for slot in slots)

    @property
    def is_change(self) -> bool:
        """Whether a clip is to be changed: that takes no pictures."""
        return self._source.source is not None

    @property
    def _chosen(self) -> VideoModel | None:
        """The model that is asked: a clip is changed by the one that made it, None where it is not offered any more."""
        source = self._source.source
        if source is None:
            return self.model.picked
        return self.connection.model(source.model) if self.connection else None

    def draft(self, takes: int) -> Draft:
        """All of it as it stands, whether it could be sent or not."""
        model = self.model.picked or self.model.liked
        source, batch = self._source.source, self.reference.batch
        return Draft(
            prompt=self.prompt.toPlainText(),
            image=self.reference.slot.image,
            picture_digest=self.reference.slot.digest,
            shape=self.wishes.shape,
            seconds=self.wishes.seconds,
            model=source.model if source else model.id if model else "",
            takes=takes,
            size=self._settings.size_wish,
            others=self.pictures.images,
            parameters=self._settings.set_values,
            origin=self._origin,
            source=source,
            more=tuple(kept for at, kept in enumerate(batch.kept) if at != batch.at),
            image_at=batch.at,
            characters=self.characters.chosen,
        )

    def fill_in(self, draft: Draft) -> None:
        """All but the prompt. A model that is not offered is named, and not replaced by another unasked."""
        self._restored = bool(draft.model)
        self.wishes.want(draft.shape, draft.seconds)
        self.model.like(model_of(draft.model, self.connection))
        self.reference.batch.bring_back(draft.pictures, draft.image_at)
        self.pictures.bring_back(draft.others)
        self._settings.want_size(draft.size)
        self._settings.bring_back(draft.parameters)
        self._origin = draft.origin
        self._source.hold(draft.source)
        self.characters.hold(draft.characters)
        self._narrow(keep_restored=True)

    # ------------------------------------------------------------ the model follows

    @Slot()
    def _narrow(self, *, keep_restored: bool = False) -> None:
        self._restored = self._restored and keep_restored
        if self.connection is not None:
            only = self._chosen if self._source.source else None
            self.wishes.offer((only,) if only else self.connection.models)
            self.model.narrow(
                self.connection,
                Wishes(self.wishes.shape, self.wishes.seconds, self._settings.size_wish, self.pictures.with_first),
                strictly=self._restored,
            )
        self._refresh()

    @Slot()
    def _take_pictures(self) -> None:
        """What models cost may depend on which pictures go along."""
        roles = tuple(image.role for image in self.pictures.with_first)
        if roles == self._roles:
            self._refresh()
        else:
            self._roles = roles
            self._narrow(keep_restored=True)

    @Slot()
    def _picked(self) -> None:
        self._restored = False
        self._refresh()

    @Slot(object)
    def _offer_unvouched(self, model: VideoModel) -> None:
        """A person says that it makes videos: it is offered from here on."""
        if self.connection is not None:
            connection_id = self.connection.id
            self._commands.run(lambda studio: studio.connections.find_model(connection_id, model.id), "offer a model")

    @Slot()
    def _show_all(self) -> None:
        self.wishes.want(None, None)
        self._narrow()
        self.model.picker.setFocus()

    # ------------------------------------------------------------ what comes of it

    @Slot()
    def _forget_origin(self) -> None:
        """Nothing is left of the words that the form was filled with: what is written now comes from a picture, or nowhere."""
        if self.reference.slot.image is None and not self.pictures.images:
            self._origin = None

    @Slot()
    def _refresh(self) -> None:
        """Judge the form anew and show what comes of it."""
        if self.is_blank:
            self._forget_origin()
        model = self._chosen
        size = model.settle_size(self.wishes.shape, self._settings.size_wish) if model else None
        self.wishes.show_settled(model, size)
        self.reference.set_target(size)
        self.pictures.show_model(model, size)
        self._settings.show_model(model, self.wishes.shape)
        self._source.show_settled(model.settle_seconds(self.wishes.seconds) if model else None)
        _make_room(self._source.source, self)
        self.characters.show_for(self.connection, model.wire if model else None, self.prompt.toPlainText())
        self.problems = self._judge()
        show_counter(self.head, self.prompt)
        self._show_problems()
        self.changed.emit()

    def preview_problem(self, engine: Connection) -> Problem | None:
        """What speaks against a preview of what stands in it; None where the engine can draw it."""
        request = self.request
        if request is None:
            return next(iter(self.problems), None)
        drawn = preview_request(request, engine)
        if drawn is None:
            why = why_no_preview(request, engine)
            return Problem(Field.MODEL, why) if why else None
        own = [each for each in self.problems if each.field in (Field.IMAGE, Field.OTHER_IMAGES)]
        return next(iter((*check(drawn, drawn.model, engine, _facts(self.reference, self.pictures)), *own)), None)

    def _request_of(self, model: VideoModel, slot: PictureSlot | None = None) -> Request:
        first, source = (slot or self.reference.slot).image, self._source.source
        if source is not None:
            goes_on = source.change is Change.EXTEND
            return Request(
                prompt=self.prompt.toPlainText(),
                model=model,
                size=source.size,
                seconds=model.settle_seconds(self.wishes.seconds) if goes_on else source.seconds,
                parameters=self._settings.values(model),
                origin=self._origin,
                source=source,
                characters=self.characters.chosen,
            )
        return Request(
            prompt=self.prompt.toPlainText(),
            model=model,
            size=model.settle_size(self.wishes.shape, self._settings.size_wish),
            seconds=model.settle_seconds(self.wishes.seconds),
            images=(*((first,) if first else ()), *self.pictures.images),
            parameters=self._settings.values(model),
            origin=self._origin,
            characters=self.characters.chosen,
        )

    def _judge(self) -> tuple[Problem, ...]:
        if self._unavailable is not None:
            return (self._unavailable,)
        if self.connection is None:
            return (Problem(Field.CONNECTION, message(text.COMPOSE_NO_CONNECTION), settles=True),)
        named = model_of(self._source.source.model, self.connection) if self._source.source else None
        model = named or self.model.picked or self.model.liked or CATALOG[0]
        offered = self.connection.model(model.id)
        first = self.reference.slot
        request = self._request_of(model)
        problems = check(
            request, offered, self.connection, _facts(self.reference, self.pictures) if request.images else []
        )
        if self.model.fits_nothing and named is None:
            others = [problem for problem in problems if problem.field not in _OF_MODEL]
            problems = (Problem(Field.MODEL, self.model.none_reason), *others)
        if first.has_become_another:
            problems = (*problems, Problem(Field.IMAGE, message(text.COMPOSE_IMAGE_ANOTHER)))
        if first.is_arriving or self.pictures.is_arriving:
            arriving = Problem(Field.IMAGE, message(text.COMPOSE_IMAGE_ARRIVING), settles=True)
            problems = (*(problem for problem in problems if problem.field is not Field.IMAGE), arriving)
        of_batch = self._problem_of_batch(model, offered, self.connection) if named is None else None
        return (*problems, of_batch) if of_batch else problems

    def _problem_of_batch(
        self, model: VideoModel, offered: VideoModel | None, connection: Connection
    ) -> Problem | None:
        """What speaks against the first frames that are not looked at now: the first of them, by its number."""
        settling, slots = None, self.reference.batch.slots
        for number, slot in enumerate(slots, 1):
            if slot is self.reference.slot:
                continue
            facts = [*([slot.facts] if slot.image else []), *self.pictures.facts]
            found = check(self._request_of(model, slot), offered, connection, facts)
            own = [each for each in found if each.field is Field.IMAGE]
            if slot.has_become_another or any(not each.settles for each in own):
                bad = message(text.COMPOSE_BATCH_PROBLEM, number=number, total=len(slots))
                return Problem(Field.OTHER_IMAGES, bad)
            settling = settling or (own[0] if own else None)
        return settling and Problem(Field.OTHER_IMAGES, settling.text, settles=True)

    def _words(self, *fields: Field) -> str:
        """What speaks against a control, in words; empty while it is only being looked at."""
        return next((say(each.text) for each in self.problems if each.field in fields and not each.settles), "")

    def _show_problems(self) -> None:
        self._prompt_problem.say("" if self.is_blank else self._words(Field.PROMPT))
        self._source.show_problem(self._words(Field.SOURCE, Field.MODEL, Field.SIZE) if self._source.source else "")
        self.reference.show_refusal(self._words(Field.IMAGE))
        self.characters.show_problem(self._words(Field.CHARACTERS))
        self.wishes.shape_field.problem.say(self._words(Field.SHAPE))
        self.wishes.seconds_field.problem.say(self._words(Field.SECONDS))
        self.model.show_problem(self._words(Field.MODEL))
        self.pictures.show_problem(self._words(Field.OTHER_IMAGES))
        self._settings.show_problems(self._words(Field.SIZE), self._words(Field.PARAMETERS))
        set_look(self.prompt, "wrong", "true" if not self.is_blank and self._words(Field.PROMPT) else "false")
        first = most_telling(self.problems, blank=self.is_blank)
        for line in self.findChildren(ProblemLine):
            line.leave(say(first.text) if first else "")  # it stands above Generate


def _facts(first: ReferenceField, others: RoleFields) -> list[ImageFacts | None]:
    """What looking at each picture of the request found."""
    return [*([first.slot.facts] if first.slot.image else []), *others.facts]


def _make_room(source: SourceClip | None, form: RequestForm) -> None:
    """What a change of a clip has no use for is not offered: pictures, a model, and what the clip has settled."""
    goes_on = source is not None and source.change is Change.EXTEND
    for part in (form.pictures, form.model, form.wishes.shape_field):
        part.setVisible(source is None)
    form.wishes.setVisible(source is None or goes_on)
    form.prompt.setPlaceholderText(tr(_EXAMPLES[source.change if source else None]))
