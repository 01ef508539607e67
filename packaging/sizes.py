"""Prints what of the folder takes how much room, and ends with 1 where the archive is larger than wanted.

python packaging/sizes.py FOLDER ARCHIVE LIMIT_MIB
"""

import sys
from collections import Counter
from pathlib import Path

MIB = 1024 * 1024
PARTS = (
    ("Qt", ("PySide6", "shiboken6", "libQt6", "libpyside6", "libshiboken6", "libicu")),
    ("FFmpeg of PyAV", ("av", "av.libs")),
    ("Pillow", ("PIL", "pillow.libs")),
    ("Python", ("libpython3", "python3", "base_library.zip")),
    ("cryptography (the keychain's)", ("cryptography", "_cffi_backend")),
    ("Sora Desktop", ("sora_desktop",)),
)


def part_of(place: Path) -> str:
    """Of a file by its place in the folder: the program carries all byte-code inside."""
    if place.parts[0] != "_internal":
        return (
            "licences and list of parts" if len(place.parts) > 1 or place.suffix else "the program, with all byte-code"
        )
    top = place.parts[1]
    for name, tops in PARTS:
        if any(top == each or (top.startswith(each) and each.startswith("lib")) for each in tops) or (
            name == "Python" and top.startswith("python3")
        ):
            return name
    return "libraries of the system"


def main(folder: Path, archive: Path, limit: int) -> int:
    sizes: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            sizes[part_of(path.relative_to(folder))] += path.stat().st_size
    for name, size in sizes.most_common():
        print(f"{size / MIB:8.1f} MiB  {name}")
    packed = archive.stat().st_size / MIB
    print(f"{sum(sizes.values()) / MIB:8.1f} MiB  in all; {packed:.1f} MiB as {archive.name} (at most {limit})")
    return int(packed > limit)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
