"""Whether this folder may send: what its journal knows is put beside its ledger, and nothing is sent on a doubt.

The journal is written here too: before the first byte of a submission leaves, and when something became of it.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.sentences import Foreign, Message, message
from sora_desktop.domain.concern import Concern, FolderMark, Record, concern
from sora_desktop.domain.errors import (
    HeldError,
    InputError,
    LedgerError,
    MadeAlreadyError,
    StorageError,
    UnsavedJobError,
)
from sora_desktop.domain.events import HELD_TOPIC, Notice, Offer, Severity
from sora_desktop.domain.job import Job, JobState
from sora_desktop.store.folder_identity import FolderPlace, place_of
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.journal import (
    COMPACT_BYTES,
    KEEP_ENDED,
    Became,
    Content,
    Journal,
    JournalHead,
    begin_journal,
    folder_of,
    new_folder_id,
    read_journal,
)
from sora_desktop.store.witness import Note
from sora_desktop.studio.folder import Folder
from sora_desktop.studio.jobs.taken_back import TakenBack, taken_back

log = logging.getLogger(__name__)

_FOLDER, _OPENED = "folder", "opened"
_LOOK_FIRST = message(
    "Nothing is sent until you resume the queue. First check whether the waiting jobs were made already."
)
_TWICE = message("If the same jobs are waiting there too, you would pay for them twice.")
_NOT_LISTED = message("Jobs sent since then are not on the list: check your records at the service.")
_SENT_BEFORE = message("A waiting job may have been sent before.")


def _told(what: Message, *more: Message) -> Message:
    return what.about(more=more, todo=_LOOK_FIRST)


SENTENCES: Mapping[Concern, Message] = MappingProxyType(
    {
        Concern.RECORD_MISSING: _told(message("The record of what was sent from here is gone."), _SENT_BEFORE),
        Concern.RECORD_DAMAGED: _told(message("The record of what was sent from here can't be read."), _SENT_BEFORE),
        Concern.OPEN_ELSEWHERE: message(
            "A copy of this data folder is open in another window, which may send the same jobs."
        ).about(todo=message("Nothing is sent from here until you close that window and resume the queue.")),
        Concern.LIST_OLDER: _told(
            message("The job list is older than what was sent from here: it was restored from a backup, or replaced."),
            message("Jobs it didn't know about are back on it. They are asked about, not sent again."),
        ),
        Concern.RECORD_OLDER: _told(
            message(
                "The record of what was sent is older than the job list: it was restored from a backup, or replaced."
            )
        ),
        Concern.FOLDER_OLDER: _told(
            message(
                "This data folder is older than what was last sent from this computer: it was restored from a backup, "
                "or a copy of it was used elsewhere."
            ),
            _NOT_LISTED,
        ),
        Concern.OTHER_MACHINE: _told(message("This data folder comes from another computer."), _TWICE),
        Concern.COPY: _told(message("This data folder is a copy of another one."), _TWICE),
        Concern.RESTORED: _told(
            message("This data folder was moved here or restored from a backup."),
            message("Jobs sent after it was copied are not on the list: check your records at the service."),
        ),
        Concern.NOT_OWNED: message(
            "The lock of this data folder was deleted or replaced while Sora Desktop was open, so another program may "
            "have it open too."
        ).about(todo=message("Nothing more is sent from here: quit Sora Desktop and start it again.")),
    }
)
HELD = message("On hold until you resume the queue.")


class Custody:
    """Of one folder, by its owner. `on_hold` hears why, when sending has to stop while the app is open.

    `has_clip_of` tells whether the library has the clip of a job.
    """

    def __init__(self, folder: Folder, rows: JobStore, has_clip_of: Callable[[Job], bool]) -> None:
        self._folder = folder
        self._database = folder.database
        self._rows = rows
        self._has_clip_of = has_clip_of
        self._witness = folder.witness
        self._open_elsewhere = folder.open_elsewhere
        self._journal: Journal | None = None
        self._unwritten: set[str] = set()
        self.on_hold: Callable[[Notice], None] = _unheard
        self.concern: Concern | None = None
        self._look()

    # ------------------------------------------------------------ at a start

    def _look(self) -> None:
        """Judge the folder; take back what its ledger lacks; go on with its journal where nothing is wrong."""
        if self._journal is not None:
            self._journal.close()
        try:
            content, damaged = read_journal(self._folder.paths.journal), False
        except OSError as problem:
            log.warning("the record of what was sent cannot be read: %s", problem.strerror or problem)
            content, damaged = None, True
        if content is not None and self._witness is not None:
            content.learn_ids(self._witness.ids())
        lacks = self._take_back(content).list_is_older if content else False
        self.concern = concern(self._seen(content, damaged=damaged, lacks=lacks))
        if content is not None and content.head is not None and not content.damaged:
            self._journal = Journal(self._folder.paths.journal, content, self._rows.codec)
        if self.concern is None:
            self._go_on(content)
        else:
            log.info("nothing is sent before a person has looked: %s", self.concern)

    def _seen(self, content: Content | None, *, damaged: bool, lacks: bool) -> FolderMark:
        head = content.head if content else None
        here = self._place(head.folder) if head else None
        note = self._witness.read() if self._witness else None
        return FolderMark(
            record=_record(content),
            damaged=damaged or (content is not None and content.damaged),
            list_folder=self._database.mark(_FOLDER),
            list_opened=self._opened(),
            list_lacks=lacks,
            has_jobs=self._rows.has_any(),
            waits=self._rows.has_waiting(),
            witness=(note.number, note.sum) if note else None,
            open_elsewhere=self._open_elsewhere,
            same_machine=head is None or here is None or head.place.is_same_machine(here),
            same_folder=head is None or here is None or head.place.is_same_folder(here),
            original_is_there=head is not None and here is not None and _is_copied(head, here),
        )

    def _place(self, folder_id: str) -> FolderPlace:
        return place_of(self._folder.paths.root, folder_id)

    def _opened(self) -> int:
        mark = self._database.mark(_OPENED)
        return int(mark) if mark.isdecimal() else 0

    def _take_back(self, content: Content) -> TakenBack:
        """Enter what the journal knows and the ledger does not."""
        taken = taken_back(content, self._rows, self._is_surely_made)
        with suppress(LedgerError):  # it is tried again before anything is sent
            if taken.list_is_older:  # also at the next start, if nobody has looked by then
                self._database.set_marks(**{_FOLDER: ""})
            if taken.jobs:
                log.info("%d jobs of the record of what was sent are entered in the job list", len(taken.jobs))
                self._rows.add(taken.jobs)
        return taken

    def _is_surely_made(self, job: Job) -> bool:
        try:
            return self._has_clip_of(job)
        except OSError:
            return False

    def _go_on(self, content: Content | None) -> None:
        """The folder is what it was: this start is noted in the ledger, in the journal and outside."""
        try:
            if content is None or content.head is None:
                self._begin(new_folder_id(), self._opened(), None)
            elif content.end > COMPACT_BYTES and len(self._long_ended(content)) > KEEP_ENDED:
                self._begin(content.head.folder, content.head.opened, content)
            self._note_start()
        except (OSError, StorageError) as problem:  # then nothing can be sent either, and that is said when it is tried
            log.warning("the start cannot be noted: %s", problem)

    def _begin(self, folder_id: str, opened: int, content: Content | None) -> None:
        """A journal without what ended long ago."""
        if self._journal is not None:
            self._journal.close()
        old = self._long_ended(content) if content else set()
        keep = [each for each in content.sent.values() if each.job_id not in old] if content else []
        head = JournalHead(folder_id, opened, self._place(folder_id))
        self._journal = begin_journal(self._folder.paths.journal, self._rows.codec, head, keep, content)
        if self._witness is None:
            self._witness = self._folder.witness_of(folder_id)
            self._witness.take()

    def _long_ended(self, content: Content) -> set[str]:
        """The jobs of the journal that ended, but for the newest of them."""
        ended = self._rows.ended()
        return set([job_id for job_id in content.sent if job_id in ended][:-KEEP_ENDED])

    def _note_start(self) -> None:
        if self._journal is None:
            return
        noted = self._opened()  # by a start that ended before the journal heard of it
        opened = noted if noted > self._journal.opened_before else self._journal.opened_before + 1
        self._database.set_marks(**{_FOLDER: self._journal.folder, _OPENED: str(opened)})
        self._journal.opened(opened, self._place(self._journal.folder))
        self._see()

    def _see(self) -> None:
        """What may not be this folder's own last word is not noted as such."""
        if self._witness is not None and self._journal is not None and self.concern is None:
            device, inode = self._folder.number
            self._witness.note(Note(*self._journal.mark, device, inode))

    # ------------------------------------------------------------ while the app is open

    def expect_free(self) -> None:
        """HeldError where nothing may be sent from this folder."""
        if self.concern is None and not self._folder.ownership.is_held():
            self._hold(Concern.NOT_OWNED)
        if self.concern is not None:
            raise HeldError

    def expect_sendable(self, job: Job) -> None:
        """Before a job is sent; nothing of it has left where this raises.

        HeldError where nothing may be sent. MadeAlreadyError where the clip of this very job is in the library: then a
        ledger that is older than the library has it wait.
        """
        self.expect_free()
        try:
            is_made = self._has_clip_of(job)
        except OSError as problem:
            raise UnsavedJobError(
                message("The library can't be read.").about(Foreign(problem.strerror or ""))
            ) from problem
        if is_made:
            raise MadeAlreadyError

    def _hold(self, why: Concern) -> None:
        log.info("nothing is sent any more: %s", why)
        self.concern = why
        self.on_hold(self.notice(why))

    @property
    def notices(self) -> tuple[Notice, ...]:
        return (self.notice(self.concern),) if self.concern else ()

    @staticmethod
    def notice(why: Concern) -> Notice:
        offer = Offer.RESUME if why is not Concern.NOT_OWNED else None
        return Notice(SENTENCES[why], Severity.WARNING, topic=HELD_TOPIC, stands_out=True, offer=offer)

    def will_send(self, job: Job) -> None:
        """On the disk, outside of the database, before the first byte leaves. UnsavedJobError where it cannot be."""
        if self._journal is None:
            self._go_on(None)  # the disk may have had no room for it
        if self._journal is None:
            raise UnsavedJobError(message("The record of what is sent can't be written."))
        self._journal.will_send(job, job.attempts)
        self._see()
        reach(CrashPoint.SENDING_JOURNALED)

    def became(self, before: Job, job: Job) -> None:
        """A move of a job, before its row says so: its id, or what became of its sending."""
        has_new_id = job.remote_id is not None and job.remote_id != before.remote_id
        was_sent = before.state is JobState.SUBMITTING and job.state is not JobState.SUBMITTING
        if self._journal is None or not (has_new_id or was_sent):
            return
        try:
            self._journal.became(job.id, job.attempts, _what(job), job.remote_id)
        except StorageError as problem:
            log.warning("job %s: what became of it cannot be written down: %s", job.id, problem.detail)
            self._unwritten.add(job.id)
        self._see()
        if has_new_id:
            reach(CrashPoint.ID_JOURNALED)

    def make_sure(self, job: Job) -> None:
        """What was written down of it is on the disk: asked for where the ledger could not be saved.

        Where the whole volume fails its id is kept outside of the folder.
        """
        try:
            if self._journal is not None:
                self._journal.flush()
            is_sure = job.id not in self._unwritten
        except OSError:
            is_sure = False
        if not is_sure and job.remote_id is not None and self._witness is not None:
            self._witness.keep_id(job.id, job.remote_id)

    def confirm(self) -> None:
        """A person has looked: this folder goes its own way from here, under an id of its own.

        InputError where that is not enough.
        """
        if self.concern is None:
            return
        if self.concern is Concern.NOT_OWNED:
            raise InputError(SENTENCES[self.concern])
        if self.concern is Concern.OPEN_ELSEWHERE:
            self._expect_closed_elsewhere()
            return
        try:
            self._confirm()
        except (OSError, StorageError) as problem:
            raise InputError(
                message("The record of what is sent can't be written, so nothing is sent.").about(
                    problem.sentence if isinstance(problem, StorageError) else Foreign(problem)
                )
            ) from problem

    def _expect_closed_elsewhere(self) -> None:
        """The other window has closed; what it did meanwhile is looked at before anything is sent."""
        if self._witness is not None and self._witness.take():
            self._open_elsewhere = False
            self._look()
        if self.concern is not None:
            self.on_hold(self.notice(self.concern))
            raise InputError(SENTENCES[self.concern])

    def _confirm(self) -> None:
        content = _read_again(self._folder.paths.journal)
        if content is not None and self._take_back(content).jobs:
            raise InputError(
                message("The job list couldn't be brought up to date. Restart Sora Desktop and take a look at it.")
            )
        self._leave_word()
        before = content.head.opened if content and content.head else 0
        folder_id, opened = new_folder_id(), max(self._opened(), before) + 1
        self._database.set_marks(**{_FOLDER: folder_id, _OPENED: str(opened)})
        if self._witness is not None:
            self._witness.close()
            self._witness = None
        self._begin(folder_id, opened, content)
        self.concern = None
        self._see()

    def _leave_word(self) -> None:
        """The folder that this one was copied from has the same jobs waiting: it is held once, when it is opened."""
        if self._witness is not None and self._journal is not None and self._rows.has_waiting():
            number, sum_ = self._journal.mark
            self._witness.note(Note(number + 1, f"{sum_}+", 0, 0))

    def close(self) -> None:
        """All that was written down is on the disk."""
        if self._journal is not None:
            self._see()
            self._journal.close()
        if self._witness is not None:
            self._witness.close()


def _unheard(_notice: Notice) -> None:
    """Before there is a queue to pause."""


def _record(content: Content | None) -> Record | None:
    if content is None or content.head is None:
        return None
    return Record(content.head.folder, content.head.opened, content.number, content.sums, bool(content.sent))


def _is_copied(head: JournalHead, here: FolderPlace) -> bool:
    """Whether where the folder was at its last start there is such a folder, and it is not this one."""
    if head.place.is_same_folder(here) or head.place.path == here.path:
        return False
    return folder_of(Path(head.place.path) / "sent.journal") == head.folder


def _read_again(path: Path) -> Content | None:
    try:
        return read_journal(path)
    except OSError:
        return None


def _what(job: Job) -> Became:
    if job.remote_id is not None:
        return Became.ACCEPTED
    match job.state:
        case JobState.WAITING | JobState.CANCELLED:
            return Became.NOT_SENT
        case JobState.REFUSED:
            return Became.REFUSED
        case JobState.FETCHING:
            return Became.ACCEPTED
    return Became.UNKNOWN
