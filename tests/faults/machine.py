"""A person, a service and fate in any order, over the real ledger and queue: nothing is paid twice, nothing is lost.

The model is short: which of our jobs the service made something for. Everything else is read from the disk.
"""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from sora_desktop.domain.evidence import RESEND_SECONDS, RESENDS
from sora_desktop.domain.job import Billed, Job, JobState
from tests.faults.rules import FOLDER, Rules, counts, fates, moments
from tests.faults.small_house import SmallHouse
from tests.faults.wire import Fate

PROMPTS = ("a fox in snow", "a wolf in rain")
_S = JobState
_MAY_HAVE_COST = {_S.UNKNOWN, _S.DISMISSED, _S.SUBMITTING, _S.NOT_FOUND}
_MAY_NOT_HAVE_COST = {_S.WAITING, _S.REFUSED}
_SAME_TIME = timedelta(minutes=12)
"""Within which the list cannot tell a job whose prompt was rewritten from another one."""


class Machine(Rules):
    """The invariants are looked at after each rule."""

    @initialize(
        lists_jobs=st.booleans(),
        honours_keys=st.booleans(),
        lists_prompts=st.booleans(),
        can_cancel=st.booleans(),
        lag=st.sampled_from([0.0, 30.0, 90.0]),
        skew=st.sampled_from([-600, 0, 0, 600, 86_400]),
        concurrency=st.sampled_from([1, 4]),
        count=counts,
        fates=fates,
        then=moments,
    )
    def begin(
        self,
        lists_jobs: bool,
        honours_keys: bool,
        lists_prompts: bool,
        can_cancel: bool,
        lag: float,
        skew: int,
        concurrency: int,
        count: int,
        fates: list[Fate],
        then: float,
    ) -> None:
        self.move_in(
            SmallHouse(
                FOLDER, lists_jobs=lists_jobs, honours_keys=honours_keys, can_cancel=can_cancel, concurrency=concurrency
            )
        )
        self.wire = self.house.wire
        self.wire.lists_prompts, self.wire.lag, self.wire.skew = lists_prompts, lag, timedelta(seconds=skew)
        self.clock_was_set = False
        self.backup: tuple[bytes, set[str]] | None = None
        self.generate(PROMPTS[0], count, fates, then)

    def teardown(self) -> None:
        if hasattr(self, "house"):
            try:
                self.all_is_well_again()
                self.everything_is_settled()
            finally:
                self.house.crash()
                self.house.end()

    @rule(prompt=st.sampled_from(PROMPTS), count=counts, fates=fates, then=moments)
    def generate(self, prompt: str, count: int, fates: list[Fate], then: float) -> None:
        self.wire.fates.extend(fates)
        self.order(prompt, count)
        self.house.passes(then)

    @rule(fates=fates)
    def answers_to_come(self, fates: list[Fate]) -> None:
        self.wire.fates.extend(fates)

    @rule()
    def back_up_the_ledger(self) -> None:
        self.backup = (self.house.back_up_the_ledger(), {job.id for job in self.rows()})

    @rule()
    @precondition(lambda self: self.backup is not None)
    def restore_the_ledger(self) -> None:
        """A person looks, and resumes. What was never sent since the backup is lost with its rows; the rest is not."""
        assert self.backup is not None
        kept, job_ids = self.backup
        self.house.restore_the_ledger(kept)
        self.committed = {job_id for job_id in self.committed if job_id in job_ids or self.wire.charges_of(job_id)}
        self.hidden = {job_id for job_id in self.hidden if job_id not in self.house.ledger}
        self.house.run(self.house.studio.jobs.set_paused(False))

    @rule(full=st.booleans())
    def disk(self, full: bool) -> None:
        self.house.rows.full = full

    @rule(away=st.sampled_from([timedelta(0), timedelta(days=-1), timedelta(days=365)]))
    def somebody_sets_the_clock(self, away: timedelta) -> None:
        self.house.clock.set_wrong_by = away
        self.clock_was_set = True

    @rule(prompt=st.sampled_from(["a bear", "an owl"]))
    @precondition(lambda self: self.wire.lists_prompts)
    def a_stranger_generates_with_the_same_key(self, prompt: str) -> None:
        fields = {"model": "sora2-landscape-4s", "prompt": prompt, "seconds": "4", "size": "1280x720"}
        self.wire.make(fields, owner="")

    @invariant()
    def nothing_is_paid_twice(self) -> None:
        for job_id in self.committed:
            assert len(self.wire.charges_of(job_id)) <= 1, self.story(job_id)

    @invariant()
    def every_charge_is_visible(self) -> None:
        """It is bound to a row, or there is a row of its own that says that it may have cost, one for each.

        Twins may stand in for each other: which of two equal clips is whose, nobody can tell.
        """
        bound = {job.remote_id for job in self.rows()}
        for prompt in PROMPTS:
            rows = [job for job in self.in_states(_MAY_HAVE_COST) if job.request.prompt == prompt]
            loose = [made for made in self.made_of(prompt) if made.owner and made.id not in bound]
            assert len(loose) <= len(rows), self.story(loose[0].owner)
            assert all(job.billed is Billed.UNKNOWN or job.state is _S.SUBMITTING for job in rows), self.story("")
        for job in self.rows():
            if job.remote_id:
                assert self.wire.made[job.remote_id].fields["prompt"] == job.request.prompt, self.story(job.id)

    @invariant()
    def no_row_says_that_nothing_was_billed_where_something_was(self) -> None:
        for job in self.rows():
            taken_over = any(other.remote_id in self.wire.charges_of(job.id) for other in self.rows())
            if job.state in _MAY_NOT_HAVE_COST and not taken_over:
                assert self.wire.charges_of(job.id) == [], self.story(job.id)

    @invariant()
    def no_two_jobs_share_an_id_and_none_has_a_strangers(self) -> None:
        assert self.ids_are_of_one_job_each()
        assert all(self.wire.made[remote_id].owner for remote_id in self.bound())

    def all_is_well_again(self) -> None:
        """Network, disk and clock are there, and long enough passes for everything that needs no person."""
        self.wire.down = self.house.rows.full = False
        self.wire.fates.clear()
        self.house.do(lambda: self.house.queue.set_paused(False))
        self.house.do(self.house.queue.look_now)
        self.house.passes(700)

    def everything_is_settled(self) -> None:
        """What is left waits for a person, or for its unknown twin; with a list nothing is unknown without a reason."""
        jobs = self.house.ledger.jobs()
        unknown = [job for job in jobs if job.state is _S.UNKNOWN]
        for job in jobs:
            assert job.state not in {_S.SUBMITTING, _S.QUEUED, _S.RUNNING, _S.CANCELLING, _S.FETCHING, _S.VERIFYING}
            if job.state is _S.WAITING:
                assert self.is_held_rightly(job) or any(
                    other.request.as_asked == job.request.as_asked for other in unknown
                ), self.story(job.id)
        if self.house.connection.lists_jobs and self.wire.lists_prompts and not self.clock_was_set:
            for job in unknown:
                assert self.stands_in_for_another(job), self.story(job.id)
        for name in ("nothing_is_paid_twice", "every_charge_is_visible", "the_disk_says_what_the_window_says"):
            getattr(self, name)()

    def is_held_rightly(self, job: Job) -> bool:
        """Whether a person is asked because it was put off so often, or for an hour: of no clock that was set."""
        return job.held and (job.laters > RESENDS or job.put_off_seconds >= RESEND_SECONDS)

    def stands_in_for_another(self, job: Job) -> bool:
        """Whether something at the service may be it, that no row has: then only a person can tell.

        Equal words do, and so does the same moment, as some services rewrite prompts.
        """
        bound = self.bound()
        return any(
            made.id not in bound
            and (
                made.fields["prompt"] == job.request.prompt
                or (job.submitted_at is not None and abs(made.created - job.submitted_at) <= _SAME_TIME)
            )
            for made in self.wire.made.values()
        )
