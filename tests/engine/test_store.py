"""The engine's folder: records that are whole or not there, and a start that clears what a crash left."""

from pathlib import Path

import pytest

from sora_desktop.domain.shapes import Size
from sora_desktop.engine.store import EngineJob, EngineJobState, JobFolder
from sora_desktop.engine.wire_format import WireFormat
from tests.support.logs import ExpectedLogs

JOB = EngineJob(
    id="video_0123456789abcdef01234567",
    number=7,
    format=WireFormat.OPENAI_VIDEOS,
    model="sora2-landscape-4s",
    prompt="a fox, “quoted”, 狐",
    size=Size(1280, 720),
    seconds=4,
    created_at=1_790_000_000,
    state=EngineJobState.FAILED,
    completed_at=1_790_000_100,
    error_code="render_failed",
    error_text="It broke.",
    has_image=True,
    tries=2,
    sha256="ab",
    byte_count=9,
    key_digest="cd",
    fingerprint="ef",
)


@pytest.fixture
def folder(tmp_path: Path) -> JobFolder:
    opened = JobFolder(tmp_path)
    opened.open()
    return opened


def test_a_record_comes_back_as_it_was(tmp_path: Path, folder: JobFolder) -> None:
    """Every field of it, and the image beside it."""
    folder.add(JOB, folder.keep("name", b"picture"))

    assert [JOB] == JobFolder(tmp_path).open()
    kept = folder.reference(JOB)
    assert kept is not None
    assert b"picture" == kept.read_bytes()


def test_a_start_clears_what_was_half_done(tmp_path: Path, folder: JobFolder) -> None:
    """Half a clip, and what never became part of a job."""
    folder.add(JOB, None)
    folder.part(JOB.id).write_bytes(b"half")
    folder.part(JOB.id).with_name("fitted.png").write_bytes(b"picture")
    folder.keep("name", b"picture")

    JobFolder(tmp_path).open()

    assert ["job.json"] == [path.name for path in (tmp_path / "jobs" / JOB.id).iterdir()]
    assert [] == list((tmp_path / "incoming").iterdir())


@pytest.mark.parametrize(
    "record",
    [b"", b"{", b"[]", b"{}", b'{"id": "x"}', b'{"size": "0x0", "format": "uniall", "state": "queued"}', None],
)
def test_a_record_that_cannot_be_read_is_left_alone(
    tmp_path: Path, folder: JobFolder, record: bytes | None, expect_log: ExpectedLogs
) -> None:
    """It is named in the log, the others are read, and nothing of it is removed."""
    expect_log("the record of job video_broken cannot be read")
    folder.add(JOB, None)
    broken = tmp_path / "jobs" / "video_broken"
    broken.mkdir()
    (broken / "clip.mp4").write_bytes(b"clip")
    if record is not None:
        (broken / "job.json").write_bytes(record)

    assert [JOB] == JobFolder(tmp_path).open()
    assert (broken / "clip.mp4").exists()


def test_a_record_in_a_foreign_folder_is_not_taken(tmp_path: Path, folder: JobFolder) -> None:
    """Paths come from the ids of known jobs; a folder of another name is none."""
    folder.add(JOB, None)
    (tmp_path / "jobs" / JOB.id).rename(tmp_path / "jobs" / "other")

    assert [] == JobFolder(tmp_path).open()


def test_a_newer_engines_fields_are_no_trouble(tmp_path: Path, folder: JobFolder) -> None:
    """What is not known is left out; what is missing has its default."""
    folder.add(JOB, None)
    record = tmp_path / "jobs" / JOB.id / "job.json"
    record.write_text(record.read_text().replace('"tries": 2,', '"spice": "curry",'))

    assert [0] == [job.tries for job in JobFolder(tmp_path).open()]


def test_a_removed_job_leaves_nothing(tmp_path: Path, folder: JobFolder) -> None:
    """Neither its folder nor its bytes."""
    folder.add(JOB, None)

    folder.remove(JOB.id)

    assert ["incoming", "jobs"] == sorted(path.name for path in tmp_path.rglob("*"))
