"""The clips as a list of the window, with search and filters."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.events import ClipAdded, ClipChanged, ClipRemoved, LibraryListed, QueuePaused
from sora_desktop.domain.library import PAGE_ROWS, LibraryAnswer, LibraryQuery, by_day
from sora_desktop.store.clip_tables import words_table
from sora_desktop.ui.library.item_models import CLIP_ROLE, LINE_ROLE, PATH_ROLE, ClipFilter
from sora_desktop.ui.library.known_clips import KEPT_CLIPS
from sora_desktop.ui.library.pages import AT_A_TIME
from sora_desktop.ui.library.row_window import KEPT_ROWS
from tests.hostile.examples import examples
from tests.ui.samples import NOON, clip, portrait, square, with_image
from tests.ui.shelf import ShelvedClips

ROOT = Path("/clips")


@pytest.fixture
def clips(qapp: QApplication, qtmodeltester: ModelTester) -> ShelvedClips:
    made = ShelvedClips()
    qtmodeltester.check(made)
    return made


def ids(clips: ShelvedClips) -> list[str]:
    return [clips.index(row).data(Qt.ItemDataRole.UserRole) for row in range(clips.rowCount())]


def test_the_newest_clip_stands_first_in_whatever_order_they_come(clips: ShelvedClips) -> None:
    clips.fill([clip(ROOT, 3), clip(ROOT, 1), clip(ROOT, 2)])

    assert ["clip-1", "clip-2", "clip-3"] == ids(clips)


def test_the_order_can_be_turned_round(clips: ShelvedClips) -> None:
    clips.fill([clip(ROOT, number) for number in (1, 2, 3)])
    clips.set_oldest_first(True)
    clips.apply(ClipAdded(clip(ROOT, 0)))

    assert ["clip-3", "clip-2", "clip-1", "clip-0"] == ids(clips)


def test_a_row_tells_id_path_clip_and_a_sentence(clips: ShelvedClips) -> None:
    one = clip(ROOT, 1)
    clips.fill([one])
    index = clips.index(0)

    assert index.data(Qt.ItemDataRole.UserRole) == "clip-1"
    assert index.data(PATH_ROLE) == str(one.path)
    assert index.data(CLIP_ROLE) == one
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith(
        "A red fox runs through snow. Sora 2, Studio service, 4 s, 1280 × 720, "
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
def test_search_finds_every_word_in_prompt_model_and_connection(clips: ShelvedClips, words: str, found: Any) -> None:
    clips.fill(
        [
            clip(ROOT, 1, prompt="A red Fox in the Snow"),
            clip(ROOT, 2, prompt="Rain on a tin roof"),
            clip(ROOT, 3, prompt="Eine Straße bei Nacht 夜"),
        ]
    )
    clips.set_search(words)

    assert ids(clips) == found


def test_search_over_a_thousand_clips_finds_exactly_the_right_ones(clips: ShelvedClips) -> None:
    prompts = {number: f"take {number} of {'a fox' if number % 7 == 0 else 'a whale'}" for number in range(1000)}
    clips.fill([clip(ROOT, number, prompt=prompt) for number, prompt in prompts.items()])

    for typed in ("f", "fo", "fox", "fox 9", "fox 99", "FOX take 994"):
        clips.set_search(typed)
        expected = [
            f"clip-{number}"
            for number, prompt in prompts.items()
            if all(
                any(each.startswith(word) for each in f"{prompt} sora2 landscape 4s studio service clip".split())
                for word in typed.lower().split()
            )
        ]
        assert whole(clips) == expected


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ClipFilter.ALL, ["clip-1", "clip-2", "clip-3"]),
        (ClipFilter.LANDSCAPE, ["clip-1", "clip-3"]),
        (ClipFilter.PORTRAIT, ["clip-2"]),
        (ClipFilter.SQUARE, []),
        (ClipFilter.WITH_IMAGE, ["clip-3"]),
    ],
)
def test_a_filter_shows_its_kind_alone(clips: ShelvedClips, wanted: ClipFilter, found: Any) -> None:
    clips.fill([clip(ROOT, 1), portrait(clip(ROOT, 2)), with_image(clip(ROOT, 3))])
    clips.set_filter(wanted)

    assert ids(clips) == found
    assert clips.narrowed is (wanted is not ClipFilter.ALL)
    assert clips.total == 3


def test_a_new_clip_takes_its_place_where_the_search_lets_it_in(clips: ShelvedClips) -> None:
    clips.fill([clip(ROOT, 2, prompt="a fox"), clip(ROOT, 4, prompt="a fox")])
    clips.set_search("fox")
    clips.apply(ClipAdded(clip(ROOT, 3, prompt="a fox")))
    clips.apply(ClipAdded(clip(ROOT, 1, prompt="a whale")))
    assert ["clip-2", "clip-3", "clip-4"] == ids(clips)

    clips.set_search("")
    assert ["clip-1", "clip-2", "clip-3", "clip-4"] == ids(clips)


def test_a_removed_clip_leaves_shown_or_not(clips: ShelvedClips) -> None:
    clips.fill([clip(ROOT, 1, prompt="a fox"), clip(ROOT, 2, prompt="a whale")])
    clips.set_search("fox")
    for gone in ("clip-1", "clip-2", "clip-2"):
        clips.apply(ClipRemoved(gone))

    assert (ids(clips), clips.total, clips.known.get("clip-2")) == ([], 0, None)


def test_a_clip_that_is_added_twice_and_other_news_change_nothing(clips: ShelvedClips) -> None:
    clips.fill([clip(ROOT, 1)])
    clips.apply(ClipAdded(clip(ROOT, 1)))
    clips.apply(QueuePaused(True))

    assert ["clip-1"] == ids(clips)


def test_groups_follow_what_comes_and_goes(clips: ShelvedClips) -> None:
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


def test_rows_are_grouped_by_local_day(clips: ShelvedClips) -> None:
    days = [clip(ROOT, number, added_at=NOON - timedelta(days=back)) for number, back in enumerate((0, 0, 1, 9))]
    clips.fill(days)
    today = NOON.astimezone().date()

    assert [(today, 0, 2), (today - timedelta(days=1), 2, 1), (today - timedelta(days=9), 3, 1)] == [
        (group.day, group.first, group.count) for group in clips.groups()
    ]


def test_dragged_clips_are_their_files(clips: ShelvedClips) -> None:
    clips.fill([clip(ROOT, 1), clip(ROOT, 2)])
    data = clips.mimeData([clips.index(0), clips.index(1)])

    assert [QUrl.fromLocalFile("/clips/clip-1.mp4"), QUrl.fromLocalFile("/clips/clip-2.mp4")] == data.urls()
    assert clips.flags(clips.index(0)) & Qt.ItemFlag.ItemIsDragEnabled


def numbered(number: int) -> Clip:
    return clip(ROOT, number)


def many(count: int = 1000) -> list[Clip]:
    return [numbered(number) for number in range(count)]


def test_copies_of_a_clip_are_in_the_library_as_if_each_was_entered(qapp: QApplication) -> None:
    entered, copied = ShelvedClips(), ShelvedClips()
    entered.fill(many(12))
    copied.fill_with_copies(numbered, 12)

    for table in ("clips", "library", "library_days", "library_stale", words_table(full_text=True)):
        question = f"SELECT * FROM {table} ORDER BY 1"  # noqa: S608 -- names alone
        assert entered.shelf.database.read(question) == copied.shelf.database.read(question)


def settle(qtbot: QtBot, clips: ShelvedClips) -> None:
    qtbot.waitUntil(lambda: clips.under_way == 0)


def whole(clips: ShelvedClips) -> list[str]:
    """All of a list, also of a long one, page by page as it comes."""
    found: list[str] = []
    clips.collect(range(clips.rowCount()), lambda each: found.extend(clip.id for clip in each))
    return found


def test_a_long_list_has_all_its_rows_and_reads_those_that_are_looked_at(qtbot: QtBot, clips: ShelvedClips) -> None:
    made = many()
    clips.fill_with_copies(numbered, len(made))
    asked = len(clips.shelf.asked)

    assert (1000, 1000) == (clips.rowCount(), sum(group.count for group in clips.groups()))
    assert [None] * 3 == [clips.index(740).data(role) for role in (CLIP_ROLE, PATH_ROLE, Qt.ItemDataRole.UserRole)]
    settle(qtbot, clips)
    assert (made[740], made[749]) == (clips.index(740).data(CLIP_ROLE), clips.index(749).data(CLIP_ROLE))
    assert ["page"] == clips.shelf.asked[asked:]


def test_who_scrolls_past_many_rows_does_not_wait_for_them(qtbot: QtBot, clips: ShelvedClips) -> None:
    clips.fill_with_copies(numbered, 5000)
    asked = len(clips.shelf.asked)
    for row in range(0, 5000, 10):
        clips.index(row).data(LINE_ROLE)
    settle(qtbot, clips)

    assert len(clips.shelf.asked) - asked <= 2 * AT_A_TIME
    assert clips.index(4999).data(CLIP_ROLE) is not None


def test_it_keeps_a_bounded_number_of_rows(qtbot: QtBot, clips: ShelvedClips) -> None:
    clips.fill_with_copies(numbered, 3000)
    for page in range(30):
        clips.index(page * PAGE_ROWS).data(LINE_ROLE)
        settle(qtbot, clips)

    assert len(list(clips._rows.entries())) <= KEPT_ROWS
    assert len(clips.known._clips) <= KEPT_CLIPS


def test_the_first_page_of_a_start_stands_before_the_library_is_read(clips: ShelvedClips) -> None:
    made = [clip(ROOT, number) for number in range(5)]
    lines = tuple(ClipLine(each.id, each.added_at.astimezone().date(), "a fox") for each in made)
    clips.apply(LibraryListed(LibraryAnswer(lines=lines, days=by_day([line.day for line in lines]), total=5)))
    stood = ids(clips)
    assert ("a fox", None) == (clips.index(3).data(LINE_ROLE).prompt, clips.index(3).data(CLIP_ROLE))

    resets: list[object] = []
    clips.modelReset.connect(lambda: resets.append(1))
    clips.fill(made)

    assert stood == ids(clips) == [each.id for each in made]
    assert [clips.index(row).data(CLIP_ROLE) for row in range(5)] == made
    assert resets == []


def test_changes_of_a_moment_that_is_answered_later_are_not_lost(clips: ShelvedClips) -> None:
    clips.fill(many(5))
    clips.shelf.held = []
    clips.set_search("fox")
    clips.apply(ClipRemoved("clip-2"))
    clips.apply(ClipAdded(clip(ROOT, 7)))
    clips.shelf.let_go()

    assert ["clip-0", "clip-1", "clip-3", "clip-4", "clip-7"] == ids(clips)
    assert 5 == clips.total


def test_an_answer_to_an_earlier_question_is_not_heard(clips: ShelvedClips) -> None:
    clips.fill([clip(ROOT, 1, prompt="a fox"), clip(ROOT, 2, prompt="a whale")])
    clips.shelf.held = []
    clips.set_search("fox")
    clips.set_search("whale")
    clips.shelf.held.reverse()
    clips.shelf.let_go()

    assert ["clip-2"] == ids(clips)


def test_a_page_of_another_moment_is_asked_for_again(qtbot: QtBot, clips: ShelvedClips) -> None:
    clips.fill(many(300))
    clips.shelf.held = []
    clips.index(250).data(LINE_ROLE)
    qtbot.waitUntil(lambda: bool(clips.shelf.held))
    clips.apply(ClipRemoved("clip-0"))
    clips.shelf.let_go()
    settle(qtbot, clips)

    assert "clip-251" == clips.index(250).data(Qt.ItemDataRole.UserRole)


def test_a_clip_is_known_by_its_id_wherever_it_stands(qtbot: QtBot, clips: ShelvedClips) -> None:
    made = many(300)
    clips.fill(made)
    assert clips.known.get("clip-250") is None
    qtbot.waitUntil(lambda: clips.known.get("clip-250") == made[250])
    clips.apply(ClipRemoved("clip-250"))

    assert clips.known.get("clip-250") is None


ACTS = st.lists(
    st.tuples(st.sampled_from(["come", "go", "change", "search", "filter", "turn"]), st.integers(0, 25)), max_size=25
)


@examples(12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_happens_the_list_is_that_of_the_library(qapp: QApplication, acts: list[tuple[str, int]]) -> None:
    clips = ShelvedClips()
    clips.fill(
        [clip(ROOT, number, prompt=f"{'fox' if number % 2 else 'whale'} {number}") for number in range(0, 20, 2)]
    )
    query = LibraryQuery()
    for act, number in acts:
        one = clip(ROOT, number, prompt=f"{'fox' if number % 3 else 'whale'} {number}")
        match act:
            case "come":
                clips.apply(ClipAdded(one))
            case "change":
                clips.apply(ClipChanged((portrait if number % 2 else square)(one)))
            case "go":
                clips.apply(ClipRemoved(one.id))
            case "search":
                query = replace(query, words=("", "fox", "wh", "1")[number % 4])
                clips.set_search(query.words)
            case "filter":
                query = replace(query, filter=tuple(ClipFilter)[number % len(ClipFilter)])
                clips.set_filter(query.filter)
            case "turn":
                query = replace(query, oldest_first=bool(number % 2))
                clips.set_oldest_first(query.oldest_first)
        expected = clips.shelf.view.page(query)
        assert ids(clips) == [each.id for each in expected.clips]
        assert [index.data(CLIP_ROLE) for index in map(clips.index, range(clips.rowCount()))] == list(expected.clips)
        assert (clips.total, clips.squares) == (expected.total, expected.squares)
        days = [(group.day, group.count) for group in clips.groups()]
        assert days == list(clips.shelf.store.index.days(query) or days)
