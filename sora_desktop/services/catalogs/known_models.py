"""Video models whose frames and lengths are known by their ids: most lists tell nothing but ids.

What stands here comes from the documentation of the models and from the configurations of the engines that serve them.
A service may offer less, so all of it is marked as assumed.
"""

import re
from dataclasses import replace
from functools import lru_cache

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import CATALOG, ImageRole, ImageSlot, LengthRange, VideoModel
from sora_desktop.domain.parameters import Parameter, ParameterKind
from sora_desktop.domain.shapes import Size

DIFFUSION = (
    Parameter("seed", ParameterKind.SEED),
    Parameter("negative_prompt", ParameterKind.TEXT),
    Parameter("num_inference_steps", ParameterKind.WHOLE, least=1, most=200, label="Steps"),
    Parameter("guidance_scale", ParameterKind.NUMBER, least=0, most=20, step=0.5, label="Guidance"),
    Parameter("fps", ParameterKind.WHOLE, least=1, most=60, label="Frames a second"),
    Parameter("num_frames", ParameterKind.WHOLE, least=1, most=1_000, label="Frames"),
)
"""What engines for open models take; without a seed some of them make the same clip again and again."""

_SIXTEEN_A_SECOND = re.compile(r"wan-?2-[12]-.*14b.*|wan-?2-1-.*")


def served(model_id: str, parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """`parameters` of a model that an engine serves: Wan's of 14B were made for 16 frames a second, engines assume 24."""
    fps = 16 if _SIXTEEN_A_SECOND.fullmatch(_plain(model_id)) else None
    return tuple(replace(each, default=fps) if each.id == "fps" else each for each in parameters or DIFFUSION)


FIRST, LAST = ImageSlot(), ImageSlot(ImageRole.LAST)
NEEDED = ImageSlot(least=1)
ASSUMED = ("sizes", "lengths")


def _both(*landscapes: tuple[int, int]) -> tuple[Size, ...]:
    """Frames and the same on edge, the usual ones first."""
    wide = [Size(*each) for each in landscapes]
    return tuple(dict.fromkeys(each for size in wide for each in (size, size.turned())))


HD, FULL_HD = (1280, 720), (1920, 1080)
_SD = (832, 480)


@dataclass(frozen=True, slots=True)
class _Family:
    """`ids` matches the last part of an id, in lower case and with `-` for every sign between words."""

    ids: re.Pattern[str]
    name: str
    entry: VideoModel


def _family(
    ids: str,
    name: str,
    sizes: tuple[Size, ...],
    *lengths: int,
    spread: LengthRange | None = None,
    usual: int = 0,
    images: tuple[ImageSlot, ...] = (FIRST,),
    parameters: tuple[Parameter, ...] = (),
    pro: bool = False,
) -> _Family:
    """A line of the table. `lengths`, `spread` and `usual` are in seconds."""
    entry = VideoModel(
        "",
        sizes,
        lengths,
        length_range=spread,
        default_seconds=usual,
        images=images,
        parameters=parameters,
        pro=pro,
        assumed=ASSUMED,
    )
    return _Family(re.compile(ids), name, entry)


_WAN_LENGTH = LengthRange(1, 5)
_DATE = r"(-\d{4}-\d\d-\d\d)?"

_FAMILIES = (
    _family(rf"sora-?2-pro{_DATE}", "Sora 2 Pro", _both(HD, (1792, 1024), FULL_HD), 4, 8, 12, 16, 20, pro=True),
    _family(rf"sora-?2{_DATE}", "Sora 2", _both(HD), 4, 8, 12),
    _family(
        r"wan-?2-2-ti2v-5b.*", "Wan 2.2 TI2V 5B", _both((1280, 704)),
        spread=_WAN_LENGTH, usual=5, parameters=DIFFUSION,
    ),
    _family(
        r"wan-?2-[12]-t2v-a?14b.*", "Wan 2.{} T2V 14B", _both(HD, _SD),
        spread=_WAN_LENGTH, usual=5, images=(), parameters=DIFFUSION,
    ),
    _family(
        r"wan-?2-[12]-i2v-a?14b(?!.*480p).*", "Wan 2.{} I2V 14B", _both(HD, _SD),
        spread=_WAN_LENGTH, usual=5, images=(NEEDED,), parameters=DIFFUSION,
    ),
    _family(
        r"wan-?2-1-i2v-14b-480p.*", "Wan 2.1 I2V 14B · 480p", _both(_SD),
        spread=_WAN_LENGTH, usual=5, images=(NEEDED,), parameters=DIFFUSION,
    ),
    _family(
        r"wan-?2-1-t2v-1-3b.*", "Wan 2.1 T2V 1.3B", _both(_SD),
        spread=_WAN_LENGTH, usual=5, images=(), parameters=DIFFUSION,
    ),
    _family(
        r"wan-?2-[12]-flf2v.*", "Wan 2.{} · first and last frame", _both(HD, _SD),
        spread=_WAN_LENGTH, usual=5, images=(NEEDED, LAST), parameters=DIFFUSION,
    ),
    _family(
        r"ltx-?2(?!-?\d).*", "LTX-2", _both((1280, 704), (768, 512)),
        spread=LengthRange(1, 10), usual=5, parameters=DIFFUSION,
    ),
    _family(
        r"ltx-.*", "", _both((1280, 704), (768, 512)), spread=LengthRange(1, 10), usual=5, parameters=DIFFUSION,
    ),
    _family(
        r"hunyuan-?video-?(1-5-?)?i2v.*|hunyuan-?video-1-5.*-i2v.*", "HunyuanVideo I2V", _both(HD, (848, 480)), 5,
        images=(NEEDED,), parameters=DIFFUSION,
    ),
    _family(
        r"hunyuan-?video.*", "HunyuanVideo", _both(HD, (848, 480)), 5, images=(), parameters=DIFFUSION,
    ),
    _family(r"cogvideox-?1-5.*", "CogVideoX 1.5", (Size(1360, 768),), 5, parameters=DIFFUSION),
    _family(r"cogvideox.*", "CogVideoX", (Size(720, 480),), 6, parameters=DIFFUSION),
    _family(r"mochi-1.*", "Mochi 1", (Size(848, 480),), 5, images=(), parameters=DIFFUSION),
    _family(r"longcat-video.*", "LongCat-Video", _both(_SD, HD), 5, parameters=DIFFUSION),
    _family(r"(google-)?veo-?3.*", "", _both(HD, FULL_HD), 4, 6, 8, usual=8, images=(FIRST, LAST)),
    _family(r"(google-)?veo-?2.*", "", _both(HD), 5, 6, 8, images=(FIRST, LAST)),
    _family(r"kling.*", "", _both(HD, FULL_HD), 5, 10),
    _family(r"((doubao|dreamina)-)?seedance.*", "", _both(HD, FULL_HD), 5, 10),
    _family(r"vidu.*", "", _both(HD, FULL_HD), 4, 8),
    _family(r"(minimax-)?hailuo.*", "", _both((1366, 768), FULL_HD), 6, 10, images=(FIRST, LAST)),
    _family(r"minimax-h3.*", "", _both((1366, 768)), spread=LengthRange(4, 15), usual=6),
    _family(r"jimeng.*", "", _both(HD, FULL_HD), 5, 10),
    _family(r"wan-?[23].*", "", _both(HD, FULL_HD), 5, 10),
    _family(r"grok-imagine-video.*", "", _both(HD), spread=LengthRange(1, 15), usual=5),
)  # fmt: skip

_VIDEO = re.compile(
    r"(^|-)(video|videos|t2v|i2v|ti2v|flf2v|sora\d*|veo\d*|wan\d*|ltx|pika|luma|ray-?\d|runway|gen-?[34]|pixverse|jimeng"
    r"|hailuo|kandinsky-?\d|cosmos\d*|helios|mova|lingbot|skyreels|framepack|happyhorse)(-|$)"
)
_READS = re.compile(r"(^|-)(vision|understanding|embed\w*|caption\w*|vl|tts|asr|chat)(-|$)")
_STILLS = re.compile(r"(^|-)(image|images|t2i)(-|$)")

_NINE = {model.id: model for model in CATALOG}


@lru_cache(maxsize=8_192)
def known(model_id: str) -> VideoModel | None:
    """The entry of a model that is known by its id; None where nobody knows it."""
    if nine := _NINE.get(model_id):
        return nine
    plain = _plain(model_id)
    for family in _FAMILIES:
        if family.ids.fullmatch(plain):
            generation = re.search(r"-?2-(\d)", plain)
            name = family.name.format(generation[1] if generation else "") or _spoken(model_id)
            return replace(family.entry, id=model_id, name=name)
    return None


def careful(model_id: str) -> VideoModel:
    """An entry for a model that nobody knows: what nearly every service makes."""
    return VideoModel(model_id, _both(HD), (4, 8), assumed=ASSUMED)


def sounds_like_video(model_id: str) -> bool:
    """Whether the id alone says that it makes videos: it is a known one, or has such a word in it."""
    plain = _plain(model_id)
    if _READS.search(plain) or (_STILLS.search(plain) and "video" not in plain):
        return False
    maker = model_id.partition("/")[0].lower() if model_id.count("/") == 1 else ""
    return known(model_id) is not None or any(_VIDEO.search(each) for each in (plain, maker))


def _spoken(model_id: str) -> str:
    """`google/veo-3.1-fast` as people say it: Veo 3.1 Fast."""
    last = next((part for part in reversed(re.split(r"[/\\]", model_id)) if part), model_id)
    return " ".join(f"{word[:1].upper()}{word[1:]}" for word in re.split(r"[-_\s]+", last) if word)


def _plain(model_id: str) -> str:
    """The last part of `org/name` or of a path, as the table spells it."""
    last = next((part for part in reversed(re.split(r"[/\\]", model_id)) if part), "")
    return re.sub(r"[^a-z0-9]+", "-", last.lower().partition(":")[0]).strip("-")
