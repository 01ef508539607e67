"""Makes the pictures of the user guide: the tour in each language, painted in memory, as JPEG.

python packaging/guide_pictures.py FOLDER [LANGUAGE…]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
NAMES = ("compose", "running", "playing", "choose")
DRESSES = ("dark", "light")
WIDTH = 1200
"""Pixels: as wide as they are shown on a screen with twice the pixels, nearly."""
QUALITY = 82


def main(folder: Path, languages: list[str]) -> None:
    for language in languages:
        with tempfile.TemporaryDirectory(prefix="guide-") as place:
            _tour(language, Path(place))
            made = [_kept(Path(place), name, dress, folder / language) for name in NAMES for dress in DRESSES]
        print(f"{language}: {sum(made)} pictures")


def _tour(language: str, place: Path) -> None:
    """Ends with an error where the tour did not come to its end."""
    environment = {**os.environ, "LANGUAGE": language, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "sora_desktop", "--data-dir", str(place / "data"), "tour", str(place)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def _kept(place: Path, name: str, dress: str, folder: Path) -> bool:
    """False where a quick engine left the tour no time for it."""
    source = place / f"{name}-{dress}.png"
    if not source.is_file():
        return False
    folder.mkdir(parents=True, exist_ok=True)
    with Image.open(source) as picture:
        height = round(picture.height * WIDTH / picture.width)
        small = picture.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        small.save(folder / f"{name}-{dress}.jpg", quality=QUALITY, optimize=True, progressive=True)
    return True


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or sorted(path.stem for path in GUIDE.glob("*.md")))
