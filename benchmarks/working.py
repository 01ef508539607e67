"""Giving a studio work at the service of `benchmarks.service`."""

import asyncio
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.job import JobState
from sora_desktop.domain.request import Request

if TYPE_CHECKING:
    from sora_desktop.studio.studio import Studio

CONNECTION_ID = "bench"
DOWNLOADS = 4
BYTES_A_SECOND = 4_000_000
LOOK_AGAIN_SECONDS = 0.05
LONGEST_WAIT_SECONDS = 120


async def connect(studio: "Studio", base_url: str, concurrency: int) -> None:
    """Save the service as a connection without a key, with room for so many jobs at one time."""
    connection = Connection(
        CONNECTION_ID,
        "Bench",
        base_url,
        "openai-videos",
        concurrency=concurrency,
        key_place=KeyPlace.NOT_NEEDED,
    )
    await studio.connections.save(connection, "")


async def submit(studio: "Studio", prompts: Iterable[str]) -> None:
    """One job for each prompt, each in a turn of the loop of its own; no two may be the same."""
    model = CATALOG[0]
    for prompt in prompts:
        request = Request(prompt, model, model.settle_size(None), model.settle_seconds(None))
        await studio.jobs.submit(request, CONNECTION_ID)
        await asyncio.sleep(0)


def load_prompts(count: int) -> list[str]:
    """Four downloads that go on and on, and for the rest jobs that are never ready."""
    endless = [f"ready, sent at {BYTES_A_SECOND} bytes a second, take {number}" for number in range(DOWNLOADS)]
    return [*endless, *(f"never ready, take {number}" for number in range(count - DOWNLOADS))]


async def until_under_way(studio: "Studio", count: int) -> None:
    """Wait until so many jobs are at the service and the downloads run."""
    while True:
        states = [str(job.state) for job in (await studio.snapshot()).jobs]
        if states.count("running") >= count - DOWNLOADS and states.count("fetching") == DOWNLOADS:
            return
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def load(studio: "Studio", base_url: str, count: int) -> None:
    """All of it: `count` jobs in flight, of which four are downloads."""
    await connect(studio, base_url, count)
    await submit(studio, load_prompts(count))
    async with asyncio.timeout(LONGEST_WAIT_SECONDS):
        await until_under_way(studio, count)


async def until_done(studio: "Studio", count: int) -> None:
    """Wait until so many jobs are done. TimeoutError where that takes too long."""
    async with asyncio.timeout(LONGEST_WAIT_SECONDS):
        while sum(job.state is JobState.DONE for job in (await studio.snapshot()).jobs) < count:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def ask_told(base_url: str) -> dict[str, Any]:
    """What the service can tell of its jobs and of all requests."""

    def ask() -> dict[str, Any]:
        with urlopen(f"{base_url}/told") as answer:  # noqa: S310 -- our own service on loopback
            told: dict[str, Any] = json.load(answer)
        return told

    return await asyncio.to_thread(ask)
