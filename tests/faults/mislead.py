"""A service that misleads, at every moment, and a person: over the real ledger, queue, client and readers.

What the service made is what counts. After each step: is every charge to be seen, is one called unbilled, is anything
paid more often than was asked, does a job end by an answer that was not about it. And after a day in which all is well:
is every clip at home, or does its job say what to do.

A charge behind a plain "later" is told by nothing, and such a "later" is the standard's word for "not taken". It is counted
as `forgiven`, for the job that was put off: eleven of them at most, each time that a person sends it on, and none where
an honest list would have shown it. That is the rule "sending is capped", and no more: any other answer that is charged
for is forgiven nothing.
"""

from collections import Counter
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from sora_desktop.domain.evidence import RESENDS
from sora_desktop.domain.job import Billed, Job, JobState
from tests.faults.misleading_wire import TELLS_ALL, Listing, Look, MisleadingWire, Tale
from tests.faults.rules import FOLDER, Rules, counts, moments, which
from tests.faults.small_house import SmallHouse
from tests.faults.tellings import LATER, REFUSALS, Telling, in_order
from tests.faults.wire import MadeJob

PROMPTS = ("a fox in snow at first light, seen from afar", "a fox in snow at first light, seen up close")
STRANGERS = ("a bear that looks for honey in the wood", "an owl")
_S = JobState
_MAY_HAVE_COST = frozenset({_S.UNKNOWN, _S.DISMISSED, _S.SUBMITTING, _S.NOT_FOUND})
_FETCHED = frozenset({_S.FETCHING, _S.VERIFYING, _S.DONE, _S.FETCH_FAILED})
_A_DAY = 90_000.0


def _plausible(tale: Tale) -> Tale:
    """A refusal charges nothing, and a finished clip was made."""
    if tale.telling in REFUSALS:
        return Tale(tale.telling, made=False)
    return Tale(tale.telling, made=tale.made or tale.telling.is_finished)


tales = st.builds(Tale, st.sampled_from(Telling), st.booleans()).map(_plausible)
laters = st.builds(Tale, st.sampled_from(in_order(LATER)), st.booleans())
looks = st.lists(st.sampled_from(Look), max_size=4)
long_moments = st.sampled_from([700.0, 4_000.0])


class MisleadMachine(Rules):
    """Beside what befalls every house: what this service tells."""

    wire: MisleadingWire

    @initialize(
        lists_jobs=st.sampled_from([True, True, False]),
        honours_keys=st.booleans(),
        can_cancel=st.booleans(),
        listing=st.sampled_from(Listing),
        packs_ids=st.booleans(),
        skew=st.sampled_from([0, 0, -600, 86_400]),
        count=counts,
        told=st.lists(tales, max_size=3),
        answers=looks,
        then=moments,
    )
    def begin(
        self,
        lists_jobs: bool,
        honours_keys: bool,
        can_cancel: bool,
        listing: Listing,
        packs_ids: bool,
        skew: int,
        count: int,
        told: list[Tale],
        answers: list[Look],
        then: float,
    ) -> None:
        house = SmallHouse(
            FOLDER, wire=MisleadingWire, lists_jobs=lists_jobs, honours_keys=honours_keys, can_cancel=can_cancel
        )
        assert isinstance(house.wire, MisleadingWire)
        self.move_in(house)
        self.wire = house.wire
        self.wire.listing, self.wire.packs_ids, self.wire.skew = listing, packs_ids, timedelta(seconds=skew)
        self.wire.has_list, self.wire.known = lists_jobs, self.bound
        self.wire.answers.extend(answers)
        self.sends_on: Counter[str] = Counter()
        self.mistaken: set[str] = set()
        self.generate(PROMPTS[0], count, told, then)

    def teardown(self) -> None:
        if hasattr(self, "house"):
            try:
                self.all_is_well_again()
                self.every_clip_is_at_home_or_its_job_says_what_to_do()
            finally:
                self.house.crash()
                self.house.end()

    # What a person does.

    @rule(prompt=st.sampled_from(PROMPTS), count=counts, told=st.lists(tales, max_size=2), then=moments)
    def generate(self, prompt: str, count: int, told: list[Tale], then: float) -> None:
        self.wire.tales.extend(told)
        self.order(prompt, count)
        self.house.passes(then)

    @rule(number=which, other=which, although=st.booleans())
    def paste_a_wrong_id(self, number: int, other: int, although: bool) -> None:
        """That of a stranger, or of another job of ours: who insists has it."""
        job, made = self.job(number), list(self.wire.made.values())
        if job is None or not made:
            return
        wrong = made[other % len(made)]
        name = self.wire.name_of(wrong)
        if self.person_does(number, "bind_remote_id", name, although_it_differs=although) and wrong.owner != job.id:
            self.mistaken.add(job.id)

    @rule(number=which)
    def send_on(self, number: int) -> None:
        job = self.job(number)
        if job is not None and job.held and self.person_does(number, "send_on"):
            self.sends_on[job.id] += 1

    # What the service does.

    @rule(told=st.lists(tales, min_size=1, max_size=2))
    def tales_to_come(self, told: list[Tale]) -> None:
        self.wire.tales.extend(told)

    @rule(always=st.none() | laters)
    def it_puts_off_everything(self, always: Tale | None) -> None:
        self.wire.always = always

    @rule(answers=looks)
    def answers_to_come(self, answers: list[Look]) -> None:
        self.wire.answers.extend(answers)

    @rule(wrong=st.booleans())
    def kept_connections_lead_to_the_wrong_replica(self, wrong: bool) -> None:
        self.wire.wrong_replica = wrong

    @rule(seconds=long_moments)
    def long_time_passes(self, seconds: float) -> None:
        self.house.passes(seconds)

    @rule(prompt=st.sampled_from(STRANGERS))
    @precondition(lambda self: self.wire.listing is not Listing.CUT)
    def a_stranger_generates_with_the_same_key(self, prompt: str) -> None:
        fields = {"model": "sora2-landscape-4s", "prompt": prompt, "seconds": "4", "size": "1280x720"}
        self.wire.make(fields, owner="")

    # What must hold.

    @invariant()
    def nothing_is_paid_more_often_than_was_asked(self) -> None:
        """Beyond the first time only behind a plain "later", so often at most, and not where the list showed it."""
        for job_id in self.committed:
            charges, sent = len(self.wire.charges_of(job_id)), self.posts_of(job_id)
            told_later = self.wire.forgiven[job_id]
            assert charges <= 1 + told_later, self.story(job_id)
            assert charges <= (RESENDS + 1) * (1 + self.sends_on[job_id]), self.story(job_id)
            assert sent <= (RESENDS + 1) * (1 + self.sends_on[job_id]), self.story(job_id)
            if self.house.connection.lists_jobs and self.wire.listing is Listing.HONEST:
                assert charges <= 1, self.story(job_id)

    @invariant()
    def the_service_saw_no_promise_broken(self) -> None:
        assert self.wire.broken == [], "\n".join(self.wire.broken)

    @invariant()
    def every_charge_is_visible(self) -> None:
        """It is bound to a row, or fetched by one, or there is a row of its own that says that it may have cost.

        Which of two equal clips is whose, nobody can tell. What a person bound to the wrong row is that person's word.
        """
        bound = self.bound()
        for prompt in PROMPTS:
            loose = [made for made in self.made_of(prompt) if made.owner and made.id not in bound]
            rows = [job for job in self.rows() if job.request.prompt == prompt and self.may_stand_for_a_charge(job)]
            forgiven = sum(self.wire.forgiven[made] for made in {made.owner for made in loose})
            assert len(loose) <= len(rows) + forgiven, self.story(loose[0].owner)
        for job in self.in_states(_MAY_HAVE_COST - {_S.SUBMITTING}):
            assert job.billed is Billed.UNKNOWN, self.story(job.id)

    def may_stand_for_a_charge(self, job: Job) -> bool:
        came_without_id = job.remote_id is None and job.state in _FETCHED
        return job.state in _MAY_HAVE_COST or came_without_id or job.id in self.mistaken

    @invariant()
    def no_charge_is_called_unbilled(self) -> None:
        """But for the charges behind a plain "later"."""
        for job in self.rows():
            if job.billed is Billed.NO and job.state is not _S.SUBMITTING:
                taken_over = sum(1 for made in self.wire.charges_of(job.id) if made in self.bound())
                charges = len(self.wire.charges_of(job.id)) - taken_over
                assert charges <= self.wire.forgiven[job.id], self.story(job.id)

    @invariant()
    def no_job_ends_by_what_was_not_said_of_it(self) -> None:
        for job in self.rows():
            if not job.remote_id:
                continue
            match job.state:
                case _S.FAILED | _S.EXPIRED:
                    assert self.wire.proof(job.remote_id, "failed") >= 2, self.story(job.id)
                case _S.LOST:
                    assert self.wire.proof(job.remote_id, "gone") >= 3, self.story(job.id)
                case _S.CANCELLED:
                    assert self.was_stopped(job.remote_id), self.story(job.id)
                case state if state in _FETCHED:
                    assert self.wire.proof(job.remote_id, "completed") >= 1, self.story(job.id)

    def was_stopped(self, name: str) -> bool:
        return bool(self.wire.proof(name, "deleted")) or self.wire.proof(name, "failed") >= 2

    @invariant()
    def no_two_jobs_share_an_id_and_none_has_a_strangers(self) -> None:
        assert self.ids_are_of_one_job_each(), self.story("")
        for real, job in self.bound().items():
            made = self.wire.made.get(real)
            if made is not None and job.id not in self.mistaken:
                assert made.owner, self.story(job.id)
                assert made.fields["prompt"] == job.request.prompt, self.story(job.id)

    @invariant()
    def nothing_is_cancelled_twice_or_unasked(self) -> None:
        assert len(self.wire.deleted) == len(set(self.wire.deleted)), self.story("")
        bound = self.bound()
        assert all(not bound[real].wanted for real in self.wire.deleted), self.story("")

    def all_is_well_again(self) -> None:
        """The service tells the truth, but for its list; the network is there; and a day passes."""
        self.wire.down = self.wire.wrong_replica = False
        self.wire.always = None
        self.wire.tales.clear()
        self.wire.answers.clear()
        self.house.do(lambda: self.house.queue.set_paused(False))
        self.house.do(self.house.queue.look_now)
        self.house.passes(_A_DAY)
        for name in (
            "nothing_is_paid_more_often_than_was_asked",
            "the_service_saw_no_promise_broken",
            "every_charge_is_visible",
            "no_charge_is_called_unbilled",
            "no_job_ends_by_what_was_not_said_of_it",
            "no_two_jobs_share_an_id_and_none_has_a_strangers",
            "nothing_is_cancelled_twice_or_unasked",
        ):
            getattr(self, name)()

    def every_clip_is_at_home_or_its_job_says_what_to_do(self) -> None:
        bound = self.bound()
        for made in self.wire.made.values():
            if not made.owner or made.ends_as != "completed" or made.id in self.wire.deleted:
                continue
            if self.came_in_the_answer(made):
                continue
            if made.id in bound:
                assert self.is_at_home(bound[made.id]), self.story(made.owner)
            else:
                self.is_asked_about(made)
        for job in self.house.ledger.jobs():
            self.waits_for_nothing_but_a_person(job)

    def came_in_the_answer(self, made: MadeJob) -> bool:
        """Whether its own job has it, without an id."""
        job = self.row(made.owner)
        return job is not None and job.remote_id is None and job.state is _S.DONE

    def is_at_home(self, job: Job) -> bool:
        """What a person took off the list, or no longer wanted, is not asked about again."""
        return job.state is _S.DONE or job.id in self.hidden or (job.state is _S.LOST and not job.wanted)

    def is_asked_about(self, made: MadeJob) -> None:
        """A row says what to do; where the list tells all, only what nobody can tell apart is left to a person."""
        prompt = made.fields["prompt"]
        rows = [job for job in self.rows() if job.request.prompt == prompt and job.state in _MAY_HAVE_COST]
        open_rows = [job for job in rows if job.state in (_S.UNKNOWN, _S.NOT_FOUND) and job.id not in self.hidden]
        assert all(job.reason is not None for job in open_rows), self.story(made.owner)
        if self.house.connection.lists_jobs and self.wire.listing in TELLS_ALL and open_rows:
            loose = [each for each in self.made_of(prompt) if each.id not in self.bound()]
            assert len(loose) > 1 or len(rows) > 1, self.story(made.owner)

    def waits_for_nothing_but_a_person(self, job: Job) -> None:
        """Nothing is under way any more after a day but what its unknown twin holds back."""
        unknown = [other for other in self.house.ledger.jobs() if other.state is _S.UNKNOWN]
        if job.state is _S.WAITING:
            assert job.held or any(other.request.as_asked == job.request.as_asked for other in unknown), self.story(
                job.id
            )
        assert job.state not in {_S.SUBMITTING, _S.QUEUED, _S.RUNNING, _S.CANCELLING, _S.FETCHING, _S.VERIFYING}

    def posts_of(self, job_id: str) -> int:
        return sum(1 for post in self.wire.posts if post.owner == job_id)
