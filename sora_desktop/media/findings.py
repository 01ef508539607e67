"""Every sentence that a look into a fetched file can end with: what is wrong with it, as far as that is known."""

from typing import Any

from sora_desktop.base.sentences import Message, message

EMPTY = "It is empty."
ONLY_ZEROS = "There are only zeros in it: its content did not come."
HOLE = "A part of it did not come: there are only zeros in its place."
CUT_OFF = "Its end is cut off."
BYTES_MISSING = "Its end is cut off: {count} bytes are missing."
PART_MISSING = "It has no “{part}” part: it is not whole."
SHORTER = "It says that it is {declared} s long, but only {seconds} s came."
TRACK_MISSING = "There are only zeros where one more of its tracks may have been, such as its sound."
MAY_GO_ON = "Its end looks cut off, but all of its pictures can be decoded."
LONGER_PART = "Its last part says that it is longer than the file; all that the film needs is there."
OTHER_CONTAINER = "It is {kind}, not an MP4."
PACKED = "It is packed ({kind}): unpack it to see what is in it."
AS_TEXT = "It is a clip written as text (Base64), not an MP4."
BYTES_BEFORE = "There are {count} other bytes before the MP4."
UNKNOWN = "It is of no kind that is known here."
NOT_A_CLIP = "It is {kind}, not a clip."
NO_PICTURE = "There is no picture in it."
NO_LENGTH = "It has no length."
NO_DECODER = "There is no decoder for its pictures here."
NOT_DECODED = "It cannot be decoded."
SOME_NOT_DECODED = "Some of its pictures cannot be decoded."
SOME_DAMAGED = "Some of its pictures are damaged."
CHECK_DIED = (
    "The check could not be finished: the program that checks ended over it. That says nothing against the clip."
)
CHECK_SLOW = "The check could not be finished: it takes too long. That says nothing against the clip."

_ALL = frozenset(text for name, text in list(globals().items()) if name.isupper() and isinstance(text, str))


def shorter(declared: float, seconds: float) -> Message:
    return message(SHORTER, declared=f"{declared:.1f}", seconds=f"{seconds:.1f}")


def told(finding: Message | None) -> list[Any] | None:
    """A finding as JSON."""
    return None if finding is None else [finding.source, dict(finding.values)]


def heard(said: Any) -> Message | None:
    """A finding from JSON; ValueError, TypeError, LookupError or AttributeError for anything but one of those above."""
    if said is None:
        return None
    source, values = said
    if source not in _ALL:
        raise ValueError("no finding of ours")
    if not all(isinstance(each, str | int | float) for each in values.values()):
        raise ValueError("no values of ours")
    finding = message(source, **values)
    _ = source.format(**finding.values)  # a place that is not filled shows here
    return finding
