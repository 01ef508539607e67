"""A studio that is killed in the middle of a removal: `python -m tests.studio.removing_child DATA_DIR STEP CLIP_ID`.

`STEP` is a `TrashPoint`, or "standing": then all is taken away, and nothing of it is for good yet.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from sora_desktop.base.crash_points import EVENT
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.clock import Clock
from tests.studio.house import CONNECTION_ID
from tests.support.paces import AT_ONCE, QUICK


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(step: str) -> None:
    sys.addaudithook(lambda event, told: die() if event == EVENT and told == (step,) else None)


async def remove(data_dir: Path, step: str, clip_id: str) -> None:
    studio = await open_studio(data_dir, environment={}, clock=Clock(), backoff=QUICK, limits=AT_ONCE)
    clip = await studio.removals.clips([clip_id])
    if step == "standing":
        await studio.removals.connection(CONNECTION_ID)
        assert () == (await studio.snapshot()).clips
        die()
    die_at(step)
    assert clip is not None
    await studio.removals.finish(clip.id)


if __name__ == "__main__":
    asyncio.run(remove(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
