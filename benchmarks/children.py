"""Starting the programs that are measured: each run is a process of its own and answers one line of JSON."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def measured(module: str, *arguments: str) -> dict[str, Any]:
    """Run a module of this package; the answer is what it printed last. It gets the clock at its birth first."""
    environment = os.environ | {"QT_API": "pyside6", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    born = time.monotonic()
    command = [sys.executable, "-m", f"benchmarks.{module}", str(born), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{module} ended with {done.returncode}:\n{done.stderr[-4000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer
