"""What a person was shown of something that is about to go, held against what would go."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sora_desktop.base.sentences import N_, Money, message
from sora_desktop.domain.errors import InputError, PictureChangedError
from sora_desktop.domain.pricing import Cost

NOTHING_SENT = message("Nothing was sent, and nothing is billed.")
UNKNOWN_PRICE = message("The price of this clip is unknown.")
_EXACTLY = N_("Its price is {money} by now.")
_AT_LEAST = N_("Its price is at least {money} by now.")
PicturePaths = tuple[Path | None, ...]
"""Where the pictures of a request lie as they are sent, under names made from their bytes; None for an address."""


class Shown(NamedTuple):
    """`price` is that of all together, `pictures` are those of each request, none where nobody saw them fitted."""

    price: Cost
    pictures: Sequence[PicturePaths] = ()


def expect_price(shown: Cost, now: Cost) -> None:
    """Raises InputError where it is another by now."""
    if now == shown:
        return
    money = Money(now.amount, now.currency) if now.amount is not None else None
    says = message(_AT_LEAST if now.is_least else _EXACTLY, money=money) if money else UNKNOWN_PRICE
    raise InputError(says.about(money=NOTHING_SENT))


def expect_pictures(shown: Sequence[PicturePaths], now: Sequence[PicturePaths]) -> None:
    """Raises PictureChangedError where a picture would go that is not the one that was shown."""
    for before, after in zip(shown, now, strict=False):
        if any(old and new and old.name != new.name for old, new in zip(before, after, strict=False)):
            raise PictureChangedError
