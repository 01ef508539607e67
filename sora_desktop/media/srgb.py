"""Any kind of pixels as plain colours: what is see-through apart, and the rest in sRGB."""

import io
from collections.abc import Callable
from contextlib import suppress
from functools import reduce

from PIL import Image, ImageChops, ImageCms, ImageMath

from sora_desktop.base.values import dataclass
from sora_desktop.media.png import GREY, GREY_ALPHA, RGB, RGB_ALPHA, Png

_SRGB = ImageCms.createProfile("sRGB")
_MODES = {"GRAY": "L", "RGB": "RGB", "CMYK": "CMYK"}
MOST_DEEP_PIXELS = 24_000_000
"""Of larger pictures the first eight bits do: they are sent at a fraction of their size."""
_CLASSES = frozenset({"mntr", "scnr", "prtr", "spac"})
"""Profiles of things that have colours; others only lead from one to another."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""By the orientation that EXIF tells."""


@dataclass(frozen=True, slots=True)
class OpenPicture:
    """A picture that Pillow has open, and what is not in its pixels. `original` is a PNG as it came.

    `block`: of a JPEG whose end is missing, the size of its blocks; it is given an end, so that the decoder gives
    what there is.
    """

    file: Image.Image
    orientation: int = 1
    profile: bytes | None = None
    png: Png | None = None
    original: bytes = b""
    block: tuple[int, int] | None = None


def to_srgb(source: OpenPicture) -> Image.Image:
    """Mode RGB or RGBA in sRGB, upright, without any metadata."""
    picture, alpha = source.file, _alpha(source)
    if picture.mode.startswith("I"):
        picture = _from_16_bits(picture)
    elif picture.mode == "RGBA" and source.png and source.png.head.kind == GREY_ALPHA:
        picture = picture.getchannel("R")  # so Pillow has grey of 16 bits with alpha
    elif picture.mode in ("LA", "La"):
        picture = picture.convert("LA").getchannel("L")
    elif picture.mode not in ("L", "CMYK"):
        picture = picture.convert("RGBA" if alpha else "RGB").convert("RGB")
    colours = _deep(source) or _convert(picture, source.profile)
    if alpha:
        colours.putalpha(alpha)
    colours.info.clear()
    turn = _TURNS.get(source.orientation)
    return colours if turn is None else colours.transpose(turn)


def _alpha(source: OpenPicture) -> Image.Image | None:
    """What is see-through, as a picture of mode L; None where all is opaque."""
    picture = source.file
    if source.png and source.png.key:
        return _keyed(source.png, source.original, picture)
    if picture.mode in ("P", "PA", "LA", "La", "RGBA", "RGBa") or "transparency" in picture.info:
        return picture.convert("RGBA").getchannel("A")
    return None


def _keyed(png: Png, original: bytes, picture: Image.Image) -> Image.Image:
    """See-through where the pixels have the one colour that the file names."""
    if png.head.depth == 16 and png.head.kind == RGB:  # Pillow has only the upper halves of its numbers
        return load_deep_alpha()(original, picture.size)
    if png.head.depth == 16:
        return _unlike(picture.convert("I"), png.key[0])
    most = 2**png.head.depth - 1
    bands = picture.convert("L" if png.head.kind == GREY else "RGB").split()
    unlike = [
        band.point([0 if level == number * 255 // most else 255 for level in range(256)])
        for band, number in zip(bands, png.key, strict=True)
    ]
    return reduce(ImageChops.lighter, unlike)


def _unlike(picture: Image.Image, number: int) -> Image.Image:
    """White where a picture of mode I has another number, black where it has this one."""
    found: Image.Image = ImageMath.lambda_eval(lambda given: (given["picture"] != number) * 255, picture=picture)
    return found.convert("L")


def load_deep_alpha() -> Callable[[bytes, tuple[int, int]], Image.Image]:
    """FFmpeg's reading of a PNG; hardly any picture needs it."""
    from sora_desktop.media.deep_png import alpha

    return alpha


def _from_16_bits(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits to 8: Pillow's own conversion cuts off instead of scaling."""
    return picture.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")


def _deep(source: OpenPicture) -> Image.Image | None:
    """Colours of 16 bits, of which Pillow reads the first eight; None where these say all, or no more can be had."""
    png, profile = source.png, source.profile
    if profile is None or png is None or png.head.depth != 16 or png.head.kind not in (RGB, RGB_ALPHA):
        return None
    if png.head.width * png.head.height > MOST_DEEP_PIXELS:
        return None
    with suppress(ValueError):
        return load_deep_colours()(png.data, profile)
    return None


def load_deep_colours() -> Callable[[bytes, bytes], Image.Image | None]:
    """Likewise by FFmpeg."""
    from sora_desktop.media.deep_colours import to_srgb as deep_to_srgb

    return deep_to_srgb


def _convert(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A picture of mode L, RGB or CMYK in sRGB; one without a profile, or with one that says nothing of it, as it is."""
    converted = None
    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):  # so does a damaged one
        if profile:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = _MODES.get(source.profile.xcolor_space.strip())
            fits = mode == picture.mode or (picture.mode, mode) == ("L", "RGB")
            if fits and source.profile.device_class in _CLASSES:
                converted = ImageCms.profileToProfile(picture.convert(mode), source, _SRGB, outputMode="RGB")
    return converted or picture.convert("RGB")
