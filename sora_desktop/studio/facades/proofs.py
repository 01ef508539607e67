"""What a person can ask for to prove a connection with one clip, and what that clip proves."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from sora_desktop.base.sentences import message, together
from sora_desktop.domain.budget import Asked
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.doctor import Check, Finding, Verdict
from sora_desktop.domain.errors import InputError, OverBudgetError
from sora_desktop.domain.events import (
    Event,
    JobAdded,
    JobChanged,
    JobRemoved,
    JobReturned,
    Notice,
    ProofChanged,
    Severity,
)
from sora_desktop.domain.job import ACTIVE, NEEDS_PERSON, Job, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.proof import Proof, Seen, proof_for, proved, with_wire
from sora_desktop.domain.request import Request, is_proof, wire_of, wire_options
from sora_desktop.domain.service_ref import is_same_service
from sora_desktop.media.marks import look_in_child, marked_picture
from sora_desktop.studio.facades.jobs import JobsFacade
from sora_desktop.studio.jobs import proof_findings
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.shown import NOTHING_SENT, UNKNOWN_PRICE, expect_price
from sora_desktop.studio.pictures import Pictures
from sora_desktop.studio.tasks import Tasks

_UNDER_WAY = message("This connection is being proved already: its clip is in the queue.")
_NO_PROOF = message("Nothing can be sent with this connection as it is saved.")


class Proofs:
    """A proof is a job like any other: it is in the ledger, the queue, the budget and the library."""

    def __init__(self, context: JobContext, jobs: JobsFacade, pictures: Pictures, tasks: Tasks) -> None:
        self._context = context
        self._jobs = jobs
        self._pictures = pictures
        self._tasks = tasks
        self._begun = set[str]()
        self._told = {job.id: job.state for job in context.ledger.jobs() if is_proof(job.request)}
        self._seen: dict[str, Seen | None] = {}
        context.event_bus.subscribe(self._hear)

    async def prove(self, connection_id: str, shown: Cost, *, model_id: str = "", agreed: Asked | None = None) -> Job:
        """Send the smallest job of a connection, with a marked picture; `shown` is the price that a person saw.

        `model_id`: the model that is to be proved, "" for whichever is cheapest.
        Raises OverBudgetError where a person has to agree first, as the price is unknown or above the budget: `agreed`
        is what one said yes to. InputError where a proof is under way, nothing can be sent, or the price is another by now.
        """
        proof = self._proof(connection_id, shown, model_id)
        if connection_id in self._begun or self._is_under_way(connection_id):
            raise InputError(_UNDER_WAY.about(money=NOTHING_SENT))
        if proof.cost.amount is None and agreed is None:
            weighed = self._jobs.weighed(proof.request, connection_id)
            raise OverBudgetError(together(dict.fromkeys((UNKNOWN_PRICE, *weighed.reasons))), weighed.asked)
        self._begun.add(connection_id)
        try:
            (job,) = await self._jobs.submit(await self._drawn(proof), connection_id, agreed=agreed)
        finally:
            self._begun.discard(connection_id)
        return job

    def _proof(self, connection_id: str, shown: Cost, model_id: str) -> Proof:
        connection = self._context.connections.get(connection_id)
        proof = proof_for(connection, model_id)
        if proof is None:
            raise InputError(_NO_PROOF)
        expect_price(shown, proof.cost)
        return proof

    async def _drawn(self, proof: Proof) -> Request:
        """Its request with the picture, where one goes along."""
        if not proof.has_picture:
            return proof.request
        loop = asyncio.get_running_loop()
        data = await loop.run_in_executor(self._context.pool, marked_picture, proof.request.size)
        return proof.with_picture(await self._pictures.adopt(data, "proof"))

    def _is_under_way(self, connection_id: str) -> bool:
        """Whether a clip may still come of the last one, for which money may have been taken."""
        job = self._latest(connection_id)
        return job is not None and job.state in ACTIVE | NEEDS_PERSON

    def _latest(self, connection_id: str) -> Job | None:
        jobs = [job for job in self._context.ledger.jobs() if job.service.id == connection_id and is_proof(job.request)]
        return max(jobs, key=lambda job: job.created_at, default=None)

    async def findings(self, connection_id: str) -> tuple[Finding, ...]:
        """What the last proof of a connection showed so far; none where there was none, or it was taken off the list."""
        job = self._latest(connection_id)
        if job is None:
            return ()
        clip = self._context.library.find(job.clip_id) if job.clip_id and job.state is JobState.DONE else None
        if clip is None:
            return (proof_findings.made(job),)
        seen = await self._look(clip, job.request)
        found = (
            proof_findings.made(job),
            proof_findings.picture(job.request, seen),
            proof_findings.length(job.request, clip.media),
            proof_findings.frame(job.request, clip.media),
        )
        self._trust(job, {each.check: each.verdict for each in found})
        return found

    def _trust(self, job: Job, verdicts: Mapping[Check, Verdict]) -> None:
        """What the clip has shown may be asked for from here on, as long as it is sent in the same way."""
        connections, model_id = self._context.connections, job.request.model_id
        same = (each for each in connections.all() if each.id == job.service.id and is_same_service(each, job.service))
        asked = next(same, None)
        if asked is None or (model := asked.model(model_id)) is None:
            return
        wire = wire_of(model, asked)
        if not wire.unproved or wire_options(replace(job.request, model=model), asked) != job.wire:
            return
        shown = proved(
            wire,
            picture=verdicts[Check.PICTURE] is Verdict.OK,
            length=verdicts[Check.LENGTH] is Verdict.OK,
        )
        if shown != wire:
            connections.revise(asked, lambda now: with_wire(now, model_id, shown))

    async def _look(self, clip: Clip, request: Request) -> Seen | None:
        """At a clip once; a clip that is fetched again is another file."""
        if request.image is None:
            return None
        if clip.sha256 not in self._seen:
            loop = asyncio.get_running_loop()
            self._seen[clip.sha256] = await loop.run_in_executor(self._context.pool, look_in_child, clip.path)
        return self._seen[clip.sha256]

    def _hear(self, event: Event) -> None:
        if isinstance(event, JobRemoved):
            self._told.pop(event.job_id, None)
        elif isinstance(event, JobAdded | JobChanged | JobReturned) and is_proof(event.job.request):
            job, before = event.job, self._told.get(event.job.id)
            if job.state is not before:
                self._told[job.id] = job.state
                self._tasks.spawn(self._tell(job), "proof")

    async def _tell(self, job: Job) -> None:
        """What is known by now; once the clip is home also to who looks at something else."""
        found = await self.findings(job.service.id)
        self._context.event_bus.emit(ProofChanged(job.service.id, found))
        if job.state is JobState.DONE and len(found) > 1:
            is_fine = all(each.verdict in (Verdict.OK, Verdict.NOT_TRIED) for each in found)
            severity = Severity.INFO if is_fine else Severity.WARNING
            said = (
                message("The test clip of “{name}” is here.", name=job.service.name),
                *(each.words for each in found[1:]),
            )
            self._context.event_bus.emit(Notice(together(said), severity, topic=f"proof {job.service.id}"))
