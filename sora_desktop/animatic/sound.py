"""Quiet sound for a scene: a chord under everything, and the air of the place. Filters only, nothing recorded."""

import math

from sora_desktop.animatic.scene import Dice, Scene
from sora_desktop.animatic.words import Light, ScenePlace, Weather
from sora_desktop.media.movie import SAMPLE_RATE, Filter, SoundChain

_FADE_IN, _FADE_OUT = 0.5, 0.8
_LOW_RATE = 8_000
"""Samples a second of what has no high tones: made so, it costs a sixth, and is then brought to the clip's rate."""
_CHORDS = {
    Light.DAWN: (0, 7, 16, 23),
    Light.DAY: (0, 7, 14, 16),
    Light.GOLDEN: (0, 7, 11, 16),
    Light.DUSK: (0, 7, 15, 22),
    Light.NIGHT: (0, 7, 14, 15),
    Light.NEON: (0, 3, 10, 14),
    Light.STORM: (0, 5, 12, 13),
    Light.GREY: (0, 5, 7, 14),
    Light.WARM: (0, 4, 11, 14),
}
"""Half tones above the root."""


def sound_of(scene: Scene) -> list[SoundChain]:
    """The chains of filters whose mix is the sound of `scene`: all of it below -20 dB of full scale, most below -35."""
    dice = Dice(scene.request.seed)
    look = scene.shots[0].look
    weather = frozenset().union(*(shot.look.weather for shot in scene.shots))
    seconds = scene.request.whole_seconds
    ends = [
        ("afade", f"t=in:d={_FADE_IN}"),
        ("afade", f"t=out:st={seconds - _FADE_OUT}:d={_FADE_OUT}"),
        ("aresample", str(SAMPLE_RATE)),
        ("aformat", "sample_fmts=fltp:channel_layouts=stereo"),
    ]
    chains = [_pad(look.light, seconds, dice), _wind(weather, seconds, dice)]
    if look.place in (ScenePlace.SEA, ScenePlace.UNDERWATER):
        chains.append(_surf(look.place, seconds, dice))
    if Weather.RAIN in weather:
        chains.append(_rain(seconds, dice))
    if look.place in (ScenePlace.CITY, ScenePlace.ALLEY, ScenePlace.SPACE):
        chains.append(_hum(seconds, dice))
    # Independent sources add up by their power: four together are no louder than two.
    share = ("volume", f"{math.sqrt(2 / len(chains)):.3f}")
    return [[*chain, share, *ends] for chain in chains]


def _noise(shade: str, level: float, seconds: int, dice: Dice, rate: int = _LOW_RATE) -> Filter:
    return "anoisesrc", f"color={shade}:a={level}:d={seconds}:r={rate}:seed={dice.getrandbits(31)}"


def _pad(light: Light, seconds: int, dice: Dice) -> SoundChain:
    """A held chord, each voice slowly swelling on its own, the two ears a little apart."""
    root = 110 * 2 ** (dice.choice((-5, -3, 0, 2)) / 12)
    left, right = [], []
    for voice, step in enumerate(_CHORDS[light]):
        pitch, rate, start = root * 2 ** (step / 12), dice.uniform(0.06, 0.16), dice.uniform(0, 6)
        swell = f"(0.6+0.4*sin({rate:.4f}*2*PI*t+{start:.3f}))*{0.016 / (1 + 0.45 * voice):.5f}"
        left.append(f"{swell}*sin({pitch * 0.9988:.3f}*2*PI*t)")
        right.append(f"{swell}*sin({pitch * 1.0012:.3f}*2*PI*t)")
    return [
        ("aevalsrc", f"exprs='{'+'.join(left)}|{'+'.join(right)}':s={_LOW_RATE}:d={seconds}"),
        ("lowpass", "f=1400"),
    ]


def _wind(weather: frozenset[Weather], seconds: int, dice: Dice) -> SoundChain:
    level = 0.26 if weather & {Weather.WIND, Weather.SNOW, Weather.DUST} else 0.16
    return [
        _noise("brown", level, seconds, dice),
        ("lowpass", "f=620"),
        ("highpass", "f=70"),
        ("tremolo", f"f={dice.uniform(0.11, 0.19):.3f}:d=0.6"),
    ]


def _surf(place: ScenePlace, seconds: int, dice: Dice) -> SoundChain:
    high = 500 if place is ScenePlace.UNDERWATER else 2600
    return [
        _noise("pink", 0.1, seconds, dice),
        ("lowpass", f"f={high}"),
        ("tremolo", f"f={dice.uniform(0.15, 0.22):.3f}:d=0.85"),
    ]


def _rain(seconds: int, dice: Dice) -> SoundChain:
    return [_noise("pink", 0.11, seconds, dice, 24_000), ("highpass", "f=900"), ("lowpass", "f=7500")]


def _hum(seconds: int, dice: Dice) -> SoundChain:
    return [_noise("brown", 0.13, seconds, dice), ("lowpass", "f=150"), ("tremolo", "f=0.13:d=0.3")]
