"""The files that come with the app, from the wheel or from the source tree."""

from functools import cache
from pathlib import Path

import sora_desktop


@cache
def resources_dir() -> Path:
    """`sora_desktop/resources` in an installed wheel, `resources` beside the package in the source tree."""
    package = Path(sora_desktop.__file__).parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"
