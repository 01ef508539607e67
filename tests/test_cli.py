"""The command line, as a person runs it: exit 0 only with a verified clip, and a sentence for everything else."""

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import av
import pytest

from sora_desktop import cli
from sora_desktop.domain.budget import Budget, Limits
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.errors import NeedsKeyError
from sora_desktop.domain.job import JobState, WaitsFor
from sora_desktop.domain.pricing import Doubt, Price, PriceList, PriceUnit
from sora_desktop.domain.settings import Settings
from sora_desktop.domain.shapes import Size
from sora_desktop.store.connections import save_connections
from sora_desktop.store.settings import save_settings
from tests.media.recipes import film
from tests.servers.http_server import Received, Reply
from tests.servers.service import CANARY, FakeService, Fault
from tests.support.canary import no_key_leaves
from tests.support.forked_programs import run_app
from tests.support.mp4 import asked_mp4
from tests.support.patience import patient
from tests.support.pictures import write_picture
from tests.support.presets import as_preset
from tests.support.samples import sample_job
from tests.support.until import turns

__all__ = ["no_key_leaves"]

CHILDREN_ARE_TOLD_THE_KEY = True
"""A person puts `SORA_API_KEY` into the environment of the command; what that starts must not have it."""

NEEDS_KEY = NeedsKeyError("Studio").sentence
FREE = ("--model", "sora2-landscape-4s", "--prompt", "a fox in snow")


def sora(data_dir: Path, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    words = ["--data-dir", str(data_dir), *map(str, arguments)]
    return run_app(words, env={**os.environ, **environment}, timeout=patient(300))


def sora_anew(data_dir: Path, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Where the test is about the start itself."""
    command = [sys.executable, "-m", "sora_desktop", "--data-dir", str(data_dir), *map(str, arguments)]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=patient(300), env={**os.environ, **environment}
    )


def service_environment(service: FakeService, **more: str) -> dict[str, str]:
    return {"SORA_BASE_URL": f"{service.base_url}/v1", "SORA_API_KEY": service.key, **more}


def test_generate_makes_a_clip_with_a_picture_offline_and_without_a_key(tmp_path: Path) -> None:
    picture = write_picture(tmp_path / "fox.png")
    out = tmp_path / "fox.mp4"
    ran = sora_anew(tmp_path / "data", "generate", *FREE, "--image", picture, "-o", out)

    assert ran.returncode == 0, ran.stderr
    with av.open(out) as container:
        video = container.streams.video[0]
        assert (video.width, video.height, sum(1 for _ in container.decode(video))) == (1280, 720, 96)
    (kept,) = (tmp_path / "data" / "library").glob("*.mp4")
    assert kept.read_bytes() == out.read_bytes()
    assert hashlib.sha256(out.read_bytes()).hexdigest() in ran.stderr
    assert ran.stdout == ""


ODD_SETTINGS = {
    "http_proxy": "garbage value",
    "HTTPS_PROXY": "ftp://proxy.example:21",
    "all_proxy": "socks4://[",
    "no_proxy": "[[, 1.2.3/99",
    "SSL_CERT_FILE": "/nowhere/at/all.pem",
    "SSLKEYLOGFILE": "/nowhere/at/all/keys.log",
    "NETRC": "/dev/null",
}
"""Of proxies and TLS, each of them broken. None has to do with a service on this machine."""


def test_odd_settings_of_the_machine_do_not_come_between_the_app_and_a_service_on_it(tmp_path: Path) -> None:
    with FakeService() as service:
        service.clip.data = asked_mp4()
        ran = sora_anew(
            tmp_path / "data",
            "generate",
            *FREE,
            "-o",
            tmp_path / "out.mp4",
            **service_environment(service, **ODD_SETTINGS),
        )

    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "out.mp4").read_bytes() == service.clip.data


def test_the_services_of_the_environment_are_used_and_the_key_is_nowhere_on_disk(tmp_path: Path) -> None:
    with FakeService("openai") as service:
        service.clip.data = asked_mp4()
        surroundings = service_environment(service, SORA_FORMAT="openai-videos")
        ran = sora_anew(tmp_path / "data", "generate", *FREE, "-o", tmp_path / "out.mp4", **surroundings)

    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "out.mp4").read_bytes() == service.clip.data
    assert len(service.money.charges) == 1
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in written if CANARY.encode() in path.read_bytes()] == []
    assert CANARY not in ran.stderr + ran.stdout


def test_a_refusal_is_exit_1_with_the_services_words(tmp_path: Path) -> None:
    with FakeService() as service:
        service.script(Fault.REFUSE_422)
        ran = sora(tmp_path / "data", "generate", *FREE, "-o", tmp_path / "out.mp4", **service_environment(service))

    assert (ran.returncode, (tmp_path / "out.mp4").exists()) == (1, False)
    assert "No: REFUSE_422" in ran.stderr
    assert "Not billed" in ran.stderr


def test_a_lost_answer_is_exit_3_and_stays_in_the_ledger(tmp_path: Path) -> None:
    with FakeService() as service:
        service.script(Fault.ACCEPT_THEN_DROP)
        ran = sora(tmp_path / "data", "generate", *FREE, "-o", tmp_path / "out.mp4", **service_environment(service))

    assert ran.returncode == 3
    assert "may have been billed" in ran.stderr
    assert (len(service.money.charges), len(service.requests("submit"))) == (1, 1)


def test_above_the_budget_it_ends_before_sending_unless_the_command_says_so(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    save_settings(data / "settings.json", Settings(budget=Budget(batch=Limits(seconds=2))))
    with FakeService() as service:
        service.clip.data = asked_mp4()
        around = service_environment(service)
        ran = sora(data, "generate", *FREE, "-o", tmp_path / "out.mp4", **around)
        assert (1, []) == (ran.returncode, service.requests("submit"))
        assert "This makes 4 seconds; your budget for one press of Generate is 2." in ran.stderr
        assert "Add --over-budget to send it all the same." in ran.stderr

        ran = sora(data, "generate", *FREE, "--over-budget", "-o", tmp_path / "out.mp4", **around)
        assert (0, 1) == (ran.returncode, len(service.requests("submit"))), ran.stderr


def test_a_budget_of_zero_sends_nothing_whatever_the_command_says(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    save_settings(data / "settings.json", Settings(budget=Budget(day=Limits(money=Decimal(0)))))
    with FakeService() as service:
        around = service_environment(service)
        ran = sora(data, "generate", *FREE, "--over-budget", "-o", tmp_path / "out.mp4", **around)
        assert (1, []) == (ran.returncode, service.requests("submit"))
    assert "Your budget is zero" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--model", "sora9", "--prompt", "a"), "sora2-landscape-4s"),
        (("--model", "sora2-landscape-4s", "--prompt", ""), "Describe what you want to see"),
        (("--model", "sora2-landscape-4s", "--prompt", "a", "--duration", "8"), "does not make clips of 8 s"),
        (("--model", "sora2-landscape-4s", "--prompt", "a", "--aspect-ratio", "9:16"), "16:9 clips only"),
        (("--model", "sora2-landscape-4s", "--prompt", "a", "--image", "nowhere.png"), "doesn't exist"),
        (("--model", "sora2-landscape-4s", "--prompt", "a", "--image", "ftp://h/x.png"), "web address"),
        (("--model", "sora2-landscape-4s", "--prompt", "a", "--image", "http://127.0.0.1:9/x.png"), "picture"),
    ],
)
def test_what_may_not_go_out_is_said_and_nothing_is_made(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = sora(tmp_path / "data", "generate", *arguments, "-o", tmp_path / "out.mp4")

    assert (ran.returncode, (tmp_path / "out.mp4").exists()) == (1, False)
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("out", ["nowhere/out.mp4", "out.avi", "."])
def test_an_output_that_cannot_be_written_is_said_before_anything_is_sent(tmp_path: Path, out: str) -> None:
    with FakeService() as service:
        ran = sora(tmp_path / "data", "generate", *FREE, "-o", tmp_path / out, **service_environment(service))

    assert (ran.returncode, service.requests("submit")) == (1, [])
    assert "output" in ran.stderr


def test_a_clip_that_could_not_be_checked_is_written_all_the_same_and_is_exit_3(tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    with FakeService() as service:
        service.clip.data = film(count=24, codec="libvpx", container="webm", sound=None)
        ran = sora(tmp_path / "data", "generate", *FREE, "-o", out, **service_environment(service))

    assert ran.returncode == 3, ran.stderr
    assert out.read_bytes() == service.clip.data
    assert "as the service sent it, but it couldn't be checked: The file is a WebM, not an MP4." in ran.stderr
    (kept,) = (tmp_path / "data" / "library").glob("*.webm")
    assert kept.read_bytes() == service.clip.data


def test_an_output_folder_that_is_gone_by_the_end_costs_no_clip(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with FakeService() as service:
        service.clip.data = asked_mp4()
        serve = service.clip.serve

        def remove_and_serve(request: Received) -> Reply:
            shutil.rmtree(folder, ignore_errors=True)
            return serve(request)

        with patch.object(service.clip, "serve", remove_and_serve):
            ran = sora(tmp_path / "data", "generate", *FREE, "-o", folder / "out.mp4", **service_environment(service))

    (kept,) = (tmp_path / "data" / "library").glob("*.mp4")
    assert (ran.returncode, len(service.money.charges)) == (1, 1)
    assert f"The clip is safe: {kept}" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_bad_environment_is_said_in_words(tmp_path: Path) -> None:
    for name, value in (("SORA_BASE_URL", "ftp://host"), ("SORA_FORMAT", "soap")):
        surroundings = {"SORA_BASE_URL": "https://example.invalid", name: value}
        ran = sora(tmp_path / "data", "generate", *FREE, "-o", tmp_path / "out.mp4", **surroundings)

        assert ran.returncode == 1
        assert name in ran.stderr
        assert "Traceback" not in ran.stderr


def test_a_data_folder_that_is_open_elsewhere_is_left_alone(tmp_path: Path) -> None:
    with FakeService() as service:
        service.stall()
        first = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "sora_desktop",
                "--data-dir",
                tmp_path / "data",
                "generate",
                *FREE,
                "-o",
                tmp_path / "a.mp4",
            ],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **service_environment(service)},
        )
        try:
            assert first.stderr is not None
            next(line for line in first.stderr if line.startswith("queued"))
            second = sora(
                tmp_path / "data", "generate", *FREE, "-o", tmp_path / "b.mp4", **service_environment(service)
            )
        finally:
            first.terminate()
            first.communicate(timeout=patient())

    assert second.returncode == 1
    assert "already has this data folder open" in second.stderr
    assert len(service.money.charges) == 1


def test_the_standalone_engine_says_where_it_is_and_where_its_token_is_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sora_desktop", "--data-dir", str(tmp_path / "data"), "engine"]
    engine = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert engine.stdout is not None
        line = engine.stdout.readline()
        files = [path for path in (tmp_path / "data").rglob("*") if path.is_file() and str(path) in line]
        assert [oct(path.stat().st_mode & 0o777) for path in files] == ["0o600"]
    finally:
        engine.terminate()
        rest, _ = engine.communicate(timeout=patient())

    assert "http://127.0.0.1:" in line
    assert rest == ""


def test_help_and_version_answer_without_loading_the_app() -> None:
    script = (
        "import json, sys\n"
        "from sora_desktop.__main__ import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "heavy = {'PySide6', 'httpx', 'av', 'keyring', 'starlette', 'PIL'}\n"
        "print(json.dumps(sorted(heavy & set(sys.modules))))"
    )
    ran = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)

    assert json.loads(ran.stdout.splitlines()[-1]) == []


def test_an_unknown_word_is_a_usage_error(tmp_path: Path) -> None:
    assert sora(tmp_path, "generate", "--nonsense").returncode == 2
    misspelt = sora(tmp_path, "genrate")
    assert misspelt.returncode == 2
    assert "generate" in misspelt.stderr
    assert "media-child" not in misspelt.stderr
    assert "render-child" not in misspelt.stderr


def test_the_child_of_a_frozen_app_is_still_answered(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "sora_desktop", "media-child", "no-such-task"],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )

    assert "usage:" not in ran.stderr


def test_a_missing_key_ends_it_at_once_with_a_sentence_and_nothing_sent(tmp_path: Path) -> None:
    with FakeService() as service:
        root = tmp_path / "data"
        root.mkdir()
        saved = Connection("mine", "Mine", service.base_url, key_place=KeyPlace.KEYRING)
        save_connections(root / "connections.json", [saved])
        save_settings(root / "settings.json", Settings(selected_connection="mine"))
        ran = sora(root, "generate", *FREE, "-o", tmp_path / "out.mp4")

    assert (ran.returncode, service.requests("submit")) == (1, [])
    known = "“Mine” needs its key before anything can be sent."  # the key store was asked by then
    assert (
        known in ran.stderr or "The key of this connection is missing: Mine. Nothing is sent without it." in ran.stderr
    )


def test_a_saved_connection_is_used_by_its_name_and_any_model_that_its_service_lists(tmp_path: Path) -> None:
    with FakeService("openai", key="") as service:
        service.clip.data = asked_mp4()
        service.models = [{"id": "wan-2.2-t2v", "mode": "video_generation"}]
        (tmp_path / "data").mkdir()
        saved = Connection("box", "Render Box", service.base_url, "openai-videos", key_place=KeyPlace.NOT_NEEDED)
        save_connections(tmp_path / "data" / "connections.json", [saved])
        asked = ("generate", "--connection", "render box", "--model", "wan-2.2-t2v", "--prompt", "a fox")
        ran = sora(tmp_path / "data", *asked, "-o", tmp_path / "out.mp4")

    assert "Render Box: wan-2.2-t2v" in ran.stderr
    assert ["wan-2.2-t2v"] == [job.model for job in service.jobs.values()]


@pytest.mark.parametrize(
    ("line", "before", "after"),
    [
        (Price("sora-2", Decimal("0.10")), "about $0.40", "billed $0.37"),
        (Price("sora-2", Decimal("0.40"), PriceUnit.JOB, doubts=(Doubt.UNIT,)), "at least $0.40", "billed $0.37"),
        (None, "price unknown", "billed $0.37"),
    ],
)
def test_what_a_clip_costs_is_said_before_it_is_sent_and_what_was_settled_after(
    tmp_path: Path, line: Price | None, before: str, after: str
) -> None:
    task = {"code": "success", "data": {"status": "SUCCESS", "quota": 185_000}}
    with FakeService("openai", key="") as service:
        service.clip.data = asked_mp4()
        service.reply_next("other", *[Reply.of_json(task)] * 9)
        (tmp_path / "data").mkdir()
        settled = as_preset("new-api") | {"prices": PriceList(prices=(line,) if line else ())}
        model = VideoModel("sora-2", (Size(1280, 720),), (4,))
        saved = Connection("box", "Shop", service.base_url, models=(model,), key_place=KeyPlace.NOT_NEEDED, **settled)
        save_connections(tmp_path / "data" / "connections.json", [saved])
        asked = ("generate", "--connection", "shop", "--model", "sora-2", "--prompt", "a fox")
        ran = sora(tmp_path / "data", *asked, "-o", tmp_path / "out.mp4")

    first, *_, last = ran.stderr.splitlines()
    assert (0, f"Shop: sora-2, 4 s, 1280x720 · {before}") == (ran.returncode, first), ran.stderr
    assert last.endswith(f" · {after}")


def test_a_model_or_a_connection_that_there_is_not_ends_it_with_nothing_billed(tmp_path: Path) -> None:
    with FakeService("openai") as service:
        service.models = [{"id": "wan-2.2-t2v", "mode": "video_generation"}]
        surroundings = service_environment(service, SORA_FORMAT="litellm")
        wrong = ("generate", "--model", "sora-9", "--prompt", "a fox", "-o", tmp_path / "out.mp4")
        model = sora(tmp_path / "data", *wrong, **surroundings)
        nowhere = sora(tmp_path / "data", *wrong, "--connection", "Atlantis", **surroundings)

    assert (1, 1, []) == (model.returncode, nowhere.returncode, service.requests("submit"))
    assert "doesn't offer the model sora-9. Nothing was sent, and nothing is billed." in model.stderr
    assert "It offers: wan-2.2-t2v." in model.stderr
    assert "There is no connection “Atlantis”. Nothing was sent, and nothing is billed." in nowhere.stderr
    assert "“Environment”" in nowhere.stderr


def test_a_paused_queue_is_said_instead_of_waited_for(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    save_settings(tmp_path / "data" / "settings.json", Settings(queue_paused=True))
    ran = sora(tmp_path / "data", "generate", *FREE, "-o", tmp_path / "out.mp4")

    assert ran.returncode == 1
    assert "is paused, so nothing would be sent" in ran.stderr


def test_a_picture_that_is_not_there_is_named_in_words_of_the_command_line(tmp_path: Path) -> None:
    ran = sora(tmp_path / "data", "generate", *FREE, "--image", "nowhere.png", "-o", tmp_path / "out.mp4")

    assert f"The picture doesn't exist: {Path.cwd() / 'nowhere.png'}" in ran.stderr
    assert "Drop it" not in ran.stderr


def test_a_data_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data" / "lock").mkdir(parents=True)
    ran = sora(tmp_path / "data", "generate", *FREE, "-o", tmp_path / "out.mp4")

    assert (ran.returncode, "Traceback" in ran.stderr) == (1, False)
    assert "The data folder can't be written to" in ran.stderr


@pytest.mark.parametrize(
    ("changes", "waits"),
    [({}, True), ({"held": True}, False), ({"waits_for": WaitsFor.KEY}, False), ({"waits_for": WaitsFor.TWIN}, False)],
)
async def test_a_job_that_needs_a_person_is_not_followed_for_ever(changes: dict[str, Any], waits: bool) -> None:
    job = sample_job(state=JobState.WAITING, **changes)
    job = replace(job, service=replace(job.service, lists_jobs=False))
    follow = asyncio.get_running_loop().create_task(cli._follow(job, asyncio.Queue(), asyncio.Event()))
    await turns(10)
    done = follow.done()
    follow.cancel()
    await asyncio.gather(follow, return_exceptions=True)

    assert waits is not done
