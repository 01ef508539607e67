"""vLLM-Omni's or SGLang's own routes as a service on this machine, for a test.

    with RealServer.vllm_omni(tmp_path) as server:
        httpx.get(f"{server.base_url}/v1/models", headers={"Authorization": f"Bearer {server.key}"})

What it runs in is made by `scripts/interop routes`, which `scripts/test` does before the tests.
"""

from pathlib import Path
from typing import Self

import pytest

from tests.servers.child_service import ChildService
from tests.servers.personalities import PERSONALITIES
from tests.servers.service import CANARY

ROOT = Path(__file__).parents[2]
PLACE = ROOT / "build" / "interop"


class RealServer(ChildService):
    """`key` is the one it accepts, "" where it asks for none. `model` is the one that it serves."""

    model = "Wan-AI/Wan2.2-TI2V-5B-Diffusers"

    def __init__(self, name: str, wheel: str, folder: Path, key: str, **more: str) -> None:
        python = PLACE / "routes" / "bin" / "python"
        wheels = sorted((PLACE / "wheels").glob(f"{wheel}-*.whl"))
        if not (python.exists() and wheels):
            pytest.skip("the servers' wheels are not here: scripts/interop routes gets them")
        folder.mkdir(parents=True, exist_ok=True)
        self.key = key
        self.personality = PERSONALITIES[name]
        command = (str(python), "-m", f"tests.interop.{wheel.replace('-', '_')}_server")
        hello = {"key": key, "folder": str(folder), "wheel": str(wheels[-1]), **more}
        environment = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
        super().__init__(command, hello, folder / "log", environment=environment)

    @classmethod
    def vllm_omni(cls, folder: Path) -> Self:
        return cls("vllm-omni", "vllm_omni", folder, CANARY)

    @classmethod
    def sglang(cls, folder: Path, task: str = "TI2V") -> Self:
        """`task` is what its model makes: of words (T2V), of a picture (I2V), of either (TI2V)."""
        return cls("sglang", "sglang", folder, "", task=task)
