"""Reads a film to its end and decodes it: what is in it, and what is wrong with it."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av import Packet, VideoFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import NOTHING_KNOWN, MediaFacts
from sora_desktop.media import findings
from sora_desktop.media.film import THREADS, main_picture, open_film, seen_size
from sora_desktop.media.holes import is_hole

PIXELS = 1_500_000_000
"""So many are decoded of one film: all of half a minute in 1080p. Of a longer or larger one the beginning and the end."""

_NEAR = 0.01


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a look may take."""

    pixels: int = PIXELS
    threads: int = THREADS


@dataclass(frozen=True, slots=True)
class Watched:
    """What was found. `hole`: bytes are surely missing. `declared` are the seconds that the container says to have, 0.0
    where it does not say; `length` those that came, of whichever track is the longest.
    """

    facts: MediaFacts = NOTHING_KNOWN
    flaw: Message | None = None
    hole: bool = False
    declared: float = 0.0
    length: float = 0.0


def watch(path: Path, demuxer: str, effort: Effort) -> Watched:
    """Read every packet, and decode as many pictures as `effort` allows.

    OSError where the disk cannot be read, MemoryError where there is too little: neither says anything of the film.
    """
    watched = _watched(path, demuxer, effort)
    if watched.flaw:
        _read_through(path)
    return watched


def _watched(path: Path, demuxer: str, effort: Effort) -> Watched:
    try:
        with open_film(path, demuxer, effort.threads) as container:
            video = main_picture(container)
            if video is None:
                return Watched(_sound_alone(container), message(findings.NO_PICTURE))
            if video.codec_context is None:
                return Watched(flaw=message(findings.NO_DECODER))
            return _Decoding(container, video, effort).run()
    except MemoryError:
        raise
    except (av.FFmpegError, UnicodeError):
        return Watched(flaw=message(findings.NOT_DECODED))


def _read_through(path: Path) -> None:
    """Whether it is the disk that was the trouble: FFmpeg's own errors do not tell."""
    with path.open("rb") as file:
        while file.read(1 << 20):
            pass


def _sound_alone(container: InputContainer) -> MediaFacts:
    seconds = container.duration / av.time_base if container.duration else 0.0
    return MediaFacts(None, max(0.0, seconds), 0.0, 0, "", _sound_codec(container))


def _sound_codec(container: InputContainer) -> str | None:
    audio = container.streams.best("audio")
    if not isinstance(audio, AudioStream) or audio.codec_context is None:
        return None
    return audio.codec_context.codec.canonical_name


class _Decoding:
    """One look. Times are in the unit of the track."""

    def __init__(self, container: InputContainer, video: VideoStream, effort: Effort) -> None:
        self._container = container
        self._video = video
        self._times = _Times()
        self._size = NOTHING_KNOWN.size
        self._in_units = _in_units(video)
        self._enough = effort.pixels if _pixels(video) <= effort.pixels else effort.pixels // 2
        self._frames = self._flaws = 0
        self._all = True
        self._damaged = self._hole = False
        self._length = 0.0

    def run(self) -> Watched:
        self._read()
        if not self._all and self._times.keys > 1:
            self._watch_the_end()
        facts = self._facts()
        declared = (self._container.duration or 0) / av.time_base
        return Watched(facts, self._flaw(facts), self._hole, declared, self._length)

    def _read(self) -> None:
        """All packets of all tracks, in the order of the file: what the tables speak of must be there."""
        pixels = 0
        try:
            for packet in self._container.demux():
                self._damaged |= packet.is_corrupt
                self._length = max(self._length, _end(packet))
                if packet.stream is not self._video:
                    continue
                self._look_at(packet)
                self._all = self._all and pixels < self._enough
                if self._all:
                    pixels += sum(frame.width * frame.height for frame in self._decoded(packet))
        except MemoryError:
            raise
        except av.FFmpegError:
            self._damaged = True

    def _look_at(self, packet: "Packet[Any]") -> None:
        if packet.size:
            self._times.add(packet)
            self._hole = self._hole or is_hole(bytes(packet), in_units=self._in_units)

    def _decoded(self, packet: "Packet[Any]") -> Iterator[VideoFrame]:
        """The pictures that a packet gives; hidden ones are none. One that cannot be decoded is a flaw."""
        try:
            frames = packet.decode()
        except av.EOFError:
            return
        except MemoryError:
            raise
        except av.FFmpegError:
            self._flaws += 1
            return
        for frame in frames:
            self._frames += 1
            self._size = self._size or seen_size(self._video, frame)
            self._damaged |= frame.is_corrupt
            yield frame

    def _watch_the_end(self) -> None:
        """Decode the last group of pictures, or the beginning of it, where not all were decoded in passing."""
        self._container.seek(self._times.last, stream=self._video)
        pixels, before = 0, self._frames
        for packet in self._container.demux(self._video):
            pixels += sum(frame.width * frame.height for frame in self._decoded(packet))
            if pixels >= self._enough:
                break
        self._flaws += self._frames == before

    def _facts(self) -> MediaFacts:
        context, times = self._video.codec_context, self._times
        whole = self._all and not self._flaws
        frames = self._frames if whole else times.shown
        seconds = float(times.length * (self._video.time_base or Fraction(0)))
        return MediaFacts(
            size=self._size,
            seconds=seconds,
            fps=_rate(frames / seconds, self._video) if seconds else 0.0,
            frames=frames,
            video_codec=context.codec.canonical_name,
            audio_codec=_sound_codec(self._container),
        )

    def _flaw(self, facts: MediaFacts) -> Message | None:
        if self._hole:
            return message(findings.HOLE)
        if not self._times.shown:
            return message(findings.NO_PICTURE)
        if self._size is None:
            return message(findings.NOT_DECODED)
        if self._flaws or (self._all and self._frames * 2 < self._times.shown):
            return message(findings.SOME_NOT_DECODED)
        if self._damaged:
            return message(findings.SOME_DAMAGED)
        return message(findings.NO_LENGTH) if facts.seconds <= 0 else None


@dataclass(slots=True)
class _Times:
    """When the packets of the picture are shown, in the unit of their track."""

    shown: int = 0
    first: int = 0
    last: int = 0
    end: int = 0
    keys: int = 0

    def add(self, packet: "Packet[Any]") -> None:
        time = packet.pts if packet.pts is not None else packet.dts
        if time is None:
            return
        self.keys += packet.is_keyframe
        if packet.is_discard:
            return
        self.first = min(self.first, time) if self.shown else time
        self.last = max(self.last, time) if self.shown else time
        self.end = max(self.end, time + (packet.duration or 0)) if self.shown else time + (packet.duration or 0)
        self.shown += 1

    @property
    def length(self) -> Fraction:
        """From the first picture to the end of the last one; some containers do not say how long that one is."""
        if self.end > self.last or self.shown < 2:
            return Fraction(self.end - self.first)
        return Fraction((self.last - self.first) * self.shown, self.shown - 1)


def _in_units(video: VideoStream) -> bool:
    """Whether each unit of a packet has its length in four bytes before it, as its description says."""
    place = {"h264": 4, "hevc": 21}.get(video.codec_context.codec.canonical_name, 0)
    description = video.codec_context.extradata or b""
    return place > 0 and len(description) > place and description[0] == 1 and description[place] & 3 == 3


def _end(packet: "Packet[Any]") -> float:
    """When a packet ends, in seconds."""
    time = packet.pts if packet.pts is not None else packet.dts
    return float((time + (packet.duration or 0)) * packet.time_base) if time is not None and packet.time_base else 0.0


def _pixels(video: VideoStream) -> int:
    """Of all its pictures, as far as the container tells how many there are."""
    return video.frames * video.width * video.height


def _rate(measured: float, video: VideoStream) -> float:
    """Pictures a second: by the container where that fits, as its numbers are rounder."""
    said = float(video.average_rate or 0)
    return said if abs(said - measured) <= _NEAR * measured else measured
