"""An entry of a catalogue as a person writes it, and what contradicts itself in it. Nothing of it is lost on the way."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field, replace
from enum import StrEnum

from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import ImageRole, ImageSlot, LengthRange, Settled, VideoModel
from sora_desktop.domain.field_checks import field_fault, wire_faults
from sora_desktop.domain.parameters import Parameter
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.wire_options import WireOptions
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.parameter_text import ParameterText, read_parameter, write_parameter

LONGEST_SECONDS = 3600
LONGEST_DEADLINE = 7 * 24 * 3600
LONGEST_ID = 300
_SIDES = range(16, 16_385)
_SIZE = re.compile(r"(\d{1,5})\s*[x×*]\s*(\d{1,5})", re.ASCII | re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,5})\s*[-–—]\s*(\d{1,5})(?:\s*/\s*(\d{1,5}))?", re.ASCII)
_WHOLE = re.compile(r"\d{1,6}", re.ASCII)


class Part(StrEnum):
    """What of an entry something is said about."""

    ID = "id"
    SIZES = "sizes"
    LENGTHS = "lengths"
    USUAL = "usual"
    DEADLINE = "deadline"
    IMAGES = "images"
    PARAMETERS = "parameters"
    WIRE = "wire"


@dataclass(frozen=True, slots=True)
class SlotText:
    """How many images of a role it takes, where they stand on the wire, and how many have to be there."""

    most: int = 0
    field: str = ""
    least: int = 0


@dataclass(frozen=True, slots=True)
class EntryText:
    """What stands in the fields; `base` is what it was read from, and keeps what no field shows. Lengths in seconds."""

    base: VideoModel
    id: str
    name: str
    sizes: str
    lengths: str
    usual: str
    deadline: str
    fixes: tuple[Settled, ...]
    slots: Mapping[ImageRole, SlotText]
    parameters: tuple[ParameterText, ...]
    wire: WireOptions | None


@dataclass(frozen=True, slots=True)
class EntryRead:
    """`model` None where something is wrong: `problems` says what, part by part."""

    model: VideoModel | None
    problems: Mapping[Part, Message] = field(default_factory=dict)


def write_entry(model: VideoModel) -> EntryText:
    """The fields of an entry."""
    lengths = [*map(str, model.lengths), *([_range_text(model.length_range)] if model.length_range else [])]
    slots = {role: model.slot(role) or ImageSlot(role, 0) for role in ImageRole}
    return EntryText(
        model,
        model.id,
        model.name,
        ", ".join(map(str, model.sizes)),
        ", ".join(lengths),
        str(model.default_seconds or ""),
        str(model.deadline_seconds or ""),
        model.fixes,
        {role: SlotText(slot.most, slot.field, slot.least) for role, slot in slots.items()},
        tuple(map(write_parameter, model.parameters)),
        model.wire,
    )


def _range_text(lengths: LengthRange) -> str:
    step = f" / {lengths.step}" if lengths.step > 1 else ""
    return f"{lengths.least} - {lengths.most}{step}"


def read_entry(entry: EntryText, taken: Iterable[str] = (), own: Collection[str] = ()) -> EntryRead:
    """The entry that stands in the fields; `taken` are the ids of the others, `own` what the format itself writes."""
    problems = dict[Part, Message]()
    name = _read_id(entry.id, taken, problems)
    sizes = _read_sizes(entry, problems)
    lengths, spread = _read_lengths(entry.lengths, problems)
    deadline = _read_deadline(entry.deadline, problems)
    images = _read_slots(entry, problems, own)
    parameters = _read_parameters(entry, images, problems)
    if entry.wire is not None and (faults := wire_faults(entry.wire, own)):
        problems[Part.WIRE] = next(iter(faults.values()))
    usual = _read_usual(entry.usual, lengths, spread, problems)
    if problems:
        return EntryRead(None, problems)
    model = replace(
        entry.base,
        id=name,
        name=entry.name.strip(),
        sizes=sizes,
        lengths=lengths,
        length_range=spread,
        fixes=entry.fixes,
        default_seconds=usual,
        images=images,
        parameters=parameters,
        deadline_seconds=deadline,
        wire=entry.wire,
    )
    return EntryRead(replace(model, assumed=_still_assumed(model, entry.base)))


def _still_assumed(model: VideoModel, base: VideoModel) -> tuple[str, ...]:
    """What a person wrote is assumed no more."""
    said = {"sizes": model.sizes != base.sizes, "default_size": model.sizes != base.sizes}
    lengths = (model.lengths, model.length_range) != (base.lengths, base.length_range)
    said |= {"lengths": lengths, "default_seconds": model.default_seconds != base.default_seconds}
    return tuple(each for each in base.assumed if not said.get(each))


def _read_id(written: str, taken: Iterable[str], problems: dict[Part, Message]) -> str:
    name = written.strip()
    if not name or len(name) > LONGEST_ID or not name.isprintable():
        problems[Part.ID] = message(text.ENTRY_ID_EMPTY if not name else text.ENTRY_ID_ODD)
    elif name in set(taken):
        problems[Part.ID] = message(text.ENTRY_ID_TAKEN)
    return name


def _read_sizes(entry: EntryText, problems: dict[Part, Message]) -> tuple[Size, ...]:
    sizes = list[Size]()
    for token in _tokens(entry.sizes):
        found = _SIZE.fullmatch(token)
        if found is None or not all(int(side) in _SIDES for side in found.groups()):
            problems[Part.SIZES] = message(text.ENTRY_SIZE_ODD, size=token)
            return ()
        sizes.append(Size(int(found[1]), int(found[2])))
    if not sizes:
        problems[Part.SIZES] = message(text.ENTRY_SIZES_EMPTY)
    elif Settled.SIZE in entry.fixes and len(sizes) > 1:
        problems[Part.SIZES] = message(text.ENTRY_SIZE_FIXED)
    return tuple(dict.fromkeys(sizes))


def _read_lengths(written: str, problems: dict[Part, Message]) -> tuple[tuple[int, ...], LengthRange | None]:
    lengths, ranges = list[int](), list[LengthRange]()
    for token in _tokens(written):
        found = _RANGE.fullmatch(token)
        if found is not None:
            least, most, step = int(found[1]), int(found[2]), int(found[3] or 1)
            if not 0 < least <= most <= LONGEST_SECONDS or not step:
                problems[Part.LENGTHS] = message(text.ENTRY_LENGTH_ODD, length=token)
                return (), None
            ranges.append(LengthRange(least, most, step))
        elif _WHOLE.fullmatch(token) and 0 < int(token) <= LONGEST_SECONDS:
            lengths.append(int(token))
        else:
            problems[Part.LENGTHS] = message(text.ENTRY_LENGTH_ODD, length=token)
            return (), None
    if not lengths and not ranges:
        problems[Part.LENGTHS] = message(text.ENTRY_LENGTHS_EMPTY)
    elif len(ranges) > 1:
        problems[Part.LENGTHS] = message(text.ENTRY_RANGES)
    return tuple(dict.fromkeys(lengths)), ranges[0] if ranges else None


def _read_usual(
    written: str, lengths: tuple[int, ...], spread: LengthRange | None, problems: dict[Part, Message]
) -> int:
    usual = written.strip()
    if not usual:
        return 0
    known = {*lengths, *(spread.all if spread else ())}
    if Part.LENGTHS not in problems and not (_WHOLE.fullmatch(usual) and int(usual) in known):
        problems[Part.USUAL] = message(text.ENTRY_USUAL_ODD)
        return 0
    return int(usual) if _WHOLE.fullmatch(usual) else 0


def _read_deadline(written: str, problems: dict[Part, Message]) -> int | None:
    deadline = written.strip()
    if not deadline:
        return None
    if not _WHOLE.fullmatch(deadline) or not 0 < int(deadline) <= LONGEST_DEADLINE:
        problems[Part.DEADLINE] = message(text.ENTRY_DEADLINE_ODD)
        return None
    return int(deadline)


def _read_slots(entry: EntryText, problems: dict[Part, Message], own: Collection[str]) -> tuple[ImageSlot, ...]:
    """In the order that the entry had; a role that is new comes last."""
    slots = dict[ImageRole, ImageSlot]()
    for role in (*(slot.role for slot in entry.base.images), *ImageRole):
        written = entry.slots.get(role, SlotText())
        name = written.field.strip()
        if fault := field_fault(name, own):
            problems[Part.IMAGES] = fault
        if written.most > 0 and role not in slots:
            slots[role] = ImageSlot(role, written.most, name, min(written.least, written.most))
    named = Counter(slot.field for slot in slots.values() if slot.field)
    for name, count in named.items():
        is_list = name.endswith("[]") or (entry.wire is not None and entry.wire.lists_links)
        if count > 1 and not is_list:
            problems[Part.IMAGES] = message(text.ENTRY_IMAGE_FIELD_TWICE, field=name)
    return tuple(slots.values())


def _read_parameters(
    entry: EntryText, images: tuple[ImageSlot, ...], problems: dict[Part, Message]
) -> tuple[Parameter, ...]:
    parameters, used = list[Parameter](), {slot.field for slot in images} - {""}
    for row in entry.parameters:
        read = read_parameter(row)
        if isinstance(read, Message):
            problems[Part.PARAMETERS] = read
            return ()
        if read.id in {each.id for each in parameters}:
            problems[Part.PARAMETERS] = message(text.PARAMETER_ID_TWICE, id=read.id)
        elif read.wire_field in used:
            problems[Part.PARAMETERS] = message(text.PARAMETER_FIELD_TWICE, id=read.id, field=read.wire_field)
        used.add(read.wire_field)
        parameters.append(read)
    return tuple(parameters)


def _tokens(written: str) -> list[str]:
    return [token.strip() for token in re.split(r"[,;，；、]", written) if token.strip()]
