"""What a person and fate do to a small house in any order, and what of it is asked after each step by every machine."""

import contextlib
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sora_desktop.domain.errors import AppError
from sora_desktop.domain.job import Job, JobState
from tests.faults.small_house import SmallHouse
from tests.faults.wire import Fate, MadeJob, Wire

MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder of each machine's own is made in it; a disk only makes it slower
FOLDER = Path(tempfile.mkdtemp(prefix="small-house-", dir=MEMORY if MEMORY.is_dir() else None))

which = st.integers(0, 5)
moments = st.sampled_from([0.0, 0.1, 0.3, 1.0, 10.0, 40.0, 200.0])
counts = st.integers(1, 2)
_MISLEADING = {Fate.LOST_PACED, Fate.TAKEN_TWICE}
"""What no client can see through (see Fate): the machine of services that mislead has it, with a cap instead of "never"."""
fates = st.lists(st.sampled_from([fate for fate in Fate if fate not in _MISLEADING]), max_size=2)


class Rules(RuleBasedStateMachine):
    """Each rule is one thing that happens; a machine adds its own, and what must hold. `move_in` opens the house."""

    house: SmallHouse
    wire: Wire

    def move_in(self, house: SmallHouse) -> None:
        self.house = house
        self.committed: set[str] = set()
        self.hidden: set[str] = set()

    # What a person does.

    def order(self, prompt: str, count: int) -> None:
        try:
            self.committed |= {job.id for job in self.house.generate(prompt, count)}
        except AppError:
            assert self.house.rows.full

    @rule(number=which)
    def cancel(self, number: int) -> None:
        self.person_does(number, "cancel")

    @rule(number=which)
    def submit_again(self, number: int) -> None:
        before = {job.id for job in self.house.ledger.jobs()}
        self.person_does(number, "retry")
        self.committed |= {job.id for job in self.house.ledger.jobs()} - before

    @rule(number=which)
    def dismiss(self, number: int) -> None:
        self.person_does(number, "dismiss")

    @rule(number=which)
    def check_again(self, number: int) -> None:
        self.person_does(number, "check_again")

    @rule(number=which)
    def remove(self, number: int) -> None:
        job = self.job(number)
        self.person_does(number, "remove")
        if job is not None and job.id not in self.house.ledger:
            self.hidden.add(job.id)

    @rule(number=which)
    def paste_the_right_id(self, number: int) -> None:
        job = self.job(number)
        if job is not None and (ids := self.wire.charges_of(job.id)):
            self.person_does(number, "bind_remote_id", self.wire.name_of(self.wire.made[ids[0]]))

    @rule(paused=st.booleans())
    def pause(self, paused: bool) -> None:
        self.house.do(lambda: self.house.queue.set_paused(paused))

    # What fate does.

    @rule(ends=st.sampled_from(["failed", "expired", "cancelled", "completed"]))
    def an_end_to_come(self, ends: str) -> None:
        self.wire.ends.append(ends)

    @rule(seconds=moments)
    def time_passes(self, seconds: float) -> None:
        self.house.passes(seconds)

    @rule(seconds=st.sampled_from([0.0, 0.1, 0.3, 1.0]))
    def crash(self, seconds: float) -> None:
        self.house.passes(seconds)
        self.house.crash()
        self.house.open()

    @rule()
    def restart(self) -> None:
        self.house.rows.full = False
        self.house.close()
        self.house.open()

    @rule(down=st.booleans())
    def network(self, down: bool) -> None:
        self.wire.down = down

    @rule()
    def good_news(self) -> None:
        self.house.do(self.house.queue.look_now)

    # What must hold.

    @invariant()
    def nothing_is_sent_before_its_row_says_so_and_twins_go_one_by_one(self) -> None:
        assert self.house.broken == [], "\n".join(self.house.broken)

    @invariant()
    def what_was_committed_is_there(self) -> None:
        assert self.committed <= {job.id for job in self.rows()}

    @invariant()
    def the_disk_says_what_the_window_says(self) -> None:
        unsaved = self.house.ledger._unsaved.ids
        for job in self.house.ledger.jobs():
            row = self.house.rows.get(job.id)
            assert row is not None
            assert job.id in unsaved or (row.state, row.remote_id) == (job.state, job.remote_id), self.story(job.id)

    def made_of(self, prompt: str) -> list[MadeJob]:
        return [made for made in self.wire.made.values() if made.fields["prompt"] == prompt]

    def job(self, number: int) -> Job | None:
        jobs = self.house.ledger.jobs()
        return jobs[number % len(jobs)] if jobs else None

    def person_does(self, number: int, what: str, *more: str, **options: bool) -> bool:
        """Whatever may not be done is said in words; whether it was done."""
        job = self.job(number)
        if job is None:
            return False
        with contextlib.suppress(AppError):
            self.house.run(getattr(self.house.studio.jobs, what)(job.id, *more, **options))
            return True
        return False

    def row(self, job_id: str) -> Job | None:
        if job_id in self.house.ledger:
            return self.house.ledger[job_id]
        return self.house.rows.get(job_id)

    def rows(self) -> list[Job]:
        hidden = [row for job_id in self.hidden if (row := self.house.rows.get(job_id))]
        return [*self.house.ledger.jobs(), *hidden]

    def bound(self) -> dict[str, Job]:
        """The row that has each id of the service, whatever the service called it then."""
        return {self.wire.real(job.remote_id): job for job in self.rows() if job.remote_id}

    def ids_are_of_one_job_each(self) -> bool:
        return len(self.bound()) == sum(1 for job in self.rows() if job.remote_id)

    def in_states(self, states: set[JobState] | frozenset[JobState]) -> list[Job]:
        return [job for job in self.rows() if job.state in states]

    def story(self, job_id: str) -> str:
        lines = [
            f"{job.id[:4]} {job.state} {job.remote_id} {job.billed} {job.request.prompt} at {job.submitted_at}: {job.reason}"
            for job in self.rows()
        ]
        made = [f"{each.id} for {each.owner[:4]} at {each.created}" for each in self.wire.made.values()]
        return "\n".join([f"about {job_id[:4]}", *lines, *made])
