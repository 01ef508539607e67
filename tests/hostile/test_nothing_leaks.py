"""A key stays where it was put, whatever a service, a log or a person does with it. All tests run under the watch."""

import base64
import html
import json
import logging
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from sora_desktop.base.child_processes import child_environment
from tests.servers.http_server import Reply
from tests.servers.service import CANARY, FakeService
from tests.studio.conftest import OpenHouse, native_service, open_house, service
from tests.support.canary import CanaryWatch, no_key_leaves
from tests.support.drive import Hand, in_window
from tests.support.formats import UNIALL
from tests.support.logs import ExpectedLogs
from tests.support.loops import RunGui
from tests.support.mp4 import asked_mp4
from tests.support.patience import patient
from tests.support.quick_studio import no_engine_in_vain, quick_studio, with_engine
from tests.support.until import until

__all__ = [
    "native_service",
    "no_engine_in_vain",
    "no_key_leaves",
    "open_house",
    "quick_studio",
    "service",
    "with_engine",
]

SPELT: dict[str, Callable[[str], str]] = {
    "plain": lambda key: key,
    "after Bearer": lambda key: f"Bearer {key}",
    "in a URL": lambda key: quote(key, safe=""),
    "in the path of a URL": quote,
    "in a form": quote_plus,
    "in JSON": json.dumps,
    "in PHP's JSON": lambda key: json.dumps(key).replace("/", "\\/"),
    "in HTML": html.escape,
    "in a repr": lambda key: repr({"authorization": key}),
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "basic authorization": lambda key: base64.b64encode(f"user:{key}".encode()).decode(),
    "base64, one further": lambda key: base64.b64encode(f"me:{key}!".encode()).decode(),
    "base64 for URLs": lambda key: base64.urlsafe_b64encode(key.encode()).decode(),
    "in hexadecimal": lambda key: key.encode().hex(),
}


async def test_a_key_is_in_no_log_however_it_comes_there(
    open_house: OpenHouse, service: FakeService, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    """As a text, as an argument, in an exception and in what caused it; with every library set to tell all."""
    for name in ("httpx", "httpcore", "h11", "asyncio"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "done")
    expect_log("told on purpose")
    for spell in SPELT.values():
        _tell_all(spell(CANARY))

    written = (tmp_path / "data" / "logs" / "sora-desktop.log").read_text()
    assert written.count("told on purpose") >= len(SPELT)
    assert "[hidden]" in written


def _tell_all(spelt: str) -> None:
    log = logging.getLogger("sora_desktop.test")
    try:
        _fail(spelt)
    except RuntimeError:
        log.exception("told on purpose: %s %r", spelt, {"key": spelt}, stack_info=True)


def _fail(spelt: str) -> None:
    try:
        os.environ[spelt]
    except KeyError as error:
        raise RuntimeError(f"with {spelt}") from error


def echoing(spelt: str, status: int) -> Reply:
    said = f"Incorrect API key provided: {spelt}. You can find your key in your account."
    body = json.dumps({"error": {"message": said, "code": spelt, "type": spelt}, "id": f"job-{spelt}"})
    return Reply(status, {"Content-Type": "application/json", "Location": f"/{quote(spelt)}"}, body.encode())


@pytest.mark.parametrize("name", SPELT)
async def test_a_service_that_repeats_the_key_in_its_errors_does_not_get_it_into_ledger_log_or_window(
    open_house: OpenHouse, service: FakeService, name: str
) -> None:
    service.reply_next("submit", echoing(SPELT[name](CANARY), 401))
    house = await open_house(service)
    (job,) = await house.submit()
    refused = await house.until(job, "refused")

    assert "Incorrect API key provided" in str(refused.reason)
    assert CANARY not in str(refused)


@pytest.mark.parametrize("status", [200, 302, 400, 500])
async def test_nor_at_any_other_question(open_house: OpenHouse, native_service: FakeService, status: int) -> None:
    native_service.reply_next("status", *[echoing(CANARY, status)] * 2)
    native_service.reply_next("content", echoing(CANARY, 400 if status == 302 else status))
    native_service.reply_next("list", echoing(CANARY, status))
    house = await open_house(native_service, lists_jobs=True)
    (job,) = await house.submit()
    await house.until(job, "done", "failed", "fetch_failed", "lost", "no_answer")

    assert CANARY not in str(await house.job(job.id))


async def test_a_link_with_the_key_in_it_is_not_kept(open_house: OpenHouse, service: FakeService) -> None:
    """The clip comes from the service itself then, with the key where it belongs."""
    service.result_url = f"{service.elsewhere.base_url}/clip.mp4?key={quote(CANARY, safe='')}"
    house = await open_house(service)
    (job,) = await house.submit()
    done = await house.until(job, "done")

    assert (done.result_url, service.elsewhere.seen) == (None, [])
    assert len(service.requests("content")) == 1


async def test_a_redirect_with_the_key_in_it_is_not_followed_elsewhere(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    place = f"{native_service.elsewhere.base_url}/clip.mp4?key={quote(CANARY, safe='')}"
    native_service.clip.redirect_to = place
    house = await open_house(native_service)
    (job,) = await house.submit()
    failed = await house.until(job, "fetch_failed")

    assert "carry your key" in str(failed.reason)
    assert native_service.elsewhere.seen == []


@pytest.fixture
def settings_file(tmp_path: Path) -> QSettings:
    """Where Qt would keep what anybody stores by its default."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path / "qt"))
    return QSettings("Sora Desktop", "Sora Desktop")


@pytest.mark.usefixtures("with_engine")
def test_a_key_that_a_person_enters_tests_saves_edits_and_removes_is_nowhere_to_be_read(
    run_gui: RunGui, tmp_path: Path, no_key_leaves: CanaryWatch, settings_file: QSettings
) -> None:
    async def story(hand: Hand) -> None:
        clipboard = QGuiApplication.clipboard()
        clipboard.clear()
        await hand.add_connection("Gateway", fake.base_url, UNIALL, CANARY)
        no_key_leaves.look_at_window(hand.window)
        sheet = hand.window.sheets.connection
        sheet.open_for(hand.window.connections.selected)
        assert sheet.form.key.field.text() == ""
        QTest.keyClicks(sheet.form.key.field, CANARY)
        copy_and_cut(sheet.form.key.field)
        no_key_leaves.look_at_window(hand.window)
        QTest.mouseClick(sheet.test_button, Qt.MouseButton.LeftButton)
        await until(lambda: "answers" in sheet.found.text(), what="the answer of the test")
        no_key_leaves.look_at_window(hand.window)
        QTest.mouseClick(sheet.save_button, Qt.MouseButton.LeftButton)
        await until(lambda: not sheet.isVisible(), what="the sheet is saved")
        assert sheet.form.key.field.text() == ""
        hand.type_prompt("a fox in snow")
        await hand.generate()
        await hand.job_in("done", "fetch_failed")
        no_key_leaves.look_at_window(hand.window)
        assert clipboard.text() == ""

    with FakeService() as fake:
        fake.clip.data = asked_mp4()
        in_window(run_gui, tmp_path / "data", story)
    assert settings_file.allKeys() == []


def copy_and_cut(field: QLineEdit) -> None:
    """By every way that there is; cutting empties the field, and taking it back does not bring it out either."""
    assert field.echoMode() is QLineEdit.EchoMode.Password
    field.selectAll()
    QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Copy))
    field.copy()
    field.cut()
    assert QGuiApplication.clipboard().text() == ""
    assert not field.isUndoAvailable()
    QTest.keyClicks(field, CANARY)


def start_generating(data_dir: Path, fake: FakeService) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sora_desktop", "--data-dir", str(data_dir), "generate"]
    model = ["--model", "sora2-landscape-4s", "--prompt", "a fox in snow", "-o", str(data_dir.parent / "out.mp4")]
    told = {"SORA_BASE_URL": fake.base_url, "SORA_API_KEY": CANARY}
    return subprocess.Popen([*command, *model], stderr=subprocess.PIPE, text=True, env={**os.environ, **told})


@pytest.mark.parametrize("state", ["queued", "running"])
def test_a_process_that_is_killed_leaves_no_key_behind(tmp_path: Path, no_key_leaves: CanaryWatch, state: str) -> None:
    """The ledger's log of changes (WAL) lies there then, with all that was written last."""
    no_key_leaves.own_children_know = True
    with FakeService() as fake:
        fake.stall()
        process = start_generating(tmp_path / "data", fake)
        try:
            assert process.stderr is not None
            next(line for line in process.stderr if line.startswith("queued"))
            assert CANARY.encode() not in Path(f"/proc/{process.pid}/environ").read_bytes()
        finally:
            process.send_signal(signal.SIGKILL if state == "queued" else signal.SIGABRT)
            process.communicate(timeout=patient())

    assert (tmp_path / "data" / "ledger.sqlite3-wal").stat().st_size > 0


def test_what_the_app_starts_is_not_told_the_key_that_it_was_told(tmp_path: Path) -> None:
    """Read once, then dropped: a player or file manager that is opened later inherits the environment."""
    script = (
        "import asyncio, os, sys; from pathlib import Path\n"
        "from sora_desktop.studio.build import open_studio\n"
        "async def run():\n"
        "    studio = await open_studio(Path(sys.argv[1]))\n"
        "    print((await studio.snapshot()).selected, sorted(name for name in os.environ if name.startswith('SORA_')))\n"
        "    print(sorted(each for each in Path('/proc/self/environ').read_text().split('\\0') if 'SORA_' in each))\n"
        "    await studio.close()\n"
        "asyncio.run(run())\n"
    )
    told = {**os.environ, "SORA_BASE_URL": "https://h.example", "SORA_API_KEY": "another-key-8d1f"}
    ran = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True, env=told)

    assert ran.stdout.splitlines() == [
        "environment ['SORA_BASE_URL']",
        "['SORA_API_KEY=', 'SORA_BASE_URL=https://h.example']",
    ]


def test_the_engine_is_told_nothing_but_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SORA_API_KEY", "OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY", "MY_TOKEN", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "another-key-8d1f")

    assert "another-key-8d1f" not in child_environment().values()


def test_the_engines_token_is_new_at_each_start_and_watched_for(no_key_leaves: CanaryWatch) -> None:
    tokens = {secrets.token_urlsafe(32) for _ in range(3)}

    assert len(tokens) == 3
    assert tokens < set(no_key_leaves._spellings)
