"""Writes a sample of all that the app keeps in a data folder, with the code that is on the path of Python.

    python -m tests.store.make_sample FOLDER [--brief]

Every stored value is there whole, each field with an entry of its own, and once more with its defaults. A ledger goes
into `ledger.sql`, as text. `--brief` writes two jobs in place of one in each state.
It needs little of the house, so that a sample of an earlier commit is made in the same way: with its checkout on
PYTHONPATH, `python tests/store/make_sample.py FOLDER`.
"""

import dataclasses
import re
import sqlite3
import sys
import tempfile
import typing
from contextlib import closing, suppress
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import Connection, ConnectionKind
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.settings import LanguageTag, Settings
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.connections import save_connections
from sora_desktop.store.database import open_database
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.paths import Paths
from sora_desktop.store.settings import save_settings

_KEPT = re.compile(r"""(CREATE TABLE|INSERT INTO|CREATE INDEX) "?(marks|jobs|clips)(?!" VALUES\('library_)""")
"""What is derived from the rows, such as an index of words, is made anew."""
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Filler:
    """Makes values of any stored type, whole in every field, from what its annotations say."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._number = 0

    def fill(self, kind: type[Any], /, **given: Any) -> Any:
        """A dataclass with an entry of its own in each field that is not `given`."""
        hints = typing.get_type_hints(kind)
        named = {field.name for field in dataclasses.fields(kind)}
        values = {name: self.value(name, hints[name]) for name in sorted(named - given.keys())}
        return kind(**values, **{name: value for name, value in given.items() if name in named})

    def bare(self, kind: type[Any], /, **given: Any) -> Any:
        """A dataclass with its defaults, where it has them."""
        needed = (dataclasses.MISSING, dataclasses.MISSING)
        named = [field.name for field in dataclasses.fields(kind) if (field.default, field.default_factory) == needed]
        hints = typing.get_type_hints(kind)
        values = {name: self.value(name, hints[name]) for name in named if name not in given}
        return kind(**values, **given)

    def value(self, name: str, hint: Any) -> Any:
        """Something that a field of this name and type may hold."""
        self._number += 1
        arguments = typing.get_args(hint)
        if typing.get_origin(hint) is tuple:
            return (self.value(name, arguments[0]), self.value(name, arguments[0]))
        if arguments:
            return self.value(name, next(each for each in arguments if each is not type(None)))
        if {"path", "url"} <= set(getattr(hint, "__slots__", ())):  # an input image is one of the two
            return self.fill(hint, url=None)
        if hint.__name__ == "Message":
            return hint("It may cost {amount} {currency}.", MappingProxyType({"amount": 2.4, "currency": "EUR"}))
        if dataclasses.is_dataclass(hint):
            return self.fill(typing.cast("type[Any]", hint))
        return self._plain(name, hint)

    def _plain(self, name: str, hint: Any) -> Any:
        if name == "format" and hint is str:
            return "openai-videos"
        made: dict[type, Any] = {
            LanguageTag: LanguageTag("zh_CN"),
            str: f"https://video.example.com/{name}" if name.endswith("url") else f"{name} {self._number} 東京",
            bool: True,
            int: self._number,
            float: self._number % 997 / 1000,
            Decimal: Decimal(self._number) / 100,
            datetime: NOON.replace(minute=self._number % 60, microsecond=self._number),
            Path: self._root / "inputs" / f"{name}-{self._number}.png",
        }
        return list(hint)[-1] if issubclass(hint, StrEnum) else made[hint]


def _jobs(filler: Filler, *, brief: bool) -> list[Job]:
    states = [JobState.QUEUED] if brief else list(JobState)
    jobs = []
    for number, state in enumerate(states):
        service = {"connection": filler.fill(Connection, models=CATALOG, kind=ConnectionKind.SAVED)}
        given = service if any(field.name == "connection" for field in dataclasses.fields(Job)) else {}
        whole = filler.fill(Job, id=f"job-{state}", state=state, remote_id=f"remote-{number}", attempts=1, **given)
        jobs.append(whole)
    bare = filler.bare(Job, id="job-bare", state=JobState.WAITING, **given)
    has_list = any(field.name == "images" for field in dataclasses.fields(bare.request))
    given_image = jobs[0].request.images[0] if has_list else jobs[0].request.image
    image: Any = filler.fill(type(given_image), path=None)
    changes: dict[str, Any] = {"images": (image,)} if has_list else {"image": image}
    linked = dataclasses.replace(bare.request, **changes)
    return [*jobs, bare, dataclasses.replace(bare, id="job-linked", request=linked, state=JobState.UNKNOWN)]


def _clips(filler: Filler, paths: Paths) -> list[Clip]:
    clips = []
    for name in ("whole", "bare"):
        made = filler.fill if name == "whole" else filler.bare
        places = {"path": paths.library / f"{name}.mp4", "thumbnail_path": paths.thumbnails / f"{name}.jpg"}
        clips.append(made(Clip, id=f"clip-{name}", job_id="job-done", **places))
        clips[-1].path.write_bytes(b"film")
    return clips


def _connections(filler: Filler) -> list[Connection]:
    """As they were added, whole in every field, and with models that a person has edited."""
    own = filler.bare(type(CATALOG[0]), id="own-model", lengths=(5, 10))
    edited = dataclasses.replace(CATALOG[6], default_seconds=8)
    needed = {"kind": ConnectionKind.SAVED, "base_url": "https://video.example.com"}
    return [
        filler.bare(Connection, id="as-added", name="As it was added", base_url="https://video.example.com"),
        filler.fill(Connection, id="whole", name="Whole", models=CATALOG, **needed),
        filler.fill(Connection, id="edited", name="Edited", models=(*CATALOG[:5], edited, *CATALOG[7:], own), **needed),
    ]


def _write_journal(paths: Paths, jobs: list[Job], store: JobStore) -> None:
    """Three sendings: one taken, one refused, and one whose end is not known."""
    journal, identity = import_module("sora_desktop.store.journal"), import_module("sora_desktop.store.folder_identity")
    head = journal.JournalHead("f01de5", 3, identity.FolderPlace("machine", 5, 77, "/home/ann/studio"))
    written = journal.begin_journal(paths.journal, store.codec, head)
    for job, became in zip(jobs, (journal.Became.ACCEPTED, journal.Became.REFUSED, None), strict=False):
        written.will_send(job, 1)
        if became is not None:
            written.became(job.id, 1, became, "remote-7" if became is journal.Became.ACCEPTED else None)
    written.close()
    paths.journal.write_bytes(paths.journal.read_bytes().rstrip(b" ") + b"\n")
    paths.journal.with_name("sent.reserve").unlink(missing_ok=True)


def _write_notes(paths: Paths) -> None:
    """A download under way, and the best file so far."""
    part_file, kept = (
        import_module("sora_desktop.services.downloads.part_file"),
        import_module("sora_desktop.studio.jobs.kept"),
    )
    clip = import_module("sora_desktop.domain.clip")
    part = paths.incoming / "job-fetching.mp4.part"
    part.write_bytes(b"half a film")
    part_file.write_note(part, part_file.Origin("f1n6e2", '"etag"', "Sun, 22 Nov 2026 12:00:00 GMT", 40), 11, None)
    came = paths.incoming / "came"
    came.write_bytes(b"most of a film")
    files = kept.KeptFiles(paths, "job-fetch_failed")
    examined = clip.Examined(clip.FileVerdict.CUT)
    files.put(files.measured(came, told=True), examined)


def _write_engine_job(paths: Paths, filler: Filler) -> None:
    store = import_module("sora_desktop.engine.store")
    folder = store.JobFolder(paths.engine)
    folder.open()
    folder.add(filler.fill(store.EngineJob, id="engine-job", has_image=False), None)


def _write_draft(paths: Paths, filler: Filler) -> None:
    drafts, draft = import_module("sora_desktop.store.drafts"), import_module("sora_desktop.domain.draft")
    drafts.save_draft(paths, filler.fill(draft.Draft, takes=3))


def _write_characters(paths: Paths, filler: Filler) -> None:
    kept, character = import_module("sora_desktop.store.characters"), import_module("sora_desktop.domain.character")
    store = kept.CharacterStore(paths.characters)
    for state in character.CharacterState:
        store.put(filler.fill(character.Character, id=f"character-{state}", state=state))


def _write_named(paths: Paths, filler: Filler) -> None:
    named, upgrades = import_module("sora_desktop.store.named_list"), import_module("sora_desktop.store.upgrades")
    preset, snippet = import_module("sora_desktop.domain.form_preset"), import_module("sora_desktop.domain.snippet")
    for path, kind, history in (
        (paths.presets, preset.FormPreset, upgrades.PRESET),
        (paths.snippets, snippet.Snippet, upgrades.SNIPPET),
    ):
        values = [filler.fill(kind, id="whole", name="Whole"), filler.bare(kind, id="bare", name="Bare")]
        named.NamedList(path, paths.root, kind, history).save(values)


def write_sample(root: Path, *, brief: bool = False) -> None:
    """Fill an empty data folder."""
    paths, filler = Paths(root), Filler(root)
    paths.make()
    with closing(open_database(paths.ledger)) as database:
        store = JobStore(database)
        jobs = _jobs(filler, brief=brief)
        store.add(jobs)
        store.hide(jobs[0].id)
        clips = ClipStore(database, paths)
        for clip in _clips(filler, paths):
            clips.add(clip)
        with suppress(ImportError):
            _write_journal(paths, jobs, store)
    try:
        by_format: tuple[Any, ...] = (import_module("tests.store.samples_of_versions").as_new,)
    except ImportError:  # an earlier version
        by_format = ()
    save_connections(paths.connections, _connections(filler), *by_format)
    save_settings(paths.settings, filler.fill(Settings, volume=35))
    for write in (_write_draft, _write_characters, _write_named, _write_engine_job):
        with suppress(ImportError, AttributeError):
            write(paths, filler)
    with suppress(ImportError, AttributeError):
        _write_notes(paths)
    _as_text(paths.ledger)


def _as_text(ledger: Path) -> None:
    """The database as the statements that make it anew; without the index of the library, which is made from its rows."""
    with closing(sqlite3.connect(ledger)) as database:
        with suppress(ImportError):
            import_module("sora_desktop.store.clip_tables").drop(database)
        database.commit()
        (version,) = database.execute("PRAGMA user_version").fetchone()
        lines = [line for line in database.iterdump() if _KEPT.match(line)]
    lines += [f"PRAGMA user_version = {version};"]
    ledger.with_suffix(".sql").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for file in ledger.parent.glob(f"{ledger.name}*"):
        file.unlink()


def main(folder: Path, *, brief: bool) -> None:
    with tempfile.TemporaryDirectory() as made:
        root = Path(made).resolve()
        write_sample(root, brief=brief)
        for file in sorted(root.rglob("*")):
            if file.is_file() and file.stat().st_size:
                to = folder / file.relative_to(root)
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(file.read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]), brief="--brief" in sys.argv)
