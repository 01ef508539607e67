"""What several jobs come to."""

from collections.abc import Iterable
from decimal import Decimal

from sora_desktop.base.sentences import Money
from sora_desktop.domain.charge import cost_of
from sora_desktop.domain.job import Billed, Job
from sora_desktop.domain.pricing import Cost
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.common.job_words import billed_words
from sora_desktop.ui.language import tr, written


def sum_words(jobs: Iterable[Job]) -> str:
    """The sum of what was billed, or may have been: `$1.60`, `at least $1.60`, `$1.60 + 12 credits`; empty where no price
    is known.
    """
    costs = [cost_of(job.cost, job.charge) for job in jobs if is_spent(job)]
    money = _added(costs)
    return tr(text.MONEY_AT_LEAST, money=money) if any(cost.is_least for cost in costs) else money


def _added(costs: Iterable[Cost]) -> str:
    sums: dict[str, Decimal] = {}
    for cost in costs:
        if cost.amount is not None:
            sums[cost.currency] = sums.get(cost.currency, Decimal(0)) + cost.amount
    return " + ".join(written(Money(amount, unit)) for unit, amount in sums.items())


def is_spent(job: Job) -> bool:
    """Whether it was billed, or may have been."""
    return not job.cost.free and (job.billed is not Billed.NO or job.charge.entered is not None)


def bill_words(jobs: list[Job]) -> str:
    """What jobs that have ended were billed, in a few words, as `billed_words` says it of one."""
    spent = [job for job in jobs if is_spent(job)]
    said = {billed_words(job) for job in jobs if job not in spent}
    if not spent:
        return said.pop() if len(said) == 1 else tr(text.QUEUE_BILLED_NO_PRICE[Billed.NO])
    if len(spent) == 1:
        return billed_words(spent[0])
    is_sure = all(job.billed is Billed.YES or job.charge.entered is not None for job in spent)
    costs = [cost_of(job.cost, job.charge) for job in spent]
    money, bill = _added(costs), Billed.YES if is_sure else Billed.UNKNOWN
    if not money or any(cost.amount is None for cost in costs):
        return tr(text.QUEUE_BILLED_NO_PRICE[bill])
    if any(cost.is_least for cost in costs):
        return tr(text.QUEUE_BILLED_AT_LEAST[bill], money=money)
    if is_sure and all(job.charge.standing is not None for job in spent):
        return tr(text.QUEUE_SETTLED, money=money)
    return tr(text.QUEUE_BILLED[bill], money=money)
