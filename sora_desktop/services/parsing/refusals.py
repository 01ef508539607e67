"""Which part of a request an error is about: by typed fields where it has some, else by the words that services use.

Only the error is looked through, never the job around it, which repeats the prompt.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sora_desktop.domain.refusal import Refused
from sora_desktop.services.json.reader import JsonError, read_json
from sora_desktop.services.parsing.error_words import speak_of_moderation

_TEXT_LIMIT = 2_000
_NESTING_LIMIT = 6
_TEXTS_LIMIT = 100
_WHERE_KEYS = frozenset({"param", "parameter", "field", "loc"})
_STAGE_KEYS = frozenset({"moderation_stage", "stage"})

_OF_THE_CLIP = re.compile(
    r"output[ _.-]?(moderation|video|audio|image|data|content|media)|safety\.output|checking (the )?outputs?"
    r"|(generated|resulting|finished|produced) (video|clip|image|audio|media|content|output)"
    r"|creation[ _]?policy|生成(的|出的)?(视频|物|内容|结果)",
    re.IGNORECASE,
)
_OF_A_PICTURE = re.compile(
    r"input[ _.-]?(image|picture|reference)|safety\.input\.image|real person|image[ _.-]?(audit|moderation)"
    r"|(reference|uploaded|provided|supplied|first[ -]frame|last[ -]frame|your|the) (image|picture|photo)"
    r"|\b(image|picture|photo)s?\b[^.]{0,40}(blocked|violat|flagged|reject|contain|sensitive|unsafe|inappropriate)"
    r"|(图片|图像|照片|输入图)",
    re.IGNORECASE,
)
_OF_THE_WORDS = re.compile(
    r"\bprompt|prompt[ _]?(policy|unsafe|moderation|filter)|input[ _.-]?text|safety\.input\.text|text (prompt|input)"
    r"|(video|your) description|sensitive[ _]words?|提示词|视频描述|文本|敏感词",
    re.IGNORECASE,
)
_OF_WHAT_WAS_SENT = re.compile(
    r"input[ _.-]?(moderation|data|content|filter)|safety\.input|checking (the )?inputs?|audit[ _]?submit"
    r"|输入(内容|数据|没有)",
    re.IGNORECASE,
)
_A_WRONG_PICTURE = re.compile(
    r"input_reference|(inpaint|reference|input) image|image (url|file|size|format|must|is|could)"
    r"|(download|fetch|load|open|decode|read)\w* (the )?(image|picture)",
    re.IGNORECASE,
)
_WRONG_WORDS = re.compile(r"\bprompt\b[^.]{0,40}(is|must|too|exceed|long|short|empty|required|length)", re.IGNORECASE)
_NAMES = {
    "prompt": Refused.WORDS,
    "text": Refused.WORDS,
    "negative_prompt": Refused.WORDS,
    "image": Refused.PICTURE,
    "images": Refused.PICTURE,
    "image_url": Refused.PICTURE,
    "input_reference": Refused.PICTURE,
    "image_reference": Refused.PICTURE,
    "reference_url": Refused.PICTURE,
    "first_frame": Refused.PICTURE,
    "last_frame": Refused.PICTURE,
    "frame_images": Refused.PICTURE,
    "input_references": Refused.PICTURE,
}


def read_refused(error: Any, around: Mapping[str, Any]) -> Refused | None:
    """What an error is about: `error` as it stands in an answer, `around` what its code may stand in; None: unknown."""
    told = [*_texts("", around, depth=_NESTING_LIMIT - 1), *_texts("", error)][:_TEXTS_LIMIT]
    named = next((part for key, text in told if key in _WHERE_KEYS and (part := _named(text))), None)
    words = [text for key, text in told if key not in _WHERE_KEYS]
    if speak_of_moderation("\n".join(words)):
        stages = {text.lower() for key, text in told if key in _STAGE_KEYS}
        return named or _of_moderation(words, stages)
    return named or _of_a_mistake(words)


def _of_moderation(words: list[str], stages: set[str]) -> Refused:
    if "output" in stages or _in_any(_OF_THE_CLIP, words):
        return Refused.CLIP
    of_a_picture, of_the_words = _in_any(_OF_A_PICTURE, words), _in_any(_OF_THE_WORDS, words)
    if of_a_picture is not of_the_words:
        return Refused.PICTURE if of_a_picture else Refused.WORDS
    told_input = of_a_picture or "input" in stages or _in_any(_OF_WHAT_WAS_SENT, words)
    return Refused.REQUEST if told_input else Refused.UNSAID


def _of_a_mistake(words: list[str]) -> Refused | None:
    if _in_any(_A_WRONG_PICTURE, words):
        return Refused.PICTURE
    return Refused.WORDS if _in_any(_WRONG_WORDS, words) else None


def _in_any(pattern: re.Pattern[str], words: list[str]) -> bool:
    return any(pattern.search(each) for each in words)


def _named(text: str) -> Refused | None:
    """The part that a field's name stands for: `input_reference[image_url]`, `input_reference.image_url`."""
    return _NAMES.get(re.split(r"[\[.]", text.strip().lower(), maxsplit=1)[0])


def _texts(key: str, value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Every text of an error with the key that it stands under; JSON in a text is read, too."""
    if isinstance(value, str):
        yield from _of_text(key, value.strip()[:_TEXT_LIMIT], depth)
    elif depth >= _NESTING_LIMIT:
        return
    elif isinstance(value, Mapping):
        for name, each in list(value.items())[:_TEXTS_LIMIT]:
            yield from _texts(str(name), each, depth + 1)
    elif isinstance(value, list):
        for each in value[:_TEXTS_LIMIT]:
            yield from _texts(key, each, depth + 1)


def _of_text(key: str, text: str, depth: int) -> Iterator[tuple[str, str]]:
    start = text.find("{")
    if start >= 0 and depth < _NESTING_LIMIT:
        try:
            inner = read_json(text[start:].encode())
        except JsonError:
            inner = None
        if inner is not None:
            yield key, text[:start]
            yield from _texts(key, inner, depth + 1)
            return
    yield key, text
