"""What was asked and answered, in two files of bounded size."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sora_desktop.base.sentences import message
from sora_desktop.domain.exchange import Exchange
from sora_desktop.store import exchanges
from sora_desktop.store.exchanges import ExchangeFiles
from sora_desktop.store.paths import Paths

ONE = Exchange(
    datetime(2026, 11, 28, 12, tzinfo=UTC),
    "GET",
    "/v1/videos/a\u2028b",
    200,
    1.5,
    (("x-request-id", "r"),),
    '{"prompt": "line\nbreak \ud800 雪"}',
    30,
    message("The answer was cut short."),
    3,
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path)


def test_what_is_written_of_a_job_is_read_again_whole_and_in_order(paths: Paths) -> None:
    files = ExchangeFiles(paths)
    for number in range(3):
        files.append("job-1", replace(ONE, status=200 + number))
        files.append("job-11", ONE)

    assert [replace(ONE, status=200 + number) for number in range(3)] == ExchangeFiles(paths).of("job-1")
    assert [] == files.of("job-2")


def test_the_files_are_bounded_and_the_newest_are_kept(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanges, "FILE_LIMIT", 4_000)
    files = ExchangeFiles(paths)
    for number in range(500):
        files.append("job-1", replace(ONE, length=number))

    assert sum(each.stat().st_size for each in paths.root.iterdir()) < 3 * 4_000
    kept = [each.length for each in files.of("job-1")]
    assert 499 == kept[-1]
    assert kept == list(range(kept[0], 500))


def test_a_line_that_a_crash_tore_costs_that_line_alone(paths: Paths) -> None:
    ExchangeFiles(paths).append("job-1", ONE)
    whole = paths.exchanges.read_bytes()
    paths.exchanges.write_bytes(whole + whole[:40])
    ExchangeFiles(paths).append("job-1", replace(ONE, status=500))

    assert [200, 500] == [each.status for each in ExchangeFiles(paths).of("job-1")]


@pytest.mark.parametrize(
    "text", [b"", b"\0" * 100, b"[]\n1\nnull\n", b'{"job": "job-1"}\n', b'{"job":"job-1","at":7}\n']
)
def test_what_cannot_be_read_is_left_out(paths: Paths, text: bytes) -> None:
    paths.exchanges.write_bytes(text)

    assert [] == ExchangeFiles(paths).of("job-1")


def test_a_folder_without_them_has_none_and_what_is_no_file_is_not_waited_for(paths: Paths) -> None:
    assert [] == ExchangeFiles(paths).of("job-1")
    os.mkfifo(paths.exchanges)

    assert [] == ExchangeFiles(paths).of("job-1")
    with pytest.raises(OSError, match="plain file"):
        ExchangeFiles(paths).append("job-1", ONE)


def test_only_this_person_can_read_them(paths: Paths) -> None:
    ExchangeFiles(paths).append("job-1", ONE)

    assert 0o600 == paths.exchanges.stat().st_mode & 0o777
