"""What a person can say of the bill of a job, beside what its service says."""

from decimal import Decimal

from sora_desktop.base.sentences import message
from sora_desktop.domain.charge import ChargeSource, Settlement
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.evidence import Evidence, News
from sora_desktop.domain.job import Job, may_have_cost
from sora_desktop.studio.jobs.job_context import JobContext


class ChargesFacade:
    """A person's word wins over each other one, and takes none of them away."""

    def __init__(self, context: JobContext) -> None:
        self._context = context

    async def enter(self, job_id: str, amount: Decimal, unit: str) -> Job:
        """What the service billed for a job, as a person has looked it up: zero or more of a currency, or of units.

        InputError where the job was not sent yet, or its service never bills.
        """
        await self._context.ledger.until_free()
        if not may_have_cost(self._context.ledger[job_id]):
            raise InputError(message("Nothing can have been billed for this job."))
        told = Settlement(amount, unit, ChargeSource.PERSON)
        return self._context.learn(job_id, Evidence(News.SETTLED, charge=told))

    async def take_away(self, job_id: str) -> Job:
        """What a person entered is gone; what the service told counts again, else the estimate."""
        await self._context.ledger.until_free()
        job = self._context.ledger[job_id]
        return self._context.ledger.update(job_id, charge=job.charge.without_entered())
