"""The real local engine, in a process of its own, for any test that wants a service that renders.

    with EngineProcess(tmp_path / "engine") as engine:
        httpx.get(f"{engine.base_url}/v1/models", headers=engine.headers)

It is started as the app starts it: token and folder over its standard input, port back over its standard output.
"""

import secrets
import sys
from pathlib import Path

from tests.servers import sparing_engine
from tests.servers.child_service import ChildService

MANAGED = (sys.executable, "-m", "sora_desktop", "engine", "--managed")


class EngineProcess(ChildService):
    """`token` is the bearer token, new for each. `allow_private_images` lets it fetch image URLs from this machine.

    A `sparing` one makes clips that cost little: see `sparing_engine`.
    """

    def __init__(self, folder: Path, *, allow_private_images: bool = False, sparing: bool = False) -> None:
        self.folder = folder
        self.token = secrets.token_urlsafe(32)
        hello = {"token": self.token, "folder": str(folder), "allow_private_images": allow_private_images}
        super().__init__(sparing_engine.command() if sparing else MANAGED, hello, folder.with_suffix(".log"))

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}
