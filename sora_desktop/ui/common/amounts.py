"""Sums of money as people write them."""

from decimal import Decimal, InvalidOperation

from sora_desktop.base.safe_text import one_line

_LARGEST = Decimal(1_000_000_000)


def read_amount(typed: str) -> Decimal | None:
    """A sum as people write it, with a point or a comma; None for what is none."""
    words = typed.strip().lstrip("$€£¥").strip()
    plain = words.replace(",", ".") if words.count(",") == 1 and "." not in words else words
    if not plain.isascii() or not plain.replace(".", "", 1).isdigit():
        return None
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return None
    return amount if amount <= _LARGEST else None


def read_unit(typed: str, longest: int) -> str:
    """A currency's code in capitals, or a service's own unit, of at most `longest` characters; "" for what is none."""
    plain = one_line(typed, longest).strip()
    return plain.upper() if len(plain) == len("USD") else plain
