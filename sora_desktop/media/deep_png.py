"""What is see-through in a PNG of 16 bits a colour, exactly. Apart, as FFmpeg takes a while to load."""

import av
from PIL import Image


def alpha(data: bytes, size: tuple[int, int]) -> Image.Image:
    """Of mode L. ValueError where FFmpeg cannot read it."""
    reader = av.CodecContext.create("png", "r")
    try:
        frame = [*reader.decode(av.Packet(data)), *reader.decode(None)][0].reformat(format="rgba")
    except (av.FFmpegError, IndexError) as problem:
        raise ValueError(str(problem)) from problem
    plane = frame.planes[0]
    whole = Image.frombuffer("RGBA", size, bytes(plane), "raw", "RGBA", plane.line_size, 1)
    return whole.getchannel("A")
