"""The queue: every job, what runs on top, with what it costs, how far it is and what can be done."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from sora_desktop.domain.budget import Asked
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.domain.job import Job, JobState
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.chips import chip
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.common.empty_note import EmptyNote
from sora_desktop.ui.common.forward import bring_forward
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import PlainLabel, set_tip
from sora_desktop.ui.common.mirroring import mirrored_margins
from sora_desktop.ui.common.over_budget import usual_question
from sora_desktop.ui.common.ticking import TickingPanel
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import tr
from sora_desktop.ui.library.item_models import ClipList
from sora_desktop.ui.queue import sentences as text
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_actions import JobAction, actions, has_surely_ended, question
from sora_desktop.ui.queue.job_counts import Sort
from sora_desktop.ui.queue.job_filter import WORDS, JobFilter, JobKind
from sora_desktop.ui.queue.job_news import JobNews
from sora_desktop.ui.queue.job_view import JobView
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from sora_desktop.studio.studio import Studio
    from sora_desktop.ui.queue.charge_sheet import ChargeSheet
    from sora_desktop.ui.queue.inside_sheet import InsideSheet
    from sora_desktop.ui.queue.paste_id_sheet import PasteIdSheet


def load_inside_sheet() -> "type[InsideSheet]":
    """The first paint needs none."""
    from sora_desktop.ui.queue.inside_sheet import InsideSheet

    return InsideSheet


def load_charge_sheet() -> "type[ChargeSheet]":
    """Likewise."""
    from sora_desktop.ui.queue.charge_sheet import ChargeSheet

    return ChargeSheet


def load_paste_id_sheet() -> "type[PasteIdSheet]":
    """Likewise."""
    from sora_desktop.ui.queue.paste_id_sheet import PasteIdSheet

    return PasteIdSheet


class QueuePanel(TickingPanel):
    """Signals: `edit_requested(Job)` put its request back into compose; `clip_requested(str)` show this clip;
    `key_wanted(Job)` a person wants to enter the key that it waits for;
    `close_wanted()` a person has seen enough of the queue; `told(Job)` a job has ended, or cannot be sent.

    `clips` (optional) lends the cards of finished jobs their pictures.
    """

    edit_requested = Signal(object)
    clip_requested = Signal(str)
    key_wanted = Signal(object)
    close_wanted = Signal()
    told = Signal(object)

    def __init__(
        self,
        commands: Commands,
        jobs: JobList,
        theme: ThemeKeeper,
        clips: ClipList | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(lambda: jobs.count(Sort.ACTIVE), parent)
        self.setAccessibleName(tr(text.QUEUE_TITLE))
        self._commands = commands
        self._jobs = jobs
        self._paused = False
        self._view = JobView(jobs, theme, clips)
        self._filter = JobFilter(self._view, jobs)
        self._close = IconButton(theme, "close", tr(text.QUEUE_CLOSE))
        self._news = JobNews(jobs, self)
        self._news.told.connect(self.told)
        self.ticked.connect(self._view.viewport().update)
        self._sheets: dict[str, PasteIdSheet] = {}
        self._insides: dict[str, InsideSheet] = {}
        self._doings = self._doing_table()
        self._lay_out()
        self._view.act.connect(self._do)
        self._view.order_wanted.connect(self._move)
        self._filter.changed.connect(self._count)
        self._filter.changed.connect(self._view.note_folds)
        self._close.clicked.connect(self.close_wanted)
        jobs.counts_changed.connect(self._count)
        self.set_paused(False)

    def set_paused(self, paused: bool) -> None:
        """Show whether the queue sends nothing new."""
        self._paused = paused
        words, hint = (
            (text.QUEUE_RESUME, text.QUEUE_RESUME_HINT) if paused else (text.QUEUE_PAUSE, text.QUEUE_PAUSE_HINT)
        )
        self._pause.setText(tr(words))
        self._pause.setAccessibleName(tr(words))
        self._pause.setAccessibleDescription(tr(hint))
        set_tip(self._pause, tr(hint))
        self._count()

    def _lay_out(self) -> None:
        self._clear = self._button(text.QUEUE_CLEAR, "queueClear", self._clear_ended)
        set_tip(self._clear, tr(text.QUEUE_CLEAR_HINT))
        self._pause = self._button(text.QUEUE_PAUSE, "queuePause", self._toggle_paused)
        words, head = WrappingRow(), QHBoxLayout()
        words.addWidget(PlainLabel(tr(text.QUEUE_TITLE), role="heading"))
        words.add_gap()
        words.addWidget(self._clear)
        words.addWidget(self._pause)
        head.addLayout(words, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)  # in its corner, however far the words go on below
        self._pages = QStackedWidget()
        self._pages.addWidget(EmptyNote(tr(text.QUEUE_EMPTY_TITLE), tr(text.QUEUE_EMPTY)))
        self._pages.addWidget(self._view)
        none = EmptyNote(tr(text.QUEUE_FILTER_NONE_TITLE), tr(text.QUEUE_FILTER_NONE), tr(text.QUEUE_FILTER_SHOW_ALL))
        none.clicked.connect(lambda: self.show_kind(JobKind.ALL))
        self._pages.addWidget(none)
        column = QVBoxLayout(self)
        column.setContentsMargins(mirrored_margins(QMargins(16, 8, 8, 0), self.layoutDirection()))
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._make_chips())
        column.addWidget(self._pages, 1)

    def _make_chips(self) -> WrappingRow:
        row = WrappingRow(spacing=6)
        row.setContentsMargins(0, 0, 0, 2)
        self._chips = QButtonGroup(self)
        for kind, words in WORDS.items():
            spoken = tr(text.QUEUE_FILTER_NAME, kind=tr(words))
            show = partial(self._filter.set_kind, kind)
            row.addWidget(chip(tr(words), f"queueFilter-{kind}", spoken, show, self._chips))
        return row

    def show_kind(self, kind: JobKind) -> None:
        """Show the jobs of this kind alone."""
        for button, each in zip(self._chips.buttons(), WORDS, strict=True):
            if each is kind:
                button.setChecked(True)

    def focus_list(self) -> None:
        """Go on with the keyboard in the list; on its first card, where none is open."""
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def menu_for(self, job: Job) -> QMenu:
        """All that can be done with this job, for whoever shows it elsewhere."""
        return self._view.menu_for(job)

    def show_job(self, job_id: str) -> None:
        """Open the card of this job, whatever is filtered."""
        self.show_kind(JobKind.ALL)
        job = self._jobs.job(job_id)
        if job is not None and len(self._jobs.takes(job)) > 1:
            self._fold(job, folded=False)
        self._view.show_job(job_id)

    def _button(self, words: str, name: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(tr(words))
        button.setProperty("role", "flat")
        button.setObjectName(name)
        button.setAccessibleName(tr(words))
        button.clicked.connect(act)
        return button

    @Slot()
    def _count(self) -> None:
        active, needs = self._jobs.count(Sort.ACTIVE), self._jobs.count(Sort.NEEDS_PERSON)
        whole = self._jobs.rowCount()
        counts = {JobKind.ACTIVE: active, JobKind.NEEDS_YOU: needs, JobKind.ENDED: whole - active - needs}
        for button, (kind, words) in zip(self._chips.buttons(), WORDS.items(), strict=True):
            count = counts.get(kind, 0)
            shown = tr(text.QUEUE_FILTER_COUNT, kind=tr(words), count=count) if count else tr(words)
            button.setText(shown)
            button.setAccessibleName(tr(text.QUEUE_FILTER_NAME, kind=shown))
        page = 2 if self._filter.shows_nothing else 1
        self._pages.setCurrentIndex(page if self._jobs.rowCount() else 0)
        self._clear.setVisible(self._jobs.count(Sort.ENDED) > 0)
        self.look_at_clock()

    def _toggle_paused(self) -> None:
        paused = not self._paused
        self._commands.run(lambda studio: studio.jobs.set_paused(paused), "pause")

    def _clear_ended(self) -> None:
        self._remove_all(list(self._jobs))

    def _remove_all(self, jobs: list[Job]) -> None:
        """Those of them that have surely ended."""
        ids = [job.id for job in jobs if has_surely_ended(job)]
        if ids:
            self._commands.run(lambda studio: studio.removals.jobs(ids), "remove job")

    def _fold(self, job: Job, *, folded: bool) -> None:
        self._jobs.fold(job, folded=folded)
        self._filter.apply()

    def _cancel_takes(self, job: Job) -> None:
        """Those that can still be cancelled."""
        for take in self._jobs.folded(job):
            if JobAction.CANCEL in actions(take):
                self._doings[JobAction.CANCEL](take)

    def _doing_table(self) -> dict[JobAction, Callable[[Job], object]]:
        run = self._commands.run
        return {
            JobAction.CANCEL: lambda job: run(lambda studio: studio.jobs.cancel(job.id), "cancel"),
            JobAction.EDIT: self._edit,
            JobAction.RETRY: self._retry,
            JobAction.CHECK: lambda job: run(lambda studio: studio.jobs.check_again(job.id), "check again"),
            JobAction.PASTE_ID: self._ask_for_id,
            JobAction.DISMISS: lambda job: run(lambda studio: studio.removals.dismiss(job.id), "dismiss"),
            JobAction.FETCH: lambda job: run(lambda studio: studio.jobs.fetch_again(job.id), "fetch again"),
            JobAction.ANSWER: self._ask_for_id,
            JobAction.KEEP: lambda job: run(lambda studio: studio.jobs.keep_as_is(job.id), "keep as is"),
            JobAction.SEND_ON: lambda job: run(lambda studio: studio.jobs.send_on(job.id), "send on"),
            JobAction.TWIN: lambda job: self.show_job(self._jobs.around(job).twin_id),
            JobAction.SHOW: lambda job: self.clip_requested.emit(job.clip_id or ""),
            JobAction.REMOVE: self._remove,
            JobAction.EARLIER: lambda job: self._view.move_by(job, -1),
            JobAction.LATER: lambda job: self._view.move_by(job, 1),
            JobAction.INSIDE: self._look_inside,
            JobAction.CHARGE: lambda job: load_charge_sheet()(self._commands, job, self.window()).open(),
            JobAction.KEY: self.key_wanted.emit,
            JobAction.UNFOLD: lambda job: self._fold(job, folded=False),
            JobAction.FOLD: lambda job: self._fold(job, folded=True),
            JobAction.CANCEL_TAKES: self._cancel_takes,
            JobAction.REMOVE_TAKES: lambda job: self._remove_all(self._jobs.folded(job)),
            JobAction.COPY_ID: lambda job: QGuiApplication.clipboard().setText(job.remote_id or ""),
        }

    def _retry(self, job: Job, agreed: Asked | None = None) -> None:
        def retry(studio: "Studio", agreed: Asked | None) -> Coroutine[object, object, object]:
            named = {"agreed": agreed} if agreed else {}
            return studio.jobs.retry(job.id, **named)

        again = partial(self._retry, job)
        failed = self._commands.failing("retry", lambda error: usual_question(error, self, again, retry, "retry"))
        self._commands.run(lambda studio: retry(studio, agreed), "retry", failed=failed)

    def _remove(self, job: Job) -> None:
        self._commands.run(lambda studio: studio.removals.jobs([job.id]), "remove job")

    @Slot(str, object)
    def _move(self, job_id: str, before_id: str | None) -> None:
        """Takes that are shown as one card go together, in their order."""
        job = self._jobs.job(job_id)
        takes = self._jobs.folded(job) if job is not None else []
        for each in [take.id for take in takes if take.state is JobState.WAITING] or [job_id]:
            self._move_one(each, before_id)

    def _move_one(self, job_id: str, before_id: str | None) -> None:
        self._commands.run(lambda studio: studio.jobs.move(job_id, before_id), "move job")

    @Slot(object, object)
    def _do(self, job: Job, action: JobAction) -> None:
        """What may cost money or lose a paid clip is asked about first, whichever key or click it came from."""
        asked = question(action, job)
        if asked is None:
            self._doings[action](job)
            return
        sheet = ConfirmSheet(asked.title, asked.hint, asked.yes, asked.no, self.window(), careful=True)
        sheet.accepted.connect(lambda: self._doings[action](job))
        sheet.open()

    def _edit(self, job: Job) -> None:
        """A job that was not sent yet is taken back first, so that it is not paid for beside its edited self."""
        if job.state is JobState.WAITING:
            self._commands.run(
                lambda studio: studio.jobs.take_back(job.id),
                "take back",
                lambda _taken_back: self.edit_requested.emit(job),
            )
        else:
            self.edit_requested.emit(job)

    def _ask_for_id(self, job: Job) -> None:
        """Beside the window, so that a person can look at other things meanwhile; one sheet for each job."""
        sheet = self._sheets.get(job.id)
        if sheet is None:
            sheet = self._sheets[job.id] = load_paste_id_sheet()(job, self.window())
            sheet.chosen.connect(partial(self._bind, sheet, job))
            sheet.finished.connect(lambda: self._sheets.pop(job.id, None))
        bring_forward(sheet)

    def _look_inside(self, job: Job) -> None:
        """Beside the window, one for each job; one that is open already looks again."""
        sheet = self._insides.get(job.id)
        if sheet is None:
            sheet = self._insides[job.id] = load_inside_sheet()(self._commands, job, self.window())
            sheet.finished.connect(lambda: self._insides.pop(job.id, None))
        else:
            sheet.show_job(job)
        bring_forward(sheet)

    def _bind(self, sheet: "PasteIdSheet", job: Job, remote_id: str, although_it_differs: bool) -> None:
        def answered(error: AppError | None) -> None:
            if self._sheets.get(job.id) is sheet:
                sheet.take_answer(error)
            elif error is not None:
                self._commands.tell(Notice(error.sentence, Severity.ERROR, topic="paste id"))

        self._commands.run(
            lambda studio: studio.jobs.bind_remote_id(job.id, remote_id, although_it_differs=although_it_differs),
            "paste id",
            answered,
            failed=answered,
        )
