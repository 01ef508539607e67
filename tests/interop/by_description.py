"""The engine against a description of its routes, by schemathesis, which makes the requests up. Run by `scripts/interop schema`.

Good requests and bad ones, in a bounded number: each answer has a status, a type and a shape that the description names,
and none is a fault of the engine.
"""

import os
import subprocess
from pathlib import Path

from tests.interop.real_server import PLACE
from tests.servers.engine_process import EngineProcess

DESCRIPTION = Path(__file__).with_name("videos.openapi.json")
CHECKER = PLACE / "schema" / "bin" / "schemathesis"
EXAMPLES = 15
"""Requests that are made up for each route, good and bad."""

SECONDS = 300.0
CHILDREN_ARE_TOLD_THE_KEY = True


def test_each_answer_is_as_the_description_says(tmp_path: Path) -> None:
    with EngineProcess(tmp_path / "engine") as engine:
        settings = tmp_path / "schemathesis.toml"
        settings.write_text('headers = { Authorization = "Bearer ${ENGINE_TOKEN}" }\n')
        checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
        done = subprocess.run(
            [
                *(str(CHECKER), "--config-file", str(settings), "run", str(DESCRIPTION), "--url", engine.base_url),
                *("--checks", checks, "--max-examples", str(EXAMPLES), "--phases", "examples,coverage,fuzzing"),
                *("--seed", "1", "--no-color", "--request-timeout", "30"),
            ],
            cwd=tmp_path,
            env={**os.environ, "ENGINE_TOKEN": engine.token},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    assert 0 == done.returncode, done.stdout + done.stderr
