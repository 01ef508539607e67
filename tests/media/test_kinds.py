"""What came in place of a clip is told by its content: another container, something packed, something else altogether."""

import base64
import gzip
import io
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from sora_desktop.domain.clip import NOTHING_KNOWN, Examined, FileVerdict, MediaFacts
from sora_desktop.domain.shapes import Size
from sora_desktop.media.frames import thumbnail
from sora_desktop.media.probe import examine, examine_in_child
from tests.media import recipes as make
from tests.media.recipes import SIZE

DOUBTFUL, CUT, NOT_A_CLIP = FileVerdict.DOUBTFUL, FileVerdict.CUT, FileVerdict.NOT_A_CLIP
FACTS = MediaFacts(Size(*SIZE), 2.0, 24.0, 48, "h264", "aac")


def gif(count: int) -> bytes:
    return pictures("GIF", count, duration=50)


def pictures(kind: str, count: int, **how: object) -> bytes:
    target = io.BytesIO()
    first, *others = (make.picture(number, (64, 48)) for number in range(count))
    first.save(target, kind, save_all=bool(others), append_images=others, **how)
    return target.getvalue()


CONTAINERS: dict[str, tuple[Callable[[], bytes], str, str, MediaFacts]] = {
    "WebM": (
        lambda: make.film(codec="libvpx-vp9", container="webm", sound="libopus"),
        ".webm",
        "The file is a WebM, not an MP4.",
        replace(FACTS, video_codec="vp9", audio_codec="opus"),
    ),
    "WebM without lengths": (
        lambda: make.film(codec="libvpx", container="webm", sound="libopus", muxing={"live": "1"}),
        ".webm",
        "The file is a WebM, not an MP4.",
        replace(FACTS, video_codec="vp8", audio_codec="opus"),
    ),
    "Matroska": (lambda: make.film(container="matroska"), ".mkv", "The file is a Matroska film, not an MP4.", FACTS),
    "QuickTime": (lambda: make.film(container="mov"), ".mov", "The file is a QuickTime movie, not an MP4.", FACTS),
    "AVI": (
        lambda: make.film(codec="mpeg4", container="avi", sound="libmp3lame"),
        ".avi",
        "The file is an AVI, not an MP4.",
        replace(FACTS, video_codec="mpeg4", audio_codec="mp3"),
    ),
    "a transport stream": (
        lambda: make.film(container="mpegts"),
        ".ts",
        "The file is an MPEG transport stream, not an MP4.",
        FACTS,
    ),
    "Ogg": (
        lambda: make.film(codec="libvpx", container="ogg", sound="libopus"),
        ".ogv",
        "The file is an Ogg film, not an MP4.",
        replace(FACTS, video_codec="vp8", audio_codec="opus"),
    ),
    "MPEG": (
        lambda: make.film(codec="mpeg2video", container="mpeg", sound="mp2"),
        ".mpg",
        "The file is an MPEG film, not an MP4.",
        replace(FACTS, video_codec="mpeg2video", audio_codec="mp2"),
    ),
    "Windows Media": (
        lambda: make.film(codec="wmv2", container="asf", sound="libmp3lame"),
        ".wmv",
        "The file is a Windows Media film, not an MP4.",
        replace(FACTS, video_codec="wmv2", audio_codec="mp3"),
    ),
    "IVF": (
        lambda: make.film(codec="libvpx", container="ivf", sound=None),
        ".ivf",
        "The file is an IVF film, not an MP4.",
        replace(FACTS, video_codec="vp8", audio_codec=None),
    ),
    "Flash": (lambda: make.film(container="flv"), ".flv", "The file is a Flash film, not an MP4.", FACTS),
    "GIF": (
        lambda: gif(10),
        ".gif",
        "The file is an animated GIF, not an MP4.",
        MediaFacts(Size(64, 48), 0.5, 20.0, 10, "gif", None),
    ),
    "animated PNG": (
        lambda: pictures("PNG", 10, duration=50),
        ".png",
        "The file is an animated PNG, not an MP4.",
        MediaFacts(Size(64, 48), 0.5, 20.0, 10, "apng", None),
    ),
}


UNTOLD = ("Flash", "MPEG", "Windows Media", "IVF", "animated PNG")
"""In these nothing tells where they end."""


@cache
def content(name: str) -> bytes:
    return CONTAINERS[name][0]()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clip.mp4"


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_film_in_another_container_is_kept_as_what_it_is(name: str, file: Path) -> None:
    _, ending, finding, facts = CONTAINERS[name]
    file.write_bytes(content(name))

    found = examine(file)

    assert (DOUBTFUL, ending, finding) == (found.verdict, found.ending, str(found.finding))
    assert (facts.size, facts.video_codec, facts.audio_codec) == (
        found.facts.size,
        found.facts.video_codec,
        found.facts.audio_codec,
    )
    assert facts.frames == found.facts.frames
    assert abs(facts.seconds - found.facts.seconds) < 0.05
    assert abs(facts.fps - found.facts.fps) < 0.6
    assert found == examine_in_child(file)


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_film_in_another_container_has_a_thumbnail(name: str, file: Path, tmp_path: Path) -> None:
    file.write_bytes(content(name))

    thumbnail(file, tmp_path / "small.jpg")

    with Image.open(tmp_path / "small.jpg") as picture:
        assert 320 == picture.width


@pytest.mark.parametrize("name", [name for name in CONTAINERS if name not in UNTOLD])
def test_a_film_in_another_container_that_was_cut_is_never_taken_for_something_else(name: str, file: Path) -> None:
    data = content(name)
    lengths = [len(data) * number // 20 for number in range(2, 20)] + [len(data) - 1]
    verdicts = []

    for length in lengths:
        file.write_bytes(data[:length])
        verdicts.append(examine(file).verdict)

    assert [CUT] * len(lengths) == verdicts


def jpeg_brand(brand: bytes) -> bytes:
    return make.box(b"ftyp", brand + bytes(4) + b"mif1") + make.box(b"meta", bytes(200)) + make.box(b"mdat", bytes(50))


OTHERS = {
    "nothing": (b"", "The file is empty."),
    "a web page": (b"<!DOCTYPE html><title>Sign in</title>" * 100, "a web page"),
    "a web page in GBK": ("\n<html><body>请登录</body></html>".encode("gbk"), "a web page"),
    "a web page in UTF-16": ("<html>Sign in</html>".encode("utf-16"), "a web page"),
    "JSON": (b'{"error": {"message": "gone"}}', "JSON"),
    "JSON behind a mark": (b'\xef\xbb\xbf \r\n[{"error": "gone"}]', "JSON"),
    "XML": (b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', "XML"),
    "a playlist": (b"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile:///etc/passwd\n", "a playlist"),
    "a list of files": (b"ffconcat version 1.0\nfile /etc/passwd\n", "a playlist"),
    "text": (b"Service Unavailable", "text"),
    "a PNG": (pictures("PNG", 1), "a picture (PNG)"),
    "a JPEG": (pictures("JPEG", 1), "a picture (JPEG)"),
    "a WebP": (pictures("WEBP", 1), "a picture (WebP)"),
    "a GIF of one picture": (gif(1), "a picture (GIF)"),
    "a BMP": (pictures("BMP", 1), "a picture (BMP)"),
    "a HEIC": (jpeg_brand(b"heic"), "a picture (HEIC)"),
    "an AVIF": (jpeg_brand(b"avif"), "a picture (AVIF)"),
    "a PDF": (b"%PDF-1.7\n%\xff\xff\xff\xff" + bytes(99), "a PDF"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_film_is_told_by_its_content(name: str, file: Path) -> None:
    data, what = OTHERS[name]
    file.write_bytes(data)

    found = examine(file)

    assert (NOT_A_CLIP, "", NOTHING_KNOWN) == (found.verdict, found.ending, found.facts)
    assert what in str(found.finding)
    assert found == examine_in_child(file)


def in_a_form() -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="file"\r\nContent-Type: video/mp4\r\n\r\n'
    return head + make.base() + b"\r\n--x--\r\n"


PAID: dict[str, tuple[Callable[[], bytes], FileVerdict, str, str]] = {
    "gzip": (lambda: gzip.compress(make.base()), DOUBTFUL, ".gz", "an archive (gzip)"),
    "a ZIP": (lambda: b"PK\3\4" + make.base(), DOUBTFUL, ".zip", "an archive (ZIP)"),
    "Base64": (lambda: base64.b64encode(make.base()), DOUBTFUL, ".txt", "Base64"),
    "Base64 in JSON": (
        lambda: json.dumps({"id": "v1", "b64_json": base64.b64encode(make.base()).decode()}).encode(),
        DOUBTFUL,
        ".txt",
        "Base64",
    ),
    "a data URL": (lambda: b"data:video/webm;base64,GkXfo59ChoEBQveB", DOUBTFUL, ".txt", "Base64"),
    "a part of a form": (in_a_form, DOUBTFUL, ".mp4", "77 other bytes before"),
    "an animated WebP": (lambda: pictures("WEBP", 5), DOUBTFUL, ".webp", "an animated WebP"),
    "sound alone": (make.sound_alone, DOUBTFUL, ".mp4", "no picture"),
    "an MP3": (lambda: b"ID3\4" + bytes(500), DOUBTFUL, ".mp3", "sound (MP3)"),
    "a kind that nobody knows": (lambda: b"\x93\x07\x01\xf4" * 999, DOUBTFUL, "", "an unknown type"),
    "zeros": (lambda: bytes(100_000), CUT, "", "nothing but zeros"),
    "an MP4 behind zeros": (lambda: bytes(5000) + make.base(), DOUBTFUL, ".mp4", "5000 other bytes before"),
    "zeros at the beginning": (lambda: bytes(300_000) + make.base(), CUT, "", "only zeros in its place"),
    "the first bytes": (lambda: make.base()[:7], CUT, ".mp4", "cut off"),
    "a stretch of the middle": (lambda: make.base()[3000:7000], DOUBTFUL, "", "an unknown type"),
}


@pytest.mark.parametrize("name", PAID)
def test_what_may_hold_a_paid_clip_is_never_taken_for_something_else(name: str, file: Path) -> None:
    data, verdict, ending, words = PAID[name]
    file.write_bytes(data())

    found = examine(file)

    assert (verdict, ending) == (found.verdict, found.ending)
    assert words in str(found.finding)
    assert found == examine_in_child(file)


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXTINF:4,\n{clip}\n",
        "ffconcat version 1.0\nfile '{clip}'\n",
        '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>{clip}</BaseURL></MPD>',
    ],
)
def test_a_list_of_films_opens_none_of_them(text: str, file: Path, tmp_path: Path) -> None:
    clip = tmp_path / "secret.mp4"
    clip.write_bytes(make.base())
    file.write_bytes(text.format(clip=clip).encode())

    found = examine(file)

    assert Examined(NOT_A_CLIP, "", NOTHING_KNOWN, found.finding) == found


def test_a_webm_without_lengths_that_ends_before_its_time_is_cut(file: Path) -> None:
    """A live stream does not know its bytes; this one knows its seconds."""
    data = make.film(codec="libvpx-vp9", container="webm", sound="libopus", muxing={"cluster_time_limit": "400"})
    size = data.index(bytes.fromhex("18538067")) + 4
    data = data[:size] + b"\x01" + b"\xff" * 7 + data[size + 8 :]
    file.write_bytes(data)
    assert DOUBTFUL is examine(file).verdict

    clusters = [at for at in range(len(data)) if data.startswith(bytes.fromhex("1f43b675"), at)]
    file.write_bytes(data[: clusters[-1]])

    found = examine(file)
    assert (CUT, "The file claims to be 2 s long") == (found.verdict, str(found.finding)[:30])


def test_an_ogg_that_ends_between_two_pages_is_cut(file: Path) -> None:
    data = content("Ogg")
    pages = [at for at in range(len(data)) if data.startswith(b"OggS", at)]

    for end in pages[2:]:
        file.write_bytes(data[:end])
        assert CUT is examine(file).verdict


@pytest.mark.parametrize("name", CONTAINERS)
def test_bytes_after_a_film_in_another_container_say_nothing(name: str, file: Path) -> None:
    for tail in (b"\n", b"\r\n--boundary--\r\n", bytes(500)):
        file.write_bytes(content(name) + tail)

        assert DOUBTFUL is examine(file).verdict
