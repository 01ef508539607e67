"""Small real clips: h264 with aac, made once for each shape."""

from fractions import Fraction
from functools import cache
from io import BytesIO

import av

CLIP_FPS = 8
"""Of a clip whose size and length are asked for, but not its pictures: each is decoded again wherever it comes home."""


def asked_mp4(width: int = 1280, height: int = 720, seconds: float = 4.0) -> bytes:
    """What the plainest request asks for, with few pictures a second."""
    return small_mp4(width, height, seconds, CLIP_FPS)


@cache
def small_mp4(width: int = 160, height: int = 90, seconds: float = 1.0, fps: int = 24) -> bytes:
    """A whole, playable MP4 of grey frames that get lighter, with silence."""
    target = BytesIO()
    with av.open(target, "w", format="mp4") as container:
        video = container.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "g": "12"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        audio = container.add_stream("aac", rate=48_000, layout="mono")
        count = round(seconds * fps)
        for number in range(count):
            frame = av.VideoFrame(width, height, "yuv420p")
            for plane, level in zip(frame.planes, (40 + number * 180 // count, 128, 128), strict=True):
                plane.update(bytes([level]) * plane.buffer_size)
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        for start in range(0, round(seconds * 48_000), 1024):
            sound = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            sound.planes[0].update(bytes(sound.planes[0].buffer_size))
            sound.sample_rate, sound.pts = 48_000, start
            container.mux(audio.encode(sound))
        container.mux(audio.encode(None))
    return target.getvalue()
