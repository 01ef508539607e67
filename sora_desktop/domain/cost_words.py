"""A cost in a few words, for the command line and for messages: as estimated, and as settled."""

from sora_desktop.base.sentences import Message, Money, message
from sora_desktop.domain.charge import Charge
from sora_desktop.domain.job import Billed, Job
from sora_desktop.domain.pricing import Cost

_FREE, _UNKNOWN = message("free"), message("price unknown")


def estimate_words(cost: Cost) -> Message:
    """Such as `about $0.40`, `at least $0.40`."""
    if cost.free or cost.amount is None:
        return _FREE if cost.free else _UNKNOWN
    money = Money(cost.amount, cost.currency)
    return message("at least {money}", money=money) if cost.is_least else message("about {money}", money=money)


def bill_words(job: Job) -> Message:
    """What a job was billed: as its service settled it, else as estimated, which is said."""
    if job.cost.free or job.billed is Billed.NO:
        return _FREE if job.cost.free else message("not billed")
    settled = _settled_words(job.charge)
    if settled is not None:
        return settled
    estimated = estimate_words(job.cost)
    if job.billed is Billed.UNKNOWN:
        return message("may have been billed: {estimate}", estimate=estimated)
    return message("billed, not settled yet: {estimate}", estimate=estimated)


def _settled_words(charge: Charge) -> Message | None:
    standing, paid = charge.standing, charge.paid
    if standing is None or paid is None:
        return None
    if not standing.amount and paid.amount:
        return message("billed {money}, then given back", money=Money(paid.amount, paid.unit))
    return message("billed {money}", money=Money(standing.amount, standing.unit))
