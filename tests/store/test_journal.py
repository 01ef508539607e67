"""The journal of what was sent: on the disk before a byte leaves, readable after a power cut, known again after a copy."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from sora_desktop.domain.errors import StorageError, UnsavedJobError
from sora_desktop.domain.job import Job
from sora_desktop.store import files, journal
from sora_desktop.store.codec import Codec
from sora_desktop.store.folder_identity import FolderPlace
from sora_desktop.store.journal import (
    SPARE_BYTES,
    STEP_BYTES,
    Became,
    Content,
    Journal,
    JournalHead,
    Sent,
    begin_journal,
    folder_of,
    job_of,
    read_journal,
)
from sora_desktop.store.reserve import RESERVE_BYTES
from tests.store import values
from tests.store.limits import no_file_longer_than

HERE = FolderPlace("machine", 1, 2, "/data")
HEAD = JournalHead("folder", 0, HERE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sent.journal"


def begin(path: Path, *keep: Sent, content: Content | None = None) -> Journal:
    return begin_journal(path, Codec(path.parent), HEAD, keep, content)


def read(path: Path) -> Content:
    content = read_journal(path)
    assert content is not None
    return content


def test_what_was_written_is_read_again_in_order(path: Path) -> None:
    written = begin(path)
    one, two = values.job(path.parent, 1, attempts=1), values.job(path.parent, 2, attempts=1)
    written.will_send(one, 1)
    written.became("job-1", 1, Became.ACCEPTED, "remote-1")
    written.will_send(two, 1)
    written.became("job-2", 1, Became.NOT_SENT)
    written.will_send(replace(two, attempts=2), 2)
    written.opened(7, HERE)
    written.close()
    content = read(path)

    assert [("job-1", 1, Became.ACCEPTED, "remote-1"), ("job-2", 2, Became.OPEN, None)] == [
        (sent.job_id, sent.attempt, sent.became, sent.remote_id) for sent in content.sent.values()
    ]
    assert (JournalHead("folder", 7, HERE), written.mark, False) == (
        content.head,
        (content.number, content.sum),
        content.damaged,
    )
    assert (
        one.request == (job_of(content.sent["job-1"], lambda _, row: Codec(path.parent).load(row, Job)) or two).request
    )


def test_what_became_of_an_earlier_sending_says_nothing_of_the_last_but_an_id_is_kept(path: Path) -> None:
    """A list that was put back may have stood in the middle of the first: its word about that comes late."""
    written = begin(path)
    for number in (1, 2):
        sent = values.job(path.parent, number, attempts=2)
        written.will_send(replace(sent, attempts=1), 1)
        written.will_send(sent, 2)
        written.became(sent.id, 2, Became.NOT_SENT)
    written.became("job-1", 1, Became.UNKNOWN)
    written.became("job-2", 1, Became.ACCEPTED, "remote-2")
    written.close()

    assert [("job-1", 2, Became.NOT_SENT, None), ("job-2", 2, Became.ACCEPTED, "remote-2")] == [
        (sent.job_id, sent.attempt, sent.became, sent.remote_id) for sent in read(path).sent.values()
    ]


def test_its_lines_are_plain_json_and_hold_no_key(path: Path) -> None:
    written = begin(path)
    written.will_send(values.job(path.parent), 1)
    written.close()
    lines = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]

    assert ["head", "sent"] == [line["is"] for line in lines]
    assert "folder" == folder_of(path)
    assert 0o600 == path.stat().st_mode & 0o777


def test_a_sending_is_flushed_before_will_send_returns(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = begin(path)
    synced: list[bytes] = []

    def sync(descriptor: int) -> None:
        os.fsync(descriptor)
        synced.append(path.read_bytes())

    monkeypatch.setattr(journal, "sync_file", sync)
    written.will_send(values.job(path.parent), 1)
    written.close()

    assert b'"is":"sent","job":"job-1","attempt":1' in synced[0]


def test_any_last_line_that_a_power_cut_tore_is_no_line_and_the_next_one_takes_its_place(path: Path) -> None:
    written = begin(path)
    written.became("job-0", 1, Became.ACCEPTED, "remote-0")
    whole = path.read_bytes()
    written.will_send(values.job(path.parent), 1)
    written.close()
    data = path.read_bytes()
    start, end = len(whole.rstrip()) + 1, len(data.rstrip()) + 1
    for cut in range(start + 1, end - 1, 211):
        path.write_bytes(data[:cut] + b" " * (len(data) - cut))
        torn = read(path)
        again = Journal(path, torn, Codec(path.parent))
        again.became("job-9", 1, Became.REFUSED)
        again.close()
        after = read(path)

        assert (True, False, ["job-0"]) == (torn.torn, torn.damaged, list(torn.sent))
        assert (False, False, ["job-0", "job-9"]) == (after.torn, after.damaged, list(after.sent)), cut


def test_a_line_of_which_only_the_end_came_to_the_disk_is_no_line(path: Path) -> None:
    written = begin(path)
    start = len(path.read_bytes().rstrip()) + 1
    written.will_send(values.job(path.parent), 1)
    written.close()
    data = bytearray(path.read_bytes())
    data[start : start + 40] = b" " * 40
    path.write_bytes(data)

    assert (True, False, []) == ((torn := read(path)).torn, torn.damaged, list(torn.sent))


def test_damage_in_the_middle_is_told_and_what_stands_behind_it_is_still_known(path: Path) -> None:
    written = begin(path)
    written.became("job-1", 1, Became.ACCEPTED, "remote-1")
    written.will_send(values.job(path.parent, 2), 1)
    written.close()
    path.write_bytes(path.read_bytes().replace(b"remote-1", b"remote-?"))
    content = read(path)

    assert (True, False) == (content.damaged, content.torn)
    assert ["job-1", "job-2"] == list(content.sent)


@pytest.mark.parametrize("data", [b"{}", b"no json\n", b"[" * 100_000, b'{"is":"head","version":2}\n', b"\xff\xfe\n"])
def test_what_is_no_journal_of_ours_is_damaged_and_gives_way_to_a_new_one(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    content = read(path)
    begin(path, content=content).close()

    assert (True, False) == (content.damaged, read(path).damaged)
    assert data == path.with_name("sent.journal.unreadable").read_bytes()


def test_one_of_a_newer_version_is_kept_and_not_gone_on_with(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(journal, "VERSION", 2)
        begin(path).close()
    data, content = path.read_bytes(), read(path)
    begin(path, content=content).close()

    assert (True, False) == (content.damaged, read(path).damaged)
    assert data == path.with_name("sent.journal.unreadable").read_bytes()


def test_one_that_is_too_long_to_be_read_whole_is_not_gone_on_with(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = begin(path)
    written.will_send(values.job(path.parent), 1)
    written.close()
    monkeypatch.setattr(journal, "LENGTH_LIMIT", path.stat().st_size)

    assert (True, ["job-1"]) == ((content := read(path)).damaged, list(content.sent))


def test_a_pipe_or_a_folder_in_its_place_is_an_error_at_once(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(OSError, match="plain"):
        read_journal(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(OSError, match="plain"):
        read_journal(path)


def test_where_nothing_more_finds_room_nothing_is_sent_but_an_id_is_still_written(path: Path) -> None:
    """The room for it was taken before: here really, as no file of this process may get longer."""
    written = begin(path)
    sent: list[int] = []

    def send_on() -> None:
        while True:
            written.will_send(values.job(path.parent, len(sent)), 1)
            sent.append(1)

    with no_file_longer_than(RESERVE_BYTES):
        with pytest.raises(UnsavedJobError):
            send_on()
        for number in range(100):
            written.became(f"job-{number}", 1, Became.ACCEPTED, f"remote-{number}")
        written.flush()
    written.close()
    content = read(path)

    assert (True, False) == (len(sent) > 0, content.damaged)
    assert [f"remote-{number}" for number in range(100)] == [
        content.sent[f"job-{number}"].remote_id for number in range(100)
    ]


def test_a_file_system_that_needs_room_to_write_over_is_given_the_reserve(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = begin(path)
    written.will_send(values.job(path.parent), 1)
    reserve = path.with_name("sent.reserve")
    kept, write = reserve.stat().st_size, files.write_at

    def full(descriptor: int, data: bytes, at: int) -> None:
        if reserve.stat().st_size:
            raise OSError(28, "No space left on device")
        write(descriptor, data, at)

    monkeypatch.setattr(journal, "write_at", full)
    written.became("job-1", 1, Became.ACCEPTED, "remote-1")
    written.close()

    assert (True, 0, "remote-1") == (kept > 0, reserve.stat().st_size, read(path).sent["job-1"].remote_id)


def test_a_line_that_broke_off_for_want_of_room_does_not_spoil_the_next(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = begin(path)
    write = files.write_at

    def breaks_off(descriptor: int, data: bytes, at: int) -> None:
        write(descriptor, data[: len(data) // 2], at)
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(journal, "write_at", breaks_off)
        with pytest.raises(StorageError):
            written.became("job-with-a-long-name" * 9, 1, Became.ACCEPTED, "remote-0")
    written.became("job-1", 1, Became.ACCEPTED, "remote-1")
    written.close()

    assert (["job-1"], False, False) == (list((content := read(path)).sent), content.damaged, content.torn)


def test_it_grows_by_steps_and_is_whole_after_each(path: Path) -> None:
    written = begin(path)
    for number in range(150):
        written.will_send(values.job(path.parent, number), 1)
    written.close()
    content = read(path)

    assert (150, False) == (len(content.sent), content.damaged)
    assert SPARE_BYTES <= content.length - content.end <= SPARE_BYTES + 2 * STEP_BYTES


def test_a_compaction_keeps_what_it_is_told_to_and_goes_on_with_the_numbers(path: Path) -> None:
    written = begin(path)
    for number in range(5):
        written.will_send(values.job(path.parent, number), 1)
    written.became("job-3", 1, Became.ACCEPTED, "remote-3")
    written.close()
    before = read(path)
    again = begin(path, before.sent["job-3"], before.sent["job-4"], content=before)
    after = read(path)
    again.close()

    assert {"job-3": before.sent["job-3"], "job-4": before.sent["job-4"]} == after.sent
    assert before.sum == after.sums[before.number]
    assert (before.number + 4, again.mark) == (after.number, (after.number, after.sum))
    assert not path.with_name("sent.journal.unreadable").exists()


def test_two_copies_that_went_on_apart_are_told_by_their_sums(path: Path) -> None:
    written = begin(path)
    written.close()
    copy = path.with_name("copy.journal")
    copy.write_bytes(path.read_bytes())
    for place, job_id in ((path, "job-1"), (copy, "job-2")):
        apart = Journal(place, read(place), Codec(path.parent))
        apart.became(job_id, 1, Became.REFUSED)
        apart.close()

    assert read(path).number == read(copy).number
    assert read(path).sum != read(copy).sum
