"""Whether a file is a whole, playable MP4, and what is in it.

A stranger's file is probed in a child with limits (`probe_in_child`): a bug in a decoder costs the child.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import av
from av import Packet, VideoFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from sora_desktop.domain.catalog import Size
from sora_desktop.domain.clip import NOTHING_KNOWN, Examined, FileVerdict, MediaFacts
from sora_desktop.domain.errors import MediaError, NotAVideoError
from sora_desktop.domain.message import Message, message
from sora_desktop.media.boxes import check_boxes
from sora_desktop.media.child import ChildError, ChildSlowError, Limits, NoChildError, ask_child

LIMITS = Limits()

_BROKEN = "It brings down the program that checks it."
_CHECK_DIED = (
    "The check could not be finished: the program that checks ended over it. That says nothing against the clip."
)
_CHECK_SLOW = "The check could not be finished: it takes too long. That says nothing against the clip."


def open_clip(path: Path) -> InputContainer:
    """An MP4 and nothing else, from this disk and nowhere else: playlists and foreign protocols stay shut."""
    container = av.open(f"file:{path.absolute()}", format="mp4", options={"protocol_whitelist": "file"})
    for video in container.streams.video:
        video.thread_count = 2  # more threads take more memory than the limits of a child allow
    return container


def probe(path: Path) -> MediaFacts:
    """Walk the boxes, read every packet, decode the first and the last group of pictures.

    NotAVideoError where the file is not a whole, playable MP4; OSError where it cannot be read at all.
    """
    check_boxes(path)
    try:
        with open_clip(path) as container:
            return _probe(container)
    except (av.FFmpegError, UnicodeError) as problem:
        raise NotAVideoError("It cannot be decoded.") from problem


@dataclass(slots=True)
class _Packets:
    """What reading every packet of the picture found. Times are in the stream's own unit."""

    count: int = 0
    first: int = 0
    end: int = 0
    first_key: int = 0
    last_key: int = 0
    groups: int = 0
    in_first_group: int = 0
    in_last_group: int = 0
    damaged: bool = False

    def add(self, packet: "Packet[Any]") -> None:
        time = packet.pts if packet.pts is not None else packet.dts or 0
        self.first = min(self.first, time) if self.count else time
        self.end = max(self.end, time + (packet.duration or 0))
        self.count += 1
        if packet.is_keyframe:
            self.groups += 1
            self.first_key = time if self.groups == 1 else self.first_key
            self.last_key = time
            self.in_last_group = 0
        self.in_first_group += self.groups <= 1
        self.in_last_group += 1


def _probe(container: InputContainer) -> MediaFacts:
    video = container.streams.best("video")
    if not isinstance(video, VideoStream):
        raise NotAVideoError("There is no picture in it.")
    packets = _read_packets(container, video)
    if packets.damaged or not packets.count or packets.count < video.frames:
        raise NotAVideoError("Some of its pictures are missing.")
    container.seek(packets.first_key, stream=video)
    size = _decode_group(container, video, packets.in_first_group)
    if packets.in_last_group < packets.count:
        container.seek(packets.last_key, stream=video)
        _decode_group(container, video, packets.in_last_group)
    return _facts(container, video, packets, size)


def _read_packets(container: InputContainer, video: VideoStream) -> _Packets:
    """Read all that the file's tables speak of, sound included: a table that points past the data shows here."""
    found = _Packets()
    for packet in container.demux():
        found.damaged = found.damaged or packet.is_corrupt
        if packet.stream is video and packet.size:
            found.add(packet)
    return found


def _decode_group(container: InputContainer, video: VideoStream, packet_count: int) -> Size:
    """Decode so many packets from here on, and tell the size as seen.

    A few pictures may be left out after a jump, where they lean on the group before; half must be there.
    """
    pictures = list(_shapes(container, video, packet_count))
    if not pictures or len(pictures) * 2 < packet_count:
        raise NotAVideoError("Some of its pictures cannot be decoded.")
    return pictures[-1]


def _shapes(container: InputContainer, video: VideoStream, packet_count: int) -> Iterator[Size]:
    """The size of each picture that the packets give; the pictures themselves are dropped one by one."""
    for packet in islice(container.demux(video), packet_count):
        yield from map(_shape, packet.decode())
    yield from map(_shape, video.codec_context.decode(None))


def _shape(frame: VideoFrame) -> Size:
    if frame.is_corrupt:
        raise NotAVideoError("Some of its pictures are damaged.")
    size = Size(frame.width, frame.height)
    return size.turned() if frame.rotation % 180 else size


def _facts(container: InputContainer, video: VideoStream, packets: _Packets, size: Size) -> MediaFacts:
    seconds = float((packets.end - packets.first) * (video.time_base or Fraction(0)))
    if seconds <= 0:
        raise NotAVideoError("It has no length.")
    rate = video.average_rate or Fraction(packets.count) / Fraction(seconds)
    audio = container.streams.best("audio")
    return MediaFacts(
        size=size,
        seconds=seconds,
        fps=float(rate),
        frames=packets.count,
        video_codec=video.codec_context.name,
        audio_codec=audio.codec_context.name if isinstance(audio, AudioStream) else None,
    )


def examine(path: Path) -> Examined:
    """Judge a file that came in place of a clip. OSError where it cannot be read at all."""
    try:
        return Examined(FileVerdict.WHOLE, facts=probe(path))
    except NotAVideoError as problem:
        return _without_facts(path, message(problem.detail))


def examine_in_child(path: Path, limits: Limits = LIMITS) -> Examined:
    """The same in a process of its own; where that does not come to its end, only what the boxes say is held.

    MediaError where no child can be started, or the file cannot be read: later, perhaps.
    """
    try:
        return Examined(FileVerdict.WHOLE, facts=_heard(ask_child("clip", {"path": str(path.absolute())}, limits).said))
    except NoChildError as problem:
        raise MediaError(f"It cannot be checked now: {problem}") from problem
    except ChildSlowError:
        return _without_facts(path, message(_CHECK_SLOW))
    except ChildError:
        return _without_facts(path, message(_CHECK_DIED))
    except NotAVideoError as problem:
        return _without_facts(path, message(problem.detail))


def _without_facts(path: Path, finding: Message) -> Examined:
    """What is held of a file that did not pass: only the boxes prove that something is missing."""
    try:
        check_boxes(path)
    except NotAVideoError as problem:
        told = message(problem.detail)
        with path.open("rb") as file:
            if file.read(12)[4:8] in (b"ftyp", b"styp"):
                return Examined(FileVerdict.CUT, ".mp4", NOTHING_KNOWN, told)
        return Examined(FileVerdict.NOT_A_CLIP, "", NOTHING_KNOWN, told)
    return Examined(FileVerdict.DOUBTFUL, ".mp4", NOTHING_KNOWN, finding)


def probe_in_child(path: Path, wall_seconds: float = LIMITS.wall) -> MediaFacts:
    """The same in a process of its own, with limits on memory and time.

    NotAVideoError also where the file brings the child down; MediaError where no child can be started.
    """
    try:
        said = ask_child("clip", {"path": str(path.absolute())}, replace(LIMITS, wall=wall_seconds)).said
    except NoChildError as problem:
        raise MediaError(f"It cannot be checked now: {problem}") from problem
    except ChildSlowError as problem:
        raise NotAVideoError("Checking it takes too long.") from problem
    except ChildError as problem:
        raise NotAVideoError(_BROKEN) from problem
    return _heard(said)


def _heard(said: dict[str, Any]) -> MediaFacts:
    if "unreadable" in said:
        raise MediaError(str(said["unreadable"]))
    if "not_a_video" in said:
        raise NotAVideoError(str(said["not_a_video"]))
    try:
        return MediaFacts(**{**said["facts"], "size": Size(**said["facts"]["size"])})
    except (KeyError, TypeError) as problem:
        raise NotAVideoError(_BROKEN) from problem


def answer(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What the child does: probe one file, and say what was found."""
    return _answer(Path(request["path"])), b""


def _answer(path: Path) -> dict[str, Any]:
    try:
        return {"facts": asdict(probe(path))}
    except NotAVideoError as problem:
        return {"not_a_video": problem.detail}
    except MemoryError:
        return {"not_a_video": "It needs too much memory."}
    except OSError as problem:
        return {"unreadable": problem.strerror or "It cannot be read."}
