"""What is stored never changes its shape by accident: each version's is on record in `samples/shapes.json`.

    python -m tests.store.test_shapes

writes the shapes of today's versions there.
"""

import dataclasses
import json
import typing
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from sora_desktop.base.sentences import Message
from sora_desktop.domain.character import Character
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.form_preset import FormPreset
from sora_desktop.domain.job import Job
from sora_desktop.domain.settings import Settings
from sora_desktop.domain.snippet import Snippet
from sora_desktop.store.upgrades import CHARACTER, CLIP, CONNECTION, DRAFT, HISTORIES, JOB, PRESET, SETTINGS, SNIPPET
from sora_desktop.store.upgrades.history import History
from tests.support.rows import rows

RECORD = Path(__file__).with_name("samples") / "shapes.json"
KINDS: Mapping[History, type[Any]] = {
    JOB: Job,
    CLIP: Clip,
    CONNECTION: Connection,
    SETTINGS: Settings,
    DRAFT: Draft,
    PRESET: FormPreset,
    SNIPPET: Snippet,
    CHARACTER: Character,
}


def shape(kind: type[Any], place: str = "") -> Iterator[str]:
    """Each stored field of a type: its place, its type, and where that is a word all words there are."""
    hints = typing.get_type_hints(kind)
    for field in (each for each in dataclasses.fields(kind) if each.metadata.get("stored", True)):
        yield from _field(hints[field.name], f"{place}{field.name}")


def _field(hint: Any, place: str) -> Iterator[str]:
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        yield from _field(arguments[0], f"{place}[]")
    elif arguments:
        yield from _field(next(each for each in arguments if each is not type(None)), f"{place}?")
    elif hint is Message:
        yield f"{place}: Message({', '.join(field.name for field in dataclasses.fields(Message))})"
    elif dataclasses.is_dataclass(hint):
        yield from shape(typing.cast("type[Any]", hint), f"{place}.")
    elif issubclass(hint, StrEnum):
        yield f"{place}: {' | '.join(hint)}"
    else:
        yield f"{place}: {hint.__name__}"


def recorded() -> dict[str, dict[str, list[str]]]:
    return typing.cast("dict[str, dict[str, list[str]]]", json.loads(RECORD.read_text(encoding="utf-8")))


@rows("history", HISTORIES, ids=lambda history: history.name)
def test_what_is_stored_has_the_shape_of_its_version(history: History) -> None:
    now = set(shape(KINDS[history]))
    then = set(recorded()[history.name].get(str(history.version), ()))

    assert then == now, (
        f"The stored shape of a {history.name} is not that of version {history.version} any more: "
        f"gone {sorted(then - now)}, new {sorted(now - then)}. Data folders of earlier versions must open with nothing "
        "lost. So: 1. write a step (a pure function, plain JSON to plain JSON) in a file of sora_desktop/store/upgrades, "
        f"or take `as_it_is` for a field with a default, and add it to {history.name.upper()} there; every history that "
        "holds the value needs one. 2. python -m tests.store.test_shapes  3. python -m tests.store.make_sample "
        "tests/store/samples/NAME --brief  4. where a place changed, say so in MOVED or GONE of tests/store/test_samples.py."
    )


def record_today() -> None:
    """Enter the shapes of today's versions; those of earlier versions stay."""
    shapes = recorded() if RECORD.exists() else {}
    for history in HISTORIES:
        shapes.setdefault(history.name, {})[str(history.version)] = sorted(shape(KINDS[history]))
    RECORD.write_text(json.dumps(shapes, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record_today()
