"""What a person was writing survives a restart whole, and a damaged file costs as little of it as can be."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sora_desktop.domain.draft import Draft, DraftPicture
from sora_desktop.domain.errors import StorageError
from sora_desktop.domain.image import Fit, FitMode, InputImage
from sora_desktop.domain.shapes import Shape
from sora_desktop.store.drafts import load_draft, save_draft
from sora_desktop.store.paths import Paths
from tests.store.limits import no_file_longer_than
from tests.support.logs import ExpectedLogs

if TYPE_CHECKING:
    from sora_desktop.base.sentences import Message

PICTURE = InputImage(path=Path("/pictures/fox.png"), fit=Fit(FitMode.PAD, 0.25, 0.75))
LINK = InputImage(url="https://example.com/fox.png?sig=a%20b", fit=Fit(FitMode.BLUR))
WHOLE = Draft("a fox\nin snow", PICTURE, "ab12", Shape.PORTRAIT, 8, "sora2-pro-1080p", 3)

SEVERAL = Draft("a fox", PICTURE, more=(DraftPicture(LINK), DraftPicture(PICTURE, "cd34")), image_at=1)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = Paths(tmp_path / "data")
    made.make()
    return made


def loaded(paths: Paths, older: str = "") -> Draft:
    """The draft, where nothing is to be said about it."""
    said: list[Message] = []
    draft = load_draft(paths, said.append, older=older)
    assert said == []
    return draft


@pytest.mark.parametrize(
    "draft",
    [WHOLE, SEVERAL, Draft(), Draft(image=LINK), Draft("\ud800 half \x00 of it \u202e"), Draft("x" * 1_000_000)],
    ids=["whole", "several pictures", "blank", "link", "broken text", "a megabyte"],
)
def test_a_draft_comes_back_as_it_was_kept(paths: Paths, draft: Draft) -> None:
    save_draft(paths, draft)

    assert draft == loaded(paths)


def test_before_the_first_one_is_kept_the_prompt_of_an_earlier_version_stands(paths: Paths) -> None:
    assert Draft("a fox, as version 1 kept it") == loaded(paths, older="a fox, as version 1 kept it")
    save_draft(paths, Draft())

    assert Draft() == loaded(paths, older="a fox, as version 1 kept it")


def test_a_pasted_picture_is_found_in_a_data_folder_that_was_moved(paths: Paths, tmp_path: Path) -> None:
    save_draft(paths, Draft(image=InputImage(path=paths.inputs / "pasted.png")))
    moved = Paths(tmp_path / "elsewhere")
    shutil.move(paths.root, moved.root)

    assert InputImage(path=moved.inputs / "pasted.png") == loaded(moved).image


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("prompt", 3, replace(WHOLE, prompt="")),
        ("image", {"path": 3, "fit": {"mode": "crop", "focus_x": 0, "focus_y": 0}}, replace(WHOLE, image=None)),
        ("image", {"path": "/a.png"}, replace(WHOLE, image=None)),
        ("image", [], replace(WHOLE, image=None)),
        ("shape", "diagonal", replace(WHOLE, shape=None)),
        ("seconds", "8", replace(WHOLE, seconds=None)),
        ("seconds", True, replace(WHOLE, seconds=None)),
        ("takes", 10**30, replace(WHOLE, takes=8)),
        ("takes", -1, replace(WHOLE, takes=1)),
        ("model", None, replace(WHOLE, model="")),
        ("of a later version", {"a": 1}, WHOLE),
    ],
)
def test_what_makes_no_sense_costs_itself_and_nothing_else(
    paths: Paths, name: str, value: Any, kept: Draft, expect_log: ExpectedLogs
) -> None:
    if name not in {"of a later version", "takes"} and value is not None:
        expect_log(f"{name} of the draft makes no sense")
    save_draft(paths, WHOLE)
    paths.draft.write_text(json.dumps(json.loads(paths.draft.read_text()) | {name: value}))

    assert kept == loaded(paths)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[]", b"3"])
def test_a_file_that_cannot_be_read_is_kept_beside_the_next_and_said(
    paths: Paths, data: bytes, expect_log: ExpectedLogs
) -> None:
    expect_log("the draft cannot be read")
    paths.draft.write_bytes(data)
    said: list[Message] = []

    assert Draft() == load_draft(paths, said.append, older="long gone")
    assert ["What you were writing can't be read. Its file is kept as draft.json.unreadable."] == list(map(str, said))
    save_draft(paths, WHOLE)
    assert data == paths.draft.with_name("draft.json.unreadable").read_bytes()


def test_a_disk_that_refuses_leaves_the_former_draft(paths: Paths) -> None:
    save_draft(paths, WHOLE)
    with no_file_longer_than(100), pytest.raises(StorageError):
        save_draft(paths, Draft("x" * 1_000))

    assert WHOLE == loaded(paths)


def test_only_this_person_can_read_it(paths: Paths) -> None:
    save_draft(paths, WHOLE)

    assert 0o600 == paths.draft.stat().st_mode & 0o777
