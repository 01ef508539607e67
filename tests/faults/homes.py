"""Odd files on their whole way: a real service, a real studio, a child that checks, a library on the disk.

A good one is at home byte for byte. Of a cut one every byte that came is kept, in the library as unchecked or beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from sora_desktop.domain.job import Job
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.clock import Clock
from tests.faults.odd_files import KINDS, TELLS, Kind, made
from tests.media import recipes as make
from tests.servers.http_server import Framing
from tests.servers.service import FakeService
from tests.studio.house import House
from tests.support.paces import AT_ONCE, QUICK

Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class OddFile:
    name: str
    data: bytes
    cut: bool
    framing: Framing

    @property
    def words(self) -> str:
        return f"{self.name}, {len(self.data)} bytes{', cut' if self.cut else ''}, {self.framing.value}"


@dataclass(frozen=True)
class Verdict:
    """What became of a file, in a word; and the `story` of one that was judged wrongly, else ""."""

    word: str
    story: str


def draw(random: Random) -> OddFile:
    """What lines and services do to a clip: padded, relabelled, reordered, and four in ten cut."""
    name = random.choice(sorted(KINDS))
    data = made(name)
    for change in random.sample(_changes(KINDS[name], random), k=random.randint(0, 2)):
        data = change(data)
    cut = random.random() < 0.4
    if cut:
        data = data[: random.randint(TELLS, len(data) - 1)]
    elif random.random() < 0.5:
        data += random.choice([b"\n", bytes(random.randint(1, 5_000)), b"TAG".ljust(128), random.randbytes(40)])
    return OddFile(name, data, cut, random.choice(list(Framing)))


def _changes(kind: Kind, random: Random) -> list[Change]:
    handler = partial(lambda name, data: data.replace(b"VideoHandler", name, 1), random.randbytes(12))
    if not kind.tables:
        return [handler, bytes]
    title = make.box(b"udta", make.box(b"\xa9nam", random.randbytes(16)))
    first = make.box(b"free", random.randbytes(40))
    changes: list[Change] = [
        handler,
        make.tables_last,
        make.long_tables,
        lambda data: make.grown_moov(data, title),
        lambda data: make.grown_moov(data, bytes(8)),
    ]
    return [*changes, lambda data: make.first_in(data, first)] if kind.own else changes


async def bring_home(folder: Path, count: int) -> list[Verdict]:
    """Files drawn anew at each run, one job each."""
    random = Random()
    with FakeService() as service:
        studio = await open_studio(folder, environment={}, clock=Clock(), backoff=QUICK, limits=AT_ONCE)
        try:
            house = await House.furnish(studio, service, folder)
            return [await _brought_home(house, draw(random)) for _ in range(count)]
        finally:
            await studio.close()


async def _brought_home(house: House, file: OddFile) -> Verdict:
    house.service.clip.data, house.service.clip.framing = file.data, file.framing
    (job,) = await house.submit()
    job = await house.until(job, "done", "fetch_failed", "failed", "unknown")
    here = await _what_is_here(house, job)
    word = f"{'cut' if file.cut else 'good'} ones {here[0]}"
    is_right = here[1] == file.data and (file.cut or here[0] == ("whole" if KINDS[file.name].own else "kept"))
    shorter = file.cut and KINDS[file.name].fragments
    is_taken = file.cut and here[0] == "whole" and not shorter
    return Verdict(word, "" if is_right and not is_taken else f"{file.words}: {here[0]}, {job.state}: {job.reason}")


async def _what_is_here(house: House, job: Job) -> tuple[str, bytes]:
    """Whether it is in the library, as whole or as unchecked, or beside it; and its bytes."""
    clip = next((each for each in await house.clips() if each.job_id == job.id), None)
    if clip is not None:
        return ("kept" if clip.unchecked else "whole"), clip.path.read_bytes()
    path = await house.studio.jobs.kept_file(job.id)
    return ("beside", path.read_bytes()) if path else ("gone", b"")
