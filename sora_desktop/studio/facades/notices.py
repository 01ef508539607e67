"""Whose work the app uses, for a person to read."""

import asyncio
from pathlib import Path

from sora_desktop.base.safe_text import shown
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.notices.document import FILE_NAME, LICENCES, compose, installed_parts

_LONGEST = 4_000_000
"""Characters."""


class NoticesFacade:
    """Made once and kept: a build brings the text along, anything else reads it out of what is installed."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._text: str | None = None

    async def third_party(self, resources: Path) -> str:
        """The text with all parts and licences, harmless to show. `resources` is the folder of the app's own files."""
        if self._text is None:
            loop = asyncio.get_running_loop()
            self._text = await loop.run_in_executor(self._context.pool, _read, resources)
        return self._text


def _read(resources: Path) -> str:
    kept = resources / FILE_NAME
    if kept.is_file():
        return shown(kept.read_text(encoding="utf-8"), _LONGEST)
    complaints: list[str] = []
    parts = installed_parts(resources / LICENCES, complaints)
    return shown(compose(parts, bundled=False, complaints=complaints), _LONGEST)
