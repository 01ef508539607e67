"""What came of a clip so far: judged by what it is and by who said that it is all; the better file stays."""

import json
from pathlib import Path
from threading import Event

import pytest

from sora_desktop.domain.clip import NOTHING_KNOWN, Examined, FileVerdict, MediaFacts
from sora_desktop.services.downloads.part_file import Origin, PartFile, old_path, put_whole
from sora_desktop.store.paths import Paths
from sora_desktop.studio.jobs.kept import Arrived, Kept, KeptFiles, Ruling, rule
from tests.support.rows import rows

_V, _R = FileVerdict, Ruling
SAME, OTHER = Kept("aa", 9, _V.CUT, told=True), Kept("bb", 9, _V.CUT, told=True)


def examined(verdict: FileVerdict, seconds: float = 0.0) -> Examined:
    facts = MediaFacts(None, seconds, 24.0, 96, "h264", None) if seconds else NOTHING_KNOWN
    return Examined(verdict, ".mp4", facts)


@rows(
    ("verdict", "seconds", "told", "best", "ruling"),
    [
        (_V.WHOLE, 4.0, True, None, _R.TAKE),
        (_V.WHOLE, 2.0, True, None, _R.TAKE),
        (_V.WHOLE, 4.0, False, None, _R.TAKE),
        (_V.WHOLE, 9.0, False, None, _R.TAKE),
        (_V.WHOLE, 3.8, False, None, _R.GO_ON),
        (_V.WHOLE, 2.0, False, OTHER, _R.GO_ON),
        (_V.WHOLE, 2.0, False, SAME, _R.TAKE),
        (_V.DOUBTFUL, 4.0, True, None, _R.GO_ON),
        (_V.DOUBTFUL, 4.0, True, OTHER, _R.GO_ON),
        (_V.DOUBTFUL, 4.0, True, SAME, _R.KEEP),
        (_V.DOUBTFUL, 0.0, False, SAME, _R.KEEP),
        (_V.CUT, 0.0, True, None, _R.GO_ON),
        (_V.CUT, 0.0, True, OTHER, _R.GO_ON),
        (_V.CUT, 0.0, True, SAME, _R.KEEP),
        (_V.CUT, 0.0, False, SAME, _R.KEEP),
        (_V.NOT_A_CLIP, 0.0, True, SAME, _R.GO_ON),
    ],
)
def test_what_is_done_with_a_file_follows_from_what_it_is_and_who_said_that_it_is_all(
    verdict: FileVerdict, seconds: float, told: bool, best: Kept | None, ruling: Ruling
) -> None:
    arrived = Arrived(Path("x"), "aa", 9, told)

    assert rule(examined(verdict, seconds), arrived, best, 4) is ruling


@pytest.fixture
def files(tmp_path: Path) -> KeptFiles:
    paths = Paths(tmp_path)
    paths.make()
    return KeptFiles(paths, "job")


def came(files: KeptFiles, data: bytes) -> Arrived:
    whole = put_whole(files.part, "s", data)
    return Arrived(files.part, whole.sha256, whole.byte_count, whole.told)


def test_the_better_of_two_files_stays_whichever_came_first(files: KeptFiles) -> None:
    ladder = [
        (_V.NOT_A_CLIP, b"z" * 90),
        (_V.CUT, b"a" * 10),
        (_V.CUT, b"b" * 20),
        (_V.DOUBTFUL, b"c" * 5),
        (_V.WHOLE, b"d" * 4),
    ]
    for verdict, data in ladder:
        files.put(came(files, data), examined(verdict))
        assert files.best.read_bytes() == data
    for verdict, data in reversed(ladder):
        files.put(came(files, data), examined(verdict))

    assert files.best.read_bytes() == b"dddd"
    assert not files.part.exists()
    assert files.longest() == files.best


def test_what_is_kept_is_known_after_a_restart(files: KeptFiles, tmp_path: Path) -> None:
    kept = files.put(came(files, b"half"), examined(_V.CUT))
    again = KeptFiles(Paths(tmp_path), "job")

    assert again.known_best() == kept == Kept(kept.sha256, 4, _V.CUT, told=True)
    assert list(again.here()) == []


@pytest.mark.parametrize("damage", ["no note", "garbage", "of another file"])
def test_a_kept_file_whose_note_does_not_fit_is_judged_anew_and_not_thrown_away(
    files: KeptFiles, tmp_path: Path, damage: str
) -> None:
    kept = files.put(came(files, b"half"), examined(_V.CUT))
    note = tmp_path / "incoming" / "job.best.json"
    match damage:
        case "no note":
            note.unlink()
        case "garbage":
            note.write_bytes(b"{")
        case _:
            note.write_text(json.dumps({**json.loads(note.read_text()), "byte_count": 5}))

    assert files.known_best() is None
    assert list(files.here()) == [Arrived(files.best, kept.sha256, 4, told=False)]
    files.put(Arrived(files.best, kept.sha256, 4, told=False), examined(_V.CUT))
    assert files.best.read_bytes() == b"half"
    assert files.known_best() == Kept(kept.sha256, 4, _V.CUT, told=False)


def test_of_what_never_came_to_its_end_the_longest_is_what_a_person_can_keep(files: KeptFiles) -> None:
    assert (files.longest(), files.byte_count()) == (None, 0)
    part = PartFile.open(files.part, Event())
    part.begin(Origin("s", total=100))
    part.append([b"a" * 30])
    part.put_aside()
    part.begin(Origin("s", total=100))
    part.append([b"b" * 20])
    part.close()

    assert (files.longest(), files.byte_count()) == (old_path(files.part), 30)
    files.sent.write_bytes(b"c" * 40)
    assert files.longest() == files.sent
    files.forget()
    assert list(files.part.parent.iterdir()) == []


def test_a_better_file_outlives_that_a_person_keeps_a_lesser_one(files: KeptFiles) -> None:
    files.put(came(files, b"doubtful and long"), examined(_V.DOUBTFUL, 4.0))
    files.forget(Kept("cc", 4, _V.DOUBTFUL, told=True, seconds=2.0))
    assert files.best.exists()
    files.forget(Kept("cc", 4, _V.DOUBTFUL, told=True, seconds=5.0))

    assert list(files.part.parent.iterdir()) == []
