"""What a prompt means: camera, place, light, weather, subject, colours."""

import dataclasses
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from sora_desktop.animatic.palette import PALETTES, Colour, grey_of
from sora_desktop.animatic.scene import Look, Move, Scene, SceneRequest, read, read_moves
from sora_desktop.animatic.words import Framing, Light, MoveKind, ScenePlace, SubjectKind, Weather
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.compose.sentences import COMPOSE_SAMPLE
from tests.support.rows import rows

REQUEST = SceneRequest("A fox", Size(1280, 720), 8, "sora2-landscape-8s")


def scene(prompt: str, seconds: int = 8) -> Scene:
    return read(dataclasses.replace(REQUEST, prompt=prompt, seconds=seconds))


def look(prompt: str) -> Look:
    return scene(prompt).shots[0].look


def light_of(value: Colour) -> int:
    return grey_of(value)[0]


@rows(
    ("words", "kind"),
    [
        ("slow pan left", MoveKind.PAN_LEFT),
        ("the camera pans to the right", MoveKind.PAN_RIGHT),
        ("langsamer Schwenk nach links", MoveKind.PAN_LEFT),
        ("镜头向右平移", MoveKind.PAN_RIGHT),
        ("tilt up", MoveKind.TILT_UP),
        ("tilting down", MoveKind.TILT_DOWN),
        ("zoom in", MoveKind.ZOOM_IN),
        ("zooms out", MoveKind.ZOOM_OUT),
        ("dolly in", MoveKind.PUSH_IN),
        ("the camera pulls back", MoveKind.PULL_BACK),
        ("orbiting shot", MoveKind.ORBIT),
        ("crane up", MoveKind.CRANE_UP),
        ("tracking shot", MoveKind.TRACK_RIGHT),
        ("handheld", MoveKind.HANDHELD),
        ("drone shot", MoveKind.AERIAL),
        ("static", MoveKind.STATIC),
        ("tripod", MoveKind.STATIC),
        ("", MoveKind.DRIFT),
        ("eggs in a pan", MoveKind.DRIFT),
        ("a frying pan from japan", MoveKind.DRIFT),
    ],
)
def test_camera_words_are_moves(words: str, kind: MoveKind) -> None:
    assert [kind] == [move.kind for move in read_moves(f"a stone, {words}")]


def test_slow_and_fast_change_the_speed_and_the_caption() -> None:
    slow, usual, fast = (read_moves(f"{word} pan left")[0] for word in ("slow", "", "fast"))

    assert slow.speed < usual.speed < fast.speed
    assert ["slow pan left", "pan left", "fast pan left"] == [move.caption for move in (slow, usual, fast)]


@pytest.mark.parametrize(
    "words", ["the camera pans slowly to the left", "pan slow left", "panoramique lent vers la gauche"]
)
def test_how_fast_a_move_is_may_be_said_amid_its_words(words: str) -> None:
    assert ["slow pan left"] == [move.caption for move in read_moves(words)]


def test_two_moves_go_together_and_a_third_is_left_out() -> None:
    assert (Move(MoveKind.ZOOM_IN), Move(MoveKind.PAN_LEFT)) == read_moves("zoom in, pan left, tilt up")


@rows(
    ("prompt", "place"),
    [
        ("a meadow", ScenePlace.HILLS),
        ("the peaks of the alps", ScenePlace.MOUNTAINS),
        ("a bamboo grove", ScenePlace.FOREST),
        ("waves on the shore", ScenePlace.SEA),
        ("dunes of the sahara", ScenePlace.DESERT),
        ("the skyline of tokyo", ScenePlace.CITY),
        ("a narrow back street", ScenePlace.ALLEY),
        ("inside a bakery", ScenePlace.ROOM),
        ("a coral reef", ScenePlace.UNDERWATER),
        ("a nebula", ScenePlace.SPACE),
        ("雪山", ScenePlace.MOUNTAINS),
        ("ein dunkler Wald", ScenePlace.FOREST),
        ("ein stiller See", ScenePlace.SEA),
        ("we see a mountain", ScenePlace.MOUNTAINS),
    ],
)
def test_place_words_choose_the_place(prompt: str, place: ScenePlace) -> None:
    assert place is look(prompt).place


@rows(
    ("prompt", "place"),
    [
        ("a whale", ScenePlace.SEA),
        ("a rocket", ScenePlace.SPACE),
        ("a cup of tea", ScenePlace.ROOM),
        ("a fishing boat before the mountains", ScenePlace.SEA),
        ("neon", ScenePlace.ALLEY),
    ],
)
def test_a_subject_brings_its_place(prompt: str, place: ScenePlace) -> None:
    assert place is look(prompt).place


@rows(
    ("words", "light"),
    [
        ("at dawn", Light.DAWN),
        ("at noon", Light.DAY),
        ("golden hour", Light.GOLDEN),
        ("at sunset", Light.DUSK),
        ("at night", Light.NIGHT),
        ("neon signs", Light.NEON),
        ("a thunderstorm", Light.STORM),
        ("overcast", Light.GREY),
        ("by candlelight", Light.WARM),
        ("黄昏", Light.DUSK),
    ],
)
def test_light_words_choose_the_light(words: str, light: Light) -> None:
    assert light is look(f"a hill, {words}").light


def test_each_light_has_colours_of_its_own() -> None:
    palettes = [look(f"a hill, {words}").palette for words in ("dawn", "noon", "dusk", "night", "storm", "overcast")]

    assert len(palettes) == len(set(palettes))
    assert set(Light) == set(PALETTES)


def test_night_is_darker_than_day_and_dusk_is_redder() -> None:
    day, dusk, night = (look(f"a hill at {time}").palette for time in ("noon", "dusk", "night"))

    assert light_of(day.sky) > light_of(dusk.sky) > light_of(night.sky)
    assert dusk.low[0] - dusk.low[2] > 0 > day.low[0] - day.low[2]


def test_a_free_colour_word_colours_the_light_and_one_before_the_subject_the_subject() -> None:
    plain, green, fox = look("a hill at noon"), look("a hill at noon, all in green"), look("a blue fox at noon")

    assert plain.palette != green.palette
    assert (None, "#4d8a4f", None) == (plain.tint, green.tint, fox.tint)
    assert "#2f62b8" == fox.subject.colour


@rows(
    ("prompt", "weather"),
    [
        ("rain", {Weather.RAIN}),
        ("falling snow and wind", {Weather.SNOW, Weather.WIND}),
        ("Schnee", {Weather.SNOW}),
        ("cherry blossoms", {Weather.PETALS}),
        ("a train", set()),
    ],
)
def test_weather_words_are_weather(prompt: str, weather: set[Weather]) -> None:
    assert weather == set(look(prompt).weather)


@rows(
    ("prompt", "kind", "many"),
    [
        ("a red fox", SubjectKind.FOX, False),
        ("birds rise", SubjectKind.BIRD, True),
        ("a herd of deer", SubjectKind.DEER, True),
        ("一只狐狸", SubjectKind.FOX, False),
        ("a woman with an umbrella", SubjectKind.PERSON, False),
        ("Boxes on a shelf", SubjectKind.PLAIN, False),
    ],
)
def test_subject_words_are_subjects(prompt: str, kind: SubjectKind, many: bool) -> None:
    subject = look(prompt).subject

    assert (kind, many) == (subject.kind, subject.many)


@pytest.mark.parametrize(
    ("words", "framing"),
    [("close-up of a fox", Framing.CLOSE), ("a wide shot", Framing.WIDE), ("a fox", Framing.MEDIUM)],
)
def test_framing_words_are_framing(words: str, framing: Framing) -> None:
    assert framing is look(words).framing


def test_shots_follow_each_other_without_a_gap_and_fill_the_clip() -> None:
    film = scene("A tree at dawn, static. Then birds rise, tilt up. Cut to a city at night, drone shot.")

    assert [1, 2, 3] == [shot.number for shot in film.shots]
    assert all(one.first + one.count == two.first for one, two in pairwise(film.shots))
    assert (0, film.frames) == (film.shots[0].first, film.shots[-1].first + film.shots[-1].count)
    assert [shot.number for shot in film.shots for _ in range(shot.count)] == [
        film.shot_at(frame).number for frame in range(film.frames)
    ]


def test_each_shot_has_its_own_camera_and_what_it_does_not_say_stays_as_it_was() -> None:
    tree, birds, city = scene(
        "A tree in a forest at dawn, static. Then birds rise, tilt up. Cut to a city at night, drone shot."
    ).shots

    assert ["static", "tilt up", "aerial"] == [tree.camera, birds.camera, city.camera]
    assert [ScenePlace.FOREST, ScenePlace.FOREST, ScenePlace.CITY] == [shot.look.place for shot in (tree, birds, city)]
    assert [Light.DAWN, Light.DAWN, Light.NIGHT] == [shot.look.light for shot in (tree, birds, city)]
    assert [SubjectKind.TREE, SubjectKind.BIRD, SubjectKind.BIRD] == [
        shot.look.subject.kind for shot in (tree, birds, city)
    ]


def test_the_same_request_is_the_same_scene_and_each_part_of_it_counts() -> None:
    others = [
        dataclasses.replace(REQUEST, prompt="A wolf"),
        dataclasses.replace(REQUEST, size=Size(720, 1280)),
        dataclasses.replace(REQUEST, seconds=4),
        dataclasses.replace(REQUEST, model="sora2-pro-720p"),
        dataclasses.replace(REQUEST, image=Path("picture.png")),
    ]

    assert read(REQUEST) == read(dataclasses.replace(REQUEST))
    assert 6 == len({REQUEST.seed, *(other.seed for other in others)})


def test_where_its_picture_lies_does_not_change_a_request() -> None:
    one, two = (dataclasses.replace(REQUEST, image=Path(name)).seed for name in ("a.png", "folder/b.png"))

    assert one == two


@rows("prompt", ["", "\ud800 alone", "🦊" * 400, "مرحبا بالعالم", "x" * 32_000, "\x00" * 99])
def test_any_text_is_a_scene(prompt: str) -> None:
    film = scene(prompt, 4)

    assert film.frames == sum(shot.count for shot in film.shots)


@rows(
    ("prompt", "light"),
    [
        ("a woman in the rain at night", Light.NIGHT),
        ("rain", Light.GREY),
        ("a campfire in the forest at night", Light.NIGHT),
        ("a campfire in the forest", Light.WARM),
        ("a room by candlelight at night", Light.WARM),
    ],
)
def test_light_that_rain_or_a_fire_brings_gives_way_to_one_that_is_named(prompt: str, light: Light) -> None:
    assert light is look(prompt).light


def test_the_colour_of_a_coat_is_the_persons_and_not_the_lights() -> None:
    found = look("A woman in a red coat at night")

    assert ("#b3392f", None) == (found.subject.colour, found.tint)


def samples() -> list[tuple[str, str]]:
    """The sample prompt in each language that the window speaks."""
    said = [("en", COMPOSE_SAMPLE)]
    for file in sorted((Path(__file__).parents[2] / "resources" / "locale").glob("*/LC_MESSAGES/*.po")):
        with file.open("rb") as words:
            said.append((file.parts[-3], str(read_po(words)[COMPOSE_SAMPLE].string)))
    return said


@rows(("language", "prompt"), samples())
def test_the_sample_of_each_language_is_a_fox_in_snow_at_dawn(language: str, prompt: str) -> None:
    seen = look(prompt)

    assert (SubjectKind.FOX, True, Light.DAWN) == (seen.subject.kind, Weather.SNOW in seen.weather, seen.light)
