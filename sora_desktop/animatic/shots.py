"""A prompt cut into shots: plain text in, short texts and their frame counts out."""

import re
from functools import cache
from itertools import pairwise

from sora_desktop.animatic.vocabulary import vocabulary, whole_words

FPS = 24
SHORTEST_SHOT = 32
"""Frames: a third of a second more than one second, the least in which a shot can be read."""

_MOST_PIECES = 64
_JOINERS = "\u200c\u200d"
_BLANKS = re.compile(" +")
_TIMES = re.compile(
    r"[\[(]?\b\d{1,2}(?::\d{2})?(?:\.\d)?\s*s?\s*[-–—]\s*\d{1,2}(?::\d{2})?(?:\.\d)?\s*s?\b[\])]?\s*[:：]",
    re.IGNORECASE,
)
_ENDS = r"\n+|[;；]|[。！？]+|(?<=[a-zà-ÿ0-9)\"'”’][.!?…])\s+(?=\S)"


@cache
def _marker() -> re.Pattern[str]:
    """How a prompt numbers its shots: "shot 2:", "[Scene 2]", "第二个镜头"."""
    return re.compile(
        rf"(?:^|(?<=[\s.;,。；，]))(?:\[|\()?(?:{vocabulary().shot_names})\s*(?:#|no\.?\s*)?[0-9一二三四五六七八九十]{{1,2}}"
        r"\s*(?:(?:\([^)\n]{0,30}\)\s*)?[\])]?\s*[:：.\-–—]|[\])]|个?(?:镜头|幕|场)[:：，,]?)",
        re.IGNORECASE,
    )


@cache
def _cuts() -> re.Pattern[str]:
    """Where a sentence ends, and the words that part two shots."""
    return re.compile(rf"(?i:{_ENDS})|(?:{whole_words(vocabulary().cuts).pattern})[:：]?")


def clean(text: str) -> str:
    """`text` without control and direction characters; new lines stay."""
    kept = (
        char if char.isprintable() or char in _JOINERS or char == "\n" else " " for char in text.replace("\r", "\n")
    )
    return "".join(kept).replace("\ufffd", " ").strip()


def one_line(text: str) -> str:
    return " ".join(text.split())


def cut(prompt: str, seconds: int) -> list[str]:
    """The shots of a prompt, at least one, and no more than `seconds` have room for."""
    text = clean(prompt)
    pieces = _marked(text) or _sentences(text)
    room = max(1, seconds * FPS // SHORTEST_SHOT)
    return _squeeze(_coarse(pieces), room) or [""]


def frame_counts(texts: list[str], frames: int) -> list[int]:
    """Frames of each shot: more for longer texts, each at least SHORTEST_SHOT, together exactly `frames`."""
    shortest = min(SHORTEST_SHOT, frames // len(texts))
    spare = frames - shortest * len(texts)
    weights = [min(160, 40 + len(text)) for text in texts]
    edges = [spare * sum(weights[:index]) // sum(weights) for index in range(len(texts) + 1)]
    return [shortest + after - before for before, after in pairwise(edges)]


def _marked(text: str) -> list[str]:
    for marker in (_marker(), _TIMES):
        pieces = marker.split(text)
        if len(pieces) > 2:
            head, *rest = (one_line(piece).strip(" ,;-") for piece in pieces)
            shots = [piece for piece in rest if piece]
            return [f"{head} {shots[0]}".strip(), *shots[1:]] if shots else []
    return []


def _sentences(text: str) -> list[str]:
    """Sentences, those that only speak of camera or style joined to the one before (or after)."""
    shots: list[str] = []
    waiting = ""
    for piece in filter(None, (one_line(each).strip(" ,") for each in _cuts().split(_BLANKS.sub(" ", text)))):
        if _stands_alone(piece):
            shots.append(_join(waiting, piece))
            waiting = ""
        elif shots:
            shots[-1] = _join(shots[-1], piece)
        else:
            waiting = _join(waiting, piece)
    return [*shots, waiting] if waiting else shots


def _stands_alone(piece: str) -> bool:
    if len(piece) > 120:
        return True
    known = vocabulary()
    rest = piece
    for words in (*known.moves.values(), known.slow, known.fast, known.asides):
        rest = words.sub(" ", rest)
    return sum(char.isalnum() for char in rest) > 3


def _coarse(pieces: list[str]) -> list[str]:
    """At most _MOST_PIECES, so that squeezing stays quick for any text."""
    step = -(-len(pieces) // _MOST_PIECES) or 1
    return [one_line(" ".join(pieces[index : index + step])) for index in range(0, len(pieces), step)]


def _squeeze(pieces: list[str], room: int) -> list[str]:
    """The two shortest neighbours become one, until there is room for all."""
    shots = list(pieces)
    while len(shots) > room:
        at = min(range(len(shots) - 1), key=lambda index: len(shots[index]) + len(shots[index + 1]))
        shots[at : at + 2] = [_join(shots[at], shots[at + 1])]
    return shots


def _join(first: str, second: str) -> str:
    if not first or not second:
        return first or second
    return (
        f"{first} {second}"
        if first[-1] in ".!?…,;:"
        else f"{first}. {second}"
        if first[-1].isascii()
        else f"{first}。{second}"
    )
