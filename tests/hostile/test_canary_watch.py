"""The watch for keys sees one in every place and every spelling; a watch that sees nothing proves nothing."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.servers.http_server import HttpServer, Reply
from tests.servers.service import CANARY, FakeService
from tests.support.canary import CanaryWatch, no_key_leaves
from tests.support.until import until

__all__ = ["no_key_leaves"]

SPELT = {
    "plain": CANARY,
    "in a URL": f"https://h.example/?key={quote(CANARY, safe='')}",
    "in JSON": json.dumps({"key": CANARY}),
    "in a repr": repr({"key": CANARY}),
    "base64": base64.b64encode(CANARY.encode()).decode(),
    "basic authorization": base64.b64encode(b"me:" + CANARY.encode()).decode(),
    "base64, one further": base64.b64encode(b"user:" + CANARY.encode()).decode(),
    "base64 in the middle": base64.b64encode(b"x" + CANARY.encode() + b"after").decode(),
    "in hexadecimal": CANARY.encode().hex(),
}


@pytest.fixture(autouse=True)
def watch(no_key_leaves: CanaryWatch) -> Iterator[CanaryWatch]:
    """The real one, whose findings are taken away before it judges."""
    yield no_key_leaves
    no_key_leaves.end()
    assert no_key_leaves.findings != []
    no_key_leaves.findings.clear()
    no_key_leaves._spellings.clear()


@pytest.mark.parametrize("way", SPELT)
def test_it_sees_a_key_in_a_file(tmp_path: Path, way: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "some.log").write_bytes(b"\xff\0 before " + SPELT[way].encode() + b" after")


def test_it_sees_a_key_in_a_file_name(tmp_path: Path) -> None:
    (tmp_path / quote(CANARY, safe="")).touch()


def test_it_sees_a_key_on_a_command_line() -> None:
    subprocess.run([sys.executable, "-c", "pass", CANARY], check=True)


def test_it_sees_a_key_in_the_environment_of_a_child() -> None:
    subprocess.run([sys.executable, "-c", "pass"], check=True, env={**os.environ, "ANY": CANARY})


async def test_it_sees_a_key_in_what_a_grandchild_is_given(watch: CanaryWatch) -> None:
    """What is started out of sight of this interpreter is found in the system's own lists."""
    watch.own_children_know = True
    child = child_that_has_one()
    await until(lambda: any("the environment of" in each for each in watch.findings))
    child.communicate()


def child_that_has_one() -> subprocess.Popen[str]:
    """It reads the key, and gives it to a child of its own in the environment."""
    run = "os.spawnle(os.P_WAIT, sys.executable, 'x', '-c', 'input()', {'ANY': sys.stdin.readline()})"
    child = subprocess.Popen([sys.executable, "-c", f"import os, sys; {run}"], stdin=subprocess.PIPE, text=True)
    assert child.stdin is not None
    child.stdin.write(f"{CANARY}\n")
    child.stdin.flush()
    return child


def test_it_sees_a_key_in_what_a_process_writes() -> None:
    subprocess.run([sys.executable, "-c", "print(input())"], input=CANARY.encode(), capture_output=True, check=True)


def test_it_sees_a_key_at_another_server() -> None:
    with HttpServer(lambda _request: Reply(200)) as server:
        urlopen(Request(server.base_url, headers={"Authorization": f"Bearer {CANARY}"})).close()  # noqa: S310 -- our own server


def test_it_sees_the_key_of_a_service_at_its_other_origin() -> None:
    with FakeService() as service:
        urlopen(f"{service.elsewhere.base_url}/?{quote(CANARY)}").close()  # noqa: S310 -- our own server


def test_it_sees_a_key_in_the_wrong_header_of_the_right_service() -> None:
    with FakeService() as service:
        service.reply_next("file", Reply(200))
        urlopen(Request(f"{service.base_url}/files/x", headers={"X-Key": CANARY})).close()  # noqa: S310 -- our own server


def test_it_sees_a_key_in_the_window(qtbot: QtBot, watch: CanaryWatch) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    root.setToolTip(f"the key is {CANARY}")
    watch.look_at_window(root)


def test_it_sees_a_key_that_can_be_read_while_it_is_typed(qtbot: QtBot, watch: CanaryWatch) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    QLineEdit(CANARY, root)
    watch.look_at_window(root)


def test_it_sees_a_key_on_the_clipboard(qtbot: QtBot, watch: CanaryWatch) -> None:
    QGuiApplication.clipboard().setText(CANARY)
    watch.look_at_window(QWidget())
    QGuiApplication.clipboard().clear()
