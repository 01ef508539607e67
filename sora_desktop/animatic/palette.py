"""The colours of a shot: one palette for each light, then bent by weather, place and colour words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sora_desktop.animatic.words import Light, ScenePlace, Weather
from sora_desktop.base.values import dataclass

Colour = tuple[int, int, int]
"""Red, green, blue in 0..255."""


def colour(code: str) -> Colour:
    """Read `#rrggbb`."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`share` 0 is the first, 1 the second."""
    (red, green, blue), (other_red, other_green, other_blue) = first, second
    return (
        round(red + (other_red - red) * share),
        round(green + (other_green - green) * share),
        round(blue + (other_blue - blue) * share),
    )


def grey_of(value: Colour) -> Colour:
    level = round(0.3 * value[0] + 0.59 * value[1] + 0.11 * value[2])
    return level, level, level


@dataclass(frozen=True, slots=True)
class Palette:
    """Sky from zenith to horizon, the light in it, the ground from far to near.

    `glow` is the colour of the sun or moon and its halo, `rim` of lit edges, `spark` of small lamps.
    `sun_height`: 0 on the horizon, 1 at the top of the sky. `night`: 0 by day, 1 in the dark.
    """

    zenith: Colour
    sky: Colour
    low: Colour
    horizon: Colour
    glow: Colour
    ground_far: Colour
    ground_near: Colour
    rim: Colour
    spark: Colour
    sun_height: float
    night: float = 0.0
    moon: bool = False
    halo: float = 1.0

    @property
    def key(self) -> Colour:
        """The middle colour of the picture, for captions and bars."""
        return self.low


def _palette(codes: str, sun_height: float, night: float = 0.0, *, moon: bool = False, halo: float = 1.0) -> Palette:
    zenith, sky, low, horizon, glow, ground_far, ground_near, rim, spark = map(colour, codes.split())
    return Palette(zenith, sky, low, horizon, glow, ground_far, ground_near, rim, spark, sun_height, night, moon, halo)


PALETTES: Mapping[Light, Palette] = {
    Light.DAWN: _palette("#2a3350 #6d5670 #c77b52 #f3c987 #ffe3a6 #8d7a72 #1c2320 #ffd7a0 #ffe9b8", 0.13),
    Light.DAY: _palette("#2668b0 #5fa1d6 #a9d0e8 #e3eff0 #fffbe8 #93b09b #25401f #fff6d8 #fff2c4", 0.72, halo=0.7),
    Light.GOLDEN: _palette("#45557f #a08087 #e0a163 #ffd993 #ffefc0 #b58a58 #2c1f12 #ffdc96 #ffe6a6", 0.22),
    Light.DUSK: _palette("#171b3d #4b2d63 #b4496d #f7a06d #ffc08a #5a3d5c #100d1a #ff9f7a #ffd08a", 0.07, 0.35),
    Light.NIGHT: _palette("#04060f #0a1330 #14254a #2c4a76 #e6efff #1c2f4f #04070d #9fbdf0 #ffd78a", 0.62, 1.0, moon=True, halo=0.55),
    Light.NEON: _palette("#080516 #1a0d38 #471b66 #a12a82 #ff5fb0 #32195a #07040f #3fe3ea #ff4fa3", 0.3, 0.9, halo=0.5),
    Light.STORM: _palette("#12171f #26313d #465560 #8b989c #dfe7e6 #55646a #10161a #c9d6d8 #ffe0a0", 0.4, 0.3, halo=0.25),
    Light.GREY: _palette("#6b7b88 #93a1a9 #b8c2c5 #d9dedd #f4f4ee #8f9c9d #2b3537 #eef2f0 #ffe6b4", 0.45, halo=0.35),
    Light.WARM: _palette("#1b100b #43240f #8a4a1c #d98a3c #ffd28a #8a5229 #170d08 #ffc274 #ffdf9a", 0.2, 0.55, halo=0.9),
}  # fmt: skip

_PLACE_GROUND: Mapping[ScenePlace, tuple[str, str]] = {
    ScenePlace.DESERT: ("#e3b078", "#8f5a2b"),
    ScenePlace.SEA: ("#5b93a6", "#0d3444"),
    ScenePlace.FOREST: ("#6d8a76", "#0d1a12"),
}

_UNDERWATER = _palette("#0d5a78 #0a4563 #07304c #052238 #a8f0ee #0b3a52 #031019 #8fe8e4 #b7fff4", 1.1, 0.4, halo=1.0)
_SPACE = _palette("#030308 #07081a #0d1030 #1a1a44 #fff0d0 #1a1c3c #030308 #9fb6ff #ffd7a0", 0.6, 1.0, halo=0.4)


def palette_of(place: ScenePlace, light: Light, weather: Iterable[Weather], tint: str | None) -> Palette:
    """The palette of a shot. `tint` is a colour word's `#rrggbb`, or None."""
    palette = _base(place, light)
    for each in weather:
        palette = _weathered(palette, each)
    return _tinted(palette, colour(tint)) if tint else palette


def _base(place: ScenePlace, light: Light) -> Palette:
    if place is ScenePlace.UNDERWATER:
        return _UNDERWATER
    if place is ScenePlace.SPACE:
        return _SPACE
    palette = PALETTES[light]
    if place not in _PLACE_GROUND:
        return palette
    far, near = map(colour, _PLACE_GROUND[place])
    # Of the light's own ground only its darkness counts here: its green belongs to meadows.
    shade = grey_of(palette.ground_near)
    dark = mix((255, 255, 255), shade, 0.25 + 0.45 * palette.night)
    return replace(
        palette,
        ground_far=mix(
            mix(far, palette.low, 0.1 if place is ScenePlace.DESERT else 0.3),
            palette.ground_far,
            0.12 + 0.5 * palette.night,
        ),
        ground_near=mix(_shade(near, dark), shade, 0.05 + 0.4 * palette.night),
    )


def _shade(value: Colour, by: Colour) -> Colour:
    red, green, blue = (one * two // 255 for one, two in zip(value, by, strict=True))
    return red, green, blue


def _weathered(palette: Palette, weather: Weather) -> Palette:
    if weather is Weather.SNOW:
        bright = mix((226, 234, 246), palette.low, 0.34 + 0.4 * palette.night)
        cold = mix((96, 118, 158), palette.zenith, 0.35 + 0.45 * palette.night)
        return replace(palette, ground_far=mix(bright, palette.sky, 0.2), ground_near=cold)
    if weather in (Weather.RAIN, Weather.FOG):
        share = 0.22 if palette.night < 0.8 else 0.06
        return replace(
            palette,
            zenith=mix(palette.zenith, grey_of(palette.low), share),
            sky=mix(palette.sky, grey_of(palette.low), share),
            halo=palette.halo * 0.75,
        )
    return palette


def _tinted(palette: Palette, tint: Colour) -> Palette:
    return replace(
        palette,
        zenith=mix(palette.zenith, _shade(tint, (110, 110, 110)), 0.3),
        sky=mix(palette.sky, tint, 0.28),
        low=mix(palette.low, tint, 0.3),
        horizon=mix(palette.horizon, mix(tint, (255, 255, 255), 0.4), 0.25),
        rim=mix(palette.rim, tint, 0.2),
    )
