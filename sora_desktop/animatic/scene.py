"""A request read as a film: its shots, and in each the camera, the place, the light and the subject.

Pure: nothing here draws, and no file is opened.
"""

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

from sora_desktop.animatic.palette import Palette, palette_of
from sora_desktop.animatic.shots import FPS, clean, cut, frame_counts, one_line
from sora_desktop.animatic.vocabulary import find_all, find_first, vocabulary
from sora_desktop.animatic.words import Framing, Light, MoveKind, ScenePlace, SubjectKind, Weather
from sora_desktop.base.values import dataclass
from sora_desktop.domain.shapes import Size

_READ = 2_000
"""Characters of a shot that are read for hints: more would only slow down a text that no picture can hold."""


class Dice(Random):
    """Chance that falls the same way each time for the same seed. Nothing secret comes from it."""


@dataclass(frozen=True, slots=True)
class Role:
    """A character: where a shot's words have its name, its picture is seen."""

    name: str
    picture: Path


@dataclass(frozen=True, slots=True)
class SceneRequest:
    """All that an animatic depends on. `seconds` is whole; `image` is a picture, best of exactly `size`.

    `edits` change what the prompt makes, one after another, and leave the rest as it is. `lead` is a film that is shown
    first, for `lead_seconds`, and `before` the words that it was made from: what the prompt leaves open stays so.
    """

    prompt: str
    size: Size
    seconds: int
    model: str
    image: Path | None = None
    edits: tuple[str, ...] = ()
    before: str = ""
    lead: Path | None = None
    lead_seconds: int = 0
    cast: tuple[Role, ...] = ()

    @property
    def whole_seconds(self) -> int:
        """Of the clip, with what is shown first."""
        return self.lead_seconds + self.seconds

    @property
    def seed(self) -> int:
        """The same for the same request, wherever its picture lies, for all its edits, and for what goes on from it."""
        words, seconds = (self.before, self.lead_seconds) if self.before else (self.prompt, self.seconds)
        fields = repr((words, str(self.size), seconds, self.model, self.image is not None))
        return int.from_bytes(sha256(fields.encode("utf-8", "surrogatepass")).digest()[:8], "big")


@dataclass(frozen=True, slots=True)
class Move:
    """`speed` is 1 where the prompt does not say slow or fast."""

    kind: MoveKind
    speed: float = 1.0

    @property
    def caption(self) -> str:
        if self.kind in (MoveKind.STATIC, MoveKind.DRIFT, MoveKind.HANDHELD) or self.speed == 1.0:
            return self.kind.value
        return f"{'slow' if self.speed < 1 else 'fast'} {self.kind.value}"


@dataclass(frozen=True, slots=True)
class Subject:
    """`colour` is `#rrggbb` where the prompt names one right before the subject. `many`: a flock, a fleet."""

    kind: SubjectKind
    colour: str | None = None
    many: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be seen."""

    place: ScenePlace
    light: Light
    weather: frozenset[Weather]
    framing: Framing
    subject: Subject
    tint: str | None = None

    @property
    def palette(self) -> Palette:
        return palette_of(self.place, self.light, sorted(self.weather), self.tint)


@dataclass(frozen=True, slots=True)
class Shot:
    """Frames `first` to `first + count - 1` of the clip. `text` is one line without control characters."""

    number: int
    text: str
    first: int
    count: int
    moves: tuple[Move, ...]
    look: Look
    seed: int

    @property
    def camera(self) -> str:
        """What the caption says of the camera."""
        return " + ".join(move.caption for move in self.moves)


@dataclass(frozen=True, slots=True)
class Scene:
    request: SceneRequest
    shots: tuple[Shot, ...]

    @property
    def frames(self) -> int:
        return self.request.seconds * FPS

    @property
    def lead_frames(self) -> int:
        """Those of the film that is shown before."""
        return self.request.lead_seconds * FPS

    @property
    def all_frames(self) -> int:
        return self.lead_frames + self.frames

    def shot_at(self, frame: int) -> Shot:
        """The shot that frame number `frame` (from 0) belongs to."""
        return next(shot for shot in reversed(self.shots) if shot.first <= frame)


def read(request: SceneRequest) -> Scene:
    """The film of a request. Never fails, whatever the prompt holds."""
    texts = cut(request.prompt, request.seconds)
    counts = frame_counts(texts, request.seconds * FPS)
    before = _look_before(request)
    look = _hints(one_line(clean(request.prompt)[:_READ]), before)
    if len(texts) > 1 and before is None:
        look = replace(look, weather=frozenset(), subject=Subject(SubjectKind.NOBODY))
    shots: list[Shot] = []
    first = 0
    for number, (text, count) in enumerate(zip(texts, counts, strict=True), start=1):
        look = _hints(text[:_READ], look)
        shot = Shot(number, text, first, count, read_moves(text[:_READ]), look, request.seed + number)
        shots.append(_edited(shot, () if request.before else request.edits))
        first += count
    return Scene(request, tuple(shots))


def _look_before(request: SceneRequest) -> Look | None:
    """What is to be seen at the end of the film that is shown first."""
    look = None
    for text in (*cut(request.before, request.lead_seconds), *request.edits) if request.before else ():
        look = _hints(one_line(text)[:_READ], look)
    return look


def _edited(shot: Shot, edits: tuple[str, ...]) -> Shot:
    """The same shot where an edit says nothing else of it."""
    for edit in edits:
        text = one_line(clean(edit)[:_READ])
        framing = find_first(vocabulary().framings, text) or shot.look.framing
        moves = read_moves(text) if any(words.search(text) for words in vocabulary().moves.values()) else shot.moves
        look = replace(_hints(text, shot.look), framing=framing)
        shot = replace(shot, text=f"{shot.text} → {text}", moves=moves, look=look)
    return shot


def read_moves(text: str) -> tuple[Move, ...]:
    """The first two camera moves that a text asks for; a slow drift where it asks for none."""
    found: list[tuple[int, MoveKind]] = []
    speed = _speed(text)
    for kind, words in vocabulary().moves.items():
        if match := words.search(text):
            found.append((match.start(), kind))
            # A bare "pan" inside "pan left" is no second pan: the more exact move is looked for first.
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    kinds = [kind for _, kind in sorted(found)]
    if len(kinds) > 1 and MoveKind.STATIC in kinds:
        kinds.remove(MoveKind.STATIC)
    return tuple(Move(kind, speed) for kind in kinds[:2]) or (Move(MoveKind.DRIFT),)


def _speed(text: str) -> float:
    slow, fast = vocabulary().slow.search(text), vocabulary().fast.search(text)
    if slow and (not fast or slow.start() < fast.start()):
        return 0.6
    return 1.8 if fast else 1.0


def _hints(text: str, before: Look | None) -> Look:
    """The look of a text; what it leaves open stays as `before`, or falls to what suits."""
    named = find_first(vocabulary().places, text)
    # A place that is named needs no stand-in: it is what the shot is about.
    nobody = Subject(SubjectKind.NOBODY if named else SubjectKind.PLAIN)
    subject = _subject(text) or (before.subject if before else nobody)
    place = named or (before.place if before else _usual_place(subject, text))
    light = _light(text, place) or (before.light if before else _usual_light(place, text))
    weather = frozenset(kind for kind, _ in find_all(vocabulary().weathers, text)) or (
        before.weather if before else frozenset()
    )
    framing = find_first(vocabulary().framings, text) or Framing.MEDIUM
    return Look(
        _suited(place, subject), light, weather, framing, subject, _tint(text) or (before.tint if before else None)
    )


def _light(text: str, place: ScenePlace) -> Light | None:
    """The first light that is named. Rain makes it grey, and a fire outdoors warm, only where nothing else is said."""
    found = [kind for kind, _ in find_all(vocabulary().lights, text)]
    weak = {Light.GREY} if place is ScenePlace.ROOM else {Light.GREY, Light.WARM}
    return next((kind for kind in found if kind not in weak), found[0] if found else None)


_WORN = re.compile(r"^\S+ (?:in|wearing) (?:an? |the |her |his )?(\S+)", re.IGNORECASE)


def _subject(text: str) -> Subject | None:
    known = vocabulary()
    found = find_all(known.subjects, text)
    if not found:
        return None
    kind, place = found[0]
    word = known.subjects[kind].search(text)
    many = bool(word and _is_plural(word[0])) or bool(known.crowd.search(text[:place]))
    return Subject(kind, _colour_of(text, place), many)


def _is_plural(word: str) -> bool:
    """By its last letter, where no language says otherwise."""
    known = vocabulary()
    by_ending = word.lower().endswith("s") and not word.lower().endswith(("ss", "us"))
    return bool(known.plural.fullmatch(word)) or (by_ending and not known.singular.fullmatch(word))


def _colour_of(text: str, place: int) -> str | None:
    """The colour right before the subject at `place`, or of what it wears: "a woman in a red coat"."""
    near = " ".join(text[max(0, place - 24) : place].split()[-3:])
    worn = _WORN.search(text[place : place + 48])
    colours = vocabulary().colours
    return find_first(colours, near) or (find_first(colours, worn[1]) if worn else None)


def _tint(text: str) -> str | None:
    """A colour word that belongs to no subject colours the light."""
    found = find_all(vocabulary().colours, text)
    subjects = [place for _, place in find_all(vocabulary().subjects, text)]
    worn = {_colour_of(text, place) for place in subjects}
    free = [code for code, place in found if not any(0 <= subject - place < 24 for subject in subjects)]
    return next((code for code in free if code not in worn), None)


_USUAL_PLACES = {
    SubjectKind.WHALE: ScenePlace.SEA,
    SubjectKind.FISH: ScenePlace.UNDERWATER,
    SubjectKind.BOAT: ScenePlace.SEA,
    SubjectKind.LIGHTHOUSE: ScenePlace.SEA,
    SubjectKind.DEER: ScenePlace.FOREST,
    SubjectKind.BEAR: ScenePlace.FOREST,
    SubjectKind.WOLF: ScenePlace.FOREST,
    SubjectKind.ELEPHANT: ScenePlace.DESERT,
    SubjectKind.ROBOT: ScenePlace.CITY,
    SubjectKind.CAR: ScenePlace.CITY,
    SubjectKind.ROCKET: ScenePlace.SPACE,
    SubjectKind.CUP: ScenePlace.ROOM,
    SubjectKind.TRAIN: ScenePlace.MOUNTAINS,
    SubjectKind.BALLOON: ScenePlace.MOUNTAINS,
    SubjectKind.PLANE: ScenePlace.MOUNTAINS,
}


def _usual_place(subject: Subject, text: str) -> ScenePlace:
    if find_first(vocabulary().lights, text) is Light.NEON:
        return ScenePlace.ALLEY
    chosen = Dice(text).choice((ScenePlace.HILLS, ScenePlace.HILLS, ScenePlace.MOUNTAINS, ScenePlace.SEA))
    return _USUAL_PLACES.get(subject.kind, chosen if subject.kind is SubjectKind.PLAIN else ScenePlace.HILLS)


def _usual_light(place: ScenePlace, text: str) -> Light:
    if place is ScenePlace.ROOM:
        return Light.WARM
    if place is ScenePlace.ALLEY:
        return Light.NEON if find_first(vocabulary().weathers, text) is Weather.RAIN else Light.DUSK
    return Dice(text).choice((Light.DAWN, Light.GOLDEN, Light.DAY, Light.DUSK))


def _suited(place: ScenePlace, subject: Subject) -> ScenePlace:
    """A whale is in the sea even where only the sky is named, and a cup on a table."""
    if subject.kind is SubjectKind.CUP and place not in (ScenePlace.SEA, ScenePlace.FOREST):
        return ScenePlace.ROOM
    swims = subject.kind in (SubjectKind.WHALE, SubjectKind.BOAT)
    return ScenePlace.SEA if swims and place not in (ScenePlace.SEA, ScenePlace.UNDERWATER, ScenePlace.SPACE) else place
