"""What of other people's work is inside Qt itself."""

import tomllib
from pathlib import Path

from sora_desktop.studio.notices.parts import Part, words_of


def qt_parts(folder: Path, version: str) -> list[Part]:
    """Out of `qt.toml` in the folder of licences."""
    told = tomllib.loads((folder / "qt.toml").read_text(encoding="utf-8"))["part"]
    return [
        Part(
            each["name"],
            "",
            each["licence"],
            copyright=each["copyright"],
            texts=words_of(each["licence"], folder, f"{each['name']} in Qt"),
            inside=f"Qt {version}",
        )
        for each in told
    ]
