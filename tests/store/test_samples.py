"""A data folder of every version that ever was opens with nothing lost."""

import json
import re
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.base.sentences import Message
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.form_preset import FormPreset
from sora_desktop.domain.job import Job
from sora_desktop.domain.snippet import Snippet
from sora_desktop.store.characters import CharacterStore
from sora_desktop.store.clips import ClipStore, sidecar_path
from sora_desktop.store.codec import Codec
from sora_desktop.store.connection_changes import Defaults, changes_of
from sora_desktop.store.connections import load_connections
from sora_desktop.store.database import open_database
from sora_desktop.store.drafts import load_draft
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.journal import job_of, read_journal
from sora_desktop.store.named_list import NamedList
from sora_desktop.store.paths import Paths
from sora_desktop.store.settings import load_settings
from sora_desktop.store.upgrades import CHARACTER, CLIP, CONNECTION, DRAFT, HISTORIES, JOB, PRESET, SETTINGS, SNIPPET
from sora_desktop.store.upgrades.history import History, version_of
from tests.store.samples_of_versions import FOLDERS, as_new, leaves, open_sample, rows, with_file

_MODEL = r"(.*\.)?models?(\.\d+)?"
_ENTRIES = (
    # in `sizes`, turned as the id or the default says: `test_the_catalogue_of_then_is_that_of_today` has the values
    rf"{_MODEL}\.(landscape\.(width|height)|orientation|default_orientation)",
    rf"{_MODEL}\.(seconds|default_seconds)",  # the one that the id fixes is the default now
    rf"{_MODEL}\.assumed(\.\d+)?",  # names of fields
    r"(.*\.)?request\.orientation",  # the size has it
)
_PICTURES = {r"(.*\.|)request\.image(\..*|)": r"\1request.images.0\2"}

GONE: Mapping[History, tuple[str, ...]] = {
    JOB: (
        "deadline_at",  # nothing ever read it
        "twin_of",  # likewise
        "first_sent_at",  # what is put off is counted by `laters` and `put_off_seconds`
        "first_later_at",
        "doubt.since",  # a doubt is counted, not timed
        "connection[.]models.*",  # the job's own model is in its request
        "connection[.](prices|local_image|is_inside).*",  # asked before a job is made, never after
        *_ENTRIES,
    ),
    CLIP: _ENTRIES,
    CONNECTION: ("is_inside", *_ENTRIES),  # where it is, is looked up anew at each start
}
"""What a version wrote and no version reads any more, with the reason. Places may be patterns."""
MOVED: Mapping[History, Mapping[str, str]] = {
    JOB: {"connection[.](.*)": r"service.\1", **_PICTURES, "input_path": "input_paths.0"},
    CLIP: _PICTURES,
    DRAFT: {"orientation": "shape"},
}
"""Where what stood at a place (a pattern) stands today (its replacement), where that is another one."""


def nobody(told: Message) -> None:
    raise AssertionError(told)


@pytest.fixture(params=FOLDERS)
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return open_sample(request.param, tmp_path / "data")


def expect_all_of(history: History, stored: object, now: object) -> None:
    """Each entry of a stored value stands in the value of today, as it was."""
    here = dict(leaves(now))
    for place, entry in leaves(stored):
        if place == "version" or any(re.fullmatch(gone, place) for gone in GONE.get(history, ())):
            continue
        found = place
        for old, new in MOVED.get(history, {}).items():
            found = re.sub(f"^{old}$", new, found)
        if found != place and entry is None:
            continue  # what was nothing has no place in a list
        if entry == "" and re.fullmatch(rf"{_MODEL}\.name", place):
            continue  # the catalogue has a name for it today
        assert (place, entry) == (place, here.get(found, "nothing"))


def test_each_job_has_all_that_its_row_held(root: Path) -> None:
    with closing(open_database(root / "ledger.sqlite3")) as database:
        store = JobStore(database)
        for job_id, document in rows(root, "jobs").items():
            job = store.get(job_id)
            assert job is not None
            expect_all_of(JOB, json.loads(document), store.codec.plain(job))
        assert set() == store.unreadable


def test_each_clip_has_all_that_its_row_and_its_sidecar_held(root: Path) -> None:
    with closing(open_database(root / "ledger.sqlite3")) as database:
        store, codec = ClipStore(database, Paths(root)), Codec(root)
        for clip_id, document in rows(root, "clips").items():
            clip = store.get(clip_id)
            assert clip is not None
            expect_all_of(CLIP, json.loads(document), codec.plain(clip))
            sidecar = sidecar_path(clip.path)
            told = store.read_sidecar(sidecar, clip.path)
            expect_all_of(CLIP, json.loads(sidecar.read_text())["clip"], codec.plain(told))


def test_each_connection_has_all_that_its_entry_held(root: Path) -> None:
    stored = json.loads((root / "connections.json").read_text())
    connections = load_connections(root / "connections.json", nobody, as_new)

    assert [entry["id"] for entry in stored] == [each.id for each in connections]
    for entry, connection in zip(stored, connections, strict=True):
        now = changes_of if version_of(entry) > 2 else whole
        expect_all_of(CONNECTION, entry, now(connection, Codec(), as_new))


def whole(connection: Connection, codec: Codec, _: Defaults) -> Any:
    """As the first two versions kept it."""
    return codec.plain(connection)


def test_each_setting_is_as_it_was_saved(root: Path) -> None:
    settings = load_settings(root / "settings.json", nobody)

    expect_all_of(SETTINGS, json.loads((root / "settings.json").read_text()), Codec().plain(settings))


@pytest.mark.parametrize("root", with_file("draft.json"), indirect=True)
def test_the_draft_is_as_it_was_saved(root: Path) -> None:
    stored = json.loads((root / "draft.json").read_text())

    expect_all_of(DRAFT, stored, Codec(root).plain(load_draft(Paths(root), nobody)))


@pytest.mark.parametrize("root", with_file("characters/character-ready.json"), indirect=True)
def test_each_character_is_as_it_was_saved(root: Path) -> None:
    characters = {each.id: each for each in CharacterStore(root / "characters").all()}

    for file in (root / "characters").glob("*.json"):
        expect_all_of(CHARACTER, json.loads(file.read_text()), Codec().plain(characters[file.stem]))


@pytest.mark.parametrize("root", with_file("presets.json"), indirect=True)
def test_each_preset_and_snippet_is_as_it_was_saved(root: Path) -> None:
    paths, codec = Paths(root), Codec(root)
    for path, kind, history in ((paths.presets, FormPreset, PRESET), (paths.snippets, Snippet, SNIPPET)):
        stored = json.loads(path.read_text())
        for before, value in zip(stored, NamedList(path, root, kind, history).load(), strict=True):
            expect_all_of(history, before, codec.plain(value))


@pytest.mark.parametrize("root", with_file("sent.journal"), indirect=True)
def test_each_sending_of_the_journal_has_its_job(root: Path) -> None:
    content, codec = read_journal(root / "sent.journal"), Codec(root)

    assert content is not None
    assert (False, 3) == (content.damaged, len(content.sent))
    for sent in content.sent.values():
        expect_all_of(JOB, json.loads(sent.row), codec.plain(job_of(sent, lambda _, row: codec.load(row, Job))))


def test_the_catalogue_of_then_is_that_of_today(tmp_path: Path) -> None:
    stored = json.loads((open_sample("2026-11-27", tmp_path / "data") / "connections.json").read_text())
    (entry,) = (each for each in stored if each["id"] == "as-added")

    assert CATALOG == Codec().structure(CONNECTION.upgraded(entry), Connection).models


def stored_values(history: History, root: Path) -> list[Any]:
    """All values of a kind in a data folder."""
    if history in (JOB, CLIP):
        return [json.loads(document) for document in rows(root, f"{history.name}s").values()]
    if history is CHARACTER:
        return [json.loads(file.read_text()) for file in (root / "characters").glob("*.json")]
    names = {CONNECTION: "connections.json", PRESET: "presets.json", SNIPPET: "snippets.json"}
    path = root / names.get(history, f"{history.name}.json")
    found = json.loads(path.read_text()) if path.exists() else []
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.name)
def test_there_is_a_sample_of_every_version(history: History, tmp_path: Path) -> None:
    roots = [open_sample(name, tmp_path / name) for name in FOLDERS]
    seen = {version_of(value) for root in roots for value in stored_values(history, root)}

    missing = set(range(1, history.version + 1)) - seen
    assert set() == missing, (
        f"There is no sample of a {history.name} of version {missing}. Write one with the code that writes that version: "
        "python -m tests.store.make_sample tests/store/samples/NAME --brief"
    )


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.name)
def test_a_step_that_is_gone_again_changes_nothing(history: History, tmp_path: Path) -> None:
    """A newer app wrote a value, an older one changed it since: it meets the steps of the newer one a second time."""
    for name in FOLDERS:
        for value in stored_values(history, open_sample(name, tmp_path / name)):
            once = history.upgraded(value)
            for version in range(1, history.version + 1):
                assert {**once, "version": 0} == {**history.upgraded({**once, "version": version}), "version": 0}
