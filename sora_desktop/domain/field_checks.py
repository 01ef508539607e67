"""Whether the fields of a request contradict each other: what the editors, an import and the sending itself ask.

A field that is named twice, or as one that the format writes, would be another request than the one that is paid for.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.wire_options import WireOptions

_FIELD = r"[A-Za-z_][\w.\-]*(\[\])?"
_LENGTHS = frozenset({"seconds", "duration"})
_SIZES = frozenset({"size", "resolution"})
_RATIOS = frozenset({"aspect_ratio", "ratio"})
"""What formats call these themselves: there each may stand, and nothing else."""
_OWN: Mapping[str, frozenset[str]] = {"seconds_field": _LENGTHS, "size_field": _SIZES, "ratio_field": _RATIOS}
_OF_PICTURES = ("link_field", "file_field", "last_field", "reference_field")


def is_field(name: str) -> bool:
    """Whether a field of a request can be called so."""
    return re.fullmatch(_FIELD, name, re.ASCII) is not None


def is_one_field(one: str, other: str) -> bool:
    """Whether one is the other, or stands inside of it."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def wire_faults(wire: WireOptions, own: Collection[str] = ()) -> dict[str, Message]:
    """What is wrong with its fields, by their names in `WireOptions`. `own` are the fields that the format itself writes."""
    faults, used = dict[str, Message](), list[str]()
    for place in (*_OWN, *_OF_PICTURES):
        name = str(getattr(wire, place))
        taken = {*(set(own) - _OWN.get(place, frozenset())), *used}
        if fault := field_fault(name, taken):
            faults[place] = fault
        if name and place in _OWN:
            used.append(name)
    return faults


def field_fault(name: str, taken: Collection[str]) -> Message | None:
    """What is wrong with the name of a field; None where nothing is, or where there is none."""
    if name and not is_field(name):
        return message("A field name has only letters, digits, “_”, “-” and “.”, and may end in “[]”.")
    if name and any(is_one_field(name, each) for each in taken):
        return message("“{field}” already means something else in a request.", field=name)
    return None


def entry_faults(model: VideoModel, own: Collection[str] = ()) -> Iterator[Message]:
    """All that contradicts itself in how an entry is asked, whatever the request."""
    if model.wire is not None:
        yield from wire_faults(model.wire, own).values()
    for slot in model.images:
        if fault := field_fault(slot.field, own):
            yield fault
    for parameter in model.parameters:
        if fault := field_fault(parameter.wire_field, own):
            yield fault
