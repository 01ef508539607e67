"""The reference: the openai package waits for every job and fetches its content.

python -m benchmarks.delay_openai BORN BASE_URL SCALE LENGTH…
"""

import asyncio
import json
import sys
import tempfile
import warnings
from pathlib import Path

import openai

from benchmarks.working import ask_told

SECOND = 1000


async def make(client: openai.AsyncOpenAI, length: str, number: int, scale: float, folder: Path) -> None:
    """As the package's own pages show it."""
    video = await client.videos.create_and_poll(
        prompt=f"ready in {length} s, take {number}",
        seconds="4",
        size="1280x720",
        poll_interval_ms=round(SECOND / scale),
    )
    content = await client.videos.download_content(video.id)
    content.write_to_file(folder / f"{number}.mp4")


async def main() -> None:
    base_url, scale, lengths = sys.argv[2], float(sys.argv[3]), sys.argv[4:]
    with tempfile.TemporaryDirectory() as folder:
        async with openai.AsyncOpenAI(base_url=f"{base_url}/v1", api_key="none", max_retries=0) as client:
            await asyncio.gather(
                *(make(client, length, number, scale, Path(folder)) for number, length in enumerate(lengths))
            )
    print(json.dumps(await ask_told(base_url)))


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)  # the package says at every call that its service closed
    asyncio.run(main())
