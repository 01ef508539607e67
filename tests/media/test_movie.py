"""The MP4 writer: what stands in the file, and that what goes in comes out."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import pytest
from av.video.frame import VideoFrame

from sora_desktop.domain.shapes import Size
from sora_desktop.media.movie import SAMPLE_RATE, MoviePicture, MovieWriter, SoundChain, encode_only, sound_frames

SIZE = Size(64, 48)
FPS = 24
HISS: SoundChain = (("anoisesrc", f"color=pink:a=0.1:d=1:r={SAMPLE_RATE}:seed=3"),)
TONE: SoundChain = (("sine", f"f=440:d=1:r={SAMPLE_RATE}"), ("volume", "0.1"))


def filled(blue: int, green: int, red: int, size: Size = SIZE) -> VideoFrame:
    picture = MoviePicture(size)
    picture.pixels[:] = bytes((blue, green, red, 255)) * (picture.stride // 4 * size.height)
    return picture.planes()


def write(
    path: Path, frames: Sequence[VideoFrame], seconds: int = 1, sound: Sequence[SoundChain] = (TONE, HISS)
) -> Path:
    with MovieWriter(path, SIZE, FPS, sound, seconds, {"title": "A title", "comment": "A comment"}) as movie:
        for frame in frames:
            movie.add(frame)
    return path


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (40, 60, 200), (200, 90, 20)])
def test_colours_come_out_as_they_went_in(colour: tuple[int, int, int], tmp_path: Path) -> None:
    path = write(tmp_path / "clip.mp4", [filled(*colour) for _ in range(FPS)])

    with av.open(str(path)) as container:
        picture = next(container.decode(video=0)).to_image()

    blue, green, red = colour
    assert (red, green, blue) == pytest.approx(picture.getpixel((32, 24)), abs=6)


def test_the_index_stands_before_the_pictures_so_that_it_plays_while_it_loads(tmp_path: Path) -> None:
    data = write(tmp_path / "clip.mp4", [filled(9, 9, 9) for _ in range(FPS)]).read_bytes()

    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_pictures_and_sound_are_exactly_as_long_as_said(tmp_path: Path) -> None:
    path = write(tmp_path / "clip.mp4", [filled(9, 9, 9) for _ in range(2 * FPS)], seconds=2)

    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert 2 * FPS == video.frames
        assert Fraction(FPS) == video.average_rate
        assert video.duration is not None
        assert audio.duration is not None
        assert video.time_base is not None
        assert audio.time_base is not None
        assert 2 == video.duration * video.time_base
        assert 2 <= audio.duration * audio.time_base <= 2 + 1024 / SAMPLE_RATE


def test_the_file_carries_its_tags_and_the_colours_it_was_made_in(tmp_path: Path) -> None:
    with av.open(str(write(tmp_path / "clip.mp4", [filled(9, 9, 9)] * 1))) as container:
        context = container.streams.video[0].codec_context
        assert ("A title", "A comment") == (container.metadata["title"], container.metadata["comment"])
        assert (1, 1, 1, 1) == (context.color_range, context.colorspace, context.color_primaries, context.color_trc)


def test_the_same_pictures_are_the_same_bytes(tmp_path: Path) -> None:
    one, two = (write(tmp_path / name, [filled(n, 2 * n, 90) for n in range(FPS)]) for name in ("one.mp4", "two.mp4"))

    assert one.read_bytes() == two.read_bytes()


def test_sound_is_cut_or_filled_to_its_length() -> None:
    for samples in (SAMPLE_RATE // 2, 3 * SAMPLE_RATE):
        frames = list(sound_frames([TONE, HISS], samples))

        assert samples == sum(frame.samples for frame in frames)
        assert {("fltp", "stereo", SAMPLE_RATE)} == {(f.format.name, f.layout.name, f.sample_rate) for f in frames}


def write_and_fail(path: Path) -> None:
    with MovieWriter(path, SIZE, FPS, [TONE], 1, {}) as movie:
        movie.add(filled(1, 2, 3))
        raise KeyError("mine")


def test_an_error_inside_comes_out_and_not_one_of_closing(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="mine"):
        write_and_fail(tmp_path / "clip.mp4")


def test_sound_that_cannot_be_made_is_an_error_of_the_writer(tmp_path: Path) -> None:
    with pytest.raises(av.FFmpegError):
        write(tmp_path / "clip.mp4", [filled(9, 9, 9)], sound=[(("sine", "no_such_option=1"),)])


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write(tmp_path / "none" / "clip.mp4", [filled(9, 9, 9)])


def test_the_reference_encode_has_all_pictures_and_no_sound(tmp_path: Path) -> None:
    encode_only(tmp_path / "bare.mp4", SIZE, FPS, [filled(9, 9, 9) for _ in range(5)])

    with av.open(str(tmp_path / "bare.mp4")) as container:
        assert (5, 0) == (container.streams.video[0].frames, len(container.streams.audio))
