"""The log is bounded, redacted, and cannot be forged by what a stranger says."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sora_desktop.domain.errors import StorageError
from sora_desktop.store.logs import EVENT_LIMIT, set_up_logging, take_down_logging
from tests.store.limits import no_file_longer_than

CANARY = "canary-key-5e3a"
log = logging.getLogger("sora_desktop.tests")


class Redaction(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = record.getMessage().replace(CANARY, "[hidden]"), ()
        return True


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    levels = {name: logging.getLogger(name).level for name in (None, "httpx", "httpcore", "PIL", "keyring", "asyncio")}
    handler = set_up_logging(tmp_path, Redaction())
    yield tmp_path / "logs" / "sora-desktop.log"
    take_down_logging(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_an_event_is_one_line_with_its_time_level_and_place(written: Path) -> None:
    log.info("job %s is queued", "job-1")

    assert written.read_text().endswith(": job job-1 is queued\n")
    assert re.search(r" INFO sora_desktop\.tests:\d+: job", written.read_text())


def test_secrets_are_taken_out(written: Path) -> None:
    log.info("sent with %s", CANARY)

    assert CANARY not in written.read_text()
    assert "sent with [hidden]" in written.read_text()


def test_a_strangers_line_break_makes_no_event(written: Path) -> None:
    log.info("the service said: %s", "no\n2026-01-01 00:00:00 ERROR x: forged \x1b[2J\u202e\0 \r")

    lines = written.read_text().splitlines()
    assert 2 == len(lines)
    assert lines[1].startswith("    2026-01-01")
    assert lines[1].endswith("forged \\x1b[2J\\u202e\\x00 \\r")


def test_a_long_event_is_cut(written: Path) -> None:
    log.info("x" * 1_000_000)

    assert written.stat().st_size < EVENT_LIMIT + 200


def test_the_whole_log_stays_small(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1000):
        log.info("%d %s", number, "x" * 7000)

    files = list(written.parent.iterdir())
    assert 4 == len(files)
    assert sum(file.stat().st_size for file in files) < 4_400_000


def test_libraries_do_not_tell_their_urls(written: Path) -> None:
    logging.getLogger("httpx").info("GET https://cdn.example.com/clip.mp4?signature=abc")

    assert "" == written.read_text()


def test_text_that_is_no_text_is_logged_all_the_same(written: Path) -> None:
    log.info("half \ud800")

    assert "half \\ud800" in written.read_text()


def test_a_folder_that_cannot_be_logged_into_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")

    with pytest.raises(StorageError, match=rf"^{StorageError.what[:-1]}: .*logs"):
        set_up_logging(tmp_path)


def test_a_full_disk_costs_the_event_and_nothing_else(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither who logs it nor closing hears of it, and the next event that finds room is there."""
    handler = set_up_logging(tmp_path)
    log = logging.getLogger("sora_desktop.full")
    file = tmp_path / "logs" / "sora-desktop.log"
    with no_file_longer_than(0):
        log.info("lost")
    log.info("kept")
    kept = file.read_text()
    with no_file_longer_than(0):
        log.info("lost as well")
        take_down_logging(handler)

    assert ("", "") == tuple(capfd.readouterr())
    assert "kept" in kept
