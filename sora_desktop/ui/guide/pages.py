"""The user guide as it lies on the disk: a Markdown file a language, and pictures that the tour made, if it did.

A chapter begins with `## Its title {#id}`. A picture is `![what is to be seen](name)`; its file is
`pictures/LANGUAGE/name-dark.jpg` or `-light.jpg`, in English where there is none in the language.
"""

import re
from pathlib import Path

from sora_desktop.base.values import dataclass
from sora_desktop.ui.assets import resources_dir

CHAPTERS = (
    "first-preview",
    "connect",
    "picture",
    "fit",
    "takes",
    "queue",
    "unknown",
    "library",
    "prices",
    "spending",
    "keys",
    "files",
    "trouble",
    "shortcuts",
)
"""Their ids, in order; each language has each of them."""
ENGLISH = "en"
_HEADING = re.compile(r"^## (.+?) \{#([a-z-]+)\}$", re.MULTILINE)
_PICTURE = re.compile(r"^!\[([^\]]*)\]\(([a-z-]+)\)\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Chapter:
    """`id` is what links name."""

    id: str
    title: str


def guide_dir() -> Path:
    """In an installed wheel beside the other resources, in the source tree in `docs`."""
    inside = resources_dir() / "guide"
    return inside if inside.is_dir() else resources_dir().parent / "docs" / "guide"


def language_of(locale_name: str, folder: Path) -> str:
    """The language of the guide for a window in `locale_name`, such as de_AT; English where there is none."""
    plain = locale_name.replace("-", "_")
    there = sorted(path.stem for path in folder.glob("*.md"))
    spoken = plain.partition("_")[0]
    return next((each for each in there if each == plain), None) or next(
        (each for each in there if each.partition("_")[0] == spoken), ENGLISH
    )


def read_guide(language: str, folder: Path) -> str:
    """The source of one language; empty where the files are gone."""
    path = folder / f"{language}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def chapters(source: str) -> list[Chapter]:
    return [Chapter(id_, title) for title, id_ in _HEADING.findall(source)]


def picture_names(source: str) -> list[str]:
    return [name for _, name in _PICTURE.findall(source)]


def picture(name: str, language: str, folder: Path, *, dark: bool) -> Path | None:
    """The file of a picture, in the dress of the window where it is there."""
    dresses = ("dark", "light") if dark else ("light", "dark")
    places = (
        folder / "pictures" / spoken / f"{name}-{dress}.jpg" for spoken in (language, ENGLISH) for dress in dresses
    )
    return next((place for place in places if place.is_file()), None)


def markdown(source: str, language: str, folder: Path) -> str:
    """What is shown: without ids, and without the pictures that are not there."""
    bare = _HEADING.sub(r"## \1", source)
    return _PICTURE.sub(lambda found: found[0] if picture(found[2], language, folder, dark=False) else "", bare)
