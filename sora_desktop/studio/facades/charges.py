"""What a person can say of the bill of a job, beside what its service says."""

from dataclasses import replace
from decimal import Decimal

from sora_desktop.base.sentences import message
from sora_desktop.domain.charge import ChargeSource, Settlement
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.evidence import Evidence, News, judge
from sora_desktop.domain.job import Job, may_have_cost
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.settlements import ASKED_FOR, Settlements, is_open


class ChargesFacade:
    """A person's word wins over each other one, and takes none of them away. It is taken of jobs off the list, too."""

    def __init__(self, context: JobContext) -> None:
        self._context = context

    async def of_job(self, job_id: str) -> Job | None:
        """The job with this id, on the list or off it; None where this ledger does not have it."""
        return self._context.ledger.find(job_id)

    async def ask(self, job_id: str) -> None:
        """Ask its service now what a job cost that has ended, where it can be asked. Never raises."""
        job = self._context.ledger.find(job_id)
        if job is not None and is_open(job, self._context.clock.now() - ASKED_FOR):
            await Settlements(self._context).ask_now(job)

    async def enter(self, job_id: str, amount: Decimal, unit: str) -> Job:
        """What the service billed for a job, as a person has looked it up: zero or more of a currency, or of units.

        InputError where the job was not sent yet, its service never bills, or this ledger does not have it.
        """
        evidence = Evidence(News.SETTLED, charge=Settlement(amount, unit, ChargeSource.PERSON))

        def entered(job: Job) -> Job:
            if not may_have_cost(job):
                raise InputError(message("Nothing can have been billed for this job."))
            return judge(job, evidence, self._context.clock.now(), self._context.backoff.patience)

        await self._context.ledger.until_free()
        return self._context.ledger.amend(job_id, entered)

    async def take_away(self, job_id: str) -> Job:
        """What a person entered is gone; what the service told counts again, else the estimate."""
        await self._context.ledger.until_free()
        return self._context.ledger.amend(job_id, lambda job: replace(job, charge=job.charge.without_entered()))
