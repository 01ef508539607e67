"""What changed between two folders of pictures: `python -m benchmarks.compare BEFORE AFTER OUT`, called by `scripts/pictures`.

For each picture a share of its pixels and the rectangle that holds them; in OUT a picture of the difference. The exit
code is 1 where anything changed, came or went.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

LEAST = 8
"""Of 255: a channel that differs by less looks the same."""
_PALE = 0.25
"""How much of what stayed as it was is seen behind what changed."""


@dataclass(frozen=True)
class Change:
    """`share` of the pixels, from 0 to 1, lies in `box` (left, top, right, bottom); `word` says what happened else."""

    name: str
    share: float = 0.0
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    word: str = ""

    def __str__(self) -> str:
        left, top, right, bottom = self.box
        return f"{self.name}: {self.word or f'{self.share:.2%} in {right - left}x{bottom - top} at {left},{top}'}"


def compared(before: Path, after: Path, out: Path) -> Iterator[Change]:
    """Each picture that is not as it was; its difference is written into `out`."""
    names = sorted({path.name for folder in (before, after) for path in folder.glob("*.png")})
    for name in names:
        if not (before / name).exists():
            yield Change(name, word="new")
        elif not (after / name).exists():
            yield Change(name, word="gone")
        else:
            yield from _difference(name, before / name, after / name, out)


def _difference(name: str, before: Path, after: Path, out: Path) -> Iterator[Change]:
    with Image.open(before) as one, Image.open(after) as other:
        was, now = one.convert("RGB"), other.convert("RGB")
    if was.size != now.size:
        yield Change(name, word=f"{was.width}x{was.height} became {now.width}x{now.height}")
        return
    red, green, blue = ImageChops.difference(was, now).split()
    mask = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(
        [255 if at >= LEAST else 0 for at in range(256)]
    )
    box = mask.getbbox()
    if box is not None:
        share = mask.histogram()[255] / (mask.width * mask.height)
        out.mkdir(parents=True, exist_ok=True)
        pale = Image.blend(Image.new("RGB", now.size, "white"), now, _PALE)
        Image.composite(now, pale, mask).save(out / name)
        yield Change(name, share, box)


def main() -> int:
    before, after, out = map(Path, sys.argv[1:4])
    changes = list(compared(before, after, out))
    for change in changes:
        print(change)
    print(f"{len(changes)} of {len(list(after.glob('*.png')))} pictures changed" + (f"; see {out}" if changes else ""))
    return 1 if changes else 0


if __name__ == "__main__":
    raise SystemExit(main())
