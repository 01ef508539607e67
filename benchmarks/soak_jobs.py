"""The app itself: a thousand jobs, each submitted, fetched, checked, kept and played.

python -m benchmarks.soak_jobs BORN DATA_DIR BASE_URL JOBS
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks import census, working
from sora_desktop import app
from sora_desktop.media.probe import examine
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.folder import Folder
from sora_desktop.studio.jobs import roads
from sora_desktop.studio.jobs.backoff import Backoff
from sora_desktop.studio.studio import Studio

AT_ONCE = 4
SAMPLES = 100
QUICK = Backoff(steps=((0.0, 0.02),), failure_first=0.02, failure_limit=0.02)


async def open_quickly(folder: Folder) -> Studio:
    """The app's own studio; it looks at its jobs again at once."""
    elsewhere = {"SORA_BASE_URL": sys.argv[3]}
    return await open_studio(folder.paths.root, environment=elsewhere, backoff=QUICK, folder=folder)


async def scenario(window: Any, bridge: Any) -> int:
    base_url, jobs = sys.argv[3], int(sys.argv[4])
    studio = bridge.studio
    await bridge.call(working.connect(studio, base_url, AT_ONCE))
    censuses, step = [], max(2, jobs // SAMPLES)
    for first in range(0, jobs, step):
        last = min(jobs, first + step)
        prompts = [f"ready in 0 s, take {number}" for number in range(first, last)]
        await bridge.call(working.submit(studio, prompts))
        await bridge.call(working.until_done(studio, last))
        while window.clips.total < last:
            await asyncio.sleep(working.LOOK_AGAIN_SECONDS)
        censuses.append(await census.take(last, bridge))
    print(json.dumps(census.told(censuses)))
    return 0


if __name__ == "__main__":
    # The check of each film is the same code as in life, but in this process: a child each takes 0.3 s.
    with patch.object(roads, "examine_in_child", examine), patch.object(app, "load_studio", open_quickly):
        sys.exit(app.run_window(Path(sys.argv[2]), scenario))
