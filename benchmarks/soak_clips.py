"""The app itself: two thousand times another clip on the stage, each played until its pictures come.

python -m benchmarks.soak_clips BORN DATA_DIR CHANGES
"""

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks import census
from benchmarks.driving import until
from sora_desktop.app import run_window
from sora_desktop.ui.library.item_models import CLIP_ROLE

SAMPLES = 100
FRAMES = 2


async def scenario(window: Any, bridge: Any) -> int:
    changes = int(sys.argv[3])
    model = window.clips
    await until(lambda: model.rowCount() > 1, "two clips")
    clips = [model.index(row, 0).data(CLIP_ROLE) for row in range(model.rowCount())]
    censuses, step = [], max(2, changes // SAMPLES)
    for number in range(1, changes + 1):
        window.stage.show_clip(clips[number % len(clips)], play=True)
        await until(lambda: window.stage.frames_shown >= FRAMES, f"clip {number} plays", 30)
        if number % step == 0:
            censuses.append(await census.take(number, bridge))
    print(json.dumps(census.told(censuses)))
    return 0


if __name__ == "__main__":
    sys.exit(run_window(Path(sys.argv[2]), scenario))
