"""What a build of FFmpeg says of itself: every one has its version, licence and configuration in its own bytes.

What `avutil_license()` and `avutil_configuration()` answer is read and not called: a library may want others first.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from sora_desktop.base.values import dataclass

_LICENCE = re.compile(rb"libavutil license: ([ -~]+)")
_VERSION = re.compile(rb"FFmpeg version ([nN]?-?\d[\w.+-]*)")
_CONFIGURATION = re.compile(rb"--[a-z][a-z0-9-]+[ =][ -~]*--(?:en|dis)able-[ -~]*")
_UNDER_GPL = ("x264", "x265", "xvid", "vidstab", "rubberband", "cdio", "avs2", "davs2", "xavs2", "dvdread", "dvdnav")
"""What FFmpeg may be built with and is under the GPL, as its own LICENSE.md says."""
_SPDX = {
    "LGPL version 2.1 or later": "LGPL-2.1-or-later",
    "LGPL version 3 or later": "LGPL-3.0-or-later",
    "GPL version 2 or later": "GPL-2.0-or-later",
    "GPL version 3 or later": "GPL-3.0-or-later",
}


@dataclass(frozen=True, slots=True)
class FFmpegFacts:
    """`said` is the licence in FFmpeg's words, `licence` as SPDX. `under_gpl`: libraries with which it was configured."""

    version: str
    said: str
    licence: str
    configuration: str
    under_gpl: tuple[str, ...]


def told_by(paths: Iterable[Path]) -> FFmpegFacts | None:
    """By the `avutil` among the libraries of one build; None where none of them tells its licence."""
    for path in paths:
        if "avutil" in path.name.lower() and (facts := facts_in(path.read_bytes())) is not None:
            return facts
    return None


def facts_in(library: bytes) -> FFmpegFacts | None:
    """Out of the bytes of an `avutil`. None where it tells no licence that is known."""
    said = _LICENCE.search(library)
    licence = said[1].decode().strip() if said else ""
    if licence not in _SPDX:
        return None
    version, configured = _VERSION.search(library), _CONFIGURATION.search(library)
    told = configured[0].decode().strip() if configured else ""
    used = tuple(name for name in _UNDER_GPL if f"--enable-lib{name}" in told)
    return FFmpegFacts(version[1].decode() if version else "", licence, _SPDX[licence], told, used)
