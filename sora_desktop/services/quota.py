"""`GET /api/status` of new-api, without a login: what its units are worth, and in what its billing pages count."""

from decimal import Decimal

from sora_desktop.domain.told import Quota
from sora_desktop.services.parsing.charges import read_amount
from sora_desktop.services.wire import Answer, Call

QUOTA_CALL = Call("GET", "/api/status")
"""It costs and changes nothing."""
_MOST = Decimal(10) ** 9
_CODES = ("USD", "CNY")
_TOKENS = "TOKENS"


def read_quota(answer: Answer, unit: str) -> Quota | None:
    """None where the answer does not tell. `unit` is the word for its units."""
    document = next(iter(answer.documents), None)
    data = document.get("data") if 200 <= answer.status < 300 and isinstance(document, dict) else None
    found = read_amount(data.get("quota_per_unit")) if isinstance(data, dict) else None
    if found is None or not isinstance(data, dict) or not 1 <= found[0] <= _MOST:
        return None
    shown_in = str(data.get("quota_display_type") or "").upper()
    if not shown_in:
        shown_in = "USD" if data.get("display_in_currency", True) else _TOKENS
    return Quota(round(found[0]), shown_in if shown_in in _CODES else unit if shown_in == _TOKENS else "")
