"""A body that is cut off at one place after another: what comes home is whole, or is known not to be."""

from collections.abc import Iterator
from pathlib import Path

from sora_desktop.api.client import Endpoint, VideoClient
from sora_desktop.api.download import Limits
from sora_desktop.api.part_file import discard
from sora_desktop.api.transport import Transport
from sora_desktop.domain.clip import FileVerdict
from sora_desktop.domain.connection import WireFormat
from sora_desktop.domain.errors import DownloadError
from sora_desktop.media.probe import examine
from tests.media.clips import make_clip
from tests.servers.clip_file import Ranges
from tests.servers.http_server import Framing
from tests.servers.service import FakeService

LAYOUTS = {"moov last": {}, "moov first": {"faststart": True}, "fragments": {"fragments": True}}


def offsets(length: int, count: int) -> Iterator[int]:
    """`count` places over the whole length, the very last byte among them."""
    yield from sorted({*(length * number // count for number in range(1, count)), length - 1})


async def cut_everywhere(folder: Path, layout: str, framing: Framing, count: int) -> tuple[int, list[str]]:
    """Fetch a clip once for each offset, the first answer cut there; how many, and what was wrongly taken for whole.

    A line that tells its length is gone on with, so all of it comes. One that is ended by closing looks whole
    after a cut: then the clip itself must tell.
    """
    whole = make_clip(folder / f"{layout}.mp4", size=(64, 48), **LAYOUTS[layout]).read_bytes()
    target = folder / "incoming" / "job.part"
    wrong = []
    places = list(offsets(len(whole), count))
    with FakeService() as service:
        service.clip.data, service.clip.framing, service.clip.ranges = whole, framing, Ranges.HONEST
        async with Transport() as transport:
            client = VideoClient(transport, Endpoint(service.base_url, service.key), limits=_LIMITS)
            for place in places:
                service.clip.cuts.append(place)
                verdict = await _fetch(client, service, target)
                if verdict != "" and (framing is not Framing.CLOSE or verdict == "taken for whole"):
                    wrong.append(f"{layout}, {framing.value}, cut at {place}: {verdict}")
                discard(target)
    return len(places), wrong


async def _no_pause(_seconds: float) -> None:
    """Nobody waits in a test."""


_LIMITS = Limits(spare=0, sleep=_no_pause)


async def _fetch(client: VideoClient, service: FakeService, target: Path) -> str:
    """Empty where the clip came whole; else why it did not, or that nobody noticed."""
    try:
        fetched = await client.fetch("none", WireFormat.UNIALL, f"{service.elsewhere.base_url}/x.mp4", target)
    except DownloadError as error:
        return str(error)
    if fetched.sha256 == service.clip.sha256() and target.read_bytes() == service.clip.data:
        return ""
    found = examine(target)
    return "taken for whole" if found.verdict is FileVerdict.WHOLE else str(found.finding)
