"""What a process was told in a variable is not to be read from outside once it has it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import os, sys
from pathlib import Path
from sora_desktop.store.environment import forget, wipe
os.environ["ANOTHER"] = "made by python"
for act, name in zip(sys.argv[1::2], sys.argv[2::2]):
    {"forget": forget, "wipe": wipe}[act](name)
print(os.environ.get("SECRET"))
block = Path("/proc/self/environ").read_bytes()
print(b"s3cret" in block, b"OTHER=kept" in block, b"SECRET=" in block)
print(os.popen("echo $SECRET").read().strip())
"""


def run(*acts: str, value: str = "s3cret-ü") -> list[str]:
    told = {**os.environ, "SECRET": value, "OTHER": "kept"}
    ran = subprocess.run([sys.executable, "-c", SCRIPT, *acts], capture_output=True, text=True, check=True, env=told)
    return ran.stdout.splitlines()


pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux shows the block there")


def test_without_it_anybody_can_read_the_secret_later() -> None:
    assert run() == ["s3cret-ü", "True True True", "s3cret-ü"]


def test_a_wiped_variable_is_only_in_pythons_memory() -> None:
    assert run("wipe", "SECRET") == ["s3cret-ü", "False True True", ""]


@pytest.mark.parametrize("acts", [("forget", "SECRET"), ("wipe", "SECRET", "forget", "SECRET")])
def test_a_forgotten_variable_is_nowhere(acts: tuple[str, ...]) -> None:
    assert run(*acts) == ["None", "False True True", ""]


def test_a_variable_that_is_not_there_or_empty_or_not_of_the_block_does_no_harm() -> None:
    assert run("wipe", "NONE", "forget", "NONE", "wipe", "ANOTHER", "forget", "ANOTHER", value="") == [
        "",
        "False True True",
        "",
    ]
