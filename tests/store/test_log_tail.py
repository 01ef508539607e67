"""Of the log everybody may read when, how bad, and which line of the program; nothing that was said."""

import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from sora_desktop.domain.errors import LedgerError
from sora_desktop.store.log_tail import LINES, public_log
from sora_desktop.store.logs import set_up_logging, take_down_logging
from tests.support.logs import ExpectedLogs

SECRET = "A duchess in the vault, /home/duchess/vault.mp4, vault.example.com, sk-duchess"
log = logging.getLogger("sora_desktop.tests")


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger().level
    handler = set_up_logging(tmp_path)
    yield tmp_path / "logs" / "sora-desktop.log"
    take_down_logging(handler)
    logging.getLogger().setLevel(level)


def test_an_event_keeps_its_time_its_level_and_its_line_and_loses_its_words(written: Path) -> None:
    log.info("job %s: %s", "a", SECRET)
    (line,) = public_log(written)

    assert line.split()[2:3] == ["INFO"]
    assert line.split()[3].startswith("sora_desktop.tests:")
    assert "duchess" not in line


def test_of_an_error_the_lines_of_the_program_and_its_kind_are_kept(written: Path) -> None:
    error = LedgerError(SECRET)
    error.__cause__ = sqlite3.OperationalError(SECRET)
    log.info("it failed: %s", SECRET, exc_info=error)
    with written.open("a") as file:
        file.write('      File "/home/duchess/app/sora_desktop/store/jobs.py", line 12, in put\n')
        file.write('      File "/home/duchess/app/sora_desktop/store/duchess.py", line 12, in put\n')
    told = public_log(written)

    assert ["OperationalError", "LedgerError", "store/jobs.py:12"] == [each.strip() for each in told[1:]]
    assert "duchess" not in "\n".join(told)


@pytest.mark.parametrize(
    "words",
    [
        f"no\n2026-01-01 00:00:00,000 ERROR sora_desktop.duchess:1: {SECRET}",
        f'\n  File "/x/sora_desktop/{SECRET}.py", line 1, in {SECRET}',
        f"\nduchess.Error: {SECRET}",
    ],
)
def test_what_a_stranger_says_poses_as_nothing(written: Path, words: str) -> None:
    log.info("the service said: %s", words)

    assert "duchess" not in "\n".join(public_log(written))


def test_the_loggers_of_others_are_named_where_they_are_known(written: Path, expect_log: ExpectedLogs) -> None:
    expect_log("A duchess in the vault")
    logging.getLogger("httpx.deep.inside").warning(SECRET)
    logging.getLogger("duchess").warning(SECRET)

    assert [["httpx"], ["another"]] == [[each.split()[3].partition(":")[0]] for each in public_log(written)]


def test_only_the_latest_are_told_and_none_where_there_is_no_log(written: Path, tmp_path: Path) -> None:
    for _ in range(3 * LINES):
        log.info("x")

    assert LINES == len(public_log(written))
    assert [] == public_log(tmp_path / "nothing")
