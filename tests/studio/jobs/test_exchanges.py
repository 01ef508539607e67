"""What is kept of the exchanges about a job: what was new, and the last; without signatures."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sora_desktop.domain.exchange import Exchange
from sora_desktop.services.http.redact import RedactingFilter
from sora_desktop.store.exchanges import ExchangeFiles
from sora_desktop.store.paths import Paths
from sora_desktop.studio.jobs.exchanges import MOST_HELD, MOST_WRITTEN, ExchangeLog
from tests.support.logs import ExpectedLogs

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
LOOK = Exchange(NOON, "GET", "/v1/videos/a", 200, body='{"id":"a","status":"running","progress":0}')


def look(number: int, word: str = "running") -> Exchange:
    body = f'{{"id":"a","status":"{word}","progress":{number}}}'
    return replace(LOOK, at=NOON + timedelta(seconds=number), body=body)


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[ExchangeLog]:
    with ThreadPoolExecutor(1) as pool:
        yield ExchangeLog(ExchangeFiles(Paths(tmp_path)), RedactingFilter().redact, pool)


async def test_looks_that_say_nothing_new_are_counted_and_the_last_of_them_is_kept(log: ExchangeLog) -> None:
    for number in range(50):
        log.note("job", look(number))
    seen = await log.of("job")
    log.note("job", look(50, "completed"))
    after = await log.of("job")

    assert [(look(0).body, 0), (look(49).body, 48)] == [(each.body, each.repeats) for each in seen]
    assert [look(0).body, look(49).body, look(50, "completed").body] == [each.body for each in after]


async def test_a_service_that_says_something_else_each_time_fills_no_disk(log: ExchangeLog, tmp_path: Path) -> None:
    for number in range(2_000):
        log.note("job", look(number, "x" * number))
    seen = await log.of("job")

    assert MOST_WRITTEN + 1 == len(seen)
    assert look(1_999, "x" * 1_999).body == seen[-1].body
    assert sum(each.stat().st_size for each in tmp_path.iterdir()) < 100_000


async def test_what_is_held_is_on_the_disk_after_the_end_and_for_another_start(
    log: ExchangeLog, tmp_path: Path
) -> None:
    for number in range(3):
        log.note("job", look(number))
    log.close()

    assert [look(0).body, look(2).body] == [each.body for each in ExchangeFiles(Paths(tmp_path)).of("job")]


async def test_thousands_of_jobs_are_not_held_in_memory(log: ExchangeLog) -> None:
    for number in range(3 * MOST_HELD):
        for _ in range(2):
            log.note(f"job-{number}", look(number))

    assert len(log._held) <= MOST_HELD
    assert 2 == len(await log.of("job-0"))


@pytest.mark.parametrize(
    "body",
    [
        '{"url":"https://cdn.example/v.mp4?X-Signature=s3cr3t&a=1"}',
        r'{"url":"https:\/\/cdn.example\/v.mp4?X-Signature=s3cr3t"}',
        '{"headers":{"authorization":"Bearer s3cr3t-token"}}',
        '{"url":"https://me:s3cr3t@cdn.example/v.mp4"}',
    ],
)
async def test_signatures_and_credentials_are_hidden(log: ExchangeLog, body: str, tmp_path: Path) -> None:
    log.note("job", replace(LOOK, body=body, place="https://cdn.example/v.mp4?sig=s3cr3t"))
    seen = await log.of("job")

    assert "s3cr3t" not in repr(seen)
    assert b"s3cr3t" not in b"".join(each.read_bytes() for each in tmp_path.iterdir())


async def test_a_disk_that_takes_nothing_stops_nothing(
    log: ExchangeLog, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectedLogs
) -> None:
    def refuse(_files: ExchangeFiles, _job_id: str, _exchange: Exchange) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ExchangeFiles, "append", refuse)
    expect_log("exchanges can't be kept")
    log.note("job", look(0))
    log.note("job", look(1, "queued"))

    assert () == await log.of("job")
