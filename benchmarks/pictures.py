"""The pictures of the README: `python -m benchmarks.pictures TOUR_FOLDER OUT_FOLDER`, called by `scripts/pictures`.

Frames are taken out of clips that the local engine renders here; pictures of the window are those of a tour. All are
made small, without a change that one sees.
"""

import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from sora_desktop.animatic.painting.frames import start_painting
from sora_desktop.animatic.render import render
from sora_desktop.animatic.scene import SceneRequest
from sora_desktop.domain.shapes import Size
from sora_desktop.media.frames import frame_png

SIZE = Size(1280, 720)
MOST_BYTES = 350_000
"""Of a picture, where its colours can be made coarser without anybody seeing it."""
WINDOW_PICTURES = tuple(
    f"{what}-{look}" for what in ("compose", "running", "playing", "choose") for look in ("dark", "light")
)


@dataclass(frozen=True)
class Still:
    """A frame worth showing: of which prompt, at which second of a clip of four."""

    prompt: str
    at: float


STILLS = (
    Still("A red fox runs through snow at dawn, slow pan left, low sun, breath in the cold air", 2.0),
    Still("Neon alley in the rain, a woman with an umbrella walks away, dolly in", 2.5),
    Still("Whale breaching at sunset, aerial", 1.2),
)


def still(wanted: Still) -> bytes:
    """A frame as it is in the file that the engine writes: PNG."""
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.mp4"
        render(SceneRequest(wanted.prompt, SIZE, 4, "sora2-landscape-4s"), clip, lambda _share: None, lambda: False)
        return frame_png(clip, wanted.at)


def small(png: bytes) -> bytes:
    """The same picture in MOST_BYTES if possible: its colours rounded to coarser steps, up to four levels of 255."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    packed = b""
    for step in (1, 2, 3, 4):
        packed = _packed(picture.point([min(255, round(level / step) * step) for level in range(256)] * 3))
        if len(packed) <= MOST_BYTES:
            break
    return packed


def _packed(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> int:
    tour, out = map(Path, sys.argv[1:3])
    start_painting()
    made = {f"animatic-{number}": still(wanted) for number, wanted in enumerate(STILLS, start=1)}
    made |= {name: (tour / f"{name}.png").read_bytes() for name in WINDOW_PICTURES if (tour / f"{name}.png").exists()}
    out.mkdir(parents=True, exist_ok=True)
    for name, png in made.items():
        path = out / f"{name}.png"
        path.write_bytes(small(png))
        print(f"{path}  {path.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
