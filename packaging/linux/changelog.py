"""The notes of the releases, as AppStream wants them, out of CHANGELOG.md."""

import re
from pathlib import Path
from xml.sax.saxutils import escape

_HEAD = re.compile(r"^## \[(?P<version>[\d.]+)\](?: - (?P<date>\d{4}-\d\d-\d\d))?", re.MULTILINE)
_POINT = re.compile(r"^- (.*(?:\n  .*)*)", re.MULTILINE)
MOST_POINTS = 20


def releases(changelog: Path) -> str:
    """A `releases` element; of each version its first points. What is not released yet has no place in it."""
    words = changelog.read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(words))
    ends = [*(head.start() for head in heads[1:]), len(words)][: len(heads)]
    told = [_release(head, words[head.end() : end]) for head, end in zip(heads, ends, strict=True) if head["date"]]
    return f"  <releases>\n{''.join(told)}  </releases>\n" if told else ""


def _release(head: re.Match[str], notes: str) -> str:
    points = [" ".join(point.split()).replace("`", "") for point in _POINT.findall(notes)[:MOST_POINTS]]
    items = "".join(f"          <li>{escape(point)}</li>\n" for point in points)
    return (
        f'    <release version="{head["version"]}" date="{head["date"]}">\n      <description>\n        <ul>\n{items}'
        "        </ul>\n      </description>\n    </release>\n"
    )
