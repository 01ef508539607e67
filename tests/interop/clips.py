"""The generator of servers without a model: a clip of a colour, or of the picture that it was given."""

from fractions import Fraction
from io import BytesIO

import av
from PIL import Image

PLAIN = (90, 120, 60)
"""The colour of a clip that was asked for by words alone."""


def make_clip(size: tuple[int, int], frames: int, fps: float, picture: Image.Image | None = None) -> bytes:
    """An MP4 (H.264) in which every frame is the picture, without sound."""
    shown = (picture or Image.new("RGB", size, PLAIN)).convert("RGB").resize(size)
    target = BytesIO()
    with av.open(target, "w", format="mp4") as container:
        rate = Fraction(fps).limit_denominator(1000)
        video = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        frame = av.VideoFrame.from_image(shown).reformat(format="yuv420p")
        for number in range(frames):
            frame.pts, frame.time_base = number, 1 / rate
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    return target.getvalue()
