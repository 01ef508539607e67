"""A report that can be posted where everybody sees it: no key, prompt, name, address or path is in it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import StorageError
from sora_desktop.domain.image import InputImage
from sora_desktop.studio.diagnostics import report
from tests.servers.http_server import Reply
from tests.servers.service import CANARY, FakeService
from tests.studio.conftest import OpenHouse
from tests.support.canary import spellings
from tests.support.pictures import write_picture

PROMPT = "a duchess opens the vault"
SECRETS = ("duchess", "vault", "Fake", "127.0.0.1", "localhost")


async def test_nothing_of_a_person_is_in_the_report_of_a_studio_that_was_used(
    open_house: OpenHouse, service: FakeService, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    service.reply_next("submit", Reply.of_json({"error": {"message": f"the prompt {PROMPT} is flagged {CANARY}"}}, 400))
    house = await open_house(service)
    picture = write_picture(tmp_path / "duchess.png")
    jobs = [*await house.submit(PROMPT), *await house.submit(PROMPT, image=InputImage(path=picture))]
    for job in jobs:
        await house.until(job, "done", "refused")
    made = await house.studio.diagnostics.report(["Qt: 6"])

    assert [] == [each for each in (*SECRETS, str(tmp_path), str(Path.home()), service.base_url) if each in made]
    assert not any(each.decode("latin-1") in made for each in spellings(CANARY))
    assert not any(job.id in made or (job.remote_id or job.id) in made for job in jobs)
    for part in ("state: done 1, refused 1", "refused: words 1", "clips: 1", "Qt: 6", "format uniall", "PySide6"):
        assert part in made


def test_two_connections_to_one_host_have_one_mark_which_tells_nothing_beyond_this_report() -> None:
    one = Connection("a", "Duchess", "https://vault.example.com/private-path", "uniall", preset="duchess")
    other, third = replace(one, id="b", name="x"), replace(one, id="c", base_url="http://192.168.7.9:8000")

    texts = [report([], [one, other, third], {}, [], 0, []) for _ in range(2)]
    marks = [re.findall(r"(?:public|private) host (\w+)", text) for text in texts]

    assert (3, 2) == (len(marks[0]), len(set(marks[0])))
    assert marks[0] != marks[1]
    assert not any(word in texts[0] for word in ("uchess", "vault", "private-path", "192.168", "8000"))
    assert "preset other" in texts[0]


def test_a_variable_of_the_environment_is_told_only_where_it_is_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "/home/duchess/bin")
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    monkeypatch.setenv("HTTPS_PROXY", "http://duchess:vault@proxy.example")
    made = report([], [], {}, [], 0, [])

    assert "XDG_SESSION_TYPE=wayland" in made
    assert "XDG_CURRENT_DESKTOP=…" in made
    assert "HTTPS_PROXY is set" in made
    assert "duchess" not in made


async def test_it_is_saved_where_a_person_wants_it_or_says_why_not(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service)
    await house.studio.diagnostics.save(tmp_path / "report.txt", "words")

    assert "words" == (tmp_path / "report.txt").read_text()
    with pytest.raises(StorageError):
        await house.studio.diagnostics.save(tmp_path / "nothing" / "report.txt", "words")
