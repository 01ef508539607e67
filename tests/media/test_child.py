"""A stranger's file is opened in a child that has nothing to lose: no key, little memory, little time, no file to write."""

import json
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from sora_desktop.base import limited_child as children
from sora_desktop.base.child_processes import app_command, child_environment
from sora_desktop.base.limited_child import (
    ChildError,
    ChildLimits,
    ChildSlowError,
    NoChildError,
    ask_child,
    end_children,
)
from tests.media.conftest import Clips
from tests.support.until import until

pytestmark = pytest.mark.usefixtures("true_children")

LIMITS = """
import json, resource
from sora_desktop.base.limited_child import ChildLimits
from sora_desktop.media.child_tasks import limit_self
limit_self(ChildLimits())
names = ("AS", "CPU", "FSIZE", "CORE")
print(json.dumps({name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in names}))
"""


def child_that(does: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the interpreter: a shell script."""
    script = folder / "child"
    script.write_text(f"#!/bin/sh\n{does}\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))


@pytest.mark.skipif(sys.platform != "linux", reason="macOS keeps no limit on memory")
def test_the_child_may_not_take_more_than_its_share() -> None:
    limits = json.loads(subprocess.run([sys.executable, "-c", LIMITS], check=True, capture_output=True).stdout)

    assert {"AS": [2 * 1024**3] * 2, "CPU": [30, 30], "FSIZE": [0, 0], "CORE": [0, 0]} == limits


def test_the_child_gets_no_key_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SORA_API_KEY", "canary-key-5e3a")

    assert "canary-key-5e3a" not in "".join(child_environment().values())


def test_the_request_is_in_no_list_of_processes(clips: Clips) -> None:
    assert str(clips["moov last"]) not in " ".join(app_command("media-child", "clip"))
    assert ask_child("clip", {"path": str(clips["moov last"])}, ChildLimits()).said["facts"]["frames"] == 96


def test_a_frozen_app_is_its_own_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = [sys.executable, "-m", "sora_desktop", *app_command("media-child", "picture")[1:]]
    ran = subprocess.run(
        command, input=b'{"limits": {}, "do": "inspect", "path": "/none"}', capture_output=True, check=True
    )

    assert json.loads(ran.stdout)["verdict"] == "not-found"


@pytest.mark.parametrize(
    "does",
    [
        "kill -SEGV $$",
        "exit 3",
        "echo",
        "echo not json",
        "echo '[1]'",
        "echo '{\"bytes\": 7}'; printf abc",
        "yes '{'",
        "exec cat /dev/zero",
    ],
)
def test_an_answer_that_makes_no_sense_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    child_that(does, tmp_path, monkeypatch)

    with pytest.raises(ChildError) as caught:
        ask_child("clip", {}, ChildLimits())
    assert type(caught.value) is ChildError


def test_a_child_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child_that("exec sleep 60", tmp_path, monkeypatch)

    with pytest.raises(ChildSlowError):
        ask_child("clip", {}, replace(ChildLimits(), wall=0.05))


def test_a_child_that_cannot_be_started_says_nothing_about_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))

    with pytest.raises(NoChildError, match="No such file"):
        ask_child("clip", {}, ChildLimits())


async def test_when_the_app_ends_a_look_ends_with_it_and_says_nothing_about_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child_that("exec sleep 60", tmp_path, monkeypatch)
    said: list[BaseException] = []

    def look() -> None:
        try:
            ask_child("clip", {}, ChildLimits())
        except ChildError as error:
            said.append(error)

    looking = threading.Thread(target=look)
    looking.start()
    await until(lambda: children._running)
    end_children()
    looking.join()

    assert [NoChildError] == [type(each) for each in said]
    assert children._running == set()
