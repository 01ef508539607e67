"""The app's own download of one file: seconds, and the most memory that the process ever had, in MiB.

python -m benchmarks.download_child BORN BASE_URL TARGET
"""

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.http.transport import Role, Transport


async def main() -> None:
    base_url, target = sys.argv[2], Path(sys.argv[3])
    async with Transport() as transport:
        await transport.answer(Role.ASK, "GET", f"{base_url}/told")  # by then an app has its clients
        client = VideoClient(transport, Endpoint(base_url))
        started = time.perf_counter()
        await client.fetch("film", "openai-videos", f"{base_url}/file", target)
        took = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "peak": peak}))


if __name__ == "__main__":
    asyncio.run(main())
