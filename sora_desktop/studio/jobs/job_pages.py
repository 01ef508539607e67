"""A service's list of its jobs, page by page."""

from collections.abc import AsyncGenerator

from sora_desktop.domain.source import SourceClip
from sora_desktop.services.client import VideoClient
from sora_desktop.services.wire import ListedPage

PAGE_LIMIT = 20
"""Pages read at most: some services say for ever that there is more."""


async def job_pages(
    client: VideoClient, wire_format: str, source: SourceClip | None = None
) -> AsyncGenerator[ListedPage, None]:
    """The pages of a list, newest jobs first; ends with the last one, one that comes again, or the limit.

    `source`: a clip of which changes are looked for, too. Raises as `VideoClient.list_jobs`.
    """
    seen: set[str] = set()
    after: str | None = None
    for _ in range(PAGE_LIMIT):
        page = await client.list_jobs(wire_format, after=after, source=source)
        yield page
        if page.next_after is None or page.next_after in seen:
            return
        after = page.next_after
        seen.add(after)
