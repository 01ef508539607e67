"""Prices of new-api that were read while each fixed price but that of Sora was taken for one of a clip."""

from typing import Any

from sora_desktop.store.upgrades.history import Plain


def told_prices_per_clip_are_doubtful(plain: Plain) -> Plain:
    """What its list was read as per clip may be per second: until it is read anew, that is the least it costs.

    What a person has set themselves stands elsewhere, and stays.
    """
    told = plain.get("told")
    prices = told.get("prices") if isinstance(told, dict) and plain.get("preset") == "new-api" else None
    lines = prices.get("prices") if isinstance(prices, dict) else None
    if not isinstance(told, dict) or not isinstance(prices, dict) or not isinstance(lines, list):
        return plain
    return {**plain, "told": {**told, "prices": {**prices, "prices": [_doubted(line) for line in lines]}}}


def _doubted(line: Any) -> Any:
    is_guess = isinstance(line, dict) and line.get("unit") == "job" and "doubts" not in line
    return {**line, "doubts": ["unit"]} if is_guess else line
