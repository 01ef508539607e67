"""The files that the engine writes, read back with PyAV: what a player and a person get."""

import os
import subprocess
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest
from PIL import Image

from sora_desktop.animatic.render import Cancelled, render
from sora_desktop.animatic.scene import SceneRequest
from sora_desktop.animatic.shots import FPS
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.shapes import Size
from tests.animatic.measures import AFTER_SLATE, CLEAR_OF_WRITING, MarkFinder, apart, band, wish, write_pattern

pytestmark = pytest.mark.usefixtures("qapp")

SIZES = sorted(
    {size for model in CATALOG for size in (*model.sizes, *(each.turned() for each in model.sizes))}, key=str
)
SMALL, MEDIUM = Size(320, 180), Size(640, 360)
QUIET = 10 ** (-20 / 20)
"""20 dB below full scale."""
HEARD = 10 ** (-60 / 20)


@dataclass(frozen=True)
class Film:
    """What is in a file: pictures, the samples of each ear, and what it says of itself."""

    pictures: list[Image.Image]
    times: list[float]
    left: Sequence[float]
    right: Sequence[float]
    tags: dict[str, str]
    codecs: tuple[str, str]
    rate: int


def made(request: SceneRequest, folder: Path, name: str = "clip.mp4") -> Path:
    target = folder / name
    render(request, target, lambda _share: None, lambda: False)
    return target


def seen(path: Path) -> Film:
    pictures, times = [], []
    ears = (array("f"), array("f"))
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        for frame in container.decode(video, audio):
            if isinstance(frame, av.VideoFrame):
                pictures.append(frame.to_image())
                times.append(float(frame.time or 0))
            elif isinstance(frame, av.AudioFrame):
                for ear, plane in zip(ears, frame.planes, strict=True):
                    ear.frombytes(bytes(plane)[: 4 * frame.samples])
        codecs = (video.codec_context.name, audio.codec_context.name)
        return Film(pictures, times, *ears, dict(container.metadata), codecs, audio.codec_context.sample_rate)


def loudest(samples: Sequence[float]) -> float:
    return max(map(abs, samples))


@pytest.fixture(scope="module")
def film(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Two shots, two seconds and a bit of each."""
    prompt = "A fox in the snow at noon, slow pan left. Cut to neon alley in the rain"
    return seen(made(wish(prompt, MEDIUM), tmp_path_factory.mktemp("film")))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_each_size_of_the_catalogue_is_rendered_exactly(size: Size, tmp_path: Path) -> None:
    request = wish("A tree on a hill, static", size, 1)

    with av.open(str(made(request, tmp_path))) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        count = sum((frame.width, frame.height) == (size.width, size.height) for frame in container.decode(video))
        assert (size.width, size.height) == (video.width, video.height)
        assert (FPS, FPS, Fraction(FPS)) == (count, video.frames, video.average_rate)
        assert "yuv420p" == video.codec_context.pix_fmt
        assert ("h264", "aac") == (video.codec_context.name, audio.codec_context.name)


@pytest.mark.parametrize("size", [Size(480, 480), Size(426, 240), Size(202, 360), Size(482, 206)], ids=str)
def test_a_size_that_another_catalogue_may_have_is_rendered_exactly_and_says_what_it_is(
    size: Size, tmp_path: Path
) -> None:
    picture = seen(made(wish("A tree on a hill, static", size, 1), tmp_path)).pictures[-1]
    finder = MarkFinder(size)

    assert (size.width, size.height) == picture.size
    assert finder.contrast(picture, finder.place(picture)) > 50


def test_there_are_six_sizes() -> None:
    assert ["1024x1792", "1080x1920", "1280x720", "1792x1024", "1920x1080", "720x1280"] == list(map(str, SIZES))


def test_pictures_come_one_every_twenty_fourth_of_a_second_to_the_end(film: Film) -> None:
    assert [number / FPS for number in range(4 * FPS)] == pytest.approx(film.times, abs=1e-4)


def test_the_sound_is_as_long_as_the_pictures_in_both_ears(film: Film) -> None:
    frame = 1024
    assert 4 * film.rate <= len(film.left) <= 4 * film.rate + 2 * frame
    assert len(film.left) == len(film.right)


def test_the_sound_is_quiet_and_there(film: Film) -> None:
    for ear in (film.left, film.right):
        assert HEARD < loudest(ear) < QUIET


def test_the_sound_comes_and_goes_softly(film: Film) -> None:
    """Ten milliseconds at each end, beside the middle second."""
    edge, middle = film.rate // 100, film.left[film.rate : 3 * film.rate]

    assert loudest(film.left[:edge]) < 0.2 * loudest(middle)
    assert loudest(film.left[4 * film.rate - edge : 4 * film.rate]) < 0.2 * loudest(middle)


@pytest.mark.parametrize(
    "prompt", ["Rain in a neon alley", "Waves", "A city by night", "Under water", "Wind in the desert"]
)
def test_each_kind_of_sound_is_quiet(prompt: str, tmp_path: Path) -> None:
    heard = seen(made(wish(prompt, Size(64, 64), 2), tmp_path))

    assert HEARD < max(loudest(heard.left), loudest(heard.right)) < QUIET


def test_every_picture_of_the_file_says_that_it_is_an_animatic(film: Film) -> None:
    finder = MarkFinder(MEDIUM)
    first, second = film.pictures[:48], film.pictures[-40:]
    for part in (first, second):
        place = finder.place(part[-1])
        assert min(finder.contrast(picture, place) for picture in part) > 70


def test_one_shot_is_not_said_to_be_shots(tmp_path: Path) -> None:
    film = seen(made(wish("A fox in the snow", Size(64, 64), 2), tmp_path))

    assert film.tags["description"].endswith(" · 1 shot")


def test_the_file_says_what_it_is_and_that_no_model_made_it(film: Film) -> None:
    assert "Animatic: A fox in the snow at noon" in film.tags["title"]
    assert "An animatic" in film.tags["comment"]
    assert "No video model made it" in film.tags["comment"]


def test_the_reference_picture_is_the_first_picture_of_the_file(tmp_path: Path) -> None:
    picture = write_pattern(tmp_path / "pattern.png", MEDIUM)

    first = seen(made(wish("A fox, pan left", MEDIUM, 1, picture), tmp_path)).pictures[0]

    clear = (0.2, CLEAR_OF_WRITING)
    assert apart(band(first, *clear), band(Image.open(picture), *clear)) < 6


def test_the_same_request_is_the_same_file(tmp_path: Path) -> None:
    request = wish("Neon alley in the rain, a woman walks. Then whales, aerial", SMALL, 3)

    first, second = (made(request, tmp_path, name).read_bytes() for name in ("one.mp4", "two.mp4"))

    assert first == second


def test_the_same_request_is_the_same_file_in_another_process(tmp_path: Path) -> None:
    """Neither the order of a set, which Python changes in each process, nor what fresh memory holds may reach the file."""
    request = wish("Snow, wind and fog over birds at night, handheld", SMALL, 1)
    code = (
        "import sys; from pathlib import Path; from tests.animatic.measures import wish, SMALL;"
        "from sora_desktop.animatic.render import render;"
        f"render(wish({request.prompt!r}, SMALL, 1), Path(sys.argv[1]), lambda share: None, lambda: False)"
    )
    for seed, filled in (("1", "85"), ("2", "170")):
        target = tmp_path / f"{seed}.mp4"
        changed = {"PYTHONHASHSEED": seed, "MALLOC_PERTURB_": filled}
        subprocess.run([sys.executable, "-c", code, target], env={**os.environ, **changed}, check=True)

    here = made(request, tmp_path).read_bytes()

    assert [here, here] == [(tmp_path / "1.mp4").read_bytes(), (tmp_path / "2.mp4").read_bytes()]


def test_another_prompt_is_another_film(tmp_path: Path) -> None:
    fox, wolf = (seen(made(wish(prompt, SMALL, 1), tmp_path)) for prompt in ("A fox at dawn", "A wolf at night"))

    pictures = (each.pictures[AFTER_SLATE] for each in (fox, wolf))
    assert apart(*(band(picture, 0, CLEAR_OF_WRITING) for picture in pictures)) > 10
    assert fox.left != wolf.left


def test_progress_rises_to_one_and_is_one_only_with_the_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "clip.mp4"
    shares: list[tuple[float, bool]] = []

    render(wish("A fox", SMALL, 1), target, lambda share: shares.append((share, target.exists())), lambda: False)

    assert all(one < two for (one, _), (two, _) in pairwise(shares))
    assert (1.0, True) == shares[-1]
    assert {False} == {there for _, there in shares[:-1]}
    assert FPS == len(shares)


@pytest.mark.parametrize("frames", [0, 5, FPS])
def test_a_cancelled_render_leaves_nothing(frames: int, tmp_path: Path) -> None:
    """`frames` of it are let pass; at the last value all are encoded and only the file's end is missing."""
    answers = _asked(frames)

    with pytest.raises(Cancelled):
        render(wish("A fox", SMALL, 1), tmp_path / "clip.mp4", lambda _share: None, lambda: next(answers))

    assert [] == list(tmp_path.iterdir())


def _asked(passes: int) -> Iterator[bool]:
    yield from [False] * passes
    while True:
        yield True


def test_a_failed_render_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    target = tmp_path / "clip.mp4"
    target.write_bytes(b"an earlier clip")

    with pytest.raises(Cancelled):
        render(wish("A fox", SMALL, 1), target, lambda _share: None, lambda: True)

    assert (b"an earlier clip", [target]) == (target.read_bytes(), list(tmp_path.iterdir()))


def test_a_broken_reference_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")

    with pytest.raises(MediaError):
        made(wish("A fox", SMALL, 1, broken), tmp_path)

    assert [broken] == list(tmp_path.iterdir())


def test_an_error_of_who_listens_to_progress_leaves_nothing(tmp_path: Path) -> None:
    def fail(_share: float) -> None:
        raise RuntimeError("the listener is gone")

    with pytest.raises(RuntimeError, match="listener"):
        render(wish("A fox", SMALL, 1), tmp_path / "clip.mp4", fail, lambda: False)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("room", [0, 20_000])
def test_a_full_disk_is_an_error_of_the_system_and_leaves_nothing(room: int, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            made(wish("A fox in the rain", MEDIUM, 1), tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        made(wish("A fox", SMALL, 1), tmp_path / "missing")


@pytest.mark.parametrize(
    "text", ["", "🦊\x00\u202e", "一只狐狸。" * 6000, "\ud83e"], ids=["none", "odd", "long", "half"]
)
def test_any_text_is_a_whole_file(text: str, tmp_path: Path) -> None:
    film = seen(made(replace(wish("", SMALL, 2), prompt=text[:32_000]), tmp_path))

    assert (2 * FPS, ("h264", "aac")) == (len(film.pictures), film.codecs)
