"""Every sentence that a look into a fetched file can end with: what is wrong with it, as far as that is known."""

from sora_desktop.base.kept_sentences import from_plain, to_plain
from sora_desktop.base.sentences import N_, NP_, Message, Plural, Seconds, message

EMPTY = N_("The file is empty.")
ONLY_ZEROS = N_("The file holds nothing but zeros: its content never arrived.")
HOLE = N_("A part of the file never arrived: there are only zeros in its place.")
CUT_OFF = N_("The end of the file is cut off.")
BYTES_MISSING = NP_(
    "The end of the file is cut off: {count} byte is missing.",
    "The end of the file is cut off: {count} bytes are missing.",
)
PART_MISSING = N_("The file has no “{part}” part, so it isn't complete.")
SHORTER = N_("The file claims to be {declared} long, but only {came} arrived.")
TRACK_MISSING = N_("There are only zeros where another track, such as the sound, may have been.")
MAY_GO_ON = N_("The end of the file looks cut off, but every frame can be decoded.")
LONGER_PART = N_("The last part claims to be longer than the file, but all the video needs is there.")
OTHER_CONTAINER = N_("The file is {kind}, not an MP4.")
PACKED = N_("The file is an archive ({kind}): unpack it to see what is inside.")
AS_TEXT = N_("The file is a clip written as text (Base64), not an MP4.")
BYTES_BEFORE = NP_("There is {count} other byte before the MP4.", "There are {count} other bytes before the MP4.")
UNKNOWN = N_("The file is of an unknown type.")
NOT_A_CLIP = N_("The file is {kind}, not a clip.")
NO_PICTURE = N_("There is no picture in the file.")
NO_LENGTH = N_("The clip has no length.")
NO_DECODER = N_("There is no decoder for this video here.")
NOT_DECODED = N_("The video can't be decoded.")
SOME_NOT_DECODED = N_("Some frames can't be decoded.")
SOME_DAMAGED = N_("Some frames are damaged.")
CHECK_DIED = N_("The check couldn't be completed: the program that checks crashed. That says nothing against the clip.")
CHECK_SLOW = N_("The check couldn't be completed: it takes too long. That says nothing against the clip.")

_ALL = frozenset(
    text.one if isinstance(text, Plural) else text
    for name, text in list(globals().items())
    if name.isupper() and isinstance(text, str | Plural)
)


def shorter(declared: float, seconds: float) -> Message:
    return message(SHORTER, declared=Seconds(round(declared, 1)), came=Seconds(round(seconds, 1)))


def told(finding: Message | None) -> dict[str, object] | None:
    """A finding as JSON."""
    return None if finding is None else to_plain(finding)


def heard(said: object) -> Message | None:
    """A finding from JSON; ValueError, TypeError or LookupError for anything but one of those above."""
    if said is None:
        return None
    finding = from_plain(said)
    if finding != Message(finding.source, finding.values, finding.many) or finding.source not in _ALL:
        raise ValueError("no finding of ours")
    if not all(isinstance(each, str | int | float | Seconds) or _is_word(each) for each in finding.values.values()):
        raise ValueError("no values of ours")
    _ = finding.source.format(**finding.values)  # a place that is not filled shows here
    return finding


def _is_word(value: object) -> bool:
    """The name of a kind of file."""
    return isinstance(value, Message) and value == message(value.source) and len(value.source) < 100
