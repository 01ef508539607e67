"""One piece of other people's work, under its licence; and the words of a licence by its SPDX id."""

import re
from pathlib import Path

from sora_desktop.base.values import dataclass

PUBLIC_DOMAIN = "public domain"
"""Needs no words."""


class MissingLicenceError(Exception):
    """Nobody knows the licence of what is named: nothing that holds it may be given away."""


@dataclass(frozen=True, slots=True)
class Part:
    """`texts` is name and words of each file about the licence. `inside` names the part that carries it along.

    `registry` is the kind of registry it is from, as in a package URL: pypi, deb, generic. `note` is what else is to say.
    `places` are its files in a self-contained folder.
    """

    name: str
    version: str
    licence: str
    home: str = ""
    copyright: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    registry: str = "generic"
    inside: str = ""
    note: str = ""
    places: tuple[str, ...] = ()


def words_of(expression: str, folder: Path, who: str) -> tuple[tuple[str, str], ...]:
    """Each licence that an SPDX expression names, with its words out of `folder`.

    Of alternatives one with words is enough. MissingLicenceError with `who` where there is none.
    """
    found: dict[str, str] = {}
    for group in re.split(r"\bAND\b", expression.replace("(", " ").replace(")", " ")):
        known = [name for name in map(_file_of, re.split(r"\bOR\b", group)) if (folder / name).is_file()]
        if not known and group.strip() != PUBLIC_DOMAIN:
            raise MissingLicenceError(f"{who}: no words of its licence, {expression or 'which it does not name'}")
        found.update((name, (folder / name).read_text(encoding="utf-8")) for name in known)
    if any(name.startswith("LGPL-3") for name in found):  # it is written as additions to the other one
        found["GPL-3.0.txt"] = (folder / "GPL-3.0.txt").read_text(encoding="utf-8")
    return tuple(found.items())


def _file_of(identifier: str) -> str:
    plain = identifier.partition(" WITH ")[0].strip()
    return re.sub(r"(-only|-or-later|\+)$", "", plain) + ".txt"
