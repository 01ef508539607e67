"""The library's list, the sidecars beside the clips, and the one rebuilt from the other."""

import json
from contextlib import closing

import pytest

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.errors import UnlistedClipError
from sora_desktop.store.clips import SIDECAR_LIMIT, ClipStore, sidecar_path
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.paths import Paths
from sora_desktop.store.unreadable import UnreadableError
from tests.store import values
from tests.store.limits import no_file_longer_than
from tests.support.logs import ExpectedLogs


@pytest.fixture
def store(database: Database, paths: Paths) -> ClipStore:
    return ClipStore(database, paths)


def kept(store: ClipStore, paths: Paths, number: int = 1) -> Clip:
    """A clip with a file, a sidecar and a row."""
    clip = values.clip(paths.root, number)
    clip.path.write_bytes(b"mp4 %d" % number)
    store.add(clip)
    return clip


def test_a_clip_is_the_same_after_a_restart(paths: Paths) -> None:
    with closing(open_database(paths.ledger)) as database:
        ClipStore(database, paths).add(values.clip(paths.root))

    with closing(open_database(paths.ledger)) as database:
        assert [values.clip(paths.root)] == ClipStore(database, paths).all()
        assert values.clip(paths.root) == ClipStore(database, paths).get("clip-1")


def test_a_clip_that_was_read_lately_is_read_anew_only_where_its_row_has_changed(
    store: ClipStore, paths: Paths, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, by_document = list[str](), store._read
    monkeypatch.setattr("sora_desktop.store.clips.READ_LATELY", 2)
    store.enter([values.clip(paths.root, number) for number in (1, 2)])

    def noted(clip_id: str, document: str) -> Clip | None:
        read.append(clip_id)
        return by_document(clip_id, document)

    monkeypatch.setattr(store, "_read", noted)
    before = store.all()
    database.execute("UPDATE clips SET document = replace(document, 'job-1', 'job-9') WHERE id = 'clip-1'")

    assert (before[0], "job-9") == (store.all()[0], store.all()[1].job_id)
    assert ["clip-1"] == read
    store.enter([values.clip(paths.root, 3)])
    store.all()
    assert 2 == len(store._read_lately)


def test_the_newest_clip_comes_first_and_pages_follow_each_other(store: ClipStore, paths: Paths) -> None:
    for number in (2, 4, 1, 3):
        store.add(values.clip(paths.root, number))

    assert ["clip-4", "clip-3", "clip-2", "clip-1"] == [clip.id for clip in store.all()]
    assert ["clip-4", "clip-3"] == [clip.id for clip in store.newest(2)]
    assert ["clip-2", "clip-1"] == [clip.id for clip in store.newest(2, skip=2)]
    assert 4 == store.count()


def test_a_removed_clip_is_off_the_list_and_its_file_stays(store: ClipStore, paths: Paths) -> None:
    clip = kept(store, paths)

    store.remove(clip.id)

    assert [] == store.all()
    assert store.get(clip.id) is None
    assert clip.path.exists()


def test_a_sidecar_tells_people_the_recipe(store: ClipStore, paths: Paths) -> None:
    clip = kept(store, paths)

    told = json.loads(sidecar_path(clip.path).read_text("utf-8"))

    assert "sora-desktop-recipe/1" == told["format"]
    assert "A red kite over 東京" in sidecar_path(clip.path).read_text("utf-8")
    assert ["inputs/kite.png"] == [image["path"] for image in told["clip"]["recipe"]["request"]["images"]]
    assert "remote-1" == told["clip"]["recipe"]["remote_id"]
    assert clip.sha256 == told["clip"]["sha256"]
    assert str(paths.root) not in sidecar_path(clip.path).read_text("utf-8")


def test_a_sidecar_is_read_back_whole(store: ClipStore, paths: Paths) -> None:
    clip = kept(store, paths)

    assert clip == store.read_sidecar(sidecar_path(clip.path), clip.path)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", "mp4", '{"format": "sora-desktop-recipe/1"}', "x" * (SIDECAR_LIMIT + 1), "[" * 100_000],
)
def test_what_is_no_sidecar_is_said_to_be_none(store: ClipStore, paths: Paths, text: str) -> None:
    sidecar = paths.library / "clip.json"
    sidecar.write_text(text)

    with pytest.raises(UnreadableError):
        store.read_sidecar(sidecar, sidecar.with_suffix(".mp4"))


@pytest.mark.parametrize("named", ["{0}/precious.txt", "precious.txt", "thumbnails/../precious.txt", "library/a.mp4"])
def test_a_sidecar_cannot_name_a_file_that_goes_with_its_clip(store: ClipStore, paths: Paths, named: str) -> None:
    """The small picture of a clip is deleted with it."""
    sidecar = sidecar_path(kept(store, paths).path)
    told = json.loads(sidecar.read_text())
    told["clip"]["thumbnail_path"] = named.format(paths.root.parent)
    sidecar.write_text(json.dumps(told))

    assert (
        paths.thumbnails / f"{sidecar.stem}.jpg"
        == store.read_sidecar(sidecar, sidecar.with_suffix(".mp4")).thumbnail_path
    )


def test_a_sidecar_of_another_format_is_not_guessed_at(store: ClipStore, paths: Paths) -> None:
    sidecar = sidecar_path(kept(store, paths).path)
    sidecar.write_text(sidecar.read_text().replace("recipe/1", "recipe/2"))

    with pytest.raises(UnreadableError, match="unknown format"):
        store.read_sidecar(sidecar, sidecar.with_suffix(".mp4"))


def test_a_full_disk_says_that_the_clip_is_not_lost(store: ClipStore, paths: Paths) -> None:
    with no_file_longer_than(50), pytest.raises(UnlistedClipError, match="The clip itself is safe"):
        store.add(values.clip(paths.root))

    assert [] == store.all()
    assert [] == list(paths.library.iterdir())


def test_a_row_that_cannot_be_read_costs_no_other(
    store: ClipStore, database: Database, paths: Paths, expect_log: ExpectedLogs
) -> None:
    expect_log("clip clip-1 cannot be read")
    kept(store, paths, 1)
    other = kept(store, paths, 2)
    with database.transaction():
        database.execute("UPDATE clips SET document = '[]' WHERE id = 'clip-1'")

    assert [other] == store.all()
