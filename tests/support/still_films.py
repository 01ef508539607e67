"""Films that stand still: one picture for some seconds, as a service makes them that does nothing to what it is given."""

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO

import av
from PIL import Image

RATE = 12


def still_film(pictures: Sequence[Image.Image], seconds: float = 4.0, size: tuple[int, int] = (1280, 720)) -> bytes:
    """A whole MP4; the last of the `pictures` stays until the end. Each of the first lasts a quarter of a second."""
    target = BytesIO()
    with av.open(target, "w", format="mp4") as container:
        options = {"preset": "ultrafast", "crf": "34"}
        video = container.add_stream("libx264", rate=RATE, options=options)
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        fitted = [picture.convert("RGB").resize(size) for picture in pictures]
        for number in range(round(seconds * RATE)):
            frame = av.VideoFrame.from_image(fitted[min(number * 4 // RATE, len(fitted) - 1)])
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    return target.getvalue()
