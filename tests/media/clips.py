"""Makes small MP4s with real pictures and sound."""

from pathlib import Path

import av
from av import AudioFrame, VideoFrame
from av.container import OutputContainer
from PIL import Image, ImageDraw

FPS = 24
SECONDS = 4


def make_clip(
    path: Path,
    *,
    size: tuple[int, int] = (160, 90),
    group: int = 24,
    sound: bool = True,
    faststart: bool = False,
    fragments: bool = False,
    black: int = 0,
) -> Path:
    """An MP4 of 96 pictures, a key one every `group`; the first `black` ones are black."""
    flags = {True: "frag_keyframe+empty_moov"}.get(fragments, "faststart" if faststart else "")
    with av.open(str(path), "w", format="mp4", options={"movflags": flags} if flags else {}) as container:
        video = container.add_stream("libx264", rate=FPS, options={"g": str(group), "preset": "veryfast"})
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        audio = container.add_stream("aac", rate=44100) if sound else None
        for number in range(FPS * SECONDS):
            frame = VideoFrame.from_image(_picture(number, size, black=number < black))
            frame.pts = number
            container.mux(video.encode(frame))
        container.mux(video.encode())
        if audio is not None:
            _add_silence(container, audio)
    return path


def make_sound(path: Path) -> Path:
    """An MP4 with sound and no picture."""
    with av.open(str(path), "w", format="mp4") as container:
        _add_silence(container, container.add_stream("aac", rate=44100))
    return path


def _picture(number: int, size: tuple[int, int], *, black: bool) -> Image.Image:
    """Brighter and brighter, with a bar that moves: each picture differs from all others."""
    if black:
        return Image.new("RGB", size)
    image = Image.new("RGB", size, (40 + number, 80, 200 - number))
    ImageDraw.Draw(image).rectangle((number, 10, number + 20, 60), fill=(255, 255, 255))
    return image


def _add_silence(container: OutputContainer, audio: av.AudioStream) -> None:
    for start in range(0, 44100 * SECONDS, 1024):
        frame = AudioFrame(format="fltp", layout="mono", samples=1024)
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        frame.sample_rate, frame.pts = 44100, start
        container.mux(audio.encode(frame))
    container.mux(audio.encode())
