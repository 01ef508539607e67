"""Two languages that nobody speaks, made of the English texts as they are looked up.

`en_XA` is half as long again and full of accents: what it cuts off a real language cuts off too, and what has no
accents, or brackets in its middle, was not marked or was glued together. `ar_XB` runs from right to left.
"""

import gettext
import re
from collections.abc import Callable, Mapping

_PLACE = re.compile(r"(\{[^{}]*\})")
_LONGER = 0.5
_ACCENTED = str.maketrans("ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz", "ÅÇĐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåçđéĝĥîĵķļñöŕšţûŵýž")
_HEBREW = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", 2 * "אבגדהופזיצכלמנסעקרשתטחףםץן")


class Accented(gettext.NullTranslations):
    """Longer, with accents, in brackets; what only puts others together stays as it is."""

    def gettext(self, message: str) -> str:
        if not any(map(str.isalpha, _PLACE.sub("", message))):
            return message
        return f"[{_outside_of_places(message, _ACCENTED)}{_filling(message)}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


class Mirrored(gettext.NullTranslations):
    """The same texts in letters that run from right to left."""

    def gettext(self, message: str) -> str:
        return _outside_of_places(message, _HEBREW)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def _outside_of_places(text: str, letters: Mapping[int, str | int | None]) -> str:
    parts = _PLACE.split(text)
    return "".join(part if _PLACE.fullmatch(part) else part.translate(letters) for part in parts)


def _filling(text: str) -> str:
    """So many more letters, in words, that the text is half as long again."""
    missing = max(1, round(len(_PLACE.sub("", text)) * _LONGER) - 3)
    words = "óñé ţŵö ţĥŕéé ƒöûŕ ƒîvé šîx šévéñ éîĝĥţ ñîñé ţéñ "
    return " " + (words * (1 + missing // len(words)))[:missing].strip()


PSEUDO_LANGUAGES: dict[str, Callable[[], gettext.NullTranslations]] = {"en_XA": Accented, "ar_XB": Mirrored}
