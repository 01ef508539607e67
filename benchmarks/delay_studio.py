"""The studio waits for every job and fetches its content, with its own pauses on a faster clock.

python -m benchmarks.delay_studio BORN BASE_URL SCALE LENGTH…
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from benchmarks import working
from sora_desktop.media.probe import examine
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.jobs import roads
from sora_desktop.studio.jobs.backoff import Backoff


def faster(backoff: Backoff, scale: float) -> Backoff:
    """The same pauses where time passes `scale` times faster."""
    return Backoff(
        steps=tuple((age / scale, pause / scale) for age, pause in backoff.steps),
        failure_first=backoff.failure_first / scale,
        failure_limit=backoff.failure_limit / scale,
        jitter=backoff.jitter,
    )


async def main() -> None:
    base_url, scale, lengths = sys.argv[2], float(sys.argv[3]), sys.argv[4:]
    with tempfile.TemporaryDirectory() as folder:
        elsewhere = {"SORA_BASE_URL": base_url}
        studio = await open_studio(Path(folder), environment=elsewhere, backoff=faster(Backoff(), scale))
        await working.connect(studio, base_url, len(lengths))
        await working.submit(studio, [f"ready in {length} s, take {number}" for number, length in enumerate(lengths)])
        await working.until_done(studio, len(lengths))
        await studio.close()
    print(json.dumps(await working.ask_told(base_url)))


if __name__ == "__main__":
    # The check in a child comes after the fetch, and takes as long as in life: on the fast clock it would look long.
    with patch.object(roads, "examine_in_child", examine):
        asyncio.run(main())
