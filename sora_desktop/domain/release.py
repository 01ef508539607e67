"""A version of the app that is out, and which of two versions is the newer one."""

import re
from datetime import datetime

from sora_desktop.base.values import dataclass

ENGLISH = "en"
_LONGEST = 64
_VERSION = re.compile(
    r"v?(?P<numbers>\d{1,9}(?:\.\d{1,9}){0,5})"
    r"(?:[-_.]?(?P<stage>alpha|beta|preview|pre|rc|a|b|c)[-_.]?(?P<stage_number>\d{0,9}))?"
    r"(?:[-_.]?post[-_.]?(?P<post>\d{0,9}))?"
    r"(?:[-_.]?dev[-_.]?(?P<dev>\d{0,9}))?"
    r"(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?",
    re.IGNORECASE | re.ASCII,
)
_STAGES = {"a": 0, "alpha": 0, "b": 1, "beta": 1, "c": 2, "rc": 2, "pre": 2, "preview": 2}
_UNDER_WORK, _FINISHED = -1, 3

Key = tuple[tuple[int, ...], tuple[int, int], int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Release:
    """`number` grows with each telling, so that an old one is known. `notes`: language and plain text. `page` is https."""

    number: int
    version: str
    notes: tuple[tuple[str, str], ...]
    page: str

    def notes_in(self, locale_name: str) -> str:
        """What is new, in a language such as de_AT; English where there is no other."""
        told = dict(self.notes)
        plain = locale_name.replace("-", "_")
        spoken = plain.partition("_")[0]
        nearest = (name for name in sorted(told) if name.partition("_")[0] == spoken)
        return told.get(plain) or told.get(next(nearest, ENGLISH)) or told.get(ENGLISH, "")


@dataclass(frozen=True, slots=True)
class UpdateNews:
    """What is known of new versions. `release` is there where it is newer than this one.

    `asked_at`: when it was asked last, well or not. `failed`: the last time nothing came that could be trusted.
    """

    asked_at: datetime | None = None
    failed: bool = False
    release: Release | None = None


def version_key(version: str) -> Key | None:
    """To be compared, by the rules that Python packages follow (PEP 440). None where it is no version."""
    text = version.strip()
    found = _VERSION.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    numbers = [int(each) for each in found["numbers"].split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    post = int(found["post"] or 0) + 1 if found["post"] is not None else 0
    dev = (0, int(found["dev"] or 0)) if found["dev"] is not None else (1, 0)
    return tuple(numbers), _stage(found, has_post=post > 0), post, dev


def _stage(found: re.Match[str], *, has_post: bool) -> tuple[int, int]:
    """A version under work comes before its first test version, unless it is one of a later stage itself."""
    if found["stage"]:
        return _STAGES[found["stage"].lower()], int(found["stage_number"] or 0)
    return (_UNDER_WORK, 0) if found["dev"] is not None and not has_post else (_FINISHED, 0)


def is_newer(version: str, than: str) -> bool:
    """False where one of them is no version."""
    one, other = version_key(version), version_key(than)
    return one is not None and other is not None and one > other
