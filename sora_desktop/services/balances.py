"""Asking a service what is left. Pure: the questions, and what their answers tell.

As of 2026-11. What has no limit tells nothing: how much is behind it, another question may tell, or none.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from sora_desktop.domain.balance import BalanceWay
from sora_desktop.services.wire import Answer, Call

_PATHS: Mapping[BalanceWay, tuple[str, ...]] = {
    BalanceWay.NEW_API_TOKEN: ("/api/usage/token/",),
    BalanceWay.NEW_API_BILLING: ("/v1/dashboard/billing/subscription", "/v1/dashboard/billing/usage"),
    BalanceWay.OPENROUTER_KEY: ("/api/v1/key",),
    BalanceWay.OPENROUTER_CREDITS: ("/api/v1/credits",),
    BalanceWay.LITELLM_KEY: ("/key/info",),
    BalanceWay.LITELLM_OWNER: ("/key/info", "/user/info"),
    BalanceWay.EVOLINK_CREDITS: ("/v1/credits",),
}
_LARGEST = Decimal(10) ** 15
_NO_LIMIT = Decimal(100_000_000)
"""new-api's word for a key without a limit, whatever it counts in."""
_LONGEST = 40
_HUNDREDTHS = 100


def balance_calls(way: BalanceWay) -> tuple[Call, ...]:
    """The questions, which cost and change nothing."""
    return tuple(Call("GET", path) for path in _PATHS[way])


def read_balance(way: BalanceWay, answers: Sequence[Answer], billing_unit: str = "USD") -> tuple[Decimal, str] | None:
    """What is left and in which unit; None where these answers, one for each question, do not tell it.

    `billing_unit`: what new-api's billing pages count in at this site, whatever their fields are called; "" where nobody
    knows it, and then nothing is told.
    """
    if len(answers) != len(_PATHS[way]) or not all(200 <= answer.status < 300 for answer in answers):
        return None
    documents = [next(iter(answer.documents), None) for answer in answers]
    objects = [document for document in documents if isinstance(document, dict)]
    found = _READERS[way](objects) if len(objects) == len(documents) else None
    if found is None or way is not BalanceWay.NEW_API_BILLING:
        return found
    return (found[0], billing_unit) if billing_unit else None


def _of_new_api_token(told: Sequence[Mapping[str, Any]]) -> tuple[Decimal, str] | None:
    data = _inner(told[0], "data")
    left = _number(data.get("total_available"))
    return None if left is None or data.get("unlimited_quota") is True else (left, "quota")


def _of_new_api_billing(told: Sequence[Mapping[str, Any]]) -> tuple[Decimal, str] | None:
    limit, used = _number(told[0].get("hard_limit_usd")), _number(told[1].get("total_usage"))
    if limit is None or used is None or limit == _NO_LIMIT:
        return None
    return limit - used / _HUNDREDTHS, "USD"


def _of_openrouter_key(told: Sequence[Mapping[str, Any]]) -> tuple[Decimal, str] | None:
    left = _number(_inner(told[0], "data").get("limit_remaining"))
    return None if left is None else (left, "USD")


def _of_openrouter_credits(told: Sequence[Mapping[str, Any]]) -> tuple[Decimal, str] | None:
    data = _inner(told[0], "data")
    return _difference(data.get("total_credits"), data.get("total_usage"))


def _of_litellm_key(told: Sequence[Mapping[str, Any]]) -> tuple[Decimal, str] | None:
    info = _inner(told[0], "info")
    return _difference(info.get("max_budget"), info.get("spend"))


def _of_litellm_owner(told: Sequence[Mapping[str, Any]]) -> tuple[Decimal, str] | None:
    """Where a key belongs to a team, the budget of its user does not count."""
    team = _inner(told[0], "info").get("team_id")
    teams = told[1].get("teams")
    listed = [each for each in teams if isinstance(each, dict)] if isinstance(teams, list) else []
    own = next((each for each in listed if each.get("team_id") == team), {}) if team else _inner(told[1], "user_info")
    return _difference(own.get("max_budget"), own.get("spend"))


def _of_evolink_credits(told: Sequence[Mapping[str, Any]]) -> tuple[Decimal, str] | None:
    data = _inner(told[0], "data")
    token = _inner(data, "token")
    of_token = None if token.get("unlimited_credits") is True else _number(token.get("remaining_credits"))
    left = [each for each in (of_token, _number(_inner(data, "user").get("remaining_credits"))) if each is not None]
    return (min(left), "credits") if left else None


_READERS = {
    BalanceWay.NEW_API_TOKEN: _of_new_api_token,
    BalanceWay.NEW_API_BILLING: _of_new_api_billing,
    BalanceWay.OPENROUTER_KEY: _of_openrouter_key,
    BalanceWay.OPENROUTER_CREDITS: _of_openrouter_credits,
    BalanceWay.LITELLM_KEY: _of_litellm_key,
    BalanceWay.LITELLM_OWNER: _of_litellm_owner,
    BalanceWay.EVOLINK_CREDITS: _of_evolink_credits,
}


def _inner(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inner = told.get(name)
    return inner if isinstance(inner, dict) else {}


def _difference(granted: Any, used: Any) -> tuple[Decimal, str] | None:
    whole, spent = _number(granted), _number(used)
    return None if whole is None or spent is None else (whole - spent, "USD")


def _number(value: Any) -> Decimal | None:
    """A number, also one in a text; None for what is none, endless or absurd."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, int) and abs(value) >= _LARGEST:
        return None
    text = value.strip() if isinstance(value, str) else str(value)
    try:
        number = Decimal(text) if len(text) <= _LONGEST else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and abs(number) < _LARGEST else None
