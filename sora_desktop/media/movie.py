"""Writes an MP4: H.264 and AAC, picture by picture. Ready-to-stream (the index comes first), the same bytes each time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Self

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from av.video.stream import VideoStream

from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.shapes import Size
from sora_desktop.media.film import open_film
from sora_desktop.media.findings import NO_PICTURE
from sora_desktop.media.kinds import sniff

if TYPE_CHECKING:
    from av.packet import Packet

Frame = VideoFrame
"""A picture as the encoder takes it."""
SAMPLE_RATE = 48_000
Filter = tuple[str, str]
"""A filter of libavfilter and its arguments."""
SoundChain = Sequence[Filter]
"""A source and what it runs through."""

X264 = {"preset": "veryfast", "crf": "21", "x264-params": "threads=1:mbtree=0:aq-mode=3"}
"""One thread: with more, x264 gives other bytes now and then, and two renders are not to take all cores.

No macroblock tree: x264 (165) reads memory there that it never wrote, so that the bytes depend on what lay in it.
`aq-mode=3` spares dark skies.
"""


class MoviePicture:
    """A frame to paint into: `pixels` is writable, BGRA in memory order (Qt's RGB32), `stride` bytes a row."""

    def __init__(self, size: Size) -> None:
        self._frame = VideoFrame(size.width, size.height, "bgra")
        plane = self._frame.planes[0]
        self.pixels = memoryview(plane)
        self.stride = plane.line_size
        self._reformatter = VideoReformatter()

    def planes(self) -> VideoFrame:
        """A copy as the encoder takes it: 4:2:0, video range, BT.709."""
        return self._reformatter.reformat(
            self._frame,
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )


class _SoundTrack:
    """Frames of sound as packets, encoded ahead in a thread of its own.

    It works while the first picture is painted, and no picture waits for it after that. All the packets of a clip
    are a few hundred kilobytes.
    """

    def __init__(self, stream: AudioStream, frames: Iterator[AudioFrame]) -> None:
        self._stream = stream
        self._frames = frames
        self._ready: SimpleQueue[tuple[int, Sequence[Packet[AudioStream]]] | BaseException | None] = SimpleQueue()
        self._stop = Event()
        self._thread = Thread(target=self._encode_all, name="animatic sound", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def packets(self) -> "Iterator[tuple[int, Sequence[Packet[AudioStream]]]]":
        """Samples and what they became, in order; raises what the encoding raised."""
        while (heard := self._ready.get()) is not None:
            if isinstance(heard, BaseException):
                raise heard
            yield heard

    def _encode_all(self) -> None:
        try:
            for frame in self._frames:
                if self._stop.is_set():
                    return
                self._ready.put((frame.samples, self._stream.encode(frame)))
            self._ready.put((0, self._stream.encode(None)))
            self._ready.put(None)
        except BaseException as error:  # noqa: BLE001 -- handed to the thread that writes, which raises it
            self._ready.put(error)


class MovieWriter:
    """One MP4 at `path`, whatever its name ends with. Leaving it by an error leaves a broken file to the caller."""

    def __init__(
        self, path: Path, size: Size, fps: int, sound: Sequence[SoundChain], seconds: int, tags: Mapping[str, str]
    ) -> None:
        self._container = av.open(
            str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
        )
        self._container.metadata.update(tags)
        self._video = _video_stream(self._container.add_stream("libx264", rate=fps, options=X264), size, fps)
        audio = _audio_stream(self._container.add_stream("aac", rate=SAMPLE_RATE, options={"aac_coder": "fast"}))
        self._track = _SoundTrack(audio, sound_frames(sound, seconds * SAMPLE_RATE))
        self._sound = self._track.packets()
        self._heard = 0
        self._fps = fps
        self._count = 0

    def __enter__(self) -> Self:
        self._container.start_encoding()  # opens both encoders, which two threads shall not do at once
        self._track.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._track.stop()
        if kind is None:
            self._container.close()
        else:
            # The encoder may hold frames and the disk may be full: what went wrong first is what counts.
            with suppress(av.FFmpegError):
                self._container.close()

    def add(self, frame: VideoFrame) -> None:
        """The next frame, and the sound up to it."""
        frame.pts = self._count
        frame.time_base = Fraction(1, self._fps)
        self._container.mux(self._video.encode(frame))
        self._count += 1
        self._add_sound(self._count * SAMPLE_RATE // self._fps)

    def _add_sound(self, until: int) -> None:
        while self._heard < until and (heard := next(self._sound, None)) is not None:
            samples, packets = heard
            self._heard += samples
            self._container.mux(packets)

    def _finish(self) -> None:
        self._add_sound(self._heard + 3600 * SAMPLE_RATE)
        self._container.mux(self._video.encode(None))


def film_frames(path: Path, size: Size, fps: int, count: int) -> Iterator[VideoFrame]:
    """The first `count` pictures of a film at this rate, as the encoder takes them; the last one stays at its end.

    MediaError where it cannot be read.
    """
    shown: VideoFrame | None = None
    sent = 0
    try:
        with path.open("rb") as file:
            demuxer = sniff(file).demuxer
        with open_film(path, demuxer or "mp4") as container:
            video = container.streams.best("video")
            start = float((video.start_time or 0) * (video.time_base or 0)) if video else 0.0
            for frame in container.decode(video) if video else ():
                if isinstance(frame, VideoFrame):
                    while shown is not None and sent < count and (frame.time or 0.0) - start > (sent + 0.5) / fps:
                        yield _as_encoded(shown, size)
                        sent += 1
                    shown = frame
                if sent >= count:
                    return
    except (av.FFmpegError, UnicodeError) as problem:
        raise MediaError(str(problem)) from problem
    if shown is None:
        raise MediaError(message(NO_PICTURE))
    for _ in range(count - sent):
        yield _as_encoded(shown, size)


def _as_encoded(frame: VideoFrame, size: Size) -> VideoFrame:
    """A copy: the encoder writes a time of its own into it."""
    return frame.reformat(
        width=size.width,
        height=size.height,
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
    )


def encode_only(path: Path, size: Size, fps: int, frames: Sequence[VideoFrame]) -> None:
    """Ready frames into an MP4 without sound, with the settings of MovieWriter: what its speed is measured against."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = _video_stream(container.add_stream("libx264", rate=fps, options=X264), size, fps)
        for number, frame in enumerate(frames):
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _video_stream(stream: VideoStream, size: Size, fps: int) -> VideoStream:
    stream.width, stream.height, stream.pix_fmt = size.width, size.height, "yuv420p"
    stream.time_base = stream.codec_context.time_base = Fraction(1, fps)
    stream.codec_context.gop_size = 2 * fps
    stream.codec_context.color_range = ColorRange.MPEG
    stream.codec_context.colorspace = Colorspace.ITU709
    stream.codec_context.color_primaries = ColorPrimaries.BT709
    stream.codec_context.color_trc = ColorTrc.BT709
    stream.codec_context.bit_rate = 0
    return stream


def _audio_stream(stream: AudioStream) -> AudioStream:
    stream.codec_context.layout = "stereo"
    stream.codec_context.bit_rate = 96_000
    return stream


def sound_frames(chains: Sequence[SoundChain], samples: int) -> Iterator[AudioFrame]:
    """The chains mixed, exactly `samples` long, as stereo frames for the AAC encoder."""
    graph = Graph()
    mixed = graph.add("amix", f"inputs={len(chains)}:normalize=0")
    for index, chain in enumerate(chains):
        nodes = [graph.add(name, arguments) for name, arguments in chain]
        for before, after in pairwise(nodes):
            before.link_to(after)
        nodes[-1].link_to(mixed, 0, index)
    last = mixed
    for name, arguments in (
        ("apad", f"whole_len={samples}"),
        ("atrim", f"end_sample={samples}"),
        ("aformat", f"sample_fmts=fltp:sample_rates={SAMPLE_RATE}:channel_layouts=stereo"),
        ("asetnsamples", "n=1024:p=0"),
        ("abuffersink", ""),
    ):
        node = graph.add(name, arguments)
        last.link_to(node)
        last = node
    graph.configure()
    yield from _pulled(graph)


def _pulled(graph: Graph) -> Iterator[AudioFrame]:
    while True:
        try:
            frame = graph.pull()
        except (av.EOFError, av.BlockingIOError):
            return
        if isinstance(frame, AudioFrame):
            yield frame
