"""A body that is cut off at one place after another: what comes home is whole, or is known not to be."""

from collections import deque
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from unittest.mock import patch

from sora_desktop.domain.errors import DownloadError
from sora_desktop.media.boxes import read_top
from sora_desktop.media.probe import examine
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.downloads import resuming
from sora_desktop.services.downloads.download import DownloadLimits
from sora_desktop.services.downloads.part_file import discard
from sora_desktop.services.http.transport import Transport
from sora_desktop.studio.jobs.kept import Arrived, Ruling, rule
from tests.media.clips import FPS, SECONDS, make_clip
from tests.servers.clip_file import Ranges
from tests.servers.http_server import Framing
from tests.servers.service import FakeService
from tests.support.formats import UNIALL

LAYOUTS = {"moov last": {}, "moov first": {"faststart": True}, "fragments": {"fragments": True}}


OVERLAP = 500
"""Bytes that come again, as these clips are small."""
NAMES: tuple[tuple[list[str], str], ...] = (
    (['"v1"'], ""),
    (['W/"v1"'], ""),
    ([""], "Sun, 22 Nov 2026 09:00:00 GMT"),
    (['"a"', '"b"', '"c"', '"d"'], ""),
    ([""], ""),
)
"""How services name a version of a file: the ETags of the next answers, and a date."""


def offsets(file: Path, count: int) -> Iterator[int]:
    """`count` places over the whole length, the very last byte and the ends of all parts among them."""
    length = file.stat().st_size
    with file.open("rb") as opened:
        ends = {box.end for box in read_top(opened).boxes}
    yield from sorted({*(length * number // count for number in range(1, count)), length - 1, *ends - {length}})


async def cut_everywhere(folder: Path, layout: str, framing: Framing, count: int) -> tuple[int, list[str]]:
    """Fetch a clip once for each offset, the first answer cut there; how many, and what was wrongly taken for whole.

    A line that tells its length is gone on with, whatever the service calls the version, so all of it comes. One that
    is ended by closing looks whole after a cut: then the clip itself must tell, or its length beside the one asked for.
    Where every picture came, and only an index behind the last of them did not, it is as good as whole.
    """
    made = make_clip(folder / f"{layout}.mp4", size=(64, 48), **LAYOUTS[layout])
    whole = made.read_bytes()
    target = folder / "incoming" / "job.part"
    wrong = []
    places, names = list(offsets(made, count)), cycle(NAMES)
    with FakeService() as service, patch.object(resuming, "OVERLAP", OVERLAP):
        service.clip.data, service.clip.framing, service.clip.ranges = whole, framing, Ranges.HONEST
        async with Transport() as transport:
            client = VideoClient(transport, Endpoint(service.base_url, service.key), limits=_LIMITS)
            for place in places:
                etags, service.clip.modified = next(names)
                service.clip.etags = deque(etags)
                service.clip.cuts.append(place)
                verdict = await _fetch(client, service, target)
                if verdict != "" and (framing is not Framing.CLOSE or verdict == "taken for whole"):
                    wrong.append(f"{layout}, {framing.value}, cut at {place}: {verdict}")
                discard(target)
    return len(places), wrong


async def _no_pause(_seconds: float) -> None:
    """Nobody waits in a test."""


_LIMITS = DownloadLimits(spare=0, sleep=_no_pause)


async def _fetch(client: VideoClient, service: FakeService, target: Path) -> str:
    """Empty where the clip came whole; else why it did not, or that nobody noticed."""
    try:
        fetched = await client.fetch("none", UNIALL, f"{service.elsewhere.base_url}/x.mp4", target)
    except DownloadError as error:
        return str(error)
    if fetched.sha256 == service.clip.sha256() and target.read_bytes() == service.clip.data:
        return ""
    examined = examine(target)
    arrived = Arrived(target, fetched.sha256, fetched.byte_count, fetched.told)
    taken = rule(examined, arrived, None, SECONDS) is Ruling.TAKE
    return "taken for whole" if taken and examined.facts.frames < SECONDS * FPS else str(examined.finding)
