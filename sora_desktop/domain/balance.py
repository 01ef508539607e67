"""What is left of an account or key at a service, as that tells it."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sora_desktop.base.values import dataclass


class BalanceWay(StrEnum):
    """How a service is asked what is left, for free.

    NEW_API_TOKEN:      `GET /api/usage/token/`, of the key, in units
    NEW_API_BILLING:    `GET /v1/dashboard/billing/subscription` and `…/usage`
    OPENROUTER_KEY:     `GET /api/v1/key`, of a key that has a limit
    OPENROUTER_CREDITS: `GET /api/v1/credits`, of the account
    LITELLM_KEY:        `GET /key/info`, of a key that has a budget
    LITELLM_OWNER:      `GET /user/info` beside it, of the team that a key belongs to, else of its user
    EVOLINK_CREDITS:    `GET /v1/credits`, of the key or the account, whichever has less
    """

    NEW_API_TOKEN = "new-api-token"  # noqa: S105 -- a word, and no password
    NEW_API_BILLING = "new-api-billing"
    OPENROUTER_KEY = "openrouter-key"
    OPENROUTER_CREDITS = "openrouter-credits"
    LITELLM_KEY = "litellm-key"
    LITELLM_OWNER = "litellm-owner"
    EVOLINK_CREDITS = "evolink-credits"


@dataclass(frozen=True, slots=True)
class Balance:
    """`left` may be below zero. `unit` is a code such as USD, or the service's own word. `at` is when it was told (UTC)."""

    left: Decimal
    unit: str
    at: datetime
