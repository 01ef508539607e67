"""What a fake service charged. The oracle of the money tests reads it."""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Charge:
    """One job that was billed: `body` is a fingerprint of the request as it came."""

    job_id: str
    amount: Decimal
    prompt: str
    body: str
    idempotency_key: str


@dataclass
class MoneyLedger:
    """Charges in the order in which they were made."""

    charges: list[Charge] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        return sum((charge.amount for charge in self.charges), Decimal(0))

    def charge(self, job_id: str, amount: Decimal, prompt: str, body: bytes, key: str) -> None:
        self.charges.append(Charge(job_id, amount, prompt, fingerprint(body), key))

    def of_prompt(self, prompt: str) -> list[Charge]:
        return [charge for charge in self.charges if charge.prompt == prompt]


def fingerprint(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
