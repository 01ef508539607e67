"""What the tables of an MP4 say: its tracks, how long they are, and where in the file their last byte lies.

Plain reading of numbers: nothing here decodes, so that it may run in the app itself over a stranger's file.
"""

import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import field
from itertools import accumulate, pairwise
from typing import BinaryIO

from sora_desktop.base.values import dataclass
from sora_desktop.media.boxes import Top, behind_boxes, first, inside, read_body

_ENTRY_LIMIT = 1_000_000
"""Entries of one table that are looked at; a day of film has fewer."""
_FRAGMENTS_LIMIT = 64 * 1024 * 1024
"""Bytes of all the tables of fragments that are looked at."""
_UNKNOWN_LENGTH = (0, 0xFFFFFFFF, 2**64 - 1)


@dataclass(slots=True)
class Track:
    """A track. `end` is where its last byte lies in the file, 0 where unknown; `declared` the seconds its header tells.

    `sides` are width and height in pixels as its header says, before `turned` (by a quarter).
    """

    number: int
    handler: str = ""
    codec: str = ""
    enabled: bool = True
    sides: tuple[int, int] = (0, 0)
    turned: bool = False
    timescale: int = 0
    ticks: int = 0
    edited: float = 0.0
    declared: float = 0.0
    samples: int = 0
    end: int = 0
    defaults: tuple[int, int] = (0, 0)

    @property
    def measured(self) -> float:
        """Seconds of all its samples."""
        return self.ticks / self.timescale if self.timescale else 0.0

    @property
    def seconds(self) -> float:
        """Seconds that are presented."""
        return min(self.edited, self.measured) if self.edited and self.measured else self.measured


@dataclass(slots=True)
class Film:
    """An MP4 by its tables. `declared` are the seconds it says to have, 0.0 where it does not say.

    `all_read`: no table was left out for being too large. `rest`: what its tables end with that is none.
    """

    tracks: list[Track] = field(default_factory=list)
    fragmented: bool = False
    declared: float = 0.0
    quicktime: bool = False
    all_read: bool = True
    rest: bytes = b""

    @property
    def end(self) -> int:
        return max((track.end for track in self.tracks), default=0)

    @property
    def picture(self) -> Track | None:
        """The track that a player shows: no cover of a single picture where there is a film beside it."""
        shown = [track for track in self.tracks if track.handler == "vide"]
        return max(
            shown, key=lambda track: (track.samples > 1, track.enabled, track.sides[0] * track.sides[1]), default=None
        )

    @property
    def sound(self) -> Track | None:
        return next((track for track in self.tracks if track.handler == "soun"), None)


def read_film(file: BinaryIO, top: Top) -> Film:
    """All that the tables say; what is damaged among them is left out."""
    film = Film()
    for box in top.all("moov")[:1]:
        _read_movie(read_body(file, box), film)
    left = _FRAGMENTS_LIMIT
    for box in top.all("moof"):
        film.fragmented = True
        left -= box.length
        if left < 0:
            film.all_read = False
            break
        _read_fragment(read_body(file, box), box.start, {track.number: track for track in film.tracks})
    return film


def _read_movie(body: bytes, film: Film) -> None:
    timescale, ticks = _clock(first(body, "mvhd"), durations_at=(12, 20))
    for kind, inner in inside(body):
        if kind == "trak":
            film.tracks.append(_track(inner, timescale))
            film.quicktime = film.quicktime or first(inner, "mdia", "hdlr")[4:8] == b"mhlr"
    film.rest = behind_boxes(body)
    if extends := first(body, "mvex"):
        film.fragmented = True
        ticks = _number(first(extends, "mehd"), 4) or ticks
        _read_defaults(extends, film.tracks)
    if film.fragmented and timescale:
        film.declared = ticks / timescale


def _clock(header: bytes, durations_at: tuple[int, int]) -> tuple[int, int]:
    """Time scale and length of a movie or a media header, whose numbers are longer from version 1 on."""
    short, long = durations_at
    if len(header) < short + 8:
        return 0, 0
    if header[0] == 0:
        scale, ticks = struct.unpack_from(">II", header, short)
    elif len(header) >= long + 12:
        scale, ticks = struct.unpack_from(">IQ", header, long)
    else:
        return 0, 0
    return scale, 0 if ticks in _UNKNOWN_LENGTH else ticks


def _number(body: bytes, at: int) -> int:
    """A number of a full box that is longer from version 1 on; 0 where it says that it is not known."""
    value = int.from_bytes(body[at : at + (4 if body[:1] == b"\0" else 8)])
    return 0 if value in _UNKNOWN_LENGTH else value


def _read_defaults(extends: bytes, tracks: list[Track]) -> None:
    """The length and size that samples of fragments have where nothing else is said."""
    defaults = {
        struct.unpack_from(">I", body, 4)[0]: struct.unpack_from(">II", body, 12)
        for kind, body in inside(extends)
        if kind == "trex" and len(body) >= 24
    }
    for track in tracks:
        track.defaults = defaults.get(track.number, (0, 0))


def _track(body: bytes, movie_scale: int) -> Track:
    header = first(body, "tkhd")
    long = header[:1] == b"\1"
    track = Track(int.from_bytes(header[20:24] if long else header[12:16]))
    ticks = int.from_bytes(header[28:36] if long else header[20:24])
    track.declared = ticks / movie_scale if movie_scale and ticks not in _UNKNOWN_LENGTH else 0.0
    track.enabled = bool(header[3:4]) and bool(header[3] & 1)
    _read_shape(header[52 if long else 40 :], track)
    media = first(body, "mdia")
    track.handler = first(media, "hdlr")[8:12].decode("latin-1")
    track.timescale, track.ticks = _clock(first(media, "mdhd"), durations_at=(12, 20))
    track.edited = _edited(first(body, "edts", "elst"), movie_scale)
    _read_samples(first(media, "minf", "stbl"), track)
    return track


def _read_shape(shape: bytes, track: Track) -> None:
    """Matrix and sides of a track header."""
    if len(shape) < 44:
        return
    a, b, _, c, d = struct.unpack_from(">5i", shape, 0)
    track.turned = a == d == 0 and b != 0 != c
    track.sides = (int.from_bytes(shape[36:38]), int.from_bytes(shape[40:42]))


def _edited(edits: bytes, movie_scale: int) -> float:
    """Seconds of media that an edit list shows; 0.0 where there is none, or it shows all that there is."""
    if len(edits) < 8 or not movie_scale:
        return 0.0
    entry = ">QqI" if edits[0] else ">IiI"
    size, count = struct.calcsize(entry), int.from_bytes(edits[4:8])
    shown: list[tuple[int, int, int]] = [
        struct.unpack_from(entry, edits, 8 + number * size)
        for number in range(min(count, _ENTRY_LIMIT))
        if 8 + (number + 1) * size <= len(edits)
    ]
    return sum(length for length, start, _ in shown if start >= 0) / movie_scale


def _read_samples(tables: bytes, track: Track) -> None:
    """How many samples there are, what they are, and where the last of them ends."""
    track.codec = first(tables, "stsd")[12:16].decode("latin-1")
    sizes = _sizes(tables)
    track.samples = len(sizes)
    if times := _table(first(tables, "stts"), "I", 2):
        track.ticks = sum(count * length for count, length in zip(times[::2], times[1::2], strict=False))
    offsets = _table(first(tables, "stco"), "I", 1) or _table(first(tables, "co64"), "Q", 1)
    track.end = _last_byte(sizes, _table(first(tables, "stsc"), "I", 3), offsets)


def _table(body: bytes, kind: str, columns: int) -> "array[int]":
    """The numbers of a table that tells how many rows it has; only whole rows."""
    values: array[int] = array(kind)
    count = min(int.from_bytes(body[4:8]), _ENTRY_LIMIT, len(body[8:]) // (values.itemsize * columns))
    values.frombytes(body[8 : 8 + count * columns * values.itemsize])
    if sys.byteorder == "little":
        values.byteswap()
    return values


def _sizes(tables: bytes) -> "array[int]":
    body = first(tables, "stsz")
    same, count = int.from_bytes(body[4:8]), min(int.from_bytes(body[8:12]), _ENTRY_LIMIT)
    if same:
        return array("I", [same]) * count
    return _table(body[4:], "I", 1) if body else array("I")


def _last_byte(sizes: "array[int]", runs: "array[int]", offsets: "array[int]") -> int:
    """Where the sample ends that lies furthest back: each chunk holds some samples, one behind the other."""
    ends = list(accumulate(sizes, initial=0))
    done, last = 0, 0
    for offset, count in zip(offsets, _per_chunk(runs, len(offsets)), strict=False):
        until = min(done + count, len(sizes))
        last = max(last, offset + ends[until] - ends[done]) if until > done else last
        done = until
    return last


def _per_chunk(runs: "array[int]", chunks: int) -> Iterator[int]:
    """How many samples each chunk holds."""
    starts = [*runs[::3], chunks + 1]
    for (start, end), count in zip(pairwise(starts), runs[1::3], strict=False):
        for _ in range(start, min(end, chunks + 1)):
            yield count


def _read_fragment(body: bytes, start: int, tracks: dict[int, Track]) -> None:
    """Add a fragment that starts at byte `start` to its tracks."""
    before = start
    for kind, part in inside(body):
        if kind == "traf":
            header = first(part, "tfhd")
            track = tracks.get(int.from_bytes(header[4:8]))
            if track is not None and len(header) >= 8:
                before = _read_run_of(part, header, track, start, before)


def _read_run_of(part: bytes, header: bytes, track: Track, start: int, before: int) -> int:
    """Add the samples of one track in one fragment; where their bytes end."""
    flags, fields = int.from_bytes(header[1:4]), header[8:]
    taken = {}
    for flag, size in ((0x1, 8), (0x2, 4), (0x8, 4), (0x10, 4), (0x20, 4)):
        if flags & flag:
            taken[flag], fields = int.from_bytes(fields[:size]), fields[size:]
    base = taken.get(0x1, start if flags & 0x20000 else before)
    same = taken.get(0x8, track.defaults[0]), taken.get(0x10, track.defaults[1])
    time, end = first(part, "tfdt"), base
    if len(time) >= 8:
        track.ticks = int.from_bytes(time[4:8] if time[0] == 0 else time[4:12])
    for kind, run in inside(part):
        if kind == "trun" and len(run) >= 8:
            end = _add_run(run, track, base, end, same)
    track.end = max(track.end, end)
    return end


def _add_run(run: bytes, track: Track, base: int, end: int, same: tuple[int, int]) -> int:
    """Add one run of samples, whose length and size are `same` where it does not tell its own; where it ends."""
    flags, count, at = int.from_bytes(run[1:4]), int.from_bytes(run[4:8]), 8
    if flags & 0x1 and len(run) >= 12:
        end, at = base + struct.unpack_from(">i", run, 8)[0], 12
    at += 4 if flags & 0x4 else 0
    columns = [flag for flag in (0x100, 0x200, 0x400, 0x800) if flags & flag]
    values = array("I", run[at : at + count * len(columns) * 4] if len(columns) * count <= _ENTRY_LIMIT else b"")
    if sys.byteorder == "little":
        values.byteswap()

    def total(flag: int, each: int) -> int:
        return sum(values[columns.index(flag) :: len(columns)]) if flag in columns else each * count

    track.samples += count
    track.ticks += total(0x100, same[0])
    return end + total(0x200, same[1])
