"""The clips as a list of the window, with search and filters."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.events import ClipAdded, ClipRemoved, ClipsRead, LibraryListed, QueuePaused
from sora_desktop.ui.library.item_models import CLIP_ROLE, LINE_ROLE, PATH_ROLE, ClipFilter, ClipList
from tests.ui.samples import NOON, clip, portrait, with_image

ROOT = Path("/clips")


@pytest.fixture
def clips(qapp: QApplication, qtmodeltester: ModelTester) -> ClipList:
    made = ClipList()
    qtmodeltester.check(made)
    return made


def ids(clips: ClipList) -> list[str]:
    return [clips.index(row).data(Qt.ItemDataRole.UserRole) for row in range(clips.rowCount())]


def test_the_newest_clip_stands_first_in_whatever_order_they_come(clips: ClipList) -> None:
    clips.reset([clip(ROOT, 3), clip(ROOT, 1), clip(ROOT, 2)])

    assert ["clip-1", "clip-2", "clip-3"] == ids(clips)


def test_the_order_can_be_turned_round(clips: ClipList) -> None:
    clips.reset([clip(ROOT, number) for number in (1, 2, 3)])
    clips.set_oldest_first(True)
    clips.apply(ClipAdded(clip(ROOT, 0)))

    assert ["clip-3", "clip-2", "clip-1", "clip-0"] == ids(clips)


def test_a_row_tells_id_path_clip_and_a_sentence(clips: ClipList) -> None:
    one = clip(ROOT, 1)
    clips.reset([one])
    index = clips.index(0)

    assert index.data(Qt.ItemDataRole.UserRole) == "clip-1"
    assert index.data(PATH_ROLE) == str(one.path)
    assert index.data(CLIP_ROLE) == one
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith(
        "A red fox runs through snow. sora2-landscape-4s, Studio service, 4 s, 1280 × 720, "
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["clip-1", "clip-2", "clip-3"]),
        ("fox", ["clip-1"]),
        ("FOX snow", ["clip-1"]),
        ("snow fox", ["clip-1"]),
        ("fox rain", []),
        ("rain", ["clip-2"]),
        ("studio", ["clip-1", "clip-2", "clip-3"]),
        ("landscape-4s", ["clip-1", "clip-2", "clip-3"]),
        ("  straße ", ["clip-3"]),
        ("STRASSE", ["clip-3"]),
        ("夜", ["clip-3"]),
    ],
)
def test_search_finds_every_word_in_prompt_model_and_connection(clips: ClipList, words: str, found: Any) -> None:
    clips.reset(
        [
            clip(ROOT, 1, prompt="A red Fox in the Snow"),
            clip(ROOT, 2, prompt="Rain on a tin roof"),
            clip(ROOT, 3, prompt="Eine Straße bei Nacht 夜"),
        ]
    )
    clips.set_search(words)

    assert ids(clips) == found


def test_search_over_ten_thousand_clips_finds_exactly_the_right_ones(clips: ClipList) -> None:
    prompts = {number: f"take {number} of {'a fox' if number % 7 == 0 else 'a whale'}" for number in range(10_000)}
    clips.reset([clip(ROOT, number, prompt=prompt) for number, prompt in prompts.items()])

    for typed in ("f", "fo", "fox", "fox 9", "fox 99", "FOX take 994"):
        clips.set_search(typed)
        expected = [
            f"clip-{number}"
            for number, prompt in prompts.items()
            if all(word in f"{prompt}\nsora2-landscape-4s\nstudio service" for word in typed.lower().split())
        ]
        assert ids(clips) == expected


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ClipFilter.ALL, ["clip-1", "clip-2", "clip-3"]),
        (ClipFilter.LANDSCAPE, ["clip-1", "clip-3"]),
        (ClipFilter.PORTRAIT, ["clip-2"]),
        (ClipFilter.WITH_IMAGE, ["clip-3"]),
    ],
)
def test_a_filter_shows_its_kind_alone(clips: ClipList, wanted: ClipFilter, found: Any) -> None:
    clips.reset([clip(ROOT, 1), portrait(clip(ROOT, 2)), with_image(clip(ROOT, 3))])
    clips.set_filter(wanted)

    assert ids(clips) == found
    assert clips.narrowed is (wanted is not ClipFilter.ALL)
    assert clips.total == 3


def test_a_new_clip_takes_its_place_where_the_search_lets_it_in(clips: ClipList) -> None:
    clips.reset([clip(ROOT, 2, prompt="a fox"), clip(ROOT, 4, prompt="a fox")])
    clips.set_search("fox")
    clips.apply(ClipAdded(clip(ROOT, 3, prompt="a fox")))
    clips.apply(ClipAdded(clip(ROOT, 1, prompt="a whale")))
    assert ["clip-2", "clip-3", "clip-4"] == ids(clips)

    clips.set_search("")
    assert ["clip-1", "clip-2", "clip-3", "clip-4"] == ids(clips)


def test_a_removed_clip_leaves_shown_or_not(clips: ClipList) -> None:
    clips.reset([clip(ROOT, 1, prompt="a fox"), clip(ROOT, 2, prompt="a whale")])
    clips.set_search("fox")
    for gone in ("clip-1", "clip-2", "clip-2"):
        clips.apply(ClipRemoved(gone))

    assert (ids(clips), clips.total, clips.clip("clip-2")) == ([], 0, None)


def test_a_clip_that_is_added_twice_and_other_news_change_nothing(clips: ClipList) -> None:
    clips.reset([clip(ROOT, 1)])
    clips.apply(ClipAdded(clip(ROOT, 1)))
    clips.apply(QueuePaused(True))

    assert ["clip-1"] == ids(clips)


def test_groups_follow_what_comes_and_goes(clips: ClipList) -> None:
    def counts() -> list[int]:
        return [group.count for group in clips.groups()]

    assert counts() == []
    clips.apply(ClipAdded(clip(ROOT, 1)))
    clips.apply(ClipAdded(clip(ROOT, 2)))
    assert counts() == [2]
    clips.set_search("nothing of the kind")
    assert counts() == []
    clips.set_search("")
    clips.apply(ClipRemoved("clip-1"))
    assert counts() == [1]


def test_rows_are_grouped_by_local_day(clips: ClipList) -> None:
    days = [clip(ROOT, number, added_at=NOON - timedelta(days=back)) for number, back in enumerate((0, 0, 1, 9))]
    clips.reset(days)
    today = NOON.astimezone().date()

    assert [(today, 0, 2), (today - timedelta(days=1), 2, 1), (today - timedelta(days=9), 3, 1)] == [
        (group.day, group.first, group.count) for group in clips.groups()
    ]


def test_dragged_clips_are_their_files(clips: ClipList) -> None:
    clips.reset([clip(ROOT, 1), clip(ROOT, 2)])
    data = clips.mimeData([clips.index(0), clips.index(1)])

    assert [QUrl.fromLocalFile("/clips/clip-1.mp4"), QUrl.fromLocalFile("/clips/clip-2.mp4")] == data.urls()
    assert clips.flags(clips.index(0)) & Qt.ItemFlag.ItemIsDragEnabled


def line(clip: Clip, prompt: str = "") -> ClipLine:
    return ClipLine(clip.id, clip.added_at.astimezone().date(), prompt)


def test_rows_stand_before_they_are_read_and_keep_their_places(clips: ClipList) -> None:
    whole = [clip(ROOT, number) for number in range(5)]
    clips.apply(LibraryListed(tuple(line(each, "a fox") for each in whole)))
    stood = ids(clips)
    assert (None, None) == (clips.index(3).data(CLIP_ROLE), clips.index(3).data(PATH_ROLE))
    assert ("a fox", 5) == (clips.index(3).data(LINE_ROLE).prompt, clips.unread)

    clips.reset(whole[:2], [line(each) for each in whole[2:]])
    clips.apply(ClipsRead(tuple(whole[2:])))

    assert stood == ids(clips) == [each.id for each in whole]
    assert [clips.index(row).data(CLIP_ROLE) for row in range(5)] == whole
    assert (0, whole[3]) == (clips.unread, clips.clip(whole[3].id))


@pytest.mark.parametrize("oldest_first", [False, True])
def test_a_search_finds_clips_as_they_are_read(clips: ClipList, *, oldest_first: bool) -> None:
    whole = [clip(ROOT, number) for number in range(6)]
    clips.set_oldest_first(oldest_first)
    clips.reset(whole[:2], [line(each) for each in whole[2:]])
    clips.set_search("fox")
    assert 2 == clips.rowCount()

    clips.apply(ClipsRead(tuple(whole[2:4])))
    clips.apply(ClipsRead(tuple(whole[4:])))

    found = [each.id for each in whole]
    assert (found[::-1] if oldest_first else found) == ids(clips)


def test_a_new_clip_comes_before_those_that_are_not_read(clips: ClipList) -> None:
    clips.reset([], [line(clip(ROOT, 2)), line(clip(ROOT, 3))])
    clips.apply(ClipAdded(clip(ROOT, 1)))
    clips.apply(ClipRemoved("clip-3"))

    assert ["clip-1", "clip-2"] == ids(clips)
