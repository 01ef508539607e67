"""Pictures of strangers are decoded in a child: the same answers, and none of its troubles."""

import io
import struct
import sys
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from sora_desktop.base.limited_child import ChildLimits
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.image import Fit, FitMode, ImageVerdict, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.media import fit as fitting
from sora_desktop.media.picture_child import inspect_in_child, prepare_in_child, preview_in_child
from tests.support.pictures import picture_bytes, write_picture

SIZE = Size(1280, 720)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int) -> bytes:
    """A PNG of one colour that is small on the disk, whatever its size."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + (width + 7) // 8)) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def webp_that_claims(byte_count: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (64, 64)).save(target, "WEBP")
    whole = target.getvalue()
    return whole[:4] + struct.pack("<I", byte_count & 0xFFFFFFFF) + whole[8:]


def webp_canvas(side: int) -> bytes:
    """An extended WebP whose header speaks of a canvas of side by side pixels, with nothing behind it."""
    canvas = b"\0\0\0\0" + (side - 1).to_bytes(3, "little") * 2
    return b"RIFF" + struct.pack("<I", 4 + 8 + len(canvas)) + b"WEBP" + b"VP8X" + struct.pack("<I", 10) + canvas


JPEG = picture_bytes(kind="JPEG")
BOMBS: dict[str, tuple[Callable[[], bytes], ImageVerdict | None]] = {
    "png of 60000 x 60000": (lambda: png_of(60_000, 60_000), ImageVerdict.TOO_LARGE),
    "png of 8001 x 8000": (lambda: png_of(8001, 8000), ImageVerdict.TOO_LARGE),
    "webp of 16383 x 16383": (lambda: webp_canvas(16_383), ImageVerdict.TOO_LARGE),
    "webp that claims 5 GB": (lambda: webp_that_claims(5 * 1024**3), None),
    "jpeg cut short": (lambda: JPEG[: len(JPEG) // 2], ImageVerdict.UNREADABLE),
    "png cut short": (lambda: picture_bytes()[:900], ImageVerdict.UNREADABLE),
    "text chunk that unpacks to 64 MB": (
        lambda: (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0))
            + chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(64 << 20), 9))
            + chunk(b"IDAT", zlib.compress(bytes(4 * 13)))
            + chunk(b"IEND", b"")
        ),
        None,
    ),
    "svg": (lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', ImageVerdict.NOT_AN_IMAGE),
    "page": (lambda: b"<!DOCTYPE html><img src=file:///etc/passwd>", ImageVerdict.NOT_AN_IMAGE),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run", ImageVerdict.NOT_AN_IMAGE),
    "a script named png": (lambda: b"#!/bin/sh\nrm -rf ~\n", ImageVerdict.NOT_AN_IMAGE),
}


@pytest.mark.usefixtures("true_children")
def test_a_picture_is_seen_prepared_and_previewed_as_in_this_process(tmp_path: Path) -> None:
    picture = write_picture(tmp_path / "fox.png")
    image = InputImage(path=picture)
    fit = Fit(FitMode.BLUR, 0.2, 0.7)

    assert fitting.inspect(image) == inspect_in_child(image)
    assert inspect_in_child(image).digest == sha256(picture.read_bytes()).hexdigest()
    digest = sha256(picture.read_bytes()).hexdigest()
    assert (fitting.prepare(picture, fit, SIZE, tmp_path), digest) == prepare_in_child(picture, fit, SIZE, tmp_path)
    assert fitting.preview(picture, fit, SIZE) == preview_in_child(picture, fit, SIZE)


@pytest.mark.parametrize("name", ["東京 fox.png", "a'b\"c;$(x).png", "new\nline.png"])
def test_any_name_is_only_a_name(tmp_path: Path, name: str) -> None:
    assert inspect_in_child(InputImage(path=write_picture(tmp_path / name))).verdict is ImageVerdict.OK


@pytest.mark.parametrize("path", ["/no/such/picture.png", "nul\0.png", "half \ud800.png"])
def test_a_path_that_leads_nowhere_is_said(path: str) -> None:
    assert inspect_in_child(InputImage(path=Path(path))).verdict in (
        ImageVerdict.NOT_FOUND,
        ImageVerdict.UNREADABLE,
    )


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_by_its_content_and_costs_this_process_nothing(tmp_path: Path, name: str) -> None:
    """Named as a PNG. Without a verdict here it may be taken or refused, but soon and small."""
    make, verdict = BOMBS[name]
    file = tmp_path / "picture.png"
    file.write_bytes(make())
    before = resident_bytes()

    facts = inspect_in_child(InputImage(path=file))

    assert verdict in (None, facts.verdict)
    assert resident_bytes() - before < 32 << 20
    if facts.verdict is not ImageVerdict.OK:
        with pytest.raises(MediaError):
            prepare_in_child(file, Fit(), SIZE, tmp_path)
        with pytest.raises(MediaError):
            preview_in_child(file, Fit(), SIZE)
    assert [file] == [path for path in tmp_path.iterdir() if not path.name.endswith((".jpg", f"{facts.size}.png"))]


@pytest.mark.usefixtures("true_children")
def test_a_picture_that_needs_more_than_the_child_may_take_is_refused(tmp_path: Path) -> None:
    """The limit holds for what a decoder takes, whatever the header says."""
    file = tmp_path / "large.png"
    file.write_bytes(png_of(7900, 7900))

    facts = inspect_in_child(InputImage(path=file), ChildLimits(memory=220 << 20))

    assert facts.verdict is ImageVerdict.UNREADABLE


@pytest.mark.parametrize(
    ("does", "words"),
    [
        ("kill -SEGV $$", "crashes"),
        ("echo '{\"bytes\": 0}'", "crashes"),
        (
            'printf \'{"bytes": 4, "verdict": "ok", "size": null, "mime": "", "byte_count": 0, "detail": null}\\nEXIF\'',
            "crashes",
        ),
        (
            'printf \'{"bytes": 0, "verdict": "ok", "size": [1], "mime": "", "byte_count": 0, "detail": null}\\n\'',
            "crashes",
        ),
        (
            'printf \'{"bytes": 0, "verdict": "ok", "size": null, "mime": "", "byte_count": 0, "detail": ["{x}", "y"]}\\n\'',
            "crashes",
        ),
        (
            'printf \'{"bytes": 0, "verdict": "ok", "size": null, "mime": "", "byte_count": 0, "detail": ["{x}", {"y": "1"}]}\\n\'',
            "crashes",
        ),
    ],
)
def test_a_child_that_was_taken_over_can_only_give_answers_of_the_right_shape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, words: str
) -> None:
    picture = write_picture(tmp_path / "fox.png")
    script = tmp_path / "child"
    script.write_text(f"#!/bin/sh\n{does}\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))

    facts = inspect_in_child(InputImage(path=picture))

    assert facts.verdict is ImageVerdict.UNREADABLE
    assert words in str(facts.detail)
    with pytest.raises(MediaError):
        prepare_in_child(picture, Fit(), SIZE, tmp_path)
    with pytest.raises(MediaError):
        preview_in_child(picture, Fit(), SIZE)


def resident_bytes() -> int:
    """The memory that this process has, by the system's own count."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def test_a_digest_of_another_shape_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = write_picture(tmp_path / "fox.png")
    said = (
        '{"bytes": 0, "verdict": "ok", "size": [4, 4], "mime": "", "byte_count": 0, "detail": null, "digest": "../x"}'
    )
    script = tmp_path / "child"
    script.write_text(f"#!/bin/sh\nprintf '{said}\\n'\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))

    facts = inspect_in_child(InputImage(path=picture))

    assert (facts.verdict, facts.digest) == (ImageVerdict.OK, "")
